"""One box for whatever staff have of a person: what was searched is said, one hit is shown, several are a list."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served
from tests.browser.test_person_acts import violations
from tests.browser.test_staff_answers import PERSON
from tests.browser.visitor import PHONE

FIND = "Whom do you look for?"
LINE = {"learner_id": "l1", "name": "Ada <b>Example</b>", "email": "ada@example.org", "joined_into": None, "by": "name"}
PAGE = [("/v1/staff/people/l1/c", {"items": []}), ("/v1/staff/people/l1", PERSON)]


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at(browser, address, found, path="/staff/learners", **look):
    answers = [("/v1/staff/people?find=", found), *PAGE]
    return opened(browser, address, path, signed_in=True, staff=True, answers=answers, **look)


def tried(*kinds, items=(), more=False, says=None):
    return {"items": list(items), "tried": [{"by": one, "says": says} for one in kinds], "more": more}


def search(page, text):
    page.get_by_label(FIND).fill(text)
    page.get_by_label(FIND).press("Enter")


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_several_are_a_list_that_says_by_what_each_was_found(browser, address, look):
    other = {**LINE, "learner_id": "l2", "name": None, "by": "badge", "joined_into": "l1"}
    found = tried("member_number", "badge", "name", items=[LINE, other], more=True)
    with at(browser, address, found, **look) as page:
        search(page, "ab-1")
        said = page.get_by_role("status").filter(has_text="Searched")
        expect(said).to_contain_text("Searched: member numbers, Badge IDs of the latest activities, names.")
        expect(said).to_contain_text("2 learners found. There may be more: type more of the name.")
        expect(page.locator("tbody tr")).to_contain_text(["names", "Badge IDs of the latest activities"])
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.get_by_role("link", name="Ada <b>Example</b>").press("Enter")
        expect(page.locator("#main")).to_contain_text("Found by the name.")
        assert page.get_by_label(FIND).count() == 0


def test_one_hit_is_shown_at_once_and_back_leads_to_the_search(browser, address):
    with at(browser, address, tried("name", items=[LINE])) as page:
        search(page, "ada")
        expect(page.locator("#main h1")).to_have_text("Ada Example")
        expect(page.locator("#main")).to_contain_text("Found by the name.")
        page.go_back()
        expect(page.get_by_label(FIND)).to_be_visible()


def test_nobody_is_said_with_what_was_tried_and_what_is_wrong_with_a_number(browser, address):
    mistyped = tried("certificate", says="There is a typing error in the number.")
    with at(browser, address, mistyped) as page:
        search(page, "7XKDA-7XKDA-7XKDA")
        expect(page.locator("#main")).to_contain_text("No learner found. Compare it letter by letter")
        expect(page.locator("#main")).to_contain_text("Searched: numbers of certificates.")
        expect(page.locator("#main")).to_contain_text("There is a typing error in the number.")
        expect(page.get_by_label(FIND)).to_have_value("7XKDA-7XKDA-7XKDA")
        assert violations(page) == []


def test_a_text_that_can_be_nothing_is_refused_at_the_box(browser, address):
    problem = {"path": "find", "code": "name_too_short", "message": "Type at least two letters."}
    refused = {"code": "invalid", "detail": "Something is wrong.", "status": 422, "errors": [problem]}
    with at(browser, address, refused) as page:
        page.get_by_label(FIND).press("Enter")
        expect(page.get_by_label(FIND)).to_have_attribute("aria-invalid", "true")
        search(page, "a")
        expect(page.locator(".field", has=page.get_by_label(FIND))).to_contain_text("Type at least two letters.")
        expect(page.get_by_label(FIND)).to_have_attribute("aria-invalid", "true")
        assert violations(page) == []
