"""A webinar in few taps: from the log-in to the certificate, with a mouse and with a keyboard alone."""

import pytest
from playwright.sync_api import expect

from local.sample_catalog import TELECONFERENCE, WEBINAR, WEBINAR_CODE
from tests.browser.claiming import PACE, REPORT, answer_all
from tests.browser.staff_tasks.counts import TaskCounts
from tests.browser.staff_tasks.hands import Keyboard
from tests.browser.visitor import PHONE

TAPS = 10
KEYS = 60
NAME = "Ana Example"


@pytest.fixture
def at_the_start(arrive, learner, stack):
    """Lets a learner, who claimed before and has a name, press "Claim credit" and log in."""

    def come(**look):
        visitor = arrive(**look)
        api = visitor.api(learner)
        assert api.call("PATCH", "/v1/me", json={"name_as_printed": NAME}).status == 200
        before = {"activity_id": TELECONFERENCE, "statement": "pace", "access_code": "LAKESIDE-24"}
        assert api.call("POST", "/v1/claims", json=before).status == 201
        visitor.open(f"/activities/{WEBINAR}")
        visitor.follow("Claim credit")
        visitor.sees("Log in")
        visitor.log_in(learner)
        visitor.sees("Choose your statement of credit")
        return visitor

    return come


def test_a_webinar_takes_ten_taps_after_the_log_in(at_the_start, record_property):
    visitor = at_the_start(**PHONE)
    before = visitor.clicks
    visitor.says("The type of your last claim is chosen.")
    expect(visitor.page.get_by_role("radio", name=PACE)).to_be_checked()
    visitor.fill("Session code", WEBINAR_CODE)
    visitor.press("Continue")
    visitor.press("I have read the disclosures")
    visitor.sees("Claim the sessions you attended")
    session = visitor.page.locator(".session")
    answer_all(visitor, session)
    visitor.press("Claim 1.5")
    # The only session is saved, and the page leads on: its heading has the focus, and what was saved is said.
    visitor.sees("Credit Summary")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_focused()
    expect(visitor.page.locator("#status")).to_contain_text("Saved: 1.5")
    visitor.choose(REPORT)
    visitor.choose(f"I, {NAME}")
    visitor.press("Print now and make it final")
    visitor.sees("Your certificate")
    taps = visitor.clicks - before
    record_property("taps for a webinar", taps)
    assert taps <= TAPS
    visitor.says("1.5 P.A.C.E.® contact hours")


def test_a_keyboard_alone_claims_a_webinar(at_the_start, record_property):
    visitor = at_the_start()
    page, hand, counts = visitor.page, Keyboard(visitor.page), TaskCounts(visitor.page)
    page.reload()
    visitor.settle()
    counts.taken()
    hand.write(page.get_by_label("Session code", exact=True), WEBINAR_CODE)
    page.keyboard.press("Enter")
    hand.press(page.get_by_role("button", name="I have read the disclosures"))
    visitor.sees("Claim the sessions you attended")
    page.locator(".session .panel fieldset").first.wait_for()
    for question in page.locator(".session .panel fieldset").all():
        hand.tick(question.locator("input").first)
    hand.press(page.get_by_role("button", name="Claim 1.5"))
    visitor.sees("Credit Summary")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    hand.tick(page.get_by_role("radio", name=REPORT))
    hand.tick(page.get_by_role("checkbox", name=f"I, {NAME}"))
    hand.press(page.get_by_role("button", name="Print now and make it final"))
    visitor.sees("Your certificate")
    taken = counts.taken()
    record_property("keys for a webinar", taken.keys)
    assert taken.keys <= KEYS


def test_what_could_not_be_saved_at_once_stays_in_sight(at_the_start):
    visitor = at_the_start()
    visitor.fill("Session code", "not this")
    visitor.press("Continue")
    expect(visitor.page.locator("#main [data-code=wrong_code]")).to_be_focused()
    expect(visitor.page.get_by_label("Session code", exact=True)).to_have_value("not this")
    visitor.fill("Session code", WEBINAR_CODE)
    visitor.press("Continue")
    visitor.press("I have read the disclosures")
    visitor.sees("Claim the sessions you attended")
    session = visitor.page.locator(".session")
    answer_all(visitor, session)
    visitor.context.set_offline(True)
    visitor.press("Claim 1.5")
    expect(session.locator(".badge")).to_have_text("Not saved yet")
    visitor.context.set_offline(False)
    expect(session.locator(".badge")).to_contain_text("✓")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Claim the sessions you attended")
    visitor.follow("Go to the summary")
    visitor.sees("Credit Summary")
