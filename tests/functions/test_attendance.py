"""Attendance over HTTP: staff hand in a report, learners see it, and an activity may require it."""

import json

import pytest

from laurel.attendance.presence import Presence
from laurel.attendance.store import Attendance
from laurel.platform import aws as aws_clients
from laurel.platform.clock import read_instant
from local.sample_catalog import MEETING, TELECONFERENCE
from tests.api_events import learner, staff
from tests.functions.claim_api_desk import desk_on_moto, mailed_code

CSV = {"Content-Type": "text/csv"}
REPORT = f"/v1/staff/activities/{TELECONFERENCE}/attendance"


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as filled:
        filled.fill()
        yield filled


def hand_in(desk, text, who=None, query=""):
    return desk.call("POST", f"{REPORT}{query}", who or staff(), body=text.encode(), headers=CSV)


def document(desk):
    return desk.call("GET", f"/v1/staff/activities/{TELECONFERENCE}", staff()).json()


def require(desk, share=80):
    wanted = document(desk) | {"attendance": {"share": share}}
    put = desk.call("PUT", f"/v1/staff/activities/{TELECONFERENCE}", staff(), json_body=wanted)
    assert put.status == 200, put


def opened(desk, sub="ana"):
    wanted = {"activity_id": TELECONFERENCE, "statement": "pace", "access_code": "LAKESIDE-24"}
    claim = desk.call("POST", "/v1/claims", learner(sub), json_body=wanted).json()["claim_id"]
    read = {"acknowledged": [one["id"] for one in document(desk)["disclosures"]]}
    assert desk.call("PUT", f"/v1/claims/{claim}/disclosures", learner(sub), json_body=read).status == 200
    return f"/v1/claims/{claim}"


def claim_session(desk, path, sub="ana"):
    [session] = desk.call("GET", f"/v1/activities/{TELECONFERENCE}/sessions").json()["items"]
    body = desk.attended(session)
    return desk.call("PUT", f"{path}/sessions/{session['id']}", learner(sub), json_body=body)


def minutes(desk, needed):
    """The length of the session, in minutes, of which `needed` percent are asked for."""
    [session] = document(desk)["sessions"]
    length = (read_instant(session["ends_at"]) - read_instant(session["starts_at"])).seconds // 60
    return -(-length * needed // 100)


def test_without_attendance_a_session_that_needs_it_cannot_be_claimed_and_with_it_it_can(desk):
    require(desk)
    path = opened(desk)
    refused = claim_session(desk, path)
    assert (refused.status, refused.json()["code"]) == (409, "not_attended")
    assert f"{minutes(desk, 80)} are needed" in refused.json()["detail"]
    hand_in(desk, f"Email,Minutes\nana@example.org,{minutes(desk, 80) - 1}\n")
    assert claim_session(desk, path).status == 409
    hand_in(desk, f"Email,Minutes\nANA@EXAMPLE.ORG,{minutes(desk, 80)}\n")
    seen = desk.call("GET", f"{path}/attendance", learner("ana")).json()
    assert seen["required"] is True
    assert [(one["minutes"], one["enough"]) for one in seen["sessions"]] == [(minutes(desk, 80), True)]
    assert claim_session(desk, path).status == 200


def test_an_address_that_a_learner_adds_brings_its_attendance(desk):
    require(desk)
    hand_in(desk, f"Email,Minutes\nana.work@example.org,{minutes(desk, 100)}\n")
    path = opened(desk)
    assert claim_session(desk, path).status == 409
    work = {"email": "ana.work@example.org"}
    assert desk.call("POST", "/v1/me/addresses/code", learner("ana"), json_body=work).status == 202
    proved = {**work, "code": mailed_code()}
    assert desk.call("POST", "/v1/me/addresses/confirm", learner("ana"), json_body=proved).status == 200
    assert claim_session(desk, path).status == 200


def test_where_attendance_is_not_required_it_only_proposes(desk):
    path = opened(desk)
    assert desk.call("GET", f"{path}/attendance", learner("ana")).json() == {"required": False, "sessions": []}
    hand_in(desk, "Email,Minutes\nana@example.org,49\n")
    [seen] = desk.call("GET", f"{path}/attendance", learner("ana")).json()["sessions"]
    assert (seen["minutes"], seen["proposed_credits"]) == (49, "0.5")
    assert claim_session(desk, path).status == 200


def test_a_dry_run_says_the_same_and_writes_nothing(desk):
    text = "Email,Minutes\nana@example.org,60\nnobody,5\n,5\n"
    dry = hand_in(desk, text, query="?dry_run=true").json()
    assert desk.call("GET", f"{opened(desk)}/attendance", learner("ana")).json()["sessions"] == []
    taken = hand_in(desk, text).json()
    assert dry == {**taken, "dry_run": True}
    expected = {"taken": 1, "known": 0, "no_email": 1, "too_short": 0, "not_in_session": 0, "unreadable": 1}
    assert taken["counts"] == expected
    assert taken["people"] == 1
    again = hand_in(desk, text).json()
    assert again["counts"] == {**expected, "taken": 0, "known": 1}


def test_the_audit_log_has_the_file_and_the_numbers_and_no_address(desk):
    hand_in(desk, "Email,Minutes\nana@example.org,60\n", query="?file_name=zoom.csv")
    [entry] = desk.call("GET", f"/v1/staff/audit?activity={TELECONFERENCE}", staff()).json()["items"][:1]
    changes = {one["field"]: one["after"] for one in entry["changes"]}
    assert (entry["act"], changes["file"], changes["taken"]) == ("activity.attendance_taken", "zoom.csv", "1")
    assert "ana@" not in json.dumps(entry)


@pytest.mark.parametrize(
    ("text", "query", "code"),
    [
        ("Name,Age\nAna,40\n", "", "attendance_columns_unknown"),
        ("PK\x03\x04...", "", "attendance_unreadable"),
        ("Email,Minutes\nana@example.org,60\n", "?session=nope", "attendance_session_unknown"),
        ("Email,Minutes\nana@example.org,60\n", "?time_zone=Eastern", "invalid"),
        ("Email,Minutes\nana@example.org,60\n", "?minutes_column=Dauer", "attendance_columns_unknown"),
    ],
)
def test_what_cannot_be_understood_says_what_to_do(desk, text, query, code):
    answer = hand_in(desk, text, query=query)
    assert (answer.status, answer.json()["code"]) == (422, code), answer


def test_minutes_of_a_meeting_with_many_sessions_need_the_session(desk):
    where = f"/v1/staff/activities/{MEETING}/attendance"
    body = b"Email,Minutes\nana@example.org,60\n"
    refused = desk.call("POST", where, staff(), body=body, headers=CSV)
    assert (refused.status, refused.json()["code"]) == (422, "attendance_session_needed")


def test_two_reports_at_once_lose_nothing(desk, monkeypatch):
    """While one report is recorded, another one records the same person."""
    whole, calls = Attendance.save, []

    def save(self, activity_id, changes, before, at):
        calls.append(1)
        if len(calls) == 1:
            [session_id] = changes["ana@example.org"]
            assert whole(self, activity_id, {"ana@example.org": {session_id: Presence(stated=30)}}, {}, at) == []
        return whole(self, activity_id, changes, before, at)

    monkeypatch.setattr(Attendance, "save", save)
    assert hand_in(desk, "Email,Minutes\nana@example.org,25\n").status == 200
    table = aws_clients.dynamodb().query(
        TableName="ClaimsTable",
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "ATTENDED#ana@example.org"}},
    )
    [item] = table["Items"]
    [session] = item["sessions"]["M"].values()
    assert session["M"]["stated"] == {"N": "30"}
