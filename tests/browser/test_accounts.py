"""Whose account it is: somebody signs up another person's address; a new password ends other sessions."""

import json
import re
import secrets
import time

import pytest
import urllib3
from playwright.sync_api import expect

from local import users
from local.users import User, new_password

HTTP = urllib3.PoolManager(retries=False, timeout=30)


class Stranger:
    """Somebody who speaks to Cognito as any program can, and reads no mail but their own."""

    def __init__(self, stack):
        self.stack = stack
        self.client = {"ClientId": stack.outputs["UserPoolClientId"]}
        self.url = HTTP.request("GET", f"{stack.portal_url}/config.json").json()["sign_in_url"]
        self.api_url = stack.api_url

    def ask(self, action, **more):
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}",
        }
        answer = HTTP.request("POST", self.url, body=json.dumps({**self.client, **more}), headers=headers)
        return answer.status, answer.json()

    def sign_up(self, email, password, **more):
        attributes = [{"Name": "email", "Value": email}]
        status, told = self.ask("SignUp", Username=email, Password=password, UserAttributes=attributes, **more)
        assert status == 200, told

    def log_in(self, user):
        given = {"USERNAME": user.email, "PASSWORD": user.password}
        status, told = self.ask("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        return told["AuthenticationResult"] if status == 200 else told["__type"]

    def renew(self, tokens):
        own = {"ClientMetadata": {"session": users.ticket(tokens)}, "RefreshToken": tokens["RefreshToken"]}
        status, told = self.ask("GetTokensFromRefreshToken", **own)
        if status == 200:
            tokens.update(told["AuthenticationResult"])  # the old refresh token ends
        return status


@pytest.fixture
def stranger(stack):
    return Stranger(stack)


@pytest.fixture
def owner():
    return User(f"owner.{time.time_ns()}@example.org", new_password())


def sees_at_last(visitor, heading):
    """Several calls lie between the button and the page, and a busy machine takes its time."""
    expect(visitor.page.get_by_role("heading", level=1, name=heading)).to_be_visible(timeout=30_000)
    visitor.sees(heading)


def mails_to(visitor, email):
    boxes = HTTP.request("GET", f"{visitor.stack.endpoint_url}/_ministack/ses/messages").json()["messages"]
    return [mail for box in boxes.values() for mail in box if email in mail["To"]]


def test_an_address_that_a_stranger_signed_up_opens_to_its_owner_alone(arrive, stranger, owner):
    """The owner finds the address taken, enters the code, and sets a password. The stranger never gets in."""
    theirs = User(owner.email, new_password())
    stranger.sign_up(owner.email, theirs.password, ClientMetadata={"ticket": "a-strangers"})
    visitor = arrive()
    visitor.open("/sign-up")
    visitor.fill("E-mail", owner.email)
    visitor.fill("Password", owner.password)
    visitor.press("Create the account")
    visitor.says("There is already an account with this e-mail.")
    visitor.press("Send the code again")
    visitor.sees("Confirm your e-mail")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(owner.email))
    visitor.fill("Password", owner.password)
    visitor.press("Confirm")
    visitor.says("but this account was created with another password or by somebody else.")
    assert stranger.log_in(theirs) == "UserLambdaValidationException"
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(owner.email))
    visitor.press("Save the new password")  # the one that was typed before
    sees_at_last(visitor, "Your continuing education")
    visitor.says("Your account is ready.")
    assert stranger.log_in(theirs) == "NotAuthorizedException"
    assert visitor.api(owner).call("GET", "/v1/me").json()["email_is_yours"] is True


def test_a_code_that_is_entered_outside_the_portal_opens_nothing_to_a_stranger(arrive, stranger, owner):
    theirs = User(owner.email, new_password())
    stranger.sign_up(owner.email, theirs.password)
    visitor = arrive()
    code = visitor.code_mailed_to(owner.email)
    assert stranger.ask("ConfirmSignUp", Username=owner.email, ConfirmationCode=code)[0] == 200
    assert stranger.log_in(theirs) == "UserLambdaValidationException"
    visitor.open("/sign-in?next=/transcript")
    visitor.log_in(theirs)
    sees_at_last(visitor, "Reset the password")
    visitor.says("Before you can log in, set a new password.")
    visitor.press("E-mail me a code")
    visitor.says("a code is on its way there.")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(owner.email))
    visitor.fill("New password", owner.password)
    visitor.press("Save the new password")
    sees_at_last(visitor, "Completed Credits and Certificates")
    visitor.says("Your new password is saved.")
    assert stranger.log_in(theirs) == "NotAuthorizedException"


def test_an_account_that_is_not_confirmed_gets_no_mail_for_a_new_password_and_is_led_to_its_code(
    arrive, stranger, owner
):
    stranger.sign_up(owner.email, new_password())
    visitor = arrive()
    before = len(mails_to(visitor, owner.email))
    visitor.open("/reset-password")
    visitor.fill("E-mail", owner.email)
    visitor.press("E-mail me a code")
    visitor.says(f"If there is an account for {owner.email}")
    assert len(mails_to(visitor, owner.email)) == before == 1
    visitor.follow("Your account may not be confirmed yet. Enter its code, or request a new one.")
    visitor.sees("Confirm your e-mail")
    visitor.press("Send the code again")
    visitor.says("Sent.")
    assert len(mails_to(visitor, owner.email)) == 2


def test_a_wrong_password_says_nothing_of_an_account_that_is_not_confirmed(stranger, owner):
    stranger.sign_up(owner.email, owner.password)
    assert stranger.log_in(owner) == "UserNotConfirmedException"
    assert stranger.log_in(User(owner.email, new_password())) == "NotAuthorizedException"


def test_each_mail_with_a_code_says_why_it_comes_and_who_writes(arrive, stranger, owner, learner):
    """The words of the guard, with the rights and the settings of the deployed function."""
    stranger.sign_up(owner.email, owner.password)
    stranger.ask("ResendConfirmationCode", Username=owner.email)
    stranger.ask("ForgotPassword", Username=learner.email)
    stack = stranger.stack
    token = users.tokens(stack.client, stack.outputs["AccountClientId"], learner)["AccessToken"]
    wanted = User(f"wanted.{owner.email}", "")
    stranger.ask("UpdateUserAttributes", AccessToken=token, UserAttributes=[{"Name": "email", "Value": wanted.email}])
    stranger.ask("GetUserAttributeVerificationCode", AccessToken=token, AttributeName="email")
    invited = f"invited.{owner.email}"
    stack.client("cognito-idp").admin_create_user(
        UserPoolId=stack.outputs["UserPoolId"],
        Username=invited,
        UserAttributes=[{"Name": "email", "Value": invited}, {"Name": "email_verified", "Value": "true"}],
        TemporaryPassword="A-temporary-1-password",
    )
    visitor = arrive()
    mails = [mail for to in (owner.email, learner.email, wanted.email, invited) for mail in mails_to(visitor, to)]
    assert [mail["Subject"] for mail in mails] == [
        "Your code to open an account at Laurel",
        "Your new code to open an account at Laurel",
        "Your code for a new password at Laurel",
        "Your code to use this e-mail address at Laurel",
        "Your code to use this e-mail address at Laurel",
        "Your account at Laurel",
    ]
    for mail in mails:
        body = mail["BodyHtml"]
        assert f'href="{stack.portal_url}"' in body
        assert "education@example.org" in body
        assert "do nothing" in body
        assert "{" not in body
    assert invited in mails[-1]["BodyHtml"]
    assert "A-temporary-1-password" in mails[-1]["BodyHtml"]


def test_a_new_password_ends_every_other_session(arrive, stranger, learner):
    elsewhere = stranger.log_in(learner)
    assert stranger.renew(elsewhere) == 200
    visitor = arrive()
    fresh = User(learner.email, new_password())
    visitor.open("/reset-password")
    visitor.fill("E-mail", learner.email)
    visitor.press("E-mail me a code")
    visitor.says("a code is on its way there.")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(learner.email))
    visitor.fill("New password", fresh.password)
    visitor.press("Save the new password")
    sees_at_last(visitor, "Your continuing education")
    assert stranger.renew(elsewhere) == 400

    elsewhere = stranger.log_in(fresh)
    time.sleep(1.1)  # tokens count seconds
    visitor.open("/profile/sign-in")
    visitor.fill("Current password", fresh.password)
    visitor.fill("New password", f"Another-{secrets.token_hex(6)}-9")
    visitor.press("Change the password")
    visitor.says("Your password is changed. You are logged out everywhere else.")
    assert stranger.renew(elsewhere) == 400
    visitor.open("/profile")
    visitor.sees("Profile")


def test_accounts_that_nobody_confirmed_are_looked_for_with_the_rights_of_the_function(stack, stranger, owner):
    stranger.sign_up(owner.email, owner.password)
    answer = stack.client("lambda").invoke(
        FunctionName=stack.outputs["GuardAccountsFunctionName"],
        Payload=json.dumps({"user_pool_id": stack.outputs["UserPoolId"]}).encode(),
    )
    assert json.loads(answer["Payload"].read())["removed"] == 0  # none is a day old
    assert stranger.log_in(owner) == "UserNotConfirmedException"


def test_a_guard_that_fails_is_no_reason_to_set_a_new_password(arrive, learner):
    def fail(route):
        told = {"__type": "UserLambdaValidationException", "message": "PreAuthentication failed with error timed out."}
        route.fulfill(status=400, body=json.dumps(told), headers={"Access-Control-Allow-Origin": "*"})

    visitor = arrive()
    visitor.open("/sign-in")
    visitor.page.route(
        re.compile(r"127\.0\.0\.1:\d+/$"), lambda route: fail(route) if route.request.post_data else route.continue_()
    )
    visitor.log_in(learner)
    visitor.says("We cannot check accounts right now.")
    visitor.sees("Log in")
