"""New Group IDs and the sheets for the sites: what is asked for is made once, and each sheet leads to the claim."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served

CODES = [
    {"code": code, "site": site, "capacity": 25, "used": 0, "learner_id": None}
    for code, site in (("CDFH3479", "<b>Example</b> Hospital"), ("TC4411", "مستشفى"))
]
WORLD = [
    ("/v1/staff/activities/t1/codes", {"access": "group", "items": CODES}),
    ("/v1/staff/activities/t1", {"id": "t1", "title": "Blood cultures"}),
]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def test_a_request_without_an_answer_is_sent_again_under_its_own_name(browser, address):
    asked = []

    def answer(route):
        if route.request.method != "POST":
            return route.fallback()
        asked.append(route.request.post_data_json)
        return route.abort() if len(asked) == 1 else route.fulfill(status=201, json={"access": "group", "items": CODES})

    with opened(browser, address, "/staff/codes?activity=t1", signed_in=True, staff=True, answers=WORLD) as page:
        page.route("**/codes", answer)
        page.get_by_label("Site", exact=True).fill("Example Hospital")
        page.get_by_label("How many").fill("2")
        make = page.get_by_role("button", name="Make them")
        make.press("Enter")
        expect(page.locator("#main .note.bad")).to_be_visible()
        make.press("Enter")
        expect(page.locator("#main")).to_contain_text("2 new Group IDs are in the list.")
        assert asked[0] == asked[1]
        assert {name: asked[0][name] for name in ("site", "capacity", "count")} == {
            "site": "Example Hospital", "capacity": 30, "count": 2
        }  # fmt: skip
        make.press("Enter")
        expect(page.locator("#main")).to_contain_text("2 new Group IDs are in the list.")
        assert asked[2]["request_id"] != asked[0]["request_id"]


def test_each_site_has_a_sheet_of_its_own(browser, address):
    path = "/staff/codes?activity=t1&sheets=yes"
    with opened(browser, address, path, signed_in=True, staff=True, answers=WORLD) as page:
        sheets = page.locator(".sheet")
        expect(sheets).to_have_count(2)
        expect(sheets.first).to_contain_text("<b>Example</b> Hospital")
        expect(sheets.first.locator("code")).to_have_text("CDFH-3479")
        expect(sheets.first.get_by_role("img")).to_have_accessible_name("The page where the claim begins")
        expect(sheets.first).to_contain_text(f"{address}/activities/t1/claim")
        page.emulate_media(media="print")
        assert sheets.nth(1).evaluate("one => getComputedStyle(one).breakBefore") == "page"
