"""Learners ask where a credit is: by finger on a phone, and by keyboard alone at a desk."""

import secrets

from playwright.sync_api import expect

from laurel.ledger.states import UnmatchedReason
from tests.browser.learner_tasks.learning import WAYS
from tests.functions.organizer_desk import unmatched


@WAYS
def test_a_membership_that_lapsed_is_named_first(learning):
    email = f"{learning.who}@example.org"
    credit = unmatched(f"lapsed-{secrets.token_hex(4)}", UnmatchedReason.MEMBERSHIP_LAPSED, email=email)
    learning.memory.books.add(credit)
    learning.begin()
    learning.hand.press(learning.link("Go to your credits"))
    learning.hand.press(learning.link("Where is my credit?"))
    expect(learning.page.locator(".verdict")).to_be_visible()
    learning.done("Why is my credit missing: membership lapsed")


@WAYS
def test_a_credit_that_never_came_has_somebody_to_ask(learning):
    learning.begin("/organizer")
    learning.hand.press(learning.link("Where is my credit?"))
    expect(learning.page.locator(".verdict")).to_be_visible()
    learning.done("Why is my credit missing: nothing came")
