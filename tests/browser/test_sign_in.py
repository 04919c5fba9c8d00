"""Accounts: logging in and out, what goes wrong there, and a sign-in that ends in the middle of work."""

import json
import re
import time

import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import expect

from local import users
from local.authenticator import code_of
from local.users import User, new_password
from tests.browser.claiming import answer_all, draft_of_meeting, program, row


def end_the_sign_in(visitor, user):
    """As after a month: the token has expired, and nothing renews it."""
    visitor.stack.client("cognito-idp").admin_user_global_sign_out(
        UserPoolId=visitor.stack.outputs["UserPoolId"], Username=user.email
    )
    change_tokens(visitor, until=0, refresh="gone")


def change_tokens(visitor, **changes):
    visitor.page.evaluate(
        """changes => {
            const held = JSON.parse(sessionStorage.getItem('laurel.session'));
            sessionStorage.setItem('laurel.session', JSON.stringify({...held, ...changes}));
        }""",
        changes,
    )


def test_logging_in_leads_to_the_page_that_was_wanted(arrive, learner):
    visitor = arrive()
    visitor.open("/transcript?from=2026-01-01")
    visitor.sees("Log in")
    visitor.log_in(learner)
    visitor.sees("Completed Credits and Certificates")
    assert visitor.page.url.endswith("/transcript?from=2026-01-01")
    visitor.page.go_back()
    assert "/sign-in" not in visitor.page.url


def test_tokens_are_never_kept_longer_than_the_tab(arrive, learner):
    visitor = arrive()
    visitor.open("/sign-in")
    visitor.log_in(learner)
    visitor.sees("Your continuing education")
    assert visitor.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    assert visitor.page.evaluate("JSON.parse(sessionStorage.getItem('laurel.session')).id").count(".") == 2


@pytest.mark.parametrize("next_address", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_a_link_cannot_lead_out_of_the_portal_after_logging_in(arrive, learner, next_address):
    visitor = arrive()
    visitor.open(f"/sign-in?next={next_address}")
    visitor.log_in(learner)
    visitor.sees("Your continuing education")


def test_a_wrong_password_is_said_and_the_address_stays(arrive, learner):
    visitor = arrive()
    visitor.open("/sign-in")
    visitor.fill("E-mail", learner.email)
    visitor.fill("Password", "Not-the-one-12")
    visitor.press("Log in")
    visitor.says("The e-mail or password is wrong.")
    expect(visitor.page.locator("[data-code=cognito_NotAuthorized]")).to_be_focused()
    expect(visitor.page.get_by_label("E-mail", exact=True)).to_have_value(learner.email)


def test_what_is_not_filled_in_is_asked_for(arrive):
    visitor = arrive()
    visitor.open("/sign-in")
    visitor.press("Log in")
    visitor.says("Fill this in.")
    expect(visitor.page.get_by_label("E-mail")).to_be_focused()
    expect(visitor.page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")


def test_an_account_that_is_not_confirmed_is_led_to_its_code(arrive):
    visitor = arrive()
    user = User(f"unconfirmed.{time.time_ns()}@example.org", new_password())
    visitor.open("/sign-up")
    visitor.fill("E-mail", user.email)
    visitor.fill("Password", "simple")
    visitor.says("6 more to go.")
    visitor.press("Create the account")
    visitor.says("The password is too short.")
    visitor.fill("Password", "three plain words")
    visitor.says("Long enough.")
    user = User(user.email, "three plain words")
    visitor.press("Create the account")
    visitor.sees("Confirm your e-mail")
    visitor.open("/sign-in")
    visitor.log_in(user)
    visitor.sees("Confirm your e-mail")
    visitor.press("Send the code again")
    visitor.says("Sent. Check your spam folder too.")
    visitor.fill("Code from the e-mail", "000000")
    visitor.fill("Password", user.password)
    visitor.press("Confirm")
    visitor.says("The code is wrong.")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(user.email))
    visitor.press("Confirm")
    visitor.sees("Your continuing education")
    visitor.says("Your account is ready.")
    assert visitor.page.evaluate("Object.keys(sessionStorage)") == ["laurel.session"]


def test_a_forgotten_password_is_reset(arrive, learner):
    visitor = arrive()
    fresh = new_password()
    visitor.open("/sign-in")
    visitor.follow("Forgot your password?")
    visitor.sees("Reset the password")
    visitor.fill("E-mail", learner.email)
    visitor.press("E-mail me a code")
    visitor.says(f"If there is an account for {learner.email}")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(learner.email))
    visitor.fill("New password", fresh)
    visitor.press("Save the new password")
    visitor.sees("Your continuing education")
    visitor.says("Your new password is saved. All other sessions have ended.")


def test_a_new_tab_is_signed_in_and_all_sign_out_together(arrive, learner):
    visitor = arrive(learner)
    visitor.open("/")
    second = visitor.new_tab()
    visitor.open("/profile", second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Profile")
    visitor.press("Log out")
    visitor.sees("Credit for what you learned")
    expect(second.get_by_role("heading", level=1)).to_have_text("Credit for what you learned")
    assert second.evaluate("sessionStorage.length") == 0


def test_who_does_nothing_is_warned_and_then_logged_out_in_all_tabs(arrive, learner):
    visitor = arrive()
    visitor.page.clock.install()
    visitor.open("/sign-in")
    visitor.choose("This is a shared computer")
    visitor.log_in(learner)
    visitor.sees("Your continuing education")
    second = visitor.new_tab()
    visitor.open("/profile", second)
    dialog = visitor.page.get_by_role("dialog", name="Are you still there?")
    visitor.page.clock.fast_forward(4 * 60_000)
    expect(dialog).to_be_visible()
    assert visitor.violations() == []
    dialog.get_by_role("button", name="Stay logged in").click()
    expect(dialog).to_have_count(0)
    visitor.page.clock.fast_forward(5 * 60_000)
    visitor.sees("Credit for what you learned")
    visitor.says("You were logged out because nothing happened for 5 minutes.")
    expect(second.get_by_role("heading", level=1)).to_have_text("Credit for what you learned")
    assert second.evaluate("sessionStorage.length") == 0


def test_a_token_that_expires_is_renewed_without_a_word(arrive, learner):
    visitor = arrive(learner)
    change_tokens(visitor, until=0)
    visitor.open("/profile")
    visitor.sees("Profile")
    expect(visitor.page.locator("dialog")).to_have_count(0)
    assert visitor.page.evaluate("JSON.parse(sessionStorage.getItem('laurel.session')).until") > time.time() * 1000


def test_a_sign_in_that_ends_in_the_middle_of_work_loses_nothing(arrive, learner, new_badge):
    visitor = arrive(learner)
    title = program(visitor)[0]["title"]
    claim_id = draft_of_meeting(visitor, learner, new_badge())
    visitor.open(f"/claims/{claim_id}/sessions")
    end_the_sign_in(visitor, learner)
    visitor.page.reload()
    dialog = visitor.page.get_by_role("dialog", name="Log in again")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Not now").click()
    visitor.says("You are not logged in")
    visitor.press("Try again")
    dialog.get_by_label("Password", exact=True).fill(learner.password)
    dialog.get_by_role("button", name="Log in", exact=True).click()
    visitor.sees("Claim the sessions you attended")

    session = row(visitor, title)
    session.get_by_role("button", name=re.compile("^Claim")).click()
    answer_all(visitor, session)
    # The API lets nobody in any more, and Cognito renews nothing.
    visitor.page.route(re.compile("/v1/claims/.*/sessions/"), refuse_once(visitor))
    visitor.page.route(re.compile("127.0.0.1:\\d+/$"), refuse_refresh(visitor))
    session.get_by_role("button", name="Claim 1", exact=True).click()
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("E-mail")).to_have_value(learner.email)
    dialog.get_by_label("Password", exact=True).fill(learner.password)
    dialog.get_by_role("button", name="Log in", exact=True).click()
    expect(session.locator(".badge")).to_contain_text("✓")


def refuse_once(visitor):
    left = [1]

    def answer(route):
        if route.request.method == "PUT" and left:
            left.pop()
            headers = {"Access-Control-Allow-Origin": visitor.stack.portal_url}
            route.fulfill(status=401, json={"message": "Unauthorized"}, headers=headers)
        else:
            route.continue_()

    return answer


def refuse_refresh(visitor):
    def answer(route):
        if "GetTokensFromRefreshToken" in route.request.headers.get("x-amz-target", ""):
            told = {"__type": "NotAuthorizedException", "message": "Refresh Token has expired"}
            route.fulfill(status=400, body=json.dumps(told), headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.continue_()

    return answer


def test_address_and_password_are_changed_and_an_app_is_added(arrive, learner):
    visitor = arrive(learner)
    fresh = User(f"new.{learner.email}", new_password())
    visitor.open("/profile")
    visitor.follow("Change how you log in")
    visitor.sees("Signing in")
    elsewhere = users.tokens(visitor.stack.client, visitor.stack.outputs["UserPoolClientId"], learner)
    visitor.fill("New e-mail", fresh.email)
    visitor.fill("Your password", "Not-the-one-12")
    visitor.press("E-mail a code to the new address")
    visitor.says("The e-mail or password is wrong.")
    visitor.fill("Your password", learner.password)
    time.sleep(1.1)  # tokens count seconds
    visitor.press("E-mail a code to the new address")
    visitor.says(f"A code is on its way to {fresh.email}.")
    visitor.fill("Code from the e-mail", visitor.code_mailed_to(fresh.email))
    visitor.press("Change the address")
    visitor.says(f"You now log in with {fresh.email}. You are logged out everywhere else.")
    assert not renews(visitor, elsewhere)
    expect(visitor.page.get_by_role("list", name="Open sessions").get_by_role("listitem")).to_have_count(1)

    visitor.fill("Current password", learner.password)
    visitor.fill("New password", fresh.password)
    visitor.press("Change the password")
    visitor.says("Your password is changed. You are logged out everywhere else.")

    without_app = users.tokens(visitor.stack.client, visitor.stack.outputs["UserPoolClientId"], fresh)
    secret = turns_on_an_app(visitor, fresh)
    assert not renews(visitor, without_app)

    visitor.press("Log out")
    visitor.sees("Credit for what you learned")
    visitor.open("/sign-in")
    visitor.log_in(fresh)
    visitor.fill("Code from your authenticator app", code_of(secret))
    visitor.press("Log in")
    visitor.sees("Your continuing education")
    visitor.open("/profile")
    visitor.says(fresh.email)
    visitor.says(f"{learner.email} (credits are matched by it until the new address counts)")
    visitor.open("/profile/sign-in")
    visitor.fill("Password, to change the app", fresh.password)
    visitor.press("Set up an app, or turn it off")
    visitor.fill("Code from your authenticator app", code_of(secret))
    visitor.press("Log in")
    visitor.press("Turn it off")
    visitor.says("From now on you log in with your password only.")


def turns_on_an_app(visitor, user):
    """The key of the app."""
    visitor.fill("Password, to change the app", user.password)
    visitor.press("Set up an app, or turn it off")
    secret = visitor.page.locator("code").inner_text().replace(" ", "")
    visitor.fill("Code from your authenticator app", code_of(secret))
    visitor.press("Turn it on")
    visitor.says("From now on you log in with your password and a code.")
    return secret


def renews(visitor, tokens):
    """Whether the refresh token of a session still works."""
    cognito = visitor.stack.client("cognito-idp")
    try:
        cognito.get_tokens_from_refresh_token(
            ClientId=visitor.stack.outputs["UserPoolClientId"],
            RefreshToken=tokens["RefreshToken"],
            ClientMetadata={"session": users.ticket(tokens)},
        )
    except ClientError:
        return False
    return True


def test_sessions_are_listed_and_end_one_by_one_or_all_at_once(arrive, learner):
    visitor = arrive()
    visitor.open("/sign-in")
    visitor.log_in(learner)
    visitor.sees("Your continuing education")
    client = visitor.stack.outputs["UserPoolClientId"]
    elsewhere, third = (users.tokens(visitor.stack.client, client, learner) for _ in range(2))
    assert renews(visitor, elsewhere)
    with pytest.raises(ClientError, match="Access Token does not have required scopes"):
        visitor.stack.client("cognito-idp").associate_software_token(AccessToken=elsewhere["AccessToken"])
    visitor.open("/profile/sign-in")
    listed = visitor.page.get_by_role("list", name="Open sessions").get_by_role("listitem")
    expect(listed).to_have_count(3)
    expect(listed.filter(has_text="(this browser)")).to_contain_text("Linux")
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    button = visitor.page.get_by_role("button", name=re.compile("^Log out Unknown browser")).last
    button.focus()
    visitor.page.keyboard.press("Enter")
    visitor.says("Unknown browser is logged out.")
    expect(listed).to_have_count(2)
    assert [renews(visitor, elsewhere), renews(visitor, third)] == [False, True]
    visitor.press("Log out everywhere")
    visitor.sees("Credit for what you learned")
    assert not renews(visitor, third)


def test_staff_without_an_authenticator_are_led_to_it_and_are_staff_once_they_have_it(arrive, stack):
    user = User(f"new.staff.{time.time_ns()}@example.org", new_password(), ("staff",))
    users.create(stack.client, stack.outputs["UserPoolId"], [user])
    visitor = arrive(user)
    refused = visitor.api(user).call("GET", "/v1/staff/runs")
    assert (refused.status, refused.json()["code"]) == (403, "second_factor_needed")
    visitor.open("/")
    visitor.follow("Staff")
    visitor.sees("Set up an authenticator app first")
    assert visitor.violations() == []
    visitor.follow("Set up the app")
    visitor.sees("Signing in")
    visitor.fill("Password, to change the app", user.password)
    visitor.press("Set up an app, or turn it off")
    expect(visitor.page.get_by_role("img", name="QR code with the key for your authenticator app")).to_be_visible()
    assert visitor.violations() == []
    visitor.fill(
        "Code from your authenticator app", code_of(visitor.page.locator("code").inner_text().replace(" ", ""))
    )
    visitor.press("Turn it on")
    visitor.says("From now on you log in with your password and a code.")
    visitor.follow("Staff")
    visitor.sees("Staff")
    visitor.open("/staff/runs")
    visitor.sees("Run reports")
