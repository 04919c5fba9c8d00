"""The page of the links in the e-mail about a change: without a sign-in, by keyboard, and for screen readers."""

import pytest
from playwright.sync_api import expect

from local import users
from local.users import User
from tests.flow.mail import mails


def new_address(visitor, learner):
    """The learner's address is changed at Cognito, without the portal, and the next token notices it."""
    stack, email = visitor.stack, f"thief.{learner.email}"
    stack.client("cognito-idp").admin_update_user_attributes(
        UserPoolId=stack.outputs["UserPoolId"],
        Username=learner.email,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    users.tokens(stack.client, stack.outputs["UserPoolClientId"], User(email, learner.password))
    return mails(stack, learner.email)[-1].change_links


@pytest.mark.parametrize(
    ("use", "asks", "does", "done"),
    [
        ("undo", "Was it not you?", "Undo the change", "The change is undone"),
        ("confirm", "Was it you?", "Yes, it was me", "Thank you, the change is confirmed"),
    ],
)
def test_a_link_asks_first_and_does_it_once(arrive, learner, use, asks, does, done):
    visitor = arrive(learner)
    visitor.open("/profile")
    links = new_address(visitor, learner)
    visitor.context.clear_cookies()
    visitor.page.evaluate("sessionStorage.clear()")
    visitor.open(f"/account-change?token={links[use]}")
    visitor.sees(asks)
    visitor.says(learner.email)
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    button = visitor.page.get_by_role("button", name=does)
    button.focus()
    visitor.page.keyboard.press("Enter")
    visitor.sees(done)
    expect(visitor.page.get_by_role("heading", level=1)).to_be_focused()
    assert visitor.violations() == []
    visitor.open(f"/account-change?token={links[use]}")
    visitor.sees("A change of your account")
    visitor.says("This change was undone already." if use == "undo" else "This change was confirmed.")
    assert visitor.violations() == []
    if use == "undo":
        visitor.open("/sign-in")
        visitor.log_in(learner)
        visitor.says("The e-mail or password is wrong.")  # nobody knows it now
