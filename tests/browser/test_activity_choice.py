"""Staff choose an activity from a list of theirs wherever one is asked for, and the list of activities shows its
numbers when they are counted.
"""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served
from tests.browser.visitor import violations_of

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def summary(number, title="Smears"):
    return {
        "id": f"a{number}",
        "kind": "webinar",
        "title": f"<i>{title}</i> {number}",
        "provider": "Society",
        "number": "900-001-26",
        "starts_on": "2026-06-04",
        "ends_on": "2026-06-05",
        "statements": [],
        "access": "badge",
    }


def library(page, pages, numbers=None, asked=None):
    """The activities of staff, page by page; with `numbers` only if these are asked for."""

    def answer(route):
        query = dict(parse_qsl(urlsplit(route.request.url).query))
        if asked is not None:
            asked.append(query)
        if query.get("numbers") and numbers is None:
            return route.fulfill(status=403, json={"code": "staff_only", "detail": "", "status": 403, "errors": []})
        items, following = pages[query.get("cursor", "")]
        counted = numbers if query.get("numbers") else None
        return route.fulfill(json={"items": items, "numbers": counted, "next_cursor": following})

    page.route(re.compile(r"/v1/staff/activities\?"), answer)


@pytest.mark.parametrize("path", ["codes", "evaluations", "attendance_reports", "participants", "request"])
@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_an_activity_is_chosen_by_keyboard_from_the_list(browser, address, path, look):
    asked = []
    with opened(browser, address, "/staff", signed_in=True, staff=True, **look) as page:
        library(page, {"": ([summary(1), summary(2)], "more"), "more": ([summary(3)], None)}, asked=asked)
        page.goto(f"{address}/staff/{path}")
        choice = page.get_by_role("region", name="Choose the activity")
        expect(choice.get_by_role("link")).to_have_text(["<i>Smears</i> 1", "<i>Smears</i> 2"])
        expect(choice.get_by_role("listitem").first).to_contain_text("June 4 – 5, 2026 · a1")
        choice.get_by_role("button", name="Earlier activities").press("Enter")
        expect(choice.get_by_role("link", name="<i>Smears</i> 3")).to_be_focused()
        choice.get_by_role("searchbox").fill("smears")
        choice.get_by_role("searchbox").press("Enter")
        expect(choice.get_by_role("link")).to_have_count(2)
        assert violations_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(choice.get_by_role("link").last).to_have_attribute("href", f"/staff/{path}?activity=a2")
    assert [(query.get("q"), query.get("cursor")) for query in asked] == [
        (None, None),
        (None, "more"),
        ("smears", None),
    ]


def test_a_list_that_cannot_be_had_leaves_the_field_for_the_id(browser, address):
    with opened(browser, address, "/staff", signed_in=True, staff=True) as page:
        refused = {"code": "staff_only", "detail": "Try again.", "status": 403, "errors": []}
        page.route(re.compile(r"/v1/staff/activities\?"), lambda route: route.fulfill(status=403, json=refused))
        page.goto(f"{address}/staff/codes")
        expect(page.locator("#main .note.bad")).to_be_visible(timeout=60_000)
        page.get_by_label("Activity ID").fill("a1")
        page.get_by_role("button", name="Show the codes").press("Enter")
        expect(page).to_have_url(f"{address}/staff/codes?activity=a1")


NUMBERS = {"a1": {"claimed": 9, "with_sessions": 8, "printed": 7, "codes_used": 6}}


def test_the_numbers_come_in_one_call_after_the_list(browser, address):
    asked = []
    with opened(browser, address, "/staff", signed_in=True, staff=True) as page:
        library(page, {"": ([summary(1), summary(2)], None)}, NUMBERS, asked)
        page.goto(f"{address}/staff/library")
        rows = page.locator("tbody tr")
        expect(rows.first.locator(".number")).to_have_text(["9", "8", "7", "6"])
        expect(rows.last.locator(".number")).to_have_text(["–"] * 4)
        assert violations_of(page) == []
    assert [query.get("numbers") for query in asked] == [None, "true"]


def test_the_list_is_there_without_its_numbers(browser, address):
    with opened(browser, address, "/staff", signed_in=True, staff=True) as page:
        library(page, {"": ([summary(1)], None)})
        page.goto(f"{address}/staff/library")
        row = page.locator("tbody tr")
        expect(row.get_by_role("link").first).to_have_text("<i>Smears</i> 1")
        expect(row.locator(".number").first).to_have_text("–")


def test_the_forms_for_lists_know_the_activity_that_they_are_opened_for(browser, address):
    with opened(browser, address, "/staff/activities?activity=a1", signed_in=True, staff=True) as page:
        badges = page.get_by_role("region", name="Badge IDs of a live meeting")
        expect(badges.get_by_label("Activity ID")).to_have_value("a1")
        expect(page.locator("section h2").first).to_have_text("Badge IDs of a live meeting")
