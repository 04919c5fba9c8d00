"""Whose address it is: a learner takes over the address of a second account, and staff undo that."""

import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.flow.mail import mails


def test_a_learner_takes_over_the_address_of_a_second_account_and_staff_undo_it(arrive, learner, new_learner, staff):
    other, at_staff = new_learner(), arrive(staff)
    visitor = arrive(learner)
    assert visitor.api(other).call("GET", "/v1/me").json()["email_is_yours"] is True
    visitor.open("/profile")
    visitor.press("Take over the address of another account")
    part = visitor.page.locator("section", has=visitor.page.get_by_role("heading", name="Your addresses"))
    part.get_by_label("E-mail", exact=True).fill(other.email)
    part.get_by_label("Password", exact=True).fill(other.password)
    visitor.press("Take the address over")
    visitor.says(f"{other.email} is yours here now.")
    expect(part.get_by_role("listitem")).to_contain_text([learner.email, other.email])
    assert visitor.api(other).call("GET", "/v1/me").json()["email_is_yours"] is False
    assert visitor.violations() == []

    at_staff.open("/staff/learners?" + urlencode({"email": other.email}))
    at_staff.says("The learner signed in to both accounts.")
    at_staff.press("Undo this move")
    at_staff.fill("Reason", "Two people")
    at_staff.page.locator("form").get_by_role("button", name="Undo this move").click()
    at_staff.says("The move was undone.")
    assert visitor.api(other).call("GET", "/v1/me").json()["email_is_yours"] is True
    assert at_staff.violations() == []


def part(visitor, heading):
    return visitor.page.locator("section", has=visitor.page.get_by_role("heading", name=heading))


def expect_a_recent_sign_in(visitor, path):
    """As if the sign-in were older than five minutes, the first time."""
    refused = {"code": "sign_in_again", "status": 403, "detail": "Sign in again, then repeat it."}
    visitor.page.route(f"**{path}", lambda route: route.fulfill(status=403, json=refused), times=1)


def test_a_learner_adds_an_address_with_the_code_from_its_mailbox_removes_it_and_undoes_that(arrive, new_learner):
    one = new_learner()
    visitor, other = arrive(one), f"second.{one.email}"
    visitor.open("/profile")
    visitor.press("Add an address")
    part(visitor, "Your addresses").get_by_label("The address", exact=True).fill(other)
    visitor.press("Send the code")
    visitor.says(f"We sent a code to {other}.")
    [mail] = mails(visitor.stack, other)
    assert "Somebody who is signed in to Laurel" in mail.text
    visitor.fill("The code from the e-mail", re.search(r"\d{4} \d{4}", mail.subject)[0])
    visitor.press("Add the address")
    visitor.says(f"{other} is yours here now.")
    expect_a_recent_sign_in(visitor, "/v1/me/addresses/remove")
    visitor.press(f"Remove {other}")
    visitor.press("Remove the address")
    asked = visitor.page.get_by_role("dialog", name="Is it you?")
    expect(asked.get_by_label("E-mail", exact=True)).to_have_value(one.email)
    assert visitor.violations() == []
    asked.get_by_label("Password", exact=True).fill(one.password)
    asked.get_by_role("button", name="Log in", exact=True).click()
    visitor.says(f"{other} was removed.")
    visitor.press(f"Undo: {other}")
    visitor.says(f"Undone. {other} belongs where it was before.")
    expect(part(visitor, "Your addresses").get_by_role("listitem")).to_contain_text([one.email, other])
    assert visitor.violations() == []


def test_a_learner_joins_a_second_account_and_separates_it_and_staff_do_too(arrive, new_learner, staff):
    one, other = new_learner(), new_learner()
    visitor, at_staff = arrive(one), arrive(staff)
    visitor.api(other).call("GET", "/v1/me")
    visitor.open("/profile")
    visitor.press("Join another account")
    accounts = part(visitor, "Your other accounts")
    accounts.get_by_label("E-mail", exact=True).fill(other.email)
    accounts.get_by_label("Password", exact=True).fill(other.password)
    visitor.press("Join the accounts")
    visitor.says("The accounts are joined.")
    expect(part(visitor, "Your addresses").get_by_role("listitem")).to_contain_text([one.email, other.email])
    assert visitor.violations() == []
    visitor.press(f"Separate from {other.email}")
    visitor.press("Separate the accounts")
    visitor.says("The accounts are separate again.")
    expect(part(visitor, "Your addresses").get_by_role("listitem")).to_have_count(1)

    at_staff.open("/staff/learners?" + urlencode({"email": one.email}))
    at_staff.press("Join another account with this one")
    at_staff.fill("An address of the other account", other.email)
    at_staff.fill("Reason", "Two accounts of one person")
    at_staff.page.locator("form").get_by_role("button", name="Join another account with this one").click()
    at_staff.says("The accounts are joined.")
    at_staff.says(f"Joined with {other.email}")
    at_staff.press(f"Separate from {other.email}")
    at_staff.fill("Reason", "Not the same person")
    at_staff.page.locator("form").get_by_role("button", name=f"Separate from {other.email}").click()
    at_staff.says("The accounts are separate again.")
    assert at_staff.violations() == []
