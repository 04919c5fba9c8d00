"""How people sign in: what the user pool asks of them, and what they can change of themselves."""

import re
from pathlib import Path

import pytest


@pytest.fixture
def pool(resources):
    return resources["UserPool"]["Properties"]


@pytest.fixture
def client(resources):
    return resources["UserPoolClient"]["Properties"]


def test_an_address_counts_once_it_is_verified_also_after_a_change(pool):
    assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"]
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert [one["Name"] for one in pool["AccountRecoverySetting"]["RecoveryMechanisms"]] == ["verified_email"]


def test_passwords_are_long_with_any_characters_and_a_second_factor_can_be_had(pool):
    policy = pool["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] == 12
    # Without a value, Cognito asks for all of them.
    assert not any(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))
    forms = (Path(__file__).resolve().parents[2] / "portal/app/elements/forms.js").read_text()
    assert f"const LEAST_OF_PASSWORD = {policy['MinimumLength']};" in forms
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_the_portal_has_no_secret_and_lets_people_write_their_address_alone(client):
    assert client["GenerateSecret"] is False
    assert client["WriteAttributes"] == ["email"]
    assert set(client["ReadAttributes"]) == {"email", "email_verified"}
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True


def test_tokens_last_a_quarter_of_an_hour_and_a_session_one_working_day(client):
    units = client["TokenValidityUnits"]
    for kind in ("IdToken", "AccessToken"):
        assert (client[f"{kind}Validity"], units[kind]) == (15, "minutes")
    assert (client["RefreshTokenValidity"], units["RefreshToken"]) == (8, "hours")


def test_a_refresh_token_is_replaced_when_it_is_used(pool, client):
    # The portal waits 20 seconds for an answer: it can ask again with the old token.
    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    assert not any("REFRESH" in flow for flow in client["ExplicitAuthFlows"])
    assert pool["UserPoolTier"] == "ESSENTIALS"


def test_the_group_of_staff_is_the_one_that_the_api_asks_for(of_type):
    from laurel.platform.callers import STAFF

    assert [one["GroupName"] for one in of_type("AWS::Cognito::UserPoolGroup").values()] == [STAFF]


def test_codes_come_from_the_address_of_the_notices(pool):
    condition, given, otherwise = pool["EmailConfiguration"]["Fn::If"]
    assert (condition, otherwise) == ("SendsMail", {"Ref": "AWS::NoValue"})
    assert (given["EmailSendingAccount"], given["From"]) == ("DEVELOPER", {"Ref": "MailFrom"})
    assert given["SourceArn"]["Fn::Sub"].endswith(":identity/${MailIdentity}")


def test_the_guard_is_asked_before_a_sign_up_a_sign_in_and_a_token_and_after_a_code(pool, resources):
    guard = {"Ref": "GuardAccounts.Alias"}
    triggers = ("PreSignUp", "PreAuthentication", "PostConfirmation")
    tokens = {"PreTokenGenerationConfig": {"LambdaArn": guard, "LambdaVersion": "V2_0"}}
    words = {"CustomMessage": {"Fn::If": ["SendsMail", guard, {"Ref": "AWS::NoValue"}]}}
    assert pool["LambdaConfig"] == dict.fromkeys(triggers, guard) | tokens | words
    allowed = resources["CognitoAsksTheGuard"]["Properties"]
    assert allowed["FunctionName"] == guard
    assert (allowed["Principal"], allowed["SourceArn"]) == ("cognito-idp.amazonaws.com", {"Fn::GetAtt": "UserPool.Arn"})


def test_the_portal_knows_a_refused_sign_in_by_the_words_of_the_guard():
    root = Path(__file__).resolve().parents[2]
    (words,) = re.findall(
        r'PasswordNotProvedError\("(.+?)\."\)', (root / "functions/guard_accounts/app.py").read_text()
    )
    assert f"includes('{words}')" in (root / "portal/app/platform/cognito.js").read_text()


def test_accounts_that_nobody_confirmed_are_looked_for_every_hour(functions):
    schedule = functions["GuardAccounts"]["Events"]["EveryHour"]["Properties"]
    assert schedule["ScheduleExpression"] == "rate(1 hour)"
    assert schedule["Input"] == {"Fn::Sub": '{"user_pool_id": "${UserPool}"}'}


def test_accounts_are_exported_every_night(functions):
    schedule = functions["GuardAccounts"]["Events"]["EveryNight"]["Properties"]
    assert schedule["ScheduleExpression"] == "cron(0 4 * * ? *)"
    assert schedule["Input"] == {"Fn::Sub": '{"user_pool_id": "${UserPool}", "task": "export"}'}


def test_a_mailed_code_signs_in_by_a_client_of_its_own_where_ses_sends_it(resources, pool, client):
    from laurel.learners.account_mail import SIGN_IN_CODE_MINUTES

    assert pool["Policies"]["SignInPolicy"] == {
        "AllowedFirstAuthFactors": {"Fn::If": ["SendsMail", ["PASSWORD", "EMAIL_OTP"], ["PASSWORD"]]}
    }
    by_code = resources["MailCodeClient"]
    assert by_code["Condition"] == "SendsMail"
    own = {"ClientName": "portal-by-code", "ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}
    own["AuthSessionValidity"] = SIGN_IN_CODE_MINUTES
    # All else is as for a password: sessions are as short, and a log-out ends them.
    assert by_code["Properties"] == client | own
    assert "ALLOW_USER_AUTH" not in client["ExplicitAuthFlows"]


def test_only_the_client_for_changes_of_an_account_has_tokens_that_change_it(resources, pool, client):
    from laurel.learners.user_pool import ACCOUNT_CLIENT

    own = resources["AccountClient"]["Properties"]
    assert own["ClientName"] == ACCOUNT_CLIENT
    assert ACCOUNT_CLIENT not in (client["ClientName"], resources["MailCodeClient"]["Properties"]["ClientName"])
    assert own["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]  # no mailed code, and no renewal
    assert (own["AccessTokenValidity"], own["TokenValidityUnits"]["AccessToken"]) == (15, "minutes")
    same = (
        "GenerateSecret",
        "WriteAttributes",
        "ReadAttributes",
        "PreventUserExistenceErrors",
        "EnableTokenRevocation",
    )
    assert {name: own[name] for name in same} == {name: client[name] for name in same}
    assert pool["UserPoolTier"] == "ESSENTIALS"  # version 2 of the trigger needs it


def test_the_mails_name_the_portal_and_the_times_that_the_pool_has(functions, pool):
    from laurel.learners.account_mail import TEMPORARY_PASSWORD_DAYS

    assert (
        functions["GuardAccounts"]["Environment"]["Variables"].items()
        >= {
            "PORTAL_URL": {"Ref": "PortalOrigin"},
            "CONTACT_EMAIL": {"Ref": "ContactEmail"},
        }.items()
    )
    assert pool["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] == TEMPORARY_PASSWORD_DAYS


def test_the_mail_with_a_code_says_who_writes_why_and_what_to_do_if_it_was_not_you(pool):
    template = pool["VerificationMessageTemplate"]
    text = template["EmailMessage"]["Fn::Sub"]
    assert template["DefaultEmailOption"] == "CONFIRM_WITH_CODE"
    assert text.count("{####}") == 1
    assert len(text) < 20_000
    assert "Laurel" in template["EmailSubject"] + text
    assert all(words in text for words in ("${PortalOrigin}", "${ContactEmail}", "You did not ask for a code?"))
