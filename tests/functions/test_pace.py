"""Participant lists and the quarterly report, asked of the API after certificates were printed."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from claim_routes.dependencies import dependencies

from laurel.claims.claim import AccessUsed, ClaimedSession, Status, opened
from laurel.statements import Statement
from local.sample_catalog import MEETING, ONLINE, WEBINAR
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.certificate_pdf_desk import NAME, print_desk_on_moto
from tests.unit.catalog.documents import meeting
from tests.unit.claims.samples import AFTER

PATH = f"/v1/staff/activities/{WEBINAR}/participants"
CSV = {"Accept": "text/csv"}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.body.removeprefix("\ufeff"))))


def report_path(day, provider=SOCIETY):
    return f"/v1/staff/reports/pace-quarterly?provider={provider}&year={day.year}&quarter={(day.month + 2) // 3}"


def test_participants_as_printed_with_the_standing_of_their_certificates(desk):
    printed = desk.printed_already()
    ask = desk.claims.call
    draft = {"activity_id": WEBINAR, "statement": "pace", "access_code": "BUFFY-COAT-7"}
    assert ask("POST", "/v1/claims", learner("bo"), json_body=draft).status == 201
    found = ask("GET", PATH, staff()).json()
    [one] = found["participants"]
    assert (one["name"], one["certificate"], one["standing"]) == (NAME, printed["number"], "valid")
    assert (one["statement"], one["hours"], one["session_ids"], one["license"]) == ("pace", "1.5", ["W1"], None)
    desk.call("POST", f"/v1/staff/certificates/{printed['number']}/revoke", staff(), json_body={"reason": "A test"})
    [row] = rows(ask("GET", PATH, staff(), headers=CSV))
    assert (row["name"], row["standing"], row["sessions"], row["session_ids"]) == (NAME, "revoked", "1", "W1")
    assert row["completed_on"] == one["completed_on"]
    seen = ask("GET", f"/v1/staff/audit?activity={WEBINAR}", staff()).json()["items"]
    assert [one["act"] for one in seen].count("participants.seen") == 2


def test_the_license_where_the_statement_needs_it(desk):
    license = {"state": "FL", "number": "SU 12345"}
    desk.claims.call("PATCH", "/v1/me", learner(), json_body={"licences": [license]})
    desk.printed(statement="florida")
    [one] = desk.claims.call("GET", PATH, staff()).json()["participants"]
    assert (one["statement"], one["license"]) == ("florida", "SU 12345")


def test_the_quarterly_report_counts_by_completion_and_lists_programs_without_anybody(desk):
    desk.printed_already()
    [one] = desk.claims.call("GET", PATH, staff()).json()["participants"]
    day = date.fromisoformat(one["completed_on"])
    found = desk.claims.call("GET", report_path(day), staff_of(SOCIETY)).json()
    programs = {one["activity_id"]: one["values"] for one in found["programs"]}
    assert (programs[WEBINAR]["participants"], programs[WEBINAR]["hours_awarded"]) == ("1", "1.5")
    assert float(programs[WEBINAR]["mean_speaker"]) >= 1
    assert MEETING not in programs or programs[MEETING]["participants"] == "0"
    assert "0" in {values["participants"] for values in programs.values()}
    table = rows(desk.claims.call("GET", report_path(day), staff(), headers=CSV))
    assert [row["Title"] for row in table] == [one["values"]["title"] for one in found["programs"]]
    earlier = desk.claims.call("GET", report_path(day.replace(year=2010)), staff()).json()
    assert earlier["programs"] == []


def test_a_course_is_in_the_report_of_a_quarter_in_which_it_was_completed_after_its_last_day(desk):
    """Its claim window is longer than the course: without this its learners would be in no report."""
    here = dependencies()
    stored = here.catalog.get(ONLINE)
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 6, 30), "provider_id": SOCIETY}
    course = stored.activity.model_copy(update=days)
    assert here.catalog.save(course, seen=stored.revision)
    claim = opened("bo", course, Statement.PACE, AccessUsed("none"), AFTER)
    done = ClaimedSession(course.sessions[0].id, "T", AFTER, AFTER, Decimal(1), {})
    final = replace(claim, status=Status.FINAL, sessions=(done,), total=Decimal(1), completed_on=date(2025, 7, 2))
    assert here.claims.add(final) == [True]

    def counted(month):
        found = desk.claims.call("GET", report_path(date(2025, month, 1)), staff()).json()["programs"]
        return [one["values"]["participants"] for one in found if one["activity_id"] == ONLINE]

    assert [counted(month) for month in (3, 6, 9, 12)] == [["0"], ["0"], ["1"], []]


def test_whose_reports_they_are(desk):
    path, day = report_path(date(2026, 1, 1)), date(2026, 1, 1)
    asked = [(learner("ana"), 403), (staff_of("asm"), 404), (staff_of(SOCIETY), 200), (staff(), 200)]
    assert [desk.claims.call("GET", path, who).status for who, _ in asked] == [status for _, status in asked]
    assert desk.claims.call("GET", report_path(day, "nobody"), staff()).code == "provider_not_found"
    asked = [(learner("ana"), 403), (staff_of("asm"), 404), (staff_of(SOCIETY), 200)]
    assert [desk.claims.call("GET", PATH, who).status for who, _ in asked] == [status for _, status in asked]


def test_nobody_claims_a_canceled_activity(desk):
    document = {**meeting(), "id": "canceled", "canceled": True}
    assert desk.claims.call("PUT", "/v1/staff/activities/canceled", staff(), json_body=document).status == 201
    assert desk.claims.call("GET", "/v1/activities/canceled").json()["canceled"] is True
    wanted = {"activity_id": "canceled", "statement": meeting()["statements"][0]["type"]}
    refused = desk.claims.call("POST", "/v1/claims", learner(), json_body=wanted)
    assert (refused.status, refused.code) == (409, "window_closed")
    assert "canceled" in refused.json()["detail"]
