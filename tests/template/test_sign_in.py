"""How people sign in: what the user pool asks of them, and what they can change of themselves."""

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


def test_passwords_are_strong_and_a_second_factor_can_be_had(pool):
    policy = pool["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 12
    assert all(policy[f"Require{kind}"] is True for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_the_portal_has_no_secret_and_lets_people_write_their_address_alone(client):
    assert client["GenerateSecret"] is False
    assert client["WriteAttributes"] == ["email"]
    assert set(client["ReadAttributes"]) == {"email", "email_verified"}
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True


def test_tokens_last_an_hour_at_most(client):
    for kind in ("IdToken", "AccessToken"):
        assert client["TokenValidityUnits"][kind] == "minutes"
        assert client[f"{kind}Validity"] <= 60


def test_the_group_of_staff_is_the_one_that_the_api_asks_for(of_type):
    from laurel.platform.callers import STAFF

    assert [one["GroupName"] for one in of_type("AWS::Cognito::UserPoolGroup").values()] == [STAFF]


def test_codes_come_from_the_address_of_the_notices(pool):
    condition, given, otherwise = pool["EmailConfiguration"]["Fn::If"]
    assert (condition, otherwise) == ("SendsMail", {"Ref": "AWS::NoValue"})
    assert (given["EmailSendingAccount"], given["From"]) == ("DEVELOPER", {"Ref": "MailFrom"})
    assert given["SourceArn"]["Fn::Sub"].endswith(":identity/${MailIdentity}")
