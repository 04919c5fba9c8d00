"""Staff hand in a report of attendance, and the learner sees their minutes at the session."""

from playwright.sync_api import expect

from local.sample_catalog import MEETING, WEBINAR, WEBINAR_CODE
from tests.browser.claiming import begin


def test_a_report_is_checked_then_recorded_and_the_learner_sees_their_minutes(arrive, staff, learner):
    desk = arrive(staff)
    desk.open("/staff/attendance_reports")
    desk.page.get_by_label("Activity ID").fill(WEBINAR)
    desk.press("Go on")
    report = "Name (Original Name),User Email,Total Duration (Minutes),Guest\n"
    report += f"Ana Lima,{learner.email},74,No\niPhone,,60,Yes\n"
    file = {"name": "zoom.csv", "mimeType": "text/csv", "buffer": report.encode()}
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.press("Check only")
    rows = desk.page.get_by_role("table", name="The rows of the file").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("No e-mail address")
    expect(rows.nth(2)).to_contain_text("Taken")
    expect(desk.page.locator(".note.ok")).to_contain_text("Checked. Nothing was saved. 1 person")
    desk.press("Upload")
    expect(desk.page.locator(".note.ok")).to_contain_text("Done. 1 person")

    at_home = arrive(learner)
    begin(at_home, WEBINAR, code=("Session code", WEBINAR_CODE))
    at_home.press("I have read the disclosures")
    expect(at_home.page.locator(".session").first).to_contain_text("Your attendance: 74 min, worth 1")


def test_staff_see_the_codes_of_a_meeting_and_get_them_as_a_file(arrive, staff):
    desk = arrive(staff)
    desk.open("/staff/codes")
    desk.page.get_by_label("Activity ID").fill(MEETING)
    desk.press("Show the codes")
    table = desk.page.get_by_role("table", name="The codes as they are now")
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    with desk.page.expect_download() as downloading:
        desk.page.get_by_role("button", name="CSV").click()
    assert downloading.value.path().read_text(encoding="utf-8-sig").startswith("badge_id,taken")
