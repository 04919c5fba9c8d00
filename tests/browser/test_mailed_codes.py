"""Logging in with a code by e-mail instead of the password."""

import json
import time

from playwright.sync_api import expect

from local import users
from local.api import Api
from local.authenticator import code_of
from local.users import User, new_password
from tests.browser.test_accounts import Stranger, mails_to
from tests.browser.test_sign_in import change_tokens


def ask_for_a_code(visitor, email):
    visitor.fill("E-mail", email)
    visitor.press("E-mail me a code instead")


def log_in_by_code(visitor, email):
    ask_for_a_code(visitor, email)
    visitor.says(f"If there is an account for {email}, a code is on its way there.")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(email))
    visitor.press("Log in")


def id_token(visitor):
    return visitor.page.evaluate("JSON.parse(sessionStorage.getItem('laurel.session')).id")


def test_a_learner_logs_in_with_a_code_renews_and_logs_out(arrive, learner):
    visitor = arrive()
    visitor.open("/sign-in?next=/transcript")
    visitor.press("E-mail me a code instead")
    visitor.says("Fill this in.")
    ask_for_a_code(visitor, learner.email)
    visitor.says(f"If there is an account for {learner.email}, a code is on its way there.")
    assert visitor.violations() == []
    assert mails_to(visitor, learner.email)[-1]["Subject"] == "Your code to log in to Laurel"
    visitor.fill("Code from the e-mail", "00000000")
    visitor.press("Log in")
    visitor.says("The code is wrong.")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(learner.email))
    visitor.press("Log in")
    visitor.sees("Completed Credits and Certificates")
    change_tokens(visitor, until=0)
    visitor.open("/profile")
    visitor.sees("Profile")
    expect(visitor.page.locator("dialog")).to_have_count(0)
    held = json.loads(visitor.page.evaluate("sessionStorage.getItem('laurel.session')"))
    visitor.press("Log out")
    visitor.sees("Credit for what you learned")
    stranger = Stranger(visitor.stack)
    code_client = visitor.stack.outputs["MailCodeClientId"]
    status, _ = stranger.ask("GetTokensFromRefreshToken", ClientId=code_client, RefreshToken=held["refresh"])
    assert status == 400


def test_the_password_stays_a_choice_and_a_code_is_not_asked_of_an_account_with_an_app(arrive, learner):
    visitor = arrive()
    visitor.open("/sign-in")
    ask_for_a_code(visitor, learner.email)
    visitor.press("Log in with your password instead")
    visitor.log_in(learner)
    visitor.sees("Your continuing education")
    visitor.open("/profile/sign-in")
    visitor.fill("Password, to change the app", learner.password)
    visitor.press("Set up an app, or turn it off")
    visitor.fill(
        "Code from your authenticator app", code_of(visitor.page.locator("code").inner_text().replace(" ", ""))
    )
    visitor.press("Turn it on")
    visitor.says("From now on you log in with your password and a code.")
    visitor.press("Log out")
    visitor.open("/sign-in")
    before = len(mails_to(visitor, learner.email))
    ask_for_a_code(visitor, learner.email)
    visitor.says("This account takes no codes by e-mail")
    assert len(mails_to(visitor, learner.email)) == before


def test_a_mailed_code_makes_nobody_staff(arrive, stack):
    user = User(f"staff.by.code.{time.time_ns()}@example.org", new_password(), ("staff",))
    users.create(stack.client, stack.outputs["UserPoolId"], [user])
    visitor = arrive()
    visitor.open("/sign-in")
    log_in_by_code(visitor, user.email)
    visitor.sees("Your continuing education")
    visitor.open("/profile/sign-in")
    visitor.fill("Password, to change the app", user.password)
    visitor.press("Set up an app, or turn it off")  # a second factor of the account is none of this log-in
    visitor.fill(
        "Code from your authenticator app", code_of(visitor.page.locator("code").inner_text().replace(" ", ""))
    )
    visitor.press("Turn it on")
    visitor.says("From now on you log in with your password and a code.")
    refused = Api(stack.api_url, id_token(visitor)).call("GET", "/v1/staff/runs")
    assert (refused.status, refused.json()["code"]) == (403, "second_factor_needed")
    visitor.follow("Staff")
    visitor.sees("Log in with your password")
    assert visitor.violations() == []
    visitor.press("Log in with your password")
    visitor.sees("Log in")


def test_a_code_does_not_open_an_account_whose_password_may_be_a_strangers(arrive, stack):
    theirs = User(f"owner.by.code.{time.time_ns()}@example.org", new_password())
    stranger = Stranger(stack)
    stranger.sign_up(theirs.email, theirs.password)
    visitor = arrive()
    visitor.open("/sign-in")
    ask_for_a_code(visitor, theirs.email)
    visitor.sees("Confirm your e-mail")
    code = visitor.code_mailed_to(theirs.email)
    assert stranger.ask("ConfirmSignUp", Username=theirs.email, ConfirmationCode=code)[0] == 200
    visitor.open("/sign-in")
    ask_for_a_code(visitor, theirs.email)
    visitor.sees("Reset the password")
    assert stranger.log_in(theirs) == "UserLambdaValidationException"
