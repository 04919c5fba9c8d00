"""The quarterly report of P.A.C.E. has words where its file has codes, and no column is cut off on paper."""

import pytest
from playwright.sync_api import expect

from laurel.pace.report_columns import HEADINGS
from tests.browser.pictures import opened, served
from tests.browser.visitor import violations_of

VALUES = {
    "provider_number": "900",
    "program_number": "900-001-26",
    "title": "Platelet clumps, satellites and giants: when the count is wrong, and what to do about it",
    "kind": "live_meeting",
    "starts_on": "2026-11-17",
    "ends_on": "2026-11-21",
    "level": "intermediate",
    "hours_offered": "32.5",
    "participants": "2110",
    "certificates": "1870",
    "hours_awarded": "54000.5",
    "mean_speaker": "4.55",
    "mean_objectives": "4.31",
    "mean_content": "4.25",
    "canceled": "no",
}
REPORT = {
    "display_name": "Example Society",
    "first_day": "2026-10-01",
    "last_day": "2026-12-31",
    "columns": [{"id": name, "heading": HEADINGS[name]} for name in VALUES],
    "programs": [{"values": VALUES}],
}
ANSWERS = [
    ("/v1/staff/reports/pace-quarterly", REPORT),
    ("/v1/staff/providers", {"items": [{"id": "p", "display_name": "Example Society", "active": True}]}),
]
LETTER = {"viewport": {"width": 1056 - 96, "height": 700}}  # across, within margins of half an inch


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def test_the_report_has_words_on_the_screen_and_all_columns_on_paper(browser, address):
    path = "/staff/quarterly?provider=p&year=2026&quarter=4"
    with opened(browser, address, path, signed_in=True, staff=True, answers=ANSWERS, **LETTER) as page:
        row = page.get_by_role("table").get_by_role("row").last
        for words in ("Live meeting", "Intermediate", "November 17, 2026"):
            expect(row.get_by_role("cell", name=words, exact=True)).to_be_visible()
        assert row.get_by_role("cell").nth(1).bounding_box()["width"] > 200
        expect(page.get_by_label("Provider").locator("option")).to_have_text(["Example Society"])
        assert violations_of(page) == []
        page.emulate_media(media="print")
        wide = page.locator(".wide")
        assert wide.evaluate("one => one.scrollWidth <= one.clientWidth")


DRAFT = {
    "title": "Two <b>evenings</b>",
    "kind": "webinar",
    "time_zone": "America/New_York",
    "starts_on": "2099-06-04",
    "ends_on": "soon",
    "sessions": [
        {"id": "s1", "title": "Smears", "starts_at": "2099-06-04T16:00:00Z", "ends_at": "2099-06-04T17:00:00Z"},
        {"id": "s2", "title": "Cultures", "starts_at": "later"},
    ],
}
OF_DRAFT = [
    ("/v1/staff/drafts/a1", {"document": DRAFT, "etag": '"2"', "base": 0, "saved_at": "", "problems": []}),
    ("/v1/staff/activities/a1", {"code": "activity_not_found", "status": 404, "detail": "", "errors": []}),
]


@pytest.mark.parametrize("query", ["&draft=yes", ""])
def test_a_program_is_requested_from_its_draft_before_it_is_published(browser, address, query):
    path = f"/staff/request?activity=a1{query}"
    with opened(browser, address, path, signed_in=True, staff=True, answers=OF_DRAFT) as page:
        main = page.locator("#main")
        expect(main).to_contain_text("From the draft, as it is saved.")
        expect(main).to_contain_text("The objectives are missing.")
        expect(main).to_contain_text("Two <b>evenings</b>")
        rows = page.get_by_role("table", name="Timetable").get_by_role("row")
        expect(rows.nth(1)).to_contain_text("12:00")
        expect(rows.nth(1)).to_contain_text("60")
        expect(rows.nth(2)).to_contain_text("Cultures")
        assert violations_of(page) == []
