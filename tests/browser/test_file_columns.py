"""Staff choose the columns of a file from a list with its first cells, wherever they hand in a file of any columns.

The page asks the real code for the columns; what is uploaded is written down.
"""

import re
from contextlib import contextmanager
from html import escape
from urllib.parse import parse_qsl, urlsplit

import pytest
from claim_routes.file_columns import FileColumnsView, FileColumnView
from playwright.sync_api import expect

from laurel.platform.refusal import Refusal
from laurel.workbench.file_columns import ColumnsOf, file_columns
from tests.browser.pictures import opened, served
from tests.browser.visitor import violations_of
from tests.functions.test_codes import xlsx

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
ACTIVITY = {"id": "m1", "title": "Week", "time_zone": "America/New_York", "sessions": [{"id": "s1", "title": "One"}]}
DRAFT = {"document": ACTIVITY, "base": 1, "saved_at": "2026-06-01T12:00:00Z", "problems": [], "etag": '"2"'}
REGISTRATIONS = xlsx(
    ("Registrant", escape("<b>Kennung</b>"), "T-shirt"),
    ("Ana Lima", "CMW-1", "M"),
    ("مريم", "CMW-2", ""),
    ("Bo", "CMW-3", "L"),
)
REPORT = "Teilnehmer;Adresse;Dauer\nAna;ana@example.org;74\nBo;bo@example.org;12\n".encode("utf-16")
SESSIONS = b"Vortrag,Start,Speaker\nStains,2026-06-04 09:00,Ana\n"
MADE = {"rows": 3, "added": 3, "removed": 0, "changed": 0, "dry_run": True}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def _columns(route):
    found = file_columns(route.request.post_data_buffer or b"", ColumnsOf(_query(route)["of"]))
    if isinstance(found, Refusal):
        return route.fulfill(
            status=422, json={"code": found.code, "detail": found.message, "status": 422, "errors": []}
        )
    head, by_parameter = found
    columns = tuple(FileColumnView(name=one.name, cells=one.cells) for one in head.columns)
    view = FileColumnsView(line=head.line, columns=columns, found=dict(by_parameter))
    return route.fulfill(json=view.model_dump(mode="json"))


def _query(route):
    return dict(parse_qsl(urlsplit(route.request.url).query))


@contextmanager
def page_at(browser, address, path, upload, answer, **look):
    """The page, and what it uploads to `upload`."""
    sent = []

    def taken(route):
        if route.request.method == "GET":
            return route.fallback()
        sent.append(_query(route))
        return route.fulfill(json=answer)

    answers = [("/v1/staff/activities/m1", ACTIVITY), ("/v1/staff/drafts/m1", DRAFT)]
    with opened(browser, address, path, signed_in=True, staff=True, answers=answers, **look) as page:
        page.route("**/v1/staff/columns*", _columns)
        page.route(upload, taken)
        yield page, sent


def give(place, body, name="<i>list</i>.xlsx"):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": body}
    place.locator("input[type=file]").set_input_files(file)


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_the_column_with_the_badges_of_an_excel_file_is_chosen_by_keyboard(browser, address, look):
    with page_at(browser, address, "/staff/activities", "**/badges*", MADE, **look) as (page, sent):
        place = page.get_by_role("region", name="Badge IDs of a live meeting")
        place.get_by_label("Activity ID").fill("m1")
        expect(place).to_contain_text("Choose the file first.")
        give(place, REGISTRATIONS)
        column = place.get_by_label("Column with the Badge IDs")
        expect(column.locator("option")).to_have_text(["Choose a column", "Registrant", "<b>Kennung</b>", "T-shirt"])
        place.get_by_role("button", name="Check only").press("Enter")
        expect(column).to_be_focused()
        expect(column).to_have_attribute("aria-invalid", "true")
        assert sent == []
        column.press("ArrowDown")
        column.press("ArrowDown")
        expect(column).to_have_value("<b>Kennung</b>")
        expect(column).to_have_accessible_description("First rows: CMW-1 · CMW-2 · CMW-3")
        place.get_by_role("button", name="Check only").press("Enter")
        expect(place.locator(".note.ok")).to_contain_text("3 would be in the list")
        assert sent == [{"badge_column": "<b>Kennung</b>", "dry_run": "true"}]
        place.locator("summary").press("Enter")
        expect(place.get_by_role("table").get_by_role("row").nth(1)).to_contain_text("Ana Lima · مريم · Bo")
        assert violations_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_found_is_chosen_and_not_sent_and_can_be_changed(browser, address):
    text = b"Badge Number;Name;Second badge\nA1;Ana;B1\n"
    with page_at(browser, address, "/staff/activities", "**/badges*", MADE) as (page, sent):
        place = page.get_by_role("region", name="Badge IDs of a live meeting")
        place.get_by_label("Activity ID").fill("m1")
        give(place, text)
        column = place.get_by_label("Column with the Badge IDs")
        expect(column).to_have_value("Badge Number")
        assert "Choose a column" not in column.locator("option").all_text_contents()
        place.get_by_role("button", name="Check only").click()
        expect(place.locator(".note.ok")).to_be_visible()
        column.select_option("Second badge")
        place.get_by_role("button", name="Check only").click()
        expect(place.locator(".note.ok")).to_be_visible()
        page.wait_for_function("document.querySelectorAll('.note.ok').length === 1")
        give(place, b"Name,Mail\nAna,b\n")
        expect(place.locator(".note.ok")).to_have_count(0)  # it was about the file before
    assert sent == [{"dry_run": "true"}, {"badge_column": "Second badge", "dry_run": "true"}]


def test_the_columns_of_a_group_list_are_all_needed(browser, address):
    with page_at(browser, address, "/staff/activities", "**/groups*", MADE) as (page, sent):
        place = page.get_by_role("region", name="Group IDs of a teleconference")
        place.get_by_label("Activity ID").fill("m1")
        give(place, b"Code,Location,Plaetze\nG1,Lab X,5\n")
        expect(place.get_by_label("Column with the sites")).to_have_value("Location")
        place.get_by_role("button", name="Check only").click()
        expect(place.get_by_label("Column with the Group IDs")).to_be_focused()
        place.get_by_label("Column with the Group IDs").select_option("Code")
        place.get_by_label("Column with the places").select_option("Plaetze")
        place.get_by_role("button", name="Check only").click()
        expect(place.locator(".note.ok")).to_be_visible()
    assert sent == [{"group_column": "Code", "capacity_column": "Plaetze", "dry_run": "true"}]


def test_a_file_that_is_no_table_is_told_at_its_field_until_another_is_chosen(browser, address):
    with page_at(browser, address, "/staff/activities", "**/badges*", MADE) as (page, _):
        place = page.get_by_role("region", name="Badge IDs of a live meeting")
        give(place, b"%PDF-1.7", "badges.pdf")
        file = place.get_by_label("File")
        expect(file).to_have_attribute("aria-invalid", "true")
        expect(file).to_have_accessible_description(re.compile("The file is a PDF, no CSV. Send the table"))
        assert violations_of(page) == []
        give(place, b"Badge\nA1\n")
        expect(place.get_by_label("Column with the Badge IDs")).to_have_value("Badge")
        expect(file).not_to_have_attribute("aria-invalid", "true")


def test_the_columns_of_a_dropped_file_are_listed_too(browser, address):
    with page_at(browser, address, "/staff/activities", "**/badges*", MADE) as (page, _):
        place = page.get_by_role("region", name="Badge IDs of a live meeting")
        place.locator(".drop").evaluate(
            """box => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(['Badge\\nA1\\n'], 'a.csv'));
              box.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
            }"""
        )
        expect(place.get_by_label("Column with the Badge IDs")).to_have_value("Badge")


ATTENDED = {"rows": [], "counts": {}, "people": 1, "sha256": "0", "dry_run": True}


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_the_columns_of_a_report_of_attendance_in_utf_16_are_chosen(browser, address, look):
    path = "/staff/attendance_reports?activity=m1"
    with page_at(browser, address, path, "**/attendance?*", ATTENDED, **look) as (page, sent):
        main = page.locator("#main")
        give(main, REPORT, "report.csv")
        email = main.get_by_label("E-mail", exact=True)
        expect(email).to_have_value("")
        main.get_by_role("button", name="Check only").press("Enter")
        expect(email).to_be_focused()
        email.select_option("Adresse")
        minutes = main.get_by_label("Minutes", exact=True)
        expect(minutes.locator("option").first).to_have_text("Not in this file")
        minutes.select_option("Dauer")
        expect(minutes).to_have_accessible_description("First rows: 74 · 12")
        main.get_by_role("button", name="Check only").press("Enter")
        expect(main.locator(".note.ok")).to_be_visible()
        assert violations_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        give(main, REPORT, "next.csv")
        expect(main.locator(".note.ok")).to_have_count(0)
    [query] = sent
    chosen = {name: value for name, value in query.items() if name.endswith("_column")}
    assert chosen == {"email_column": "Adresse", "minutes_column": "Dauer"}


TAKEN = {"rows": [], "problems": [], "sessions": 2, "saved": False, "dry_run": True, "removed": 0, "missing": 0}


def test_the_columns_of_a_file_of_sessions_are_chosen(browser, address):
    path = "/staff/library/m1/sessions"
    with page_at(browser, address, path, "**/drafts/m1/sessions*", TAKEN) as (page, sent):
        main = page.locator("#main")
        give(main, SESSIONS, "sessions.csv")
        title = main.get_by_label("Title", exact=True)
        expect(title).to_have_value("")
        expect(main.get_by_label("Speakers", exact=True)).to_have_value("Speaker")
        main.get_by_role("button", name="Check only").press("Enter")
        expect(title).to_be_focused()
        title.select_option("Vortrag")
        with page.expect_request("**/drafts/m1/sessions*"):
            main.get_by_role("button", name="Check only").press("Enter")
        report = main.get_by_role("region", name="The lines of the file")
        expect(report).to_be_visible()
        assert violations_of(page) == []
        give(main, SESSIONS, "next.csv")
        expect(report).to_have_count(0)
    assert sent == [{"title_column": "Vortrag", "dry_run": "true"}]


@pytest.mark.parametrize(
    ("code", "label"), [("attendance_session_needed", "Session"), ("attendance_unreadable", "File")]
)
def test_what_is_wrong_with_a_report_is_told_at_its_field(browser, address, code, label):
    refused = {"code": code, "detail": "This file is about several sessions.", "status": 422, "errors": []}
    path = "/staff/attendance_reports?activity=m1"
    with page_at(browser, address, path, "**/attendance?*", ATTENDED) as (page, sent):
        page.route("**/attendance?*", lambda route: route.fulfill(status=422, json=refused))
        main = page.locator("#main")
        give(main, b"Email,Minutes\nana@example.org,40\n", "report.csv")
        expect(main.get_by_label("Minutes", exact=True)).to_have_value("Minutes")
        main.get_by_label("Time zone of the file").select_option("America/Denver")
        with page.expect_request("**/attendance?*") as asked:
            main.get_by_role("button", name="Check only").press("Enter")
        assert "time_zone=America%2FDenver" in asked.value.url
        field = main.get_by_label(label, exact=True)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile("This file is about several sessions."))
        assert violations_of(page) == []
    assert sent == []
