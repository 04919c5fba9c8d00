"""Learners claim, from the first page to the certificate: by finger on a phone, and by keyboard alone at a desk."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, WEBINAR, WEBINAR_CODE, badge_ids
from local.sample_catalog.remote import _QUESTIONS as QUESTIONS
from tests.browser.learner_tasks.learning import WAYS
from tests.browser.staff_tasks.hands import Keyboard

BADGES = itertools.count(300)
TRACK = "Quality and safety"
SESSIONS = 46
TAPS_FOR_SESSIONS = 100
TAPS_FOR_A_WEBINAR = 10
NAME = "Nguyễn Thị Thu Trang"
CLAIM = re.compile(r"^Claim [\d.]+$")
PARTS = ("Collecting and staining", "Species by their shapes", "Counting and reporting")


def title_of(learning, activity):
    return learning.ask("GET", f"/v1/activities/{activity}")["title"]


def row(learning, title):
    heading = learning.page.get_by_role("heading", name=title, exact=True)
    return learning.page.locator(".session", has=heading)


def go_to_day(learning, n):
    """By the tabs; with the keyboard by an arrow key from the one before."""
    tab = learning.page.get_by_role("tab").nth(n)
    if isinstance(learning.hand, Keyboard):
        learning.hand.reach(learning.page.get_by_role("tab", selected=True))
        learning.page.keyboard.press("ArrowRight")
    else:
        learning.hand.press(tab)
    expect(tab).to_have_attribute("aria-selected", "true")


def mark(learning, sessions):
    day = sessions[0]["day"]
    days = sorted({one["day"] for one in sessions})
    learning.hand.press(learning.button("Mark several sessions"))
    for one in sessions:
        if one["day"] != day:
            day = one["day"]
            go_to_day(learning, days.index(day))
        learning.mark(row(learning, one["title"]))


@WAYS
def test_a_meeting_of_five_days_with_46_sessions(learning):
    sessions = learning.ask("GET", f"/v1/activities/{MEETING}/sessions?limit=1000")["items"]
    wanted = [one for one in sessions if one["track"] == TRACK][:SESSIONS]
    learning.begin()
    learning.find("Live Meetings", title_of(learning, MEETING))
    learning.open_claim("Badge ID", badge_ids(500)[next(BADGES)].lower())
    learning.sees("Claim the sessions you attended")
    before = learning.counts.so_far().clicks
    mark(learning, wanted)
    learning.hand.press(learning.button(f"Evaluate {SESSIONS} sessions"))
    learning.answer(row(learning, wanted[0]["title"]))
    learning.hand.press(learning.button(f"Full credit for all {SESSIONS}, with these answers"))
    expect(learning.page.locator(".totals .sum")).to_have_text("32.5 of 32.5", timeout=120_000)
    assert learning.counts.so_far().clicks - before <= TAPS_FOR_SESSIONS
    onward = learning.page.get_by_role("link", name="Go to the summary")
    expect(onward).to_be_focused()
    [claim] = learning.ask("GET", "/v1/transcript")["drafts"]
    held = learning.ask("GET", f"/v1/claims/{claim['claim_id']}")["sessions"]
    assert {one["session_id"] for one in held} == {one["id"] for one in wanted}
    assert all(len(one["evaluation"]) == 4 for one in held)
    learning.hand.press(onward)
    learning.print_as(NAME)
    learning.says("32.5 P.A.C.E.® contact hours")
    learning.done("Five-day meeting with 46 sessions, to the certificate")


@WAYS
def test_a_teleconference(learning):
    learning.begin()
    learning.find("Teleconferences", title_of(learning, TELECONFERENCE))
    learning.open_claim("Group ID", "lakeside 24")
    session = learning.page.locator(".session")
    learning.answer(session)
    learning.hand.press(session.get_by_role("button", name=CLAIM))
    learning.print_as(NAME)
    learning.done("Teleconference with a Group ID, to the certificate")


@WAYS
def test_a_webinar(learning):
    """After the log-in, by somebody who claimed before: the name is known, and the type of the last claim chosen."""
    learning.ask("PATCH", "/v1/me", json_body={"name_as_printed": NAME})
    learning.ask(
        "POST",
        "/v1/claims",
        json_body={"activity_id": TELECONFERENCE, "statement": "pace", "access_code": "LAKESIDE-24"},
    )
    learning.begin(f"/activities/{WEBINAR}/claim")
    learning.hand.write(learning.field("Session code"), WEBINAR_CODE)
    learning.page.keyboard.press("Enter")  # of a phone's keyboard too
    learning.hand.press(learning.button("I have read the disclosures"))
    session = learning.page.locator(".session")
    learning.answer(session)
    learning.hand.press(session.get_by_role("button", name=CLAIM))
    learning.sees("Credit Summary")
    learning.attest(NAME)
    assert learning.counts.so_far().clicks <= TAPS_FOR_A_WEBINAR
    learning.done("Webinar, from the log-in to the certificate")


@WAYS
def test_an_online_course_with_a_post_test_that_is_failed_once(learning):
    learning.begin()
    learning.find("Online Courses", title_of(learning, ONLINE))
    learning.open_claim()
    learning.sees("Course and post-test")
    for question, _, wrong, _ in QUESTIONS:
        learning.tick(learning.page.get_by_role("radiogroup", name=question).get_by_label(wrong[0], exact=True))
    learning.hand.press(learning.button("Submit answers"))
    learning.says("not passed")
    for question, right, _, _ in QUESTIONS:
        learning.tick(learning.page.get_by_role("radiogroup", name=question).get_by_label(right, exact=True))
    learning.hand.press(learning.button("Submit answers"))
    learning.hand.press(learning.link("Claim the credit"))
    learning.sees("Claim the sessions you attended")
    learning.hand.press(learning.button("Mark several sessions"))
    for title in PARTS:
        learning.mark(row(learning, title))
    learning.hand.press(learning.button("Evaluate 3 sessions"))
    learning.answer(row(learning, PARTS[0]))
    learning.hand.press(learning.button("Full credit for all 3, with these answers"))
    expect(learning.page.locator(".totals .sum")).to_have_text("3 of 3")
    learning.hand.press(learning.page.get_by_role("link", name="Go to the summary"))
    learning.print_as(NAME)
    learning.done("Online course, its post-test failed once, to the certificate")


@pytest.mark.parametrize("way", [("phone", "finger")], indirect=True)
def test_the_preview_is_a_pdf_and_nothing_becomes_final(learning):
    with learning.memory.one_at_a_time:
        path = learning.memory.desk.complete(learning.who)
    learning.begin(f"{path.removeprefix('/v1')}/summary")
    with learning.page.expect_download() as downloading:
        learning.hand.press(learning.button("Preview the certificate (PDF)"))
    assert downloading.value.path().read_bytes().startswith(b"%PDF-")
    learning.says("The preview is in your downloads.")
    assert learning.ask("GET", path)["status"] == "draft"
    assert learning.ask("GET", "/v1/transcript")["items"] == []
    learning.done("Look at the certificate before it is final")
