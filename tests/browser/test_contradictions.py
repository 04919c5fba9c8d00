"""Pages about the same thing agree: counts, dates, states, and actions with their previews."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.test_staff_answers import PERSON

WORLD = dict(ANSWERS)
ONE = WORLD["/v1/organizer"]["items"][1]
FINAL = WORLD["/v1/transcript"]["items"][0]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def many(shown, total):
    items = [{**ONE, "credit_id": f"m{n}"} for n in range(shown)]
    phases = {"needs_you": total}
    totals = {"credits": total, "by_state": {"rejected": total}, "by_phase": phases, "by_month": {"2026-06": phases}}
    return [("/v1/organizer", {"items": items, "totals": totals, "not_reported": [], "next_cursor": None})]


@pytest.mark.parametrize("path", ["/", "/organizer"])
def test_every_page_gives_the_number_of_the_api(browser, address, path):
    with opened(browser, address, path, signed_in=True, answers=many(50, 91)) as page:
        expect(page.locator("#main")).to_contain_text("91 credits need you")
        if path == "/organizer":
            expect(page.locator("#main")).to_contain_text("The first 50 are shown.")
            expect(page.get_by_role("link", name="Needs you 91")).to_be_visible()


def test_a_revoked_certificate_says_so_on_the_first_page(browser, address):
    revoked = {**WORLD["/v1/transcript"], "items": [{**FINAL, "certificate_status": "revoked"}], "totals": []}
    for path in ("/", "/transcript"):
        with opened(browser, address, path, signed_in=True, answers=[("/v1/transcript", revoked)]) as page:
            expect(page.locator("#main")).to_contain_text("revoked It does not count.")


def test_earned_is_the_day_of_completion_and_received_a_step_of_its_own(browser, address):
    with opened(browser, address, "/organizer", signed_in=True) as page:
        page.locator(".month .credit-row summary").first.click()
        stations = page.locator(".progress-steps").first.locator("li")
        expect(stations.nth(0)).to_have_text("EarnedJune 4, 2026")
        expect(stations.nth(1)).to_contain_text("ReceivedJune 10, 2026,")


def test_a_note_of_staff_does_not_move_the_day_on_which_ascp_accepted(browser, address):
    credit = next(one for one in WORLD["/v1/organizer"]["items"] if one["state"] == "accepted")
    note = {**credit["timeline"][-1], "at": "2026-12-24T12:00:00Z", "by": "staff", "detail": "certificate revoked"}
    one = {**credit, "timeline": [*credit["timeline"], note]}
    totals = {**WORLD["/v1/organizer"]["totals"], "by_month": {"2026-06": {"done": 1}}}
    found = {**WORLD["/v1/organizer"], "items": [one], "totals": totals}
    none = ("/v1/organizer?phase=needs_you", {**found, "items": []})
    with opened(browser, address, "/organizer", signed_in=True, answers=[none, ("/v1/organizer", found)]) as page:
        page.locator(".credit-row summary").click()
        expect(page.locator(".progress-steps")).to_contain_text("Accepted by ASCP")
        expect(page.locator(".progress-steps")).not_to_contain_text("December 24")


def test_a_certificate_that_may_be_entered_by_hand_is_not_nothing(browser, address):
    one = {"claim_id": "c3", "title": "Platelet clumps", "provider": "Example Society", "completed_on": "2026-06-04"}
    reason = {"says": "Credit of this type is not reported.", "do": "Enter it by hand.", "where": "ascp"}
    sheet = {"items": [], "ascp_has_all": False, "not_reported": [{**one, "statement": "attendance", "reason": reason}]}
    answers = [("/v1/organizer/manual-entry", sheet)]
    with opened(browser, address, "/organizer/manual-entry", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("You do not need to enter any of the credits that we report.")
        expect(page.locator("#main")).not_to_contain_text("nothing to enter")


def test_a_transcript_on_paper_says_whose_it_is_and_of_which_day(browser, address):
    with opened(browser, address, "/transcript", signed_in=True) as page:
        whose = page.get_by_text(re.compile(r"^Nguyễn Thị Thu Trang · ana@example\.org · Printed on \w+ \d+, \d{4}$"))
        expect(whose).to_be_hidden()
        page.emulate_media(media="print")
        expect(whose).to_be_visible()


def test_dates_of_an_address_that_are_none_show_a_page(browser, address):
    with opened(browser, address, "/transcript?from=x&to=2026-13-45", signed_in=True) as page:
        expect(page.locator("#main h1")).to_have_text("Completed Credits and Certificates")


def test_a_lock_out_that_was_lifted_counts_no_codes(browser, address):
    tries = {"activity_id": "m1", "wrong": 0, "locked_until": None, "acts": []}
    line = {"learner_id": "l1", "name": None, "email": "ana@example.org", "joined_into": None, "by": "email"}
    answers = [
        ("/v1/staff/people?find=", {"items": [line], "tried": [{"by": "email", "says": None}], "more": False}),
        ("/v1/staff/people/l1/c", {"items": []}),
        ("/v1/staff/people/l1", {**PERSON, "codes": [tries]}),
        ("/v1/staff/addresses?", {"email": "ana@example.org", "learner_id": None, "moves": []}),
    ]
    path = "/staff/learners?email=ana%40example.org"
    with opened(browser, address, path, signed_in=True, staff=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("No wrong codes count against this learner for “m1” now.")
        expect(page.locator("#main")).not_to_contain_text("0 wrong codes")


def test_every_language_of_a_name_has_a_name(browser, address):
    with opened(browser, address, "/profile", signed_in=True) as page:
        names = page.get_by_label("Language of the name").locator("option").all_inner_texts()
        assert {"Tibetan", "Dzongkha"} <= set(names)
        assert [name for name in names if name.islower()] == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"total": 118, "next_cursor": "x"}, "2 of 118 credits"),
        ({"total": 2, "next_cursor": None}, "2 credits found"),
        ({"total": None, "next_cursor": "x"}, "The first 2 credits"),
        ({"total": None, "next_cursor": None}, "2 credits found"),
    ],
)
def test_staff_read_how_many_credits_there_are(browser, address, found, said):
    items = WORLD["/v1/staff/credits"]["items"] * 2
    answers = [("/v1/staff/credits", {"items": items, **found})]
    with opened(browser, address, "/staff/credits?state=rejected", signed_in=True, staff=True, answers=answers) as page:
        expect(page.locator("#main [role=status]").first).to_have_text(said)


REFUSED = {"status": 422, "code": "invalid", "detail": "Each problem is listed.", "errors": []}


@pytest.mark.parametrize(
    ("path", "api", "label", "typed"),
    [
        ("/staff/credits?credit_id=abc", "/v1/staff/credits", "Credit ID", "abc"),
        ("/transcript?from=2026-12-31&to=2026-01-01", "/v1/transcript", "From", "2026-12-31"),
        ("/organizer?from=2026-12-31&to=2026-01-01", "/v1/organizer", "From", "2026-12-31"),
        ("/activities?from=2026-12-31&to=2026-01-01", "/v1/activities", "From", "2026-12-31"),
    ],
)
def test_a_search_that_is_refused_keeps_what_was_typed(browser, address, path, api, label, typed):
    with opened(browser, address, path, signed_in=True, staff=True, answers=[(api, REFUSED)]) as page:
        expect(page.locator("#main .note.bad")).to_contain_text("Some of the data is not valid.")
        expect(page.get_by_label(label, exact=True)).to_have_value(typed)


@pytest.mark.parametrize(
    ("statement", "said"),
    [("pace", "because you had not agreed to it when"), ("attendance", "Credit of this type is not reported")],
)
def test_a_certificate_that_is_not_reported_says_why(browser, address, statement, said):
    paper = {**WORLD["/v1/certificates"], "credit_id": None, "statement": statement}
    says = "This credit is not reported, because you had not agreed to it when you printed."
    why = {"code": "no_consent", "says": says, "do": "Agree in your profile.", "where": "profile"}
    unreported = {"certificate_number": paper["number"], "reason": why}
    answers = [
        ("/v1/certificates", paper),
        ("/v1/organizer", {**WORLD["/v1/organizer"], "not_reported": [unreported]}),
    ]
    with opened(browser, address, "/claims/c3/certificate", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text(said)
        expect(page.locator("#main")).not_to_contain_text("either")


def test_a_text_that_says_to_write_to_us_has_our_address_behind_it(browser, address):
    reason = {"code": "invalid", "says": "No.", "do": "Or write to us so that we look into it.", "where": "ascp"}
    item = {**ONE, "reason": reason}
    answers = [("/v1/organizer", {**WORLD["/v1/organizer"], "items": [item]})]
    with opened(browser, address, "/organizer", signed_in=True, answers=answers) as page:
        page.locator("#needs-you + .rows summary").first.click()
        expect(page.locator("#main .note a[href='mailto:education@example.org']")).to_have_count(1)
