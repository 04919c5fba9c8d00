"""What pages say of a certificate is so in every state of it and of its credit; attendance never reads as credit."""

import pytest
from playwright.sync_api import expect

from laurel.ledger.states import State
from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served

WORLD = dict(ANSWERS)
PAPER = WORLD["/v1/certificates"]
CREDIT = WORLD["/v1/organizer"]["items"][0]
FINAL = WORLD["/v1/claims/c3"]
DRAFT = WORLD["/v1/claims/c2"]
ATTENDED = "Attended; designated for 1.25 AMA PRA Category 1 Credit(s)™; awards no such credit"
ATTENDANCE = {**PAPER, "statement": "attendance", "statement_name": "Statement of attendance", "award": ATTENDED}
SAYS = {
    State.EARNED: "The credit is on its way to ASCLS and ASCP.",
    State.REPORTED: "The credit is on its way to ASCLS and ASCP.",
    State.SENDING: "We are sending the credit to ASCP.",
    State.UNMATCHED: "The credit is not with ASCP yet. It waits.",
    State.ACCEPTED: "ASCP has the credit (receipt R-1).",
    State.REJECTED: "ASCP refused the credit. It waits.",
    State.WITHDRAWN: "The credit was withdrawn. It is not reported to ASCLS or ASCP.",
}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def credit(state, **changes):
    stuck = {"code": "x", "says": "It waits.", "do": "", "where": "nowhere"}
    reason = stuck if state in (State.UNMATCHED, State.REJECTED) else None
    found = {**CREDIT, "credit_id": "k1", "state": state, "reason": reason, "receipt": None, "contact_hours": "2.0"}
    if state is State.ACCEPTED:
        found["receipt"] = "R-1"
    return ("/v1/organizer", {**WORLD["/v1/organizer"], "items": [{**found, **changes}]})


def certificate(browser, address, paper, *answers, path="/claims/c3/certificate"):
    return opened(browser, address, path, signed_in=True, answers=[("/v1/certificates", paper), *answers])


@pytest.mark.parametrize("state", sorted(State))
def test_a_certificate_says_where_its_credit_is(browser, address, state):
    with certificate(browser, address, PAPER, credit(state)) as page:
        expect(page.locator("#main")).to_contain_text(SAYS[state])


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.ACCEPTED])
def test_a_revoked_certificate_never_says_that_its_credit_is_on_its_way(browser, address, state):
    revoked = {**PAPER, "status": "revoked", "reason": "Not attended"}
    with certificate(browser, address, revoked, credit(state)) as page:
        said = {State.WITHDRAWN: SAYS[State.WITHDRAWN], State.ACCEPTED: "ASCP had accepted the credit before"}[state]
        expect(page.locator("#main")).to_contain_text(said)
        expect(page.locator("#main")).to_contain_text("Reason: Not attended")
        expect(page.locator("#main")).not_to_contain_text("on its way")


def test_a_credit_that_ascp_has_with_other_hours_says_so(browser, address):
    with certificate(browser, address, PAPER, credit(State.ACCEPTED, contact_hours="1.5")) as page:
        expect(page.locator("#main")).to_contain_text("with 1.5 hours (receipt R-1). We do not send it again")


def test_a_credit_that_was_entered_by_hand_says_so(browser, address):
    step = {"at": "2026-07-01T12:00:00Z", "state": "withdrawn", "reason": "by_hand", "detail": None, "by": "you"}
    with certificate(browser, address, PAPER, credit(State.WITHDRAWN, timeline=[{**step, "judged": True}])) as page:
        expect(page.locator("#main")).to_contain_text("You said that you entered the credit at ASCP by hand.")
        expect(page.locator("#main")).not_to_contain_text("It is not reported")


def test_why_a_certificate_has_no_credit_is_what_your_credits_say(browser, address):
    reason = {"code": "no_address", "says": "You agreed to reporting, but.", "do": "See it.", "where": "profile"}
    said = {"claim_id": "c3", "certificate_number": PAPER["number"], "reason": reason}
    there = ("/v1/organizer", {**WORLD["/v1/organizer"], "not_reported": [said]})
    with certificate(browser, address, {**PAPER, "credit_id": None}, there) as page:
        expect(page.locator("#main")).to_contain_text("You agreed to reporting, but. See it.")
        expect(page.locator("#main").get_by_role("link", name="Profile")).to_be_visible()


def test_the_owner_shares_a_valid_certificate_and_nothing_is_sent_before_that(browser, address):
    with certificate(browser, address, PAPER, credit(State.ACCEPTED)) as page:
        elsewhere = []
        page.on("request", lambda request: elsewhere.append(request.url) if "linkedin" in request.url else None)
        place = page.get_by_role("region", name="Show it to others")
        page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        place.get_by_role("button", name="Copy: Link").click()
        expect(place.get_by_role("button", name="Copy: Link")).to_have_text("Copied")
        assert page.evaluate("window.copied") == PAPER["verification_url"]
        link = place.get_by_role("link", name="Add to LinkedIn")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        assert PAPER["number"] in link.get_attribute("href")
        assert elsewhere == []


@pytest.mark.parametrize("changes", [{"status": "revoked", "reason": "x"}, {"status": "superseded"}, ATTENDANCE])
def test_what_is_not_valid_or_awards_nothing_is_not_offered_to_linkedin(browser, address, changes):
    with certificate(browser, address, {**PAPER, **changes}, credit(State.ACCEPTED)) as page:
        expect(page.locator("#main")).to_contain_text(PAPER["number"])
        expect(page.get_by_role("link", name="LinkedIn")).to_have_count(0)
        expect(page.get_by_role("heading", name="Show it to others")).to_have_count(int(changes is ATTENDANCE))


def test_a_credit_that_cannot_be_looked_up_is_not_guessed(browser, address):
    nowhere = ("/v1/organizer", {**WORLD["/v1/organizer"], "items": []})
    with certificate(browser, address, PAPER, nowhere) as page:
        expect(page.locator("#main")).not_to_contain_text("on its way")


@pytest.mark.parametrize("path", ["/claims/c3/certificate", "/verify/7XKDA-9GQMT-C4WHE"])
def test_attendance_is_never_shown_as_credit_awarded(browser, address, path):
    with certificate(browser, address, ATTENDANCE, ("/v1/verify", ATTENDANCE), path=path) as page:
        main = page.locator("#main")
        expect(main).to_contain_text(ATTENDED)
        expect(main).to_contain_text("Statement of attendance")
        expect(main).not_to_contain_text("Awarded")
        assert page.locator(".total", has_text="AMA").count() == 0


def test_staff_see_attendance_as_attendance(browser, address):
    path = "/staff/certificates?number=7XKDA-9GQMT-C4WHE"
    with opened(browser, address, path, signed_in=True, staff=True, answers=[("/v1/certificates", ATTENDANCE)]) as page:
        expect(page.locator("#main")).to_contain_text(ATTENDED)
        expect(page.locator("#main")).to_contain_text("Statement of attendance")
        expect(page.locator("#main")).not_to_contain_text("Awarded")


def test_hours_attended_are_no_credits_in_lists(browser, address):
    claim = {**FINAL, "statement": "attendance", "total": "1.25"}
    totals = [{"statement": "attendance", "credits": "1.25"}]
    answers = [("/v1/transcript", {**WORLD["/v1/transcript"], "items": [claim], "totals": totals})]
    for path in ("/", "/transcript"):
        with opened(browser, address, path, signed_in=True, answers=answers) as page:
            expect(page.locator("#main")).to_contain_text("1.25 hours attended")
            expect(page.locator("#main")).not_to_contain_text("1.25 credits")


def test_a_claim_that_was_opened_again_says_why_and_until_when(browser, address):
    again = {"at": "2026-07-01T12:00:00Z", "certificate_number": "7XKDA-9GQMT-C4WHE"}
    claim = {**DRAFT, "reopened": again, "open_until": "2099-08-01T04:00:00Z"}
    answers = [("/v1/claims/c2", claim), ("/v1/certificates", {**PAPER, "status": "revoked", "reason": "Wrong day"})]
    with opened(browser, address, "/claims/c2/summary", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text(f"Certificate {PAPER['number']} was revoked")
        expect(page.locator("#main")).to_contain_text("Reason: Wrong day")
        expect(page.locator("#main")).to_contain_text("July 31, 2099")
    answers = [("/v1/claims", {"items": [claim], "next_cursor": None})]
    with opened(browser, address, "/activities/m1", signed_in=True, answers=answers) as page:
        expect(page.get_by_role("link", name="Continue your claim")).to_be_visible()


def test_a_certificate_that_replaces_another_says_which_and_why(browser, address):
    before = {**PAPER, "number": "2XKDA-9GQMT-C4WHE", "status": "superseded", "reason": "The name was misspelled"}
    answers = [
        (f"/v1/certificates/{before['number']}", before),
        ("/v1/certificates", {**PAPER, "replaces": before["number"]}),
    ]
    with opened(browser, address, "/claims/c3/certificate", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("It replaces your certificate 2XKDA-9GQMT-C4WHE.")
        expect(page.locator("#main")).to_contain_text("Reason: The name was misspelled")


def test_opening_the_claim_of_a_revoked_certificate_does_not_revoke_it_again(browser, address):
    done = {"certificate": {**PAPER, "status": "revoked"}, "reopened": True, "credit": None}
    answers = [("/v1/staff/certificates", done), ("/v1/certificates", {**PAPER, "status": "revoked"})]
    path = f"/staff/certificates?number={PAPER['number']}"
    with opened(browser, address, path, signed_in=True, staff=True, answers=answers) as page:
        page.get_by_role("button", name="Reopen the claim").click()
        page.get_by_label("Reason").fill("A slip")
        page.locator("form").get_by_role("button", name="Reopen the claim").click()
        expect(page.locator(".note.ok")).to_have_text("The claim is reopened.")


def test_a_freed_claim_asks_for_the_code(browser, address):
    missing = [{"path": "access_code", "code": "access_code_missing", "message": "Enter your Badge ID again."}]
    claim = {**DRAFT, "summary": {**DRAFT["summary"], "missing": missing}}
    with opened(browser, address, "/claims/c2", signed_in=True, answers=[("/v1/claims/c2", claim)]) as page:
        expect(page.locator("#main")).to_contain_text("Staff freed the code of this claim.")
        expect(page.get_by_label("Badge ID")).to_be_visible()
