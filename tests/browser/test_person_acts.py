"""What staff do on the page of a learner: award a credit, change a certificate, move an address. By keyboard."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.test_staff_answers import PERSON
from tests.browser.visitor import AXE, PHONE, RULES

NUMBER, OTHER = "7XKDA-9GQMT-C4WHE", "9GQMT-7XKDA-C4WHE"
CERTIFICATE = {
    "number": NUMBER,
    "activity": "Malaria <b>smears</b>",
    "learner": "Ada Example",
    "learner_language": "en",
    "statement": "pace",
    "credits": "1.5",
    "completed_on": "2026-06-04",
    "status": "valid",
    "superseded_by": None,
    "reason": None,
}
REVOKED = {**CERTIFICATE, "number": OTHER, "status": "revoked", "reason": "Wrong person"}
CREDIT = {**dict(ANSWERS)["/v1/staff/credits"]["items"][0], "state": "reported", "member_number": "900004"}
PROVIDERS = {"items": [{"id": "labce", "display_name": "LabCE", "active": True}]}
PROVIDERS["items"].append({"id": "asm", "display_name": "Microbes", "active": True})
PROVIDERS["items"].append({"id": "gone", "display_name": "Gone", "active": False})
ADDRESS = {
    "email": "ada@example.org",
    "learner_id": "l1",
    "name": "Ada Example",
    "current": True,
    "undoable": None,
    "moves": [],
}
WORLD = [
    ("/v1/staff/people/l1/certificates", {"items": [CERTIFICATE, REVOKED]}),
    ("/v1/staff/people/l1/credits", {"items": []}),
    ("/v1/staff/people/l1", PERSON),
    ("/v1/staff/providers", PROVIDERS),
    ("/v1/staff/addresses?", ADDRESS),
    (f"/v1/staff/certificates/{NUMBER}/reissue?dry_run=true", {"changes": []}),
]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at(browser, address, **look):
    return opened(browser, address, "/staff/people/l1", signed_in=True, staff=True, answers=WORLD, **look)


def heard(page, path, answer):
    """The bodies that are sent to `path`, and whether each was a dry run; `answer(dry_run)` answers."""
    sent = []

    def take(route):
        if route.request.method != "POST":
            route.fallback()
            return
        dry_run = "dry_run=true" in route.request.url
        sent.append((dry_run, json.loads(route.request.post_data)))
        found = answer(dry_run)
        route.fulfill(json=found, status=found.get("status", 200))

    page.route(f"**{path}*", take)
    return sent


def violations(page):
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def award(dry_run, **changes):
    return {"dry_run": dry_run, "known": False, "credit": CREDIT, **changes}


def fill_in(page, reason="Her badge was not read <b>"):
    page.get_by_role("button", name="Award a credit").press("Enter")
    expect(page.get_by_label("Provider")).to_be_focused()
    page.get_by_label("Provider").select_option("LabCE")
    page.get_by_label("Statement").select_option("pace")
    page.get_by_label("Title").fill("Malaria <img src=x> =1+1 🦟")
    page.get_by_label("Program number").fill("571-021-26")
    page.get_by_label("Contact hours").fill("1.5")
    page.get_by_label("Completed on").fill("2026-06-04")
    page.get_by_label("Reason").fill(reason)


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_an_award_is_tried_then_confirmed(browser, address, look):
    with at(browser, address, **look) as page:
        sent = heard(page, "/v1/staff/people/l1/credits", award)
        fill_in(page)
        assert violations(page) == []
        page.get_by_label("Reason").press("Enter")
        expect(page.get_by_role("heading", name="Nothing is saved yet.")).to_be_focused()
        expect(page.locator("#main")).to_contain_text("It is matched to member 900004 of ASCLS, and sent to ASCP")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.get_by_role("button", name="Award this credit").press("Enter")
        expect(page.locator("#main .note.ok")).to_contain_text("on its way to ASCP")
        body = {
            "provider": "labce",
            "statement": "pace",
            "activity_title": "Malaria <img src=x> =1+1 🦟",
            "activity_number": "571-021-26",
            "contact_hours": "1.5",
            "completed_on": "2026-06-04",
            "reason": "Her badge was not read <b>",
        }
        assert sent == [(True, body), (False, body)]


def test_somebody_without_a_name_gets_no_form_that_would_end_in_a_refusal(browser, address):
    nameless = [("/v1/staff/people/l1/c", {"items": []}), ("/v1/staff/people/l1", PERSON | {"name": None})]
    look = {"signed_in": True, "staff": True, "answers": nameless}
    with opened(browser, address, "/staff/people/l1", **look) as page:
        expect(page.locator("#main")).to_contain_text("once the learner has entered a name")
        expect(page.get_by_role("button", name="Award a credit")).to_have_count(0)


def test_what_was_changed_after_the_check_must_be_checked_again(browser, address):
    with at(browser, address) as page:
        sent = heard(page, "/v1/staff/people/l1/credits", award)
        fill_in(page)
        page.get_by_label("Reason").press("Enter")
        expect(page.get_by_role("button", name="Award this credit")).to_be_visible()
        page.get_by_label("Contact hours").fill("2")
        expect(page.get_by_role("button", name="Award this credit")).to_have_count(0)
        assert [dry_run for dry_run, _ in sent] == [True]


def test_an_award_that_waits_or_was_made_before_says_so(browser, address):
    waits = {**CREDIT, "state": "unmatched", "reason": {"code": "not_a_member", "says": "No member has this address."}}
    for answer, said in (
        (lambda dry_run: award(dry_run, credit=waits), "It is saved and not sent to ASCP now. No member has this"),
        (lambda dry_run: award(dry_run, known=True), "It is in the list below, with its history."),
    ):
        with at(browser, address) as page:
            heard(page, "/v1/staff/people/l1/credits", answer)
            fill_in(page)
            page.get_by_label("Reason").press("Enter")
            expect(page.locator("#main")).to_contain_text(said)
            known = "before" in page.locator("#main h4").inner_text()
            expect(page.get_by_role("button", name="Award this credit")).to_have_count(0 if known else 1)


def test_each_problem_of_an_award_is_at_its_field(browser, address):
    problem = {"path": "contact_hours", "code": "hours_out_of_range", "message": "Must be more than 0."}
    refused = {"code": "invalid", "detail": "Some of it cannot be taken.", "status": 422, "errors": [problem]}
    with at(browser, address) as page:
        heard(page, "/v1/staff/people/l1/credits", lambda _dry_run: refused)
        page.get_by_role("button", name="Award a credit").press("Enter")
        page.get_by_role("button", name="See what would become of it").press("Enter")
        for label in ("Provider", "Statement", "Title", "Program number", "Contact hours", "Completed on", "Reason"):
            expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Provider")).to_be_focused()
        page.get_by_role("button", name="Cancel").press("Enter")
        expect(page.get_by_role("button", name="Award a credit")).to_be_focused()
        fill_in(page)
        page.get_by_label("Reason").press("Enter")
        hours = page.get_by_label("Contact hours")
        expect(hours).to_have_attribute("aria-invalid", "true")
        expect(hours).to_have_value("1.5")
        expect(page.locator(".field", has=hours)).to_contain_text("Must be more than 0.")
        expect(page.get_by_role("heading", level=4, name="Some of the data is not valid.")).to_be_visible()
        assert violations(page) == []


def test_a_certificate_is_reissued_and_a_claim_reopened_on_the_page(browser, address):
    with at(browser, address) as page:
        answer = {"certificate": {**CERTIFICATE, "number": "NEW"}, "credit": None, "reopened": False}
        sent = heard(page, f"/v1/staff/certificates/{NUMBER}/reissue", lambda dry: {"changes": []} if dry else answer)
        page.get_by_role("button", name=f"Reissue: {NUMBER}").press("Enter")
        page.get_by_label("The right name").fill("Ada Right")
        page.get_by_label("Reason").fill("Married")
        page.get_by_label("Reason").press("Enter")
        expect(page.locator("#main .note.ok")).to_contain_text("Reissued as NEW.")
        wanted = {"reason": "Married", "name_as_printed": "Ada Right", "license_number": None}
        assert [body for dry_run, body in sent if not dry_run] == [wanted]

        again = {"certificate": REVOKED, "credit": None, "reopened": True}
        opened_again = heard(page, f"/v1/staff/certificates/{OTHER}/revoke", lambda _dry_run: again)
        page.get_by_role("button", name=f"Reopen the claim: {OTHER}").press("Enter")
        page.get_by_label("Reason").fill("She forgot a session")
        assert violations(page) == []
        page.get_by_label("Reason").press("Enter")
        expect(page.locator("#main .note.ok")).to_contain_text("The claim is reopened.")
        assert opened_again == [(False, {"reason": "She forgot a session", "reopen": True, "credit_stays": False})]


def test_an_address_is_moved_on_the_page(browser, address):
    with at(browser, address) as page:
        sent = heard(page, "/v1/staff/addresses/move", lambda _dry_run: ADDRESS)
        page.get_by_text("Show: Addresses").press("Enter")
        page.get_by_role("button", name="Move this address").press("Enter")
        page.get_by_label("An address of the person who gets it").fill("bea@example.org")
        page.get_by_label("Reason").fill("Typed wrong at the desk")
        assert violations(page) == []
        page.get_by_label("Reason").press("Enter")
        expect(page.locator("#main .note.ok")).to_contain_text("The address was moved.")
        assert page.url.endswith("/staff/people/l1")
        wanted = {"email": "ada@example.org", "to_email": "bea@example.org", "reason": "Typed wrong at the desk"}
        assert sent == [(False, wanted)]
