"""Whose address it is: a learner takes over the address of a second account, and staff undo that."""

from urllib.parse import urlencode

from playwright.sync_api import expect


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
