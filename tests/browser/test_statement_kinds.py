"""The portal knows kinds of statement from the API alone: a new one needs no page and no text of its own."""

import re

import pytest
from playwright.sync_api import expect

from laurel.statements import Statement
from local.places import ROOT
from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served

WORLD = dict(ANSWERS)
NEW_YORK = {
    "type": "new_york",
    "name": "New York credit",
    "short_name": "New York",
    "about": "If you are licensed in New York.",
    "awards_credit": True,
    "reportable": False,
    "physicians_only": False,
    "license_state": "NY",
    "hours_a_day": "0.5",
}
KINDS = {"items": [*WORLD["/v1/statements"]["items"], NEW_YORK]}
OFFERED = {"type": "new_york", "maximum": "3", "step": "0.5", "wording": "", "approval_number": "NY 1"}
ACTIVITY = {**WORLD["/v1/activities/m1"], "statements": [OFFERED]}
SESSIONS = {
    "items": [{**one, "maximum": {"new_york": "1"}} for one in WORLD["/v1/activities/m1/sessions"]["items"]],
    "next_cursor": None,
}
OFFERS = [
    ("/v1/statements", KINDS),
    ("/v1/activities/m1/sessions", SESSIONS),
    ("/v1/activities/m1", ACTIVITY),
]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def test_a_new_kind_is_offered_in_its_own_words_and_asks_for_its_license(browser, address):
    with opened(browser, address, "/activities/m1/claim", signed_in=True, answers=OFFERS) as page:
        expect(page.locator("#main")).to_contain_text("New York credit")
        expect(page.locator("#main")).to_contain_text("If you are licensed in New York. Up to 3.")
        expect(page.get_by_label("Your New York license number")).to_be_visible()


def test_a_learner_with_the_license_is_not_asked(browser, address):
    licensed = {**WORLD["/v1/me"], "licences": [{"state": "NY", "number": "1", "profession": None}]}
    answers = [*OFFERS, ("/v1/me", licensed)]
    with opened(browser, address, "/activities/m1/claim", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("New York credit")
        expect(page.get_by_label("Your New York license number")).to_have_count(0)


def test_the_limit_of_a_day_is_that_of_the_kind(browser, address):
    claim = {**WORLD["/v1/claims/c1"], "statement": "new_york", "sessions": []}
    answers = [*OFFERS, ("/v1/claims/c1", claim)]
    with opened(browser, address, "/claims/c1/sessions", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("New York gives at most 0.5 contact hours a day")


def test_credit_that_is_not_reported_asks_for_no_consent(browser, address):
    claim = {**WORLD["/v1/claims/c2"], "statement": "new_york"}
    answers = [*OFFERS, ("/v1/claims/c2", claim)]
    with opened(browser, address, "/claims/c2/summary", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text("New York credit")
        expect(page.get_by_role("radiogroup", name=re.compile("ASCP"))).to_have_count(0)


def test_no_script_but_the_request_of_pace_names_a_kind():
    named = re.compile(rf"""['"`]({"|".join(Statement)})['"`]""")
    scripts = sorted((ROOT / "portal" / "app").rglob("*.js"))
    assert scripts
    found = [(path.parent.name, path.name, *named.findall(path.read_text(encoding="utf-8"))) for path in scripts]
    # The request of a P.A.C.E. program is about its own kind. Attendance is also what an activity requires, a report
    # that staff upload, and the page for it.
    kinds = [one for one in found if set(one[2:]) - {"attendance"}]
    assert kinds == [("pace", "request.js", "pace")]
    named_so = {folder for folder, _, *names in found if names}
    assert named_so == {"pace", "workbench", "intake", "attendance"}
