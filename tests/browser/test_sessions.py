"""The sessions page: 300 sessions, saved at once; two tabs, two devices, a lost network and a reload lose nothing."""

import re

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING
from tests.browser.claiming import answer_all, claim, draft_of_meeting, program, put_session, row
from tests.printing import print_as_seen

COMMENT = "Clear, and of use on Monday."


@pytest.fixture
def at_sessions(arrive, learner, new_badge):
    """A learner at the sessions page of a draft, and the first sessions of the program."""
    visitor = arrive(learner)
    sessions = program(visitor)
    claim_id = draft_of_meeting(visitor, learner, new_badge())
    visitor.open(f"/claims/{claim_id}/sessions")
    return visitor, claim_id, sessions


def over_the_api(visitor, learner, claim_id, session):
    api = visitor.api(learner)
    put_session(api, api.call("GET", f"/v1/activities/{MEETING}").json(), claim_id, session)


def held(visitor, learner, claim_id):
    return visitor.api(learner).call("GET", f"/v1/claims/{claim_id}").json()


def begin_to_answer(visitor, title):
    """Open a session and answer all but one of its questions."""
    session = row(visitor, title)
    session.get_by_role("button", name=re.compile("^Claim")).click()
    session.locator(".panel fieldset").first.wait_for()
    for question in session.locator(".panel fieldset").all()[:-1]:
        question.locator("label").last.click()
    session.get_by_label("What should we know? (optional)").fill(COMMENT)
    return session


def test_three_hundred_sessions_by_day_with_search_and_filters(at_sessions):
    visitor, _, sessions = at_sessions
    page = visitor.page
    assert page.locator(".session").count() == 60  # only the open day is built
    assert page.get_by_role("tab").count() == 5
    page.get_by_label("Search sessions").fill("malaria smears")
    visitor.says("of 300 sessions shown")
    shown = page.locator(".session:visible .title").all_inner_texts()
    assert shown
    assert all("Malaria smears" in title for title in shown)
    assert page.locator(".day:visible").count() > 1
    page.get_by_label("Search sessions").fill("")
    page.get_by_label("Track").select_option("Quality and safety")
    page.get_by_role("tab").nth(1).click()
    assert page.locator(".session:visible").count() == 10
    assert page.locator(".day:visible").get_attribute("data-day") > sessions[0]["day"]
    page.reload()
    visitor.settle()
    assert page.locator(".session:visible").count() == 10
    expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    visitor.says("10 of 300 sessions shown")


def test_a_claimed_session_is_saved_counted_and_said(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    title = sessions[0]["title"]
    claim(visitor, title)
    expect(visitor.page.locator("#status")).to_contain_text(f"Saved: 1 for “{title}”. 1 in total.")
    expect(visitor.page.locator(".totals .sum")).to_have_text("1 of 32.5")
    assert [one["session_id"] for one in held(visitor, learner, claim_id)["sessions"]] == [sessions[0]["id"]]
    session = row(visitor, title)
    session.get_by_role("button", name=re.compile("^Change")).click()
    session.get_by_label("Credits").select_option("0.5")
    expect(session.locator(".panel")).to_contain_text("Saved at")
    assert held(visitor, learner, claim_id)["total"] == "0.5"
    session.get_by_role("button", name="Remove").click()
    expect(session.locator(".badge")).to_have_text("Up to 1")
    assert held(visitor, learner, claim_id)["sessions"] == []


def test_an_overlap_is_told_before_the_server_says_no(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    first, beside = sessions[0], sessions[1]
    assert first["starts_at"] == beside["starts_at"]
    claim(visitor, first["title"])
    other = row(visitor, beside["title"])
    expect(other).to_have_count(0)
    visitor.press("5 more at the same time")
    expect(other.locator(".state")).to_contain_text(f"At the same time as “{first['title']}”")
    sent = len(visitor.requests)
    other.get_by_role("button", name=re.compile("^Claim this one instead")).click()
    answer_all(visitor, other)
    other.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
    expect(visitor.page.locator("#alert")).to_contain_text("At the same time")
    assert len(visitor.requests) == sent
    other.get_by_role("button", name=f"Remove “{first['title']}”").click()
    expect(row(visitor, first["title"]).locator(".badge")).to_have_text("Up to 1")
    other.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
    expect(other.locator(".badge")).to_contain_text("✓")
    assert [one["title"] for one in held(visitor, learner, claim_id)["sessions"]] == [beside["title"]]


def test_answers_are_carried_to_the_next_session_and_two_clicks_claim_it(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    found = [sessions[0]]
    while len(found) < 4:
        found.append(next(one for one in sessions if one["starts_at"] >= found[-1]["ends_at"]))
    first, second, third, fourth = (one["title"] for one in found)
    press = re.compile(r"^Claim [\d.]+$")
    session = begin_to_answer(visitor, first)
    answer_all(visitor, session)
    session.get_by_role("button", name=press).click()
    expect(row(visitor, second).get_by_role("button", name=re.compile("^Claim"))).to_be_focused()
    visitor.page.keyboard.press("Enter")
    row(visitor, second).get_by_role("button", name=f"Same answers as for “{first}”").click()
    expect(row(visitor, second).get_by_role("button", name=press)).to_be_focused()
    visitor.page.keyboard.press("Enter")
    row(visitor, third).get_by_role("button", name=re.compile("^Claim")).click()
    expect(row(visitor, third).locator(".panel")).to_contain_text(f"These are your answers for “{second}”.")
    row(visitor, third).locator(".panel .scale").first.locator("label").first.click()
    row(visitor, third).get_by_role("button", name=press).click()
    row(visitor, fourth).get_by_role("button", name=re.compile("^Claim")).click()
    row(visitor, fourth).get_by_role("button", name="Start with empty answers").click()
    expect(row(visitor, fourth).locator(".panel input:checked")).to_have_count(0)
    expect(visitor.page.locator(".totals")).to_contain_text("3 sessions")
    expect(visitor.page.locator(".totals")).not_to_contain_text("not saved")
    by_title = {one["title"]: one["evaluation"] for one in held(visitor, learner, claim_id)["sessions"]}
    assert COMMENT in by_title[first].values()
    assert by_title[second] == {name: value for name, value in by_title[first].items() if value != COMMENT}
    assert by_title[third] != by_title[second]


def test_what_is_missing_is_asked_for_where_it_is(at_sessions):
    visitor, _, sessions = at_sessions
    session = begin_to_answer(visitor, sessions[0]["title"])
    expect(session.locator(".panel")).to_contain_text("1 answer is needed before you can claim.")
    session.get_by_role("button", name="Claim 1", exact=True).click()
    expect(session.get_by_text("Choose an answer.").locator("visible=true")).to_have_count(1)
    expect(session.locator(".panel fieldset").last.locator("input").first).to_be_focused()


def test_what_was_typed_survives_a_reload_and_going_back(at_sessions):
    visitor, _, sessions = at_sessions
    title = sessions[0]["title"]
    begin_to_answer(visitor, title)
    visitor.page.reload()
    visitor.settle()
    session = row(visitor, title)
    expect(session.locator(".badge")).to_have_text("Started, not claimed yet")
    expect(session.get_by_label("What should we know? (optional)")).to_have_value(COMMENT)
    visitor.follow("Go to the summary")
    visitor.sees("Credit Summary")
    visitor.page.go_back()
    visitor.sees("Claim the sessions you attended")
    session = row(visitor, title)
    expect(session.get_by_label("What should we know? (optional)")).to_have_value(COMMENT)
    session.locator(".panel fieldset").last.locator("label").last.click()
    session.get_by_role("button", name="Claim 1", exact=True).click()
    expect(session.locator(".badge")).to_contain_text("✓")


def test_a_lost_network_keeps_what_was_claimed_and_sends_it_later(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    titles = [one["title"] for one in sessions if one["track"] == "Quality and safety"][:2]
    visitor.context.set_offline(True)
    for title in titles:
        session = row(visitor, title)
        session.get_by_role("button", name=re.compile("^Claim")).click()
        answer_all(visitor, session)
        session.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
    for title in titles[:1]:
        expect(row(visitor, title).locator(".badge")).to_have_text("Not saved yet")
    expect(visitor.page.locator(".totals")).to_contain_text("2 not saved yet")
    expect(visitor.page.locator("#status")).to_contain_text("you are offline")
    assert held(visitor, learner, claim_id)["sessions"] == []
    visitor.context.set_offline(False)
    for title in titles:
        expect(row(visitor, title).locator(".badge")).to_contain_text("✓", timeout=15_000)
    assert {one["title"] for one in held(visitor, learner, claim_id)["sessions"]} == set(titles)


def test_what_was_not_sent_is_sent_after_a_reload(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    title = sessions[0]["title"]
    visitor.page.route(re.compile("/v1/claims/.*/sessions/"), lambda route: route.abort())
    session = row(visitor, title)
    session.get_by_role("button", name=re.compile("^Claim")).click()
    answer_all(visitor, session)
    session.get_by_role("button", name="Claim 1", exact=True).click()
    expect(session.locator(".badge")).to_have_text("Not saved yet")
    visitor.page.unroute_all()
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    visitor.page.reload()
    visitor.settle()
    expect(row(visitor, title).locator(".badge")).to_contain_text("✓")
    assert held(visitor, learner, claim_id)["total"] == "1"


def test_what_was_sent_while_the_page_loads_is_on_the_page(at_sessions):
    visitor, _, sessions = at_sessions
    page, title = visitor.page, sessions[0]["title"]
    page.route(re.compile("/v1/claims/.*/sessions/"), lambda route: route.abort())
    claim(visitor, title, said="Not saved yet")
    page.unroute_all()
    change, program_asked = re.compile("/v1/claims/.*/sessions/"), re.compile("/v1/activities/.*/sessions")
    held = {}
    page.route(change, lambda route: held.setdefault("change", route))
    page.route(program_asked, lambda route: held.setdefault("program", route))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    while len(held) < 2:
        page.wait_for_timeout(50)
    # The page has read the claim and waits for the program. Now the change is sent.
    held["change"].continue_()
    page.wait_for_function("() => !Object.keys(sessionStorage).some((key) => key.includes('unsaved.'))")
    page.unroute(program_asked)
    held["program"].continue_()
    visitor.settle()
    expect(row(visitor, title).locator(".badge")).to_contain_text("✓")
    expect(row(visitor, title).locator(".panel")).to_be_hidden()
    expect(page.locator(".totals .sum")).to_have_text("1 of 32.5")


def test_two_tabs_tell_each_other(at_sessions):
    visitor, claim_id, sessions = at_sessions
    second = visitor.new_tab()
    visitor.open(f"/claims/{claim_id}/sessions", second)  # signed in by the first tab
    claim(visitor, sessions[0]["title"])
    session = second.locator(".session", has=second.get_by_role("heading", name=sessions[0]["title"], exact=True))
    expect(session.locator(".badge")).to_contain_text("✓")
    expect(second.locator("#main")).to_contain_text("Your claim was changed in another window:")
    expect(second.locator(".totals .sum")).to_have_text("1 of 32.5")


def test_a_change_on_another_device_is_told_and_nothing_typed_is_lost(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    mine = next(one for one in sessions if one["starts_at"] >= sessions[0]["ends_at"])
    begin_to_answer(visitor, mine["title"])
    over_the_api(visitor, learner, claim_id, sessions[0])
    session = row(visitor, mine["title"])
    session.locator(".panel fieldset").last.locator("label").last.click()
    session.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
    expect(session.locator(".badge")).to_contain_text("✓")
    visitor.says(f"“{sessions[0]['title']}” was claimed with 1.")
    claimed = {one["session_id"]: one for one in held(visitor, learner, claim_id)["sessions"]}
    assert set(claimed) == {sessions[0]["id"], mine["id"]}
    assert claimed[mine["id"]]["evaluation"]["comment"] == COMMENT


@pytest.mark.parametrize(("choice", "credits"), [("Keep mine", "0.5"), ("Keep the other one", "1")])
def test_the_same_session_changed_twice_is_asked_about(at_sessions, learner, choice, credits):
    visitor, claim_id, sessions = at_sessions
    title = sessions[0]["title"]
    session = begin_to_answer(visitor, title)
    session.get_by_label("Credits").select_option("0.5")
    session.locator(".panel fieldset").last.locator("label").last.click()
    over_the_api(visitor, learner, claim_id, sessions[0])
    session.get_by_role("button", name="Claim 0.5", exact=True).click()
    visitor.says("You also changed this session in another window. In the other window it has 1 credits.")
    assert held(visitor, learner, claim_id)["total"] == "1"
    session.get_by_role("button", name=choice, exact=True).click()
    expect(session.locator(".badge")).to_have_text(f"✓ {credits} claimed")
    assert held(visitor, learner, claim_id)["total"] == credits


def test_what_the_server_refuses_stays_open_with_its_reason(at_sessions):
    visitor, _, sessions = at_sessions
    problem = {"code": "total_exceeded", "status": 409, "detail": "With this it would be 33.", "title": "", "type": ""}
    visitor.page.route(
        re.compile("/v1/claims/.*/sessions/"),
        lambda route: (
            route.fulfill(status=409, json=problem, headers={"Access-Control-Allow-Origin": visitor.stack.portal_url})
            if route.request.method == "PUT"
            else route.continue_()
        ),
    )
    session = row(visitor, sessions[0]["title"])
    session.get_by_role("button", name=re.compile("^Claim")).click()
    answer_all(visitor, session)
    session.get_by_role("button", name="Claim 1", exact=True).click()
    expect(session.locator("[data-code=total_exceeded]")).to_contain_text("With this it would be 33.")
    expect(session.locator("[data-code=total_exceeded]")).to_be_focused()
    expect(session.locator(".badge")).to_have_text("Started, not claimed yet")


def test_printing_elsewhere_ends_the_work_here(at_sessions, learner):
    visitor, claim_id, sessions = at_sessions
    over_the_api(visitor, learner, claim_id, sessions[0])
    api = visitor.api(learner)
    api.call("PATCH", "/v1/me", json={"name_as_printed": "Ana Example"})
    begin_to_answer(visitor, sessions[7]["title"])
    assert print_as_seen(api, claim_id).status == 201
    session = row(visitor, sessions[7]["title"])
    session.locator(".panel fieldset").last.locator("label").last.click()
    session.get_by_role("button", name=re.compile(r"^Claim [\d.]+$")).click()
    visitor.says("Its certificate was printed. It can no longer be changed.")
    visitor.follow("View the certificate")
    visitor.sees("Your certificate")
