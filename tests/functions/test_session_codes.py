"""New session codes, what becomes of those that they replace, and who used which code, by name."""

import csv
import io

import pytest

from laurel.catalog.access_codes import look_alike
from laurel.catalog.new_codes import new_code
from laurel.claims import session_codes as made_by
from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, WEBINAR, WEBINAR_CODE, badge_ids
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.test_codes import codes

OWN, OTHER, OPERATOR = staff_of(SOCIETY), staff_of("nobodys"), staff()
DOCUMENT = f"/v1/staff/activities/{WEBINAR}"


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


def make(desk, who=OWN, activity=WEBINAR, query="", etag=None, **body):
    headers = {"If-Match": etag} if etag else {}
    path = f"/v1/staff/activities/{activity}/codes/sessions{query}"
    return desk.call("POST", path, who, json_body=body, headers=headers)


def listed(desk, activity=WEBINAR):
    return [one["code"] for one in codes(desk, activity).json()["items"]]


def open_claim(desk, who, code, activity=WEBINAR):
    wanted = {"activity_id": activity, "statement": "pace", **({"access_code": code} if code else {})}
    return desk.call("POST", "/v1/claims", learner(who), json_body=wanted)


def uses(desk, who=OWN, activity=WEBINAR, query="", **headers):
    return desk.call("GET", f"/v1/staff/activities/{activity}/codes/uses{query}", who, headers=headers)


def called(desk, who, name):
    answer = desk.call("PATCH", "/v1/me", learner(who), json_body={"name_as_printed": name})
    assert answer.status == 200, answer.json()


def test_a_new_code_for_a_session_opens_a_claim_beside_the_present_one(desk):
    answer = make(desk, session_ids=["W1"], site="Lakeside, 3rd floor")
    assert answer.status == 201
    [made] = answer.json()["items"]
    assert (made["session_id"], made["session"], made["site"]) == (
        "W1",
        "Spurious platelet counts",
        "Lakeside, 3rd floor",
    )
    assert listed(desk) == [WEBINAR_CODE, made["code"]]
    assert open_claim(desk, "bea", made["code"].lower()).status == 201
    assert open_claim(desk, "cai", WEBINAR_CODE).status == 201
    table = csv.reader(io.StringIO(codes(desk, WEBINAR, accept="text/csv").body.removeprefix("\ufeff")))
    assert [*table][2] == [made["code"], "Lakeside, 3rd floor", "W1", "Spurious platelet counts"]


def test_a_code_without_a_session_is_for_the_whole_activity(desk):
    [made] = make(desk).json()["items"]
    assert (made["session_id"], made["session"], made["site"]) == (None, None, None)


def test_a_dry_run_says_what_goes_and_how_many_claims_it_opened_and_changes_nothing(desk):
    open_claim(desk, "bea", WEBINAR_CODE)
    answer = make(desk, query="?dry_run=true", replace=True)
    assert answer.status == 200
    told = answer.json()
    assert ([one["code"] for one in told["replaced"]], told["opened"], told["items"]) == ([WEBINAR_CODE], 1, [])
    assert listed(desk) == [WEBINAR_CODE]


def test_a_replaced_code_opens_no_further_claim_and_locks_nobody_out(desk):
    claim = open_claim(desk, "bea", WEBINAR_CODE).json()
    [made] = make(desk, replace=True).json()["items"]
    assert listed(desk) == [made["code"]]
    assert open_claim(desk, "cai", WEBINAR_CODE).code == "wrong_code"
    assert open_claim(desk, "cai", made["code"]).status == 201
    again = open_claim(desk, "bea", None)
    assert (again.status, again.json()["claim_id"]) == (200, claim["claim_id"])
    read = desk.call("GET", f"/v1/activities/{WEBINAR}").json()["disclosures"]
    acknowledged = {"acknowledged": [one["id"] for one in read]}
    path = f"/v1/claims/{claim['claim_id']}"
    assert desk.call("PUT", f"{path}/disclosures", learner("bea"), json_body=acknowledged).status == 200


def test_only_what_was_chosen_is_replaced(desk):
    first = make(desk, session_ids=["W1"], site="North").json()["items"][0]["code"]
    second = make(desk, session_ids=["W1"], site="South").json()["items"][0]["code"]
    third = make(desk, session_ids=["W1"], site="South", replace=True).json()
    assert [one["code"] for one in third["replaced"]] == [second]
    assert listed(desk) == [WEBINAR_CODE, first, third["items"][0]["code"]]
    fourth = make(desk, session_ids=["W1"], replace=True).json()
    assert [one["code"] for one in fourth["replaced"]] == [first, third["items"][0]["code"]]
    assert listed(desk) == [WEBINAR_CODE, fourth["items"][0]["code"]]


def test_the_same_request_again_makes_nothing_twice(desk):
    etag = desk.call("GET", DOCUMENT, OWN).headers["ETag"]
    once = make(desk, etag=etag, session_ids=["W1"])
    assert (once.status, once.headers["ETag"]) == (201, '"2"')
    assert make(desk, etag=etag, session_ids=["W1"]).code == "changed_elsewhere"
    assert len(listed(desk)) == 2


def test_none_looks_like_a_present_one(desk, monkeypatch):
    document = desk.call("GET", DOCUMENT, OWN).json()
    document["access"]["codes"] = [{"code": "CDFH-3470"}]
    assert desk.call("PUT", DOCUMENT, OWN, json_body=document).status == 200
    given = iter(["CDFH-347O", "cdfh3470", "KMNP-7794"])
    monkeypatch.setattr("claim_routes.codes.new_code", lambda: next(given))
    [made] = make(desk, replace=True).json()["items"]
    assert made["code"] == "KMNP-7794"
    assert look_alike(new_code()) != ""
    assert made_by.WantedSessionCodes(session_ids=("a", "a", "b")).places == ("a", "b")


def test_what_cannot_be_made_is_refused(desk):
    assert make(desk, who=learner()).status == 403
    assert make(desk, who=OTHER).code == "activity_not_found"
    assert make(desk, activity="none").code == "activity_not_found"
    assert make(desk, activity=MEETING, who=OPERATOR).code == "wrong_access"
    wrong = make(desk, session_ids=["W1", "W9"])
    assert [(one["path"], one["code"]) for one in wrong.json()["errors"]] == [
        ("session_ids[1]", "unknown_code_session")
    ]
    for body in ({"site": " "}, {"site": "a\u202eb"}, {"x": 1}, {"replace": "yes"}, {"session_ids": ["a b"]}):
        assert make(desk, **body).status == 422, body


def test_a_code_may_not_name_a_session_that_is_not_there(desk):
    document = desk.call("GET", DOCUMENT, OWN).json()
    document["access"]["codes"] = [{"code": "KMNP-7794", "session_id": "W2"}]
    answer = desk.call("PUT", DOCUMENT, OWN, json_body=document)
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [
        ("access.codes[0].session_id", "unknown_code_session")
    ]


def test_staff_free_no_session_code(desk):
    open_claim(desk, "bea", WEBINAR_CODE)
    path = f"/v1/staff/learners/bea/activities/{WEBINAR}/free-code"
    answer = desk.call("POST", path, OWN, json_body={"reason": "She asked for it."})
    assert (answer.status, answer.code) == (409, "no_code_to_free")


def test_who_used_which_session_code_by_name(desk):
    [made] = make(desk, session_ids=["W1"]).json()["items"]
    for who, name, code in (
        ("bea", "Bea Okoro", made["code"]),
        ("cai", "=Cai", WEBINAR_CODE),
        ("dot", None, WEBINAR_CODE),
    ):
        open_claim(desk, who, code)
        if name:
            called(desk, who, name)
    found = [(one["code"], one["learner_id"], one["name"], one["status"]) for one in uses(desk).json()["items"]]
    expected = [
        (made["code"], "bea", "Bea Okoro", "draft"),
        (WEBINAR_CODE, "dot", None, "draft"),
        (WEBINAR_CODE, "cai", "=Cai", "draft"),
    ]
    assert found == sorted(expected, key=lambda one: (one[0], one[2] or ""))
    only = uses(desk, query=f"?code={WEBINAR_CODE.lower()}").json()["items"]
    assert {one["learner_id"] for one in only} == {"cai", "dot"}
    table = [*csv.reader(io.StringIO(uses(desk, accept="text/csv").body.removeprefix("\ufeff")))]
    assert table[0] == ["code", "name", "opened_at", "status"]
    assert "'=Cai" in {one[1] for one in table}


def test_who_used_which_badge_and_group(desk):
    desk.open_meeting("ana", badge=3)
    called(desk, "ana", "Ana Lima")
    open_claim(desk, "bea", "stbrigid-11", TELECONFERENCE)
    [of_meeting] = uses(desk, OPERATOR, MEETING).json()["items"]
    assert (of_meeting["code"], of_meeting["name"]) == (badge_ids()[3].replace("-", ""), "Ana Lima")
    [of_site] = uses(desk, OPERATOR, TELECONFERENCE).json()["items"]
    assert (of_site["code"], of_site["learner_id"]) == ("STBRIGID11", "bea")
    desk.open_course()
    assert uses(desk, OPERATOR, ONLINE).json()["items"] == []


def test_only_the_staff_of_the_provider_read_who_and_each_look_is_in_the_log(desk):
    open_claim(desk, "bea", WEBINAR_CODE)
    assert uses(desk, learner()).status == 403
    assert uses(desk, OTHER).code == "activity_not_found"
    uses(desk)
    uses(desk, accept="text/csv")
    log = desk.call("GET", f"/v1/staff/audit?activity={WEBINAR}", OPERATOR).json()["items"]
    assert [one["act"] for one in log].count("codes.seen") >= 1
