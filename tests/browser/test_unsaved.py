"""Unsaved input of a tab reaches the certificate or stops it, and is not lost without a question."""

import re
import time

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING
from tests.browser.claiming import answer_all, draft_of_meeting, program, put_session, row

NAME = "Ana Example"
SAVES = re.compile("/v1/claims/.*/sessions/")


@pytest.fixture
def cut_off(arrive, learner, new_badge):
    """A learner with one session saved and one that waits, for the line to the API is cut for what is saved."""
    visitor = arrive(learner)
    sessions = program(visitor)
    later = next(one for one in sessions if one["starts_at"] >= sessions[0]["ends_at"])
    claim_id = draft_of_meeting(visitor, learner, new_badge())
    api = visitor.api(learner)
    put_session(api, api.call("GET", f"/v1/activities/{MEETING}").json(), claim_id, sessions[0])
    api.call("PATCH", "/v1/me", json={"name_as_printed": NAME})
    visitor.open(f"/claims/{claim_id}/sessions")
    visitor.page.route(SAVES, lambda route: route.abort())
    session = row(visitor, later["title"])
    session.get_by_role("button", name=re.compile("^Claim")).click()
    answer_all(visitor, session)
    session.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
    expect(session.locator(".badge")).to_have_text("Not saved yet")
    return visitor, api, claim_id, later["title"]


def shows(visitor, heading):
    """The page with this heading comes, however busy the machine is."""
    expect(visitor.page.get_by_role("heading", level=1, name=heading)).to_be_visible(timeout=30_000)
    visitor.settle()


def until_sent(visitor):
    """Nothing waits in the tab any longer."""
    for _ in range(150):
        if not visitor.page.evaluate("Object.keys(sessionStorage).some((key) => key.includes('typed.unsaved'))"):
            return
        visitor.page.wait_for_timeout(200)
    pytest.fail("something still waits in the tab")


def total(api, claim_id):
    return api.call("GET", f"/v1/claims/{claim_id}").json()["total"]


def test_the_summary_says_what_waits_and_prints_only_with_it(cut_off):
    visitor, api, claim_id, title = cut_off
    visitor.follow("Go to the summary")
    shows(visitor, "Credit Summary")
    visitor.says("1 session is not saved yet")
    visitor.says(title)
    expect(visitor.page.get_by_role("button", name="Print now and make it final")).to_have_count(0)
    visitor.page.unroute_all()
    visitor.press("Try again")
    visitor.page.get_by_role("heading", name="Print the certificate").wait_for(timeout=30_000)
    expect(visitor.page.locator(".total")).to_have_text("1.5 of 32.5")
    assert total(api, claim_id) == "1.5"


def test_another_tab_does_not_print_without_what_waits_here(cut_off):
    visitor, api, claim_id, title = cut_off
    second = visitor.new_tab()
    visitor.open(f"/claims/{claim_id}/summary", second)
    expect(second.locator("#main")).to_contain_text("1 session is not saved yet in another tab")
    expect(second.locator("#main")).to_contain_text(title)
    expect(second.get_by_role("button", name="Print now and make it final")).to_have_count(0)
    visitor.page.unroute_all()
    visitor.page.evaluate("dispatchEvent(new Event('online'))")
    until_sent(visitor)
    second.get_by_role("button", name="Try again").click()
    expect(second.get_by_role("button", name="Print now and make it final")).to_be_visible()
    expect(second.locator(".total")).to_have_text("1.5 of 32.5")
    assert total(api, claim_id) == "1.5"


def test_what_waits_is_sent_from_any_page_when_the_line_is_back(cut_off):
    visitor, api, claim_id, _ = cut_off
    visitor.follow("Profile")
    shows(visitor, "Profile")
    visitor.page.unroute_all()
    visitor.page.evaluate("dispatchEvent(new Event('online'))")
    until_sent(visitor)
    assert total(api, claim_id) == "1.5"


def test_logging_out_with_unsaved_work_asks_first(cut_off):
    visitor, _, _, title = cut_off
    visitor.press("Log out")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Something is not saved yet")
    expect(dialog).to_contain_text(title)
    visitor.press("Stay logged in")
    expect(dialog).to_have_count(0)
    expect(row(visitor, title).locator(".badge")).to_have_text("Not saved yet")
    visitor.press("Log out")
    visitor.press("Log out anyway")
    shows(visitor, "Credit for what you learned")
    assert visitor.page.evaluate("sessionStorage.length") == 0


def test_logged_out_in_another_tab_it_is_kept_for_the_same_learner(cut_off, learner):
    visitor, api, claim_id, title = cut_off
    second = visitor.new_tab()
    visitor.open("/profile", second)
    second.get_by_role("button", name="Log out").click()
    shows(visitor, "Credit for what you learned")
    visitor.says("You were logged out in another tab.")
    visitor.says(title)
    visitor.page.unroute_all()
    visitor.page.locator("#main").get_by_role("link", name="Log in").first.click()
    shows(visitor, "Log in")
    visitor.log_in(learner)
    shows(visitor, "Your continuing education")
    until_sent(visitor)
    assert total(api, claim_id) == "1.5"


def test_nobody_else_sees_what_was_kept(cut_off, new_learner):
    visitor, _, _, title = cut_off
    second = visitor.new_tab()
    visitor.open("/profile", second)
    second.get_by_role("button", name="Log out").click()
    visitor.says("You were logged out in another tab.")
    visitor.page.locator("#main").get_by_role("link", name="Log in").first.click()
    shows(visitor, "Log in")
    visitor.log_in(new_learner())
    shows(visitor, "Your continuing education")
    assert title not in visitor.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_certificate_printed_without_reporting_says_what_helps(cut_off):
    visitor, _, _, _ = cut_off
    visitor.page.unroute_all()
    visitor.follow("Go to the summary")
    visitor.page.get_by_role("heading", name="Print the certificate").wait_for(timeout=30_000)
    visitor.choose("Do not report my credits")
    visitor.choose(f"I, {NAME}")
    visitor.press("Print now and make it final")
    shows(visitor, "Your certificate")
    visitor.says("we send it only after you agree to reporting")
    visitor.page.locator("#main").get_by_role("link", name="Profile").first.click()
    shows(visitor, "Profile")
    visitor.choose("Report my credits to ASCLS and ASCP")
    visitor.says("Now they are not reported.")
    visitor.press("Save this choice")
    visitor.says("Saved.")
    visitor.says("Now they are reported, since")
    visitor.page.go_back()
    shows(visitor, "Your certificate")
    # It is matched at once; whether a roster is there, other tests decide.
    owed = re.compile("The credit is (on its way to ASCLS and ASCP|not with ASCP yet).")
    expect(visitor.page.locator("#main")).to_contain_text(owed)


def test_what_the_page_before_was_still_sending_is_in_what_is_shown(cut_off):
    """The claim is read before the change arrives, and the answer comes after it."""
    visitor, _, claim_id, _ = cut_off
    visitor.page.unroute_all()
    held = []

    def hold(route):
        if route.request.method != "GET" or held:
            route.continue_()
            return
        held.append(route.fetch())
        time.sleep(2)
        route.fulfill(response=held[0])

    visitor.page.route(f"**/v1/claims/{claim_id}", hold)
    visitor.page.evaluate("setTimeout(() => dispatchEvent(new Event('online')), 500)")
    visitor.follow("Go to the summary")
    visitor.page.get_by_role("heading", name="Print the certificate").wait_for(timeout=30_000)
    expect(visitor.page.locator(".total")).to_have_text("1.5 of 32.5")
    assert held
