"""Staff read what learners answered, hand in who attended, give P.A.C.E. its pack, and look at the last night."""

import secrets
from datetime import timedelta

import boto3
import pytest
from playwright.sync_api import expect

from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.sample_catalog import WEBINAR
from local.sample_catalog.parts import SOCIETY
from tests.browser.staff_tasks.work import WAYS
from tests.unit.nightly.nights import Nights, feed, roster

TITLE = "Platelet clumps"
ATTENDANCE = f"/v1/staff/activities/{WEBINAR}/attendance"


@pytest.fixture(scope="module")
def evaluated(memory):
    """Five learners have claimed and evaluated the webinar; one of them has a certificate."""
    with memory.one_at_a_time:
        for n in range(4):
            memory.desk.complete(f"evaluates{n}")
        return memory.desk.printed("prints")


@pytest.fixture(scope="module")
def night(memory):
    """A run has read a file with four rows; two of them cannot be read."""
    url = boto3.client("sqs").get_queue_url(QueueName="DeliveryQueue")["QueueUrl"]
    nights = Nights(Table("LedgerTable"), url, "intakebucket")
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    rows = ("a", "ana@example.org"), ("b", "nobody@example.org"), ("c", "bad"), ("d", "ana@example.org", "many")
    nights.put("feed/labce/1.csv", feed(*rows))
    return nights.run()


def library(work, link):
    """Staff look for the webinar in the library, and follow this link of its line."""
    work.begin()
    work.hand.press(work.tile("Activities"))
    work.hand.write(work.page.get_by_role("searchbox"), "platelet")
    work.hand.press(work.button("Find"))
    expect(work.page.locator("tbody tr")).to_have_count(1)
    work.hand.press(work.link(f"{link} of “{TITLE}").first)


@WAYS
def test_the_evaluations_of_a_webinar_are_read(work, evaluated):
    library(work, "Evaluations")
    work.says("5 claimed, 5 evaluated.")
    sessions = work.page.get_by_role("table", name="Sessions")
    work.hand.press(sessions.get_by_role("link").first)
    work.says("All sessions")
    expect(work.page.get_by_role("heading", name="Comments", exact=True)).to_be_visible()
    work.done("Read the evaluations, with the comments of a session")
    work.hand.press(work.link("All sessions"))
    work.hand.press(work.page.get_by_role("table", name="Speakers").get_by_role("link").first)
    work.says("The answers about the speaker, in one session.")
    expect(work.page.get_by_role("table", name="The speaker knew the subject and made it clear.")).to_be_visible()


@WAYS
def test_a_report_of_attendance_is_checked_and_handed_in(work, memory, tmp_path):
    email = f"l{secrets.token_hex(4)}@example.org"
    file = tmp_path / "zoom.csv"
    rows = f"Ana Lima,{email},74,No\niPhone,,60,Yes\n"
    file.write_text(f"Name (Original Name),User Email,Total Duration (Minutes),Guest\n{rows}", encoding="utf-8")
    library(work, "Attendance")
    work.sees("Attendance of Platelet clumps")
    work.hand.give(work.page.locator("input[type=file]"), file)
    work.hand.press(work.button("Check only"))
    work.says("Checked. Nothing was saved. 1 person was in a session.")
    work.hand.press(work.button("Upload"))
    work.says("Done. 1 person was in a session.")
    csv = {"Content-Type": "text/csv"}
    again = memory.ask("POST", f"{ATTENDANCE}?dry_run=true", body=file.read_bytes(), headers=csv)
    assert {name: count for name, count in again["counts"].items() if count} == {"known": 1, "no_email": 1}
    work.done("Check and hand in a report of attendance")


@WAYS
def test_the_quarterly_report_is_shown(work, evaluated):
    held = utc_now().date() - timedelta(days=3)
    work.begin()
    work.hand.press(work.tile("P.A.C.E. report"))
    work.hand.choose(work.field("Provider"), SOCIETY)
    work.hand.write(work.field("Year"), str(held.year))
    work.hand.choose(work.field("Quarter"), str((held.month + 2) // 3))
    work.hand.press(work.button("Show the report"))
    table = work.page.get_by_role("table", name="Quarterly P.A.C.E. report")
    expect(table.get_by_role("row").filter(has_text=TITLE)).to_be_visible()
    work.done("P.A.C.E. pack: the quarterly report")


@WAYS
def test_the_participants_and_the_request_are_shown(work, evaluated):
    library(work, "Evaluations")
    work.hand.press(work.link("Participants"))
    work.sees("Participants of Platelet clumps")
    row = work.page.get_by_role("table", name="Participants").get_by_role("row").nth(1)
    expect(row).to_contain_text(evaluated["number"])
    work.done("P.A.C.E. pack: the participants of an activity")
    work.page.go_back()
    work.hand.press(work.link("Program request"))
    work.sees("Program request")
    expect(work.page.get_by_role("table", name="Timetable").get_by_role("row")).to_have_count(2)
    work.done("P.A.C.E. pack: the program request")


@WAYS
def test_the_last_night_is_looked_at_with_its_rejected_rows(work, night):
    assert (night["rows"], night["rejected"]) == (4, 2)
    work.begin()
    work.hand.press(work.tile("Run reports"))
    work.hand.press(work.page.locator("tbody th a").last)
    work.says("What became of the rows that were read on this day")
    work.hand.press(work.button("Show the rejected rows").first)
    expect(work.page.get_by_role("table", name="Rejected rows").get_by_role("row")).to_have_count(3)
    work.done("Look at the last night, and at its rejected rows")
