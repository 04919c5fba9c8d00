"""Many sessions in few taps: marked first, then evaluated in a row or all alike."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING
from tests.browser.claiming import answer_all, draft_of_meeting, put_session, row

TRACK = "Quality and safety"
CLAIM = re.compile(r"^Claim [\d.]+$")


def whole_program(api):
    found, cursor = [], None
    while True:
        query = urlencode({"limit": 100} | ({"cursor": cursor} if cursor else {}))
        part = api.call("GET", f"/v1/activities/{MEETING}/sessions?{query}").json()
        found += part["items"]
        cursor = part["next_cursor"]
        if not cursor:
            return found


@pytest.fixture
def at_meeting(arrive, learner, new_badge):
    """Lets a learner come to the sessions of the meeting: the visitor, the API, the claim and the whole program."""

    def come(**look):
        visitor = arrive(learner, **look)
        claim_id = draft_of_meeting(visitor, learner, new_badge())
        visitor.open(f"/claims/{claim_id}/sessions")
        api = visitor.api(learner)
        return visitor, api, claim_id, whole_program(api)

    return come


def mark(visitor, title):
    visitor.click(row(visitor, title).locator(".mark"))


def test_marked_sessions_are_evaluated_one_after_the_other(at_meeting):
    visitor, api, claim_id, sessions = at_meeting()
    titles = [one["title"] for one in sessions if one["track"] == TRACK]
    visitor.press("Mark several sessions")
    for title in titles[:2]:
        mark(visitor, title)
    visitor.click(visitor.page.get_by_role("tab").nth(1))
    mark(visitor, titles[10])
    visitor.page.reload()
    visitor.settle()
    visitor.press("Evaluate 3 sessions")
    session = row(visitor, titles[0])
    expect(session.locator(".panel")).to_contain_text(f"Marked session 1 of 3: “{titles[0]}”")
    expect(session.locator(".panel fieldset input").first).to_be_focused()
    answer_all(visitor, session)
    session.get_by_role("button", name=CLAIM).click()
    session = row(visitor, titles[1])
    session.get_by_role("button", name="Same answers as for").click()
    expect(session.get_by_role("button", name=CLAIM)).to_be_focused()
    visitor.page.keyboard.press("Enter")
    # The third is on another day, and its answers are filled in.
    session = row(visitor, titles[10])
    expect(session.get_by_role("button", name=CLAIM)).to_be_focused()
    expect(visitor.page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    session.locator(".panel .scale").first.locator("label").first.click()
    session.get_by_role("button", name=CLAIM).click()
    expect(visitor.page.get_by_role("link", name="Go to the summary")).to_be_focused()
    expect(session.locator(".badge")).to_contain_text("✓")
    by_title = {one["title"]: one for one in api.call("GET", f"/v1/claims/{claim_id}").json()["sessions"]}
    assert set(by_title) == {titles[0], titles[1], titles[10]}
    assert by_title[titles[0]]["evaluation"] == by_title[titles[1]]["evaluation"]
    assert by_title[titles[10]]["evaluation"] != by_title[titles[1]]["evaluation"]


def test_nobody_marks_two_sessions_at_one_time_and_what_cannot_be_claimed_stays_marked(at_meeting):
    visitor, api, claim_id, sessions = at_meeting()
    first, beside = sessions[0], sessions[1]
    later = [one for one in sessions if one["track"] == TRACK and one["starts_at"] >= first["ends_at"]][:2]
    visitor.press("Mark several sessions")
    for one in (first, beside, *later):
        mark(visitor, one["title"])
    expect(row(visitor, first["title"]).get_by_role("checkbox")).not_to_be_checked()
    # Another device claims a session at the time of the last marked session.
    other = next(one for one in sessions if one["starts_at"] == later[1]["starts_at"] and one != later[1])
    put_session(api, api.call("GET", f"/v1/activities/{MEETING}").json(), claim_id, other)
    visitor.page.reload()
    visitor.settle()
    visitor.press("Evaluate 3 sessions")
    session = row(visitor, beside["title"])
    answer_all(visitor, session)
    visitor.press("Full credit for all 3, with these answers")
    left = row(visitor, later[1]["title"])
    expect(left.locator(".panel")).to_contain_text(f"At the same time as “{other['title']}”")
    expect(left.locator(".panel")).to_contain_text("Marked session 3 of 3")
    expect(row(visitor, later[0]["title"]).locator(".badge")).to_contain_text("✓")
    claimed = {one["title"] for one in api.call("GET", f"/v1/claims/{claim_id}").json()["sessions"]}
    assert claimed == {beside["title"], later[0]["title"], other["title"]}
