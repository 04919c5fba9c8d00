"""Staff help learners who are stuck: over HTTP, as staff and learners meet it."""

import io
import json
from pathlib import Path

import pytest

from laurel.certificates.number import new_number
from laurel.platform.log import logger
from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, badge_ids, badges_csv
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto

WHY = {"reason": "She typed her colleague's badge."}
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


@pytest.fixture
def log():
    """What the function logs while the test runs."""
    page = io.StringIO()
    before = logger.registered_handler.setStream(page)
    yield page
    logger.registered_handler.setStream(before)


def find(desk, query):
    answer = desk.call("GET", f"/v1/staff/learners?{query}", staff())
    assert answer.status == 200, answer
    return answer.json()["items"]


def help_(desk, act, activity=MEETING, sub="ana", **body):
    return desk.call("POST", f"/v1/staff/learners/{sub}/activities/{activity}/{act}", staff(), json_body=WHY | body)


def enter(desk, path, badge, sub="ana"):
    return desk.call("PUT", f"{path}/access", learner(sub), json_body={"access_code": badge})


def open_with(desk, badge, sub="bea"):
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge}
    return desk.call("POST", "/v1/claims", learner(sub), json_body=wanted)


def missing(desk, path, sub="ana"):
    return [one["code"] for one in desk.call("GET", f"{path}/summary", learner(sub)).json()["missing"]]


def test_a_badge_taken_by_a_slip_is_freed_for_whom_it_belongs_to(desk):
    mine, theirs = badge_ids(2)
    path = desk.open_meeting("ana", badge=1)  # Ana typed Bea's
    refused = open_with(desk, theirs)
    assert refused.code == "badge_taken"
    assert "education@example.org: they can free it" in refused.json()["detail"]
    [found] = find(desk, f"activity_id={MEETING}&badge={theirs.lower()}")
    assert found["learner_id"] == "ana"
    freed = help_(desk, "free-code")
    assert freed.status == 200, freed
    assert freed.json()["code"] is None
    assert "access_code_missing" in {one["code"] for one in freed.json()["missing"]}
    assert open_with(desk, theirs).status == 201
    # Her draft is there, and prints once she has entered her own badge.
    assert "access_code_missing" in missing(desk, path)
    assert enter(desk, path, theirs).code == "badge_taken"
    assert enter(desk, path, mine).status == 200
    assert "access_code_missing" not in missing(desk, path)
    [claim] = find(desk, "email=ANA@example.org")[0]["claims"]
    [act] = claim["acts"]
    assert (act["what"], act["reason"], act["by"]) == ("freed the code", WHY["reason"], f"staff:{staff()['sub']}")


def test_freeing_twice_says_that_there_is_nothing_to_free(desk):
    desk.open_meeting()
    assert help_(desk, "free-code").status == 200
    again = help_(desk, "free-code")
    assert (again.status, again.code) == (409, "no_code_to_free")
    nobody = help_(desk, "free-code", sub="bea")
    assert (nobody.status, nobody.code) == (404, "claim_not_found")
    assert "This learner has no claim" in nobody.json()["detail"]


def test_a_learner_changes_a_mistyped_badge_of_a_draft_themselves(desk):
    first, second = badge_ids(2)
    path = desk.open_meeting()
    before = desk.call("GET", path, learner()).json()
    assert enter(desk, path, first).json()["version"] == before["version"]  # the same badge is no change
    assert enter(desk, path, second.lower().replace("-", " ")).status == 200
    assert open_with(desk, first).status == 201
    assert enter(desk, path, first).code == "badge_taken"
    stale = desk.call(
        "PUT", f"{path}/access", learner(), json_body={"access_code": second}, headers={"If-Match": '"1"'}
    )
    assert (stale.status, stale.code) == (412, "changed_elsewhere")


def test_wrong_codes_count_while_a_badge_is_changed_too(desk):
    path = desk.open_meeting()
    codes = [enter(desk, path, f"CMW-00000{n}").code for n in range(6)]
    assert codes == ["wrong_code"] * 5 + ["too_many_attempts"]
    assert find(desk, "email=ana@example.org")[0]["claims"][0]["code"]


def test_a_freed_badge_may_be_left_out_of_the_list(desk):
    desk.open_meeting("ana", badge=1)
    lists = f"/v1/staff/activities/{MEETING}/badges"
    kept = [one for one in badge_ids(500) if one != badge_ids(2)[1]]
    body = ("badge_id\n" + "\n".join(kept) + "\n").encode()
    assert desk.call("PUT", lists, staff(), body=badges_csv(500).encode(), headers=CSV).status == 200
    assert desk.call("PUT", lists, staff(), body=body, headers=CSV).json()["errors"][0]["code"] == "badge_in_use"
    assert help_(desk, "free-code").status == 200
    assert desk.call("PUT", lists, staff(), body=body, headers=CSV).status == 200


def test_a_place_in_a_group_is_given_back(desk):
    code = desk.call("GET", f"/v1/staff/activities/{TELECONFERENCE}", staff())
    assert code.status == 200
    small = b"group_id,site,capacity\nSMALL-1,One,1\nOTHER-1,Two,1\n"
    assert desk.call("PUT", f"/v1/staff/activities/{TELECONFERENCE}/groups", staff(), body=small, headers=CSV).status
    groups = ("SMALL-1", "OTHER-1")

    def opened(sub):
        wanted = {"activity_id": TELECONFERENCE, "statement": "pace", "access_code": groups[0]}
        return desk.call("POST", "/v1/claims", learner(sub), json_body=wanted)

    first = opened("ana")
    if first.status != 201:  # the sample's own groups are kept by their list
        pytest.fail(first.body)
    path = f"/v1/claims/{first.json()['claim_id']}"
    assert opened("bea").code == "group_full"
    assert enter(desk, path, groups[1]).status == 200
    assert opened("bea").status == 201
    assert help_(desk, "free-code", TELECONFERENCE).status == 200
    assert enter(desk, path, groups[0]).code == "group_full"
    assert enter(desk, path, groups[1]).status == 200


def used_up(desk):
    path = desk.open_course()
    test = desk.call("GET", path, learner()).json()["assessment"]["test"]
    wrong = {one["id"]: one["choices"][0]["id"] for one in test["questions"]}

    def attempt():
        return desk.call("POST", f"{path}/assessment", learner(), json_body={"answers": wrong})

    for _ in range(test["attempts"]):
        assert attempt().status == 200
    return path, attempt


def test_one_learner_is_given_one_more_attempt(desk):
    path, attempt = used_up(desk)
    refused = attempt()
    assert refused.code == "attempts_used_up"
    assert "they can give you another attempt" in refused.json()["detail"]
    [claim] = find(desk, "email=ana@example.org")[0]["claims"]
    assert claim["attempts"] == {"used": 3, "left": 0, "passed": False}
    given = help_(desk, "another-attempt", ONLINE)
    assert given.json()["attempts"]["left"] == 1
    again = help_(desk, "another-attempt", ONLINE)
    assert (again.status, again.code) == (409, "attempts_left")
    assert desk.call("GET", path, learner()).json()["assessment"]["attempts_left"] == 1
    assert attempt().json()["attempts_left"] == 0
    assert attempt().code == "attempts_used_up"
    assert help_(desk, "another-attempt", ONLINE).status == 200


def test_what_cannot_be_given_is_said(desk):
    desk.open_meeting()
    assert help_(desk, "another-attempt").code == "no_assessment"
    nothing = help_(desk, "lift-lockout")
    assert (nothing.status, nothing.code) == (409, "not_locked_out")
    for body in ({"reason": " "}, {}, {"reason": "x" * 301}):
        path = f"/v1/staff/learners/ana/activities/{MEETING}/free-code"
        assert desk.call("POST", path, staff(), json_body=body).status == 422


def test_a_lock_out_is_lifted_before_there_is_a_claim(desk):
    right = badge_ids(1)[0]
    for n in range(5):
        assert open_with(desk, f"CMW-00000{n}", "ana").code == "wrong_code"
    locked = open_with(desk, right, "ana")
    assert (locked.status, locked.code) == (429, "too_many_attempts")
    assert "Try again after" in locked.json()["detail"]
    assert "they can let you try now" in locked.json()["detail"]
    [found] = find(desk, "email=ana@example.org")
    [tries] = found["codes"]
    assert (tries["activity_id"], tries["wrong"]) == (MEETING, 5)
    assert tries["locked_until"]
    lifted = help_(desk, "lift-lockout")
    assert (lifted.json()["wrong"], lifted.json()["locked_until"]) == (0, None)
    assert open_with(desk, "CMW-000009", "ana").code == "wrong_code"  # counts from one again
    assert open_with(desk, right, "ana").status == 201
    [tries] = find(desk, "email=ana@example.org")[0]["codes"]
    assert (tries["wrong"], [one["what"] for one in tries["acts"]]) == (1, ["lifted the lock-out"])


def test_a_look_up_that_names_nobody_finds_nobody(desk):
    assert find(desk, "email=nobody@example.org") == []
    assert find(desk, f"activity_id={MEETING}&badge={badge_ids(1)[0]}") == []
    assert find(desk, f"activity_id={MEETING}&badge=%21") == []
    for query in ("", f"activity_id={MEETING}", "badge=1", "email=nonsense", "activity_id=%2F&badge=1"):
        answer = desk.call("GET", f"/v1/staff/learners?{query}", staff())
        assert (answer.status, answer.code) == (422, "invalid"), query


def test_a_certificate_number_is_compared_before_it_is_looked_up(desk):
    number = new_number(lambda _: 7)
    assert find(desk, f"certificate={number}") == []
    for typed in ("7XKDA-9GQMT-C4WHE", number[:-1], "%3Cscript%3E"):
        answer = desk.call("GET", f"/v1/staff/learners?certificate={typed}", staff())
        assert answer.status == 422, typed
        assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [("certificate", "number_mistyped")]
    # The first that is given counts.
    desk.open_meeting()
    assert [one["learner_id"] for one in find(desk, f"email=ana@example.org&certificate={number}")] == ["ana"]


def test_the_log_names_who_and_for_whom_but_no_person(desk, log):
    desk.open_meeting()
    assert help_(desk, "free-code").status == 200
    [line] = [json.loads(line) for line in log.getvalue().splitlines() if "freed by staff" in line]
    assert (line["staff"], line["learner_id"], line["activity_id"]) == (staff()["sub"], "ana", MEETING)
    assert WHY["reason"] not in json.dumps(line)


def test_the_learner_can_read_why_as_the_page_of_staff_says(desk):
    desk.open_meeting("ana")
    assert help_(desk, "free-code").status == 200
    entries = desk.call("GET", "/v1/me/audit", learner("ana")).json()["items"]
    assert [one["why"] for one in entries if one["act"] == "claim.code_freed"] == [WHY["reason"]]
    assert not any("actor_id" in one for one in entries)
    words = (Path(__file__).parents[2] / "portal/texts/en/staff.js").read_text()
    assert "learner can read it in their history" in words.partition("free_code:")[0].rpartition("reason_about:")[2]
