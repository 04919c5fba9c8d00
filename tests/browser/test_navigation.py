"""Getting about: deep links, back and forward, focus, the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING
from tests.browser.visitor import PHONE

PUBLIC = {
    "/": "Credit for what you learned",
    "/activities": "Library of activities",
    "/activities?kind=webinar&open=true": "Claim Credits: Webinars",
    "/help": "Help",
    "/verify": "Check a certificate",
    "/sign-in": "Log in",
    "/sign-up": "Create an account",
    "/no/such/page": "Page not found",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_every_address_can_be_opened_at_once(arrive, address):
    visitor = arrive()
    visitor.open(address)
    visitor.sees(PUBLIC[address])
    assert visitor.page.title().startswith("Laurel" if address == "/" else PUBLIC[address])


@pytest.mark.parametrize("address", ["/transcript", "/organizer", "/profile", "/staff", f"/activities/{MEETING}/claim"])
def test_a_learners_page_asks_for_the_sign_in_first(arrive, address):
    visitor = arrive()
    visitor.open(address)
    visitor.sees("Log in")
    visitor.says("We then take you to the page you asked for.")


def test_staffs_pages_are_not_there_for_a_learner(arrive, learner):
    visitor = arrive(learner)
    visitor.open("/staff/credits")
    visitor.sees("Page not found")


def test_back_and_forward_lead_to_the_pages_and_places_of_before(arrive):
    visitor = arrive(viewport={"width": 800, "height": 500})
    visitor.open("/activities")
    visitor.page.evaluate("scrollTo(0, 200)")
    # Not Playwright's click, which scrolls by itself.
    visitor.page.locator("tbody th a").nth(1).evaluate("link => link.click()")
    expect(visitor.page.get_by_role("heading", level=1)).not_to_have_text("Library of activities")
    assert visitor.page.evaluate("scrollY") == 0
    visitor.page.go_back()
    visitor.sees("Library of activities")
    assert visitor.page.evaluate("new Promise((done) => setTimeout(() => done(scrollY), 200))") == 200
    visitor.page.go_forward()
    expect(visitor.page.get_by_role("heading", level=1)).not_to_have_text("Library of activities")


def test_a_search_can_be_sent_as_a_link_and_gone_back_from(arrive):
    visitor = arrive()
    visitor.open("/activities")
    visitor.fill("Search by title, speaker or number", "platelet")
    visitor.press("Search")
    expect(visitor.page.locator("tbody tr")).to_have_count(1)
    assert visitor.page.url.endswith("/activities?q=platelet")
    visitor.fill("Search by title, speaker or number", "nothing like this")
    visitor.press("Search")
    visitor.says("No matches.")
    visitor.page.go_back()
    expect(visitor.page.locator("tbody tr")).to_have_count(1)


def test_a_new_page_takes_the_focus_to_its_heading(arrive):
    visitor = arrive()
    visitor.open("/")
    visitor.follow("Library")
    visitor.sees("Library of activities")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_focused()
    assert visitor.page.title() == "Library of activities · Laurel"
    expect(visitor.page.locator("#nav [aria-current=page]")).to_have_text("Library")


def test_the_content_is_one_key_away(arrive):
    visitor = arrive()
    visitor.open("/help")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()


def test_an_account_can_be_entered_with_the_keyboard_alone(arrive, learner):
    visitor = arrive()
    visitor.open("/sign-in")
    keys = visitor.page.keyboard
    for _ in range(20):
        keys.press("Tab")
        if visitor.page.evaluate("document.activeElement.type") == "email":
            break
    keys.type(learner.email)
    keys.press("Tab")
    keys.type(learner.password)
    keys.press("Enter")
    visitor.sees("Your continuing education")


def test_the_menu_of_a_phone_opens_and_closes(arrive, learner):
    visitor = arrive(learner, **PHONE)
    visitor.open("/")
    menu = visitor.page.get_by_role("button", name="Menu")
    expect(visitor.page.get_by_role("link", name="Your credits").first).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    visitor.page.locator("#nav").get_by_role("link", name="Transcript").click()
    visitor.sees("Completed Credits and Certificates")
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_a_page_that_cannot_be_fetched_says_so_and_can_be_tried_again(arrive, learner):
    visitor = arrive(learner)
    visitor.open("/")
    visitor.page.route(re.compile("/v1/transcript"), lambda route: route.abort())
    visitor.follow("Transcript")
    visitor.sees("This page cannot be shown")
    visitor.says("You are offline")
    visitor.page.unroute_all()
    visitor.press("Try again")
    visitor.sees("Completed Credits and Certificates")


def test_a_page_whose_module_cannot_be_fetched_is_no_broken_page(arrive):
    visitor = arrive()
    visitor.open("/")
    visitor.context.set_offline(True)
    visitor.follow("Library")
    visitor.says("You are offline")
    visitor.context.set_offline(False)
    visitor.press("Try again")
    visitor.sees("Library of activities")


def test_the_library_goes_on_from_page_to_page(arrive):
    visitor = arrive()
    summary = {
        "kind": "webinar",
        "provider": "Example Society",
        "number": "1",
        "level": "basic",
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-01",
        "time_zone": "America/New_York",
        "location": None,
        "statements": [{"type": "pace", "maximum": "1"}],
        "claim_window": {"opens_at": "2026-11-01T00:00:00Z", "closes_at": "2030-11-01T00:00:00Z"},
        "access": "none",
        "session_count": 1,
    }
    # A page of the API can be empty and still have a next one.
    pages = {
        None: {"items": [{**summary, "id": "a1", "title": "The first"}], "next_cursor": "two"},
        "two": {"items": [], "next_cursor": "three"},
        "three": {"items": [{**summary, "id": "a2", "title": "The second"}], "next_cursor": None},
    }

    def answer(route):
        found = re.search(r"cursor=(\w+)", route.request.url)
        headers = {"Access-Control-Allow-Origin": visitor.stack.portal_url}
        route.fulfill(json=pages[found and found[1]], headers=headers)

    visitor.page.route(re.compile(r"/v1/activities\?"), answer)
    visitor.open("/activities")
    visitor.follow("Next page")
    visitor.says("The second")
    visitor.says("Page 2")
    visitor.page.go_back()
    visitor.says("The first")
