"""The page of one learner for staff, by mouse and by keyboard, at a desk and on a phone."""

import secrets
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.claiming import draft_of_meeting
from tests.browser.seeded_credits import seed
from tests.browser.visitor import PHONE

FIND = "Whom do you look for?"
HOSTILE = "Ana <img src=x onerror=alert(1)> & Lima"


def test_a_learners_page_shows_everything_and_leads_to_every_act(arrive, staff, learner, ledger, new_badge):
    seed(ledger, learner.email)
    at_staff = arrive(staff)
    word = f"w{secrets.token_hex(4)}"
    name = f"{HOSTILE} {word}"
    assert at_staff.api(learner).call("PATCH", "/v1/me", json={"name_as_printed": name}).status == 200
    draft_of_meeting(at_staff, learner, new_badge())
    page = at_staff.page

    at_staff.open("/staff/learners")
    at_staff.fill(FIND, f"lima {word[:5]}")
    page.keyboard.press("Enter")
    at_staff.sees(name)
    at_staff.says("Found by the name.")
    expect(page.locator(".facts").first).to_contain_text(learner.email)
    at_staff.says("No certificates.")
    expect(page.locator("li.card h3", has_text="Accepted")).to_have_count(1)
    assert at_staff.violations() == []

    # By keyboard: the badge is freed, with a reason that is asked for.
    free = page.get_by_role("button", name="Free the Badge ID or Group ID")
    free.press("Enter")
    page.keyboard.type("Her colleague’s badge")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at_staff.says("The code is free.")
    at_staff.says("Her colleague’s badge")
    expect(free).to_have_count(0)

    page.get_by_text("Show: Where are the credits?").press("Enter")
    expect(page.locator("section", has_text="Where are the credits?").locator("li.answer")).not_to_have_count(0)
    page.get_by_text("Show: Who changed or saw what").click()
    expect(page.locator("tr", has_text="Freed the code of a claim")).to_contain_text("Her colleague’s badge")
    assert at_staff.violations() == []

    card = page.locator("li.card", has=page.get_by_role("heading", name="Late", exact=True))
    card.get_by_role("button", name="Withdraw").click()
    card.get_by_label("Reason").fill("Earned twice")
    card.locator("form").get_by_role("button", name="Withdraw").click()
    expect(card).to_contain_text("It is withdrawn.")

    at_phone = arrive(staff, **PHONE)
    at_phone.open(page.url.removeprefix(at_staff.stack.portal_url))
    at_phone.sees(name)
    at_phone.says("Withdrawn")
    assert at_phone.overflow() == 0
    assert at_phone.violations() == []


def test_a_learner_who_is_stuck_is_found_and_helped(arrive, staff, learner, new_badge):
    at_staff = arrive(staff)
    theirs, own = new_badge(), new_badge()
    assert at_staff.api(learner).call("GET", "/v1/me").status == 200
    claim_id = draft_of_meeting(at_staff, learner, theirs)
    at_staff.open("/staff")
    at_staff.page.locator(".tile", has_text="Learners and claims").click()
    at_staff.fill(FIND, "7XKDA-7XKDA-7XKDA")
    at_staff.press("Search")
    at_staff.says("Searched: numbers of certificates, member numbers")
    at_staff.says("There is a typing error in the number.")
    at_staff.fill(FIND, theirs.lower())
    at_staff.press("Search")
    at_staff.says(learner.email)
    at_staff.says("Found by a Badge ID.")
    at_staff.press("Free the Badge ID or Group ID")
    at_staff.fill("Reason", "Her colleague's badge")
    at_staff.page.locator("form").get_by_role("button", name="Free the Badge ID").click()
    at_staff.says("The code is free. The learner can now enter their own.")
    at_staff.says(learner.email)

    visitor = arrive(learner)
    visitor.open(f"/claims/{claim_id}")
    visitor.says("Staff freed the code of this claim.")
    visitor.fill("Badge ID", own)
    visitor.press("Continue")
    visitor.sees("Claim the sessions you attended")

    at_staff.open("/staff/learners?" + urlencode({"email": learner.email}))
    at_staff.says("Her colleague's badge")
