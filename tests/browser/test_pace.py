"""Staff hand P.A.C.E. its lists: the quarterly report, the participants, the request of a program."""

from datetime import date

import pytest
from playwright.sync_api import expect

from local.sample_catalog import WEBINAR
from local.sample_catalog.parts import PROVIDER


@pytest.fixture
def at_staff(arrive, staff):
    return arrive(staff)


def test_the_report_of_a_quarter_is_shown_and_saved(at_staff, sample_day):
    at_staff.open("/staff")
    at_staff.click(at_staff.page.get_by_role("link", name="P.A.C.E. report"))
    at_staff.sees("Quarterly P.A.C.E. report")
    held = date.fromordinal(sample_day.toordinal() - 3)
    at_staff.page.get_by_label("Provider").select_option(PROVIDER)
    at_staff.fill("Year", str(held.year))
    at_staff.page.get_by_label("Quarter").select_option(str((held.month + 2) // 3))
    at_staff.press("Show the report")
    table = at_staff.page.get_by_role("table", name="Quarterly P.A.C.E. report")
    row = table.get_by_role("row").filter(has_text="Platelet clumps")
    expect(row.get_by_role("cell", name="Webinar", exact=True)).to_be_visible()
    expect(row.get_by_role("cell", name="Intermediate", exact=True)).to_be_visible()
    with at_staff.page.expect_download() as downloading:
        at_staff.press("Download as CSV")
    assert "Platelet clumps" in downloading.value.path().read_text(encoding="utf-8")


def test_the_participants_and_the_request_of_an_activity(at_staff):
    at_staff.open(f"/staff/evaluations?activity={WEBINAR}")
    at_staff.follow("Program request")
    at_staff.sees("Program request")
    at_staff.says("The credentials of Ngozi Okonkwo are missing.")
    expect(at_staff.page.get_by_role("table", name="Timetable").get_by_role("row")).to_have_count(2)
    at_staff.page.go_back()
    at_staff.follow("Participants")
    at_staff.page.get_by_role("heading", name="Participants of Platelet clumps").wait_for()
