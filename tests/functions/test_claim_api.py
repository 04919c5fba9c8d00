"""The API's door: from the first request to the transcript, and every refusal as a problem document."""

import csv
import io
import json

import pytest

from laurel.platform.log import logger
from laurel.platform.table import Table, TableBusy
from local.sample_catalog import MEETING, OLD_MEETING, ONLINE, badge_ids
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import Context


@pytest.fixture
def log():
    """What the function logs while the test runs."""
    page = io.StringIO()
    before = logger.registered_handler.setStream(page)
    yield page
    logger.registered_handler.setStream(before)


@pytest.fixture
def library(desk):
    desk.fill()
    return desk


def test_a_meeting_is_claimed_from_the_badge_to_the_summary(library):
    me = {"name_as_printed": "Ana Sörensen", "consent_to_report": True}
    assert library.call("PATCH", "/v1/me", learner(), json_body=me).status == 200
    path = library.open_meeting()
    first, second = library.program()[0], library.program()[6]
    assert first["ends_at"] <= second["starts_at"]
    for session in (first, second):
        claimed = library.call(
            "PUT", f"{path}/sessions/{session['id']}", learner(), json_body=library.attended(session)
        )
        assert claimed.status == 200, claimed
    claim = library.call("GET", path, learner()).json()
    assert [one["session_id"] for one in claim["sessions"]] == [first["id"], second["id"]]
    assert claim["sessions"][0]["evaluation"] == library.attended(first)["evaluation"]
    summary = library.call("GET", f"{path}/summary", learner()).json()
    assert (summary["total"], summary["missing"]) == ("1.5", [])
    assert library.call("DELETE", f"{path}/sessions/{second['id']}", learner()).json()["total"] == "1"
    listed = library.call("GET", "/v1/claims", learner()).json()["items"]
    assert [(one["activity_id"], one["total"]) for one in listed] == [(MEETING, "1")]
    transcript = library.call("GET", "/v1/transcript", learner()).json()
    assert (transcript["items"], len(transcript["drafts"])) == ([], 1)


def test_a_claim_is_new_once_and_then_the_same(library):
    wanted = {"activity_id": MEETING, "statement": "attendance", "access_code": badge_ids(1)[0]}
    first = library.call("POST", "/v1/claims", learner(), json_body=wanted)
    again = library.call("POST", "/v1/claims", learner(), json_body={**wanted, "access_code": "nonsense"})
    assert (first.status, again.status) == (201, 200)
    assert first.json() == again.json()
    assert first.headers["Location"] == f"/v1/claims/{first.json()['claim_id']}"
    assert first.headers["ETag"] == again.headers["ETag"] == '"1"'


def test_two_devices_never_overwrite_each_other_silently(library):
    path = library.open_meeting()
    seen = library.call("GET", path, learner()).headers["ETag"]
    session = library.program()[0]
    put = (f"{path}/sessions/{session['id']}", learner())
    attended = library.attended(session)
    first = library.call("PUT", *put, json_body=attended, headers={"If-Match": seen})
    late = library.call("PUT", *put, json_body={**attended, "credits": "0.5"}, headers={"If-Match": seen})
    assert first.status == 200
    assert (late.status, late.code) == (412, "changed_elsewhere")
    assert late.headers["ETag"] == first.headers["ETag"] != seen
    assert library.call("GET", path, learner()).json()["sessions"][0]["credits"] == "1"
    weak = library.call("PUT", *put, json_body=attended, headers={"If-Match": f"W/{first.headers['ETag']}"})
    assert weak.status == 200
    assert library.call("PUT", *put, json_body=attended, headers={"If-Match": "*"}).status == 200
    assert library.call("PUT", *put, json_body=attended, headers={"If-Match": "3"}).code == "invalid"


def test_a_profile_is_changed_on_the_version_that_was_seen(desk):
    assert desk.call("GET", "/v1/me", learner()).headers["ETag"] == '"1"'
    changed = desk.call("PATCH", "/v1/me", learner(), json_body={"physician": True}, headers={"If-Match": '"1"'})
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    late = desk.call("PATCH", "/v1/me", learner(), json_body={"physician": False}, headers={"If-Match": '"1"'})
    assert (late.status, late.code) == (412, "changed_elsewhere")


def test_a_post_test_is_taken_and_its_answers_are_never_told(library):
    path = library.open_course()
    test = library.call("GET", path, learner()).json()["assessment"]["test"]
    answers = {one["id"]: one["choices"][0]["id"] for one in test["questions"]}
    scored = library.call("POST", f"{path}/assessment", learner(), json_body={"answers": answers})
    assert scored.status == 200
    assert scored.json()["attempts_left"] == test["attempts"] - 1
    assert "right" not in scored.body + json.dumps(test)
    short = library.call("POST", f"{path}/assessment", learner(), json_body={"answers": {}})
    assert short.status == 422
    assert {one["code"] for one in short.json()["errors"]} == {"answer_missing"}
    meeting = library.open_meeting()
    assert library.call("POST", f"{meeting}/assessment", learner(), json_body={"answers": {}}).code == "no_assessment"


def test_wrong_codes_are_limited_and_the_answer_says_how_long(library):
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": "CMW-000000"}
    tries = [library.call("POST", "/v1/claims", learner(), json_body=wanted) for _ in range(6)]
    assert [one.status for one in tries] == [403] * 5 + [429]
    assert tries[5].code == "too_many_attempts"
    assert 3590 <= int(tries[5].headers["Retry-After"]) <= 3600


def test_old_meetings_name_whom_to_write_to(library):
    wanted = {"activity_id": OLD_MEETING, "statement": "pace", "access_code": "X1"}
    refused = library.call("POST", "/v1/claims", learner(), json_body=wanted)
    assert (refused.status, refused.code) == (409, "before_2010")
    assert "education@example.org" in refused.json()["detail"]


def test_one_learner_never_sees_the_claim_of_another(library):
    path = library.open_meeting("ana")
    for method, sub in (("GET", ""), ("GET", "/summary")):
        refused = library.call(method, path + sub, learner("eve"))
        assert (refused.status, refused.code) == (404, "claim_not_found")


def test_the_library_is_paged_by_cursors_that_are_good_for_its_filters_only(library):
    first = library.call("GET", "/v1/activities?limit=2")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    cursor = first.json()["next_cursor"]
    second = library.call("GET", f"/v1/activities?limit=3&cursor={cursor}").json()
    ids = [one["id"] for one in first.json()["items"] + second["items"]]
    assert len(ids) == len(set(ids)) == 5
    assert second["next_cursor"] is None
    for path in (f"/v1/activities?kind=webinar&cursor={cursor}", "/v1/activities?cursor=AAAA"):
        refused = library.call("GET", path)
        assert (refused.status, refused.json()["errors"][0]["code"]) == (422, "invalid_cursor")


def test_the_library_is_searched(library):
    def found(query):
        return [one["id"] for one in library.call("GET", f"/v1/activities?{query}").json()["items"]]

    assert found("kind=online") == [ONLINE]
    assert MEETING in found("q=microbiology&open=true")
    assert OLD_MEETING in found("to=2009-12-31")
    assert found("q=nothing,of,the,kind") == []
    assert found("from=2100-01-01") == []


def test_the_transcript_is_a_file_for_those_who_ask_for_one(desk):
    answer = desk.call("GET", "/v1/transcript", learner(), headers={"Accept": "text/csv, application/json;q=0.5"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "transcript.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert len(rows) == 1
    for accept in ("application/json, text/csv", "*/*", "text/csv;q=0", ""):
        json_answer = desk.call("GET", "/v1/transcript", learner(), headers={"Accept": accept})
        assert json_answer.headers["Content-Type"] == "application/json", accept


def test_staff_put_a_document_once_and_again(library):
    path = "/v1/staff/activities/meet-1"
    from tests.unit.catalog.documents import meeting

    dry = library.call("PUT", f"{path}?dry_run=true", staff(), json_body=meeting())
    assert (dry.status, dry.json()["dry_run"]) == (200, True)
    assert library.call("GET", "/v1/activities/meet-1").status == 404
    new = library.call("PUT", path, staff(), json_body=meeting())
    assert (new.status, new.headers["ETag"]) == (201, '"1"')
    seen = library.call("GET", "/v1/activities/meet-1").headers["ETag"]
    changed = library.call("PUT", path, staff(), json_body=meeting(title="New"), headers={"If-Match": seen})
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    late = library.call("PUT", path, staff(), json_body=meeting(title="Late"), headers={"If-Match": seen})
    assert (late.status, late.code) == (412, "changed_elsewhere")
    wrong = library.call("PUT", path, staff(), json_body={**meeting(), "sessions": [], "bogus": 1})
    assert {"sessions", "bogus"} <= {one["path"] for one in wrong.json()["errors"]}


def test_lists_are_uploaded_whole_with_errors_by_line_and_column(library):
    path, as_csv = f"/v1/staff/activities/{MEETING}/badges", {"Content-Type": "text/csv; charset=utf-8"}
    wrong = library.call("PUT", path, staff(), body=b"badge_id\nAB-1\nab1\n\xc2\xa7\n", headers=as_csv)
    assert (wrong.status, wrong.code) == (422, "invalid_rows")
    assert [one["path"] for one in wrong.json()["errors"]] == ["lines[3].badge_id", "lines[4].badge_id"]
    good = library.call("PUT", f"{path}?dry_run=true", staff(), body=b"badge_id\nAB-1\n", headers=as_csv)
    assert good.json() == {"rows": 1, "added": 1, "removed": 500, "changed": 0, "dry_run": True}
    groups = f"/v1/staff/activities/{MEETING}/groups"
    other = library.call("PUT", groups, staff(), body=b"group_id,site,capacity\nG1,Site,3\n", headers=as_csv)
    assert (other.status, other.code) == (409, "wrong_access")
    nowhere = library.call("PUT", "/v1/staff/activities/none/badges", staff(), body=b"badge_id\nA\n", headers=as_csv)
    assert (nowhere.status, nowhere.code) == (404, "activity_not_found")


def test_what_is_nowhere_and_what_is_not_done_there(desk):
    for path in ("/", "/v1", "/v1/nothing", "/v1/activities/", "//v1/me", "/v1/activities/a/b/c"):
        assert desk.call("GET", path).code == "not_found", path
    refused = desk.call("POST", "/v1/me", learner())
    assert (refused.status, refused.code, refused.headers["Allow"]) == (405, "method_not_allowed", "DELETE, GET, PATCH")


@pytest.mark.parametrize("activity_id", ["%00", "a" * 65, "..", "-a", "a%2Fb", "é", "a b", "\ud800"])
def test_an_id_that_cannot_be_one_is_nowhere(desk, activity_id):
    assert desk.call("GET", f"/v1/activities/{activity_id}").code in {"not_found", "activity_not_found"}


def broken(error):
    def raise_it(*_args, **_given):
        raise error

    return raise_it


def test_what_breaks_is_told_with_the_request_and_logged_without_what_was_typed(desk, monkeypatch, log):
    monkeypatch.setattr(Table, "get", broken(ValueError("ana@example.org typed this")))
    answer = desk.call("GET", "/v1/me", learner())
    assert (answer.status, answer.code, answer.json()["request_id"]) == (500, "failed", "request-1")
    assert "typed" not in answer.body
    log = log.getvalue()
    assert "ValueError" in log
    assert "learners/address_registry.py" in log
    assert "ana@example.org" not in log
    assert "typed" not in log


def test_a_busy_table_asks_for_patience(desk, monkeypatch):
    from botocore.exceptions import ClientError, ReadTimeoutError

    throttled = ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "GetItem")
    for error in (TableBusy(), throttled, ReadTimeoutError(endpoint_url="https://dynamodb")):
        monkeypatch.setattr(Table, "get", broken(error))
        answer = desk.call("GET", "/v1/me", learner())
        assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "busy", "2")


def test_an_answer_that_is_not_as_documented_is_a_fault_of_ours(desk, monkeypatch):
    import claim_routes.learners as learners_routes

    monkeypatch.setattr(learners_routes.ProfileView, "of", lambda profile: {"email": 5})
    answer = desk.call("GET", "/v1/me", learner())
    assert (answer.status, answer.code) == (500, "failed")


def test_the_log_names_no_one(library, log, caplog):
    library.open_meeting()
    library.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Sörensen"})
    library.call("POST", "/v1/claims", learner(), json_body={"activity_id": "x", "statement": "Ana Sörensen"})
    log = log.getvalue() + caplog.text
    for secret in ("ana@example.org", "Sörensen", badge_ids(1)[0]):
        assert secret not in log


def test_the_log_says_who_of_staff_did_what_and_to_whom_nobody(library, log):
    path = f"/v1/staff/activities/{MEETING}"
    document = library.call("GET", path, staff()).json()
    put = library.call("PUT", path, staff(), json_body=document)
    assert put.status == 200, put
    library.call("GET", "/v1/staff/credits?email=ana@example.org", staff())
    library.call("GET", path, learner())
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    acts = [(one["staff"], one["method"], one["path"]) for one in lines if one["message"] == "staff were answered"]
    assert acts == [("sam", "GET", path), ("sam", "PUT", path), ("sam", "GET", "/v1/staff/credits")]
    assert "ana@example.org" not in log.getvalue()


def test_the_log_says_who_asked_for_a_route_of_staff_in_vain(library, log):
    for claims in (learner("mal"), learner("sam", second_factor_needed="true")):
        assert library.call("GET", "/v1/staff/credits?email=ana@example.org", claims).status == 403
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    refused = [one for one in lines if one["message"] == "a route of staff was refused"]
    assert [(one["learner_id"], one["path"]) for one in refused] == [
        ("mal", "/v1/staff/credits"),
        ("sam", "/v1/staff/credits"),
    ]
    assert "ana@example.org" not in log.getvalue()


def test_the_public_answers_hold_no_code_and_no_right_answer(library):
    for activity in library.call("GET", "/v1/activities").json()["items"]:
        path = f"/v1/activities/{activity['id']}"
        shown = library.call("GET", path).body + library.call("GET", f"{path}/sessions").body
        stored = library.call("GET", f"/v1/staff/activities/{activity['id']}", staff()).json()
        secrets = [one["code"] for one in stored["access"]["codes"]] + [*badge_ids(3), '"right"', '"access":{']
        assert not [one for one in secrets if one in shown], path


def test_the_sample_event_is_answered(desk):
    from pathlib import Path

    from functions.claim_api import app

    event = json.loads(Path(__file__).parents[2].joinpath("events", "claim_api.json").read_text(encoding="utf-8"))
    answer = app.handler(event, Context())
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"items": [], "next_cursor": None}
