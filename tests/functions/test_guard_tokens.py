"""The scope with which a token changes its own account: only a sign-in for that has it."""

import pytest
from botocore.exceptions import ClientError
from guard_dependencies import build

from functions.guard_accounts import app
from laurel.platform.runtime import Runtime
from tests.functions.account_desk import OLD, POOL, accounts_on_moto
from tests.permitted import permitted

OFF = ["aws.cognito.signin.user.admin"]


@pytest.fixture
def desk(aws, monkeypatch):
    with accounts_on_moto(monkeypatch) as found:
        yield found


def suppressed(here, client_id, source="Authentication", session=""):
    """The scopes that the guard takes off the access token."""
    event = {"triggerSource": f"TokenGeneration_{source}", "userPoolId": POOL, "userName": "ana", "response": {}}
    event["request"] = {"userAttributes": {"sub": "ana", "email": OLD, "email_verified": "true"}}
    if source == "RefreshTokens":
        event["request"]["clientMetadata"] = {"session": session}
    event["callerContext"] = {"clientId": client_id}
    with permitted("GuardAccountsRole"):
        answer = app.guard(here, event)["response"]["claimsAndScopeOverrideDetails"]
    return answer["accessTokenGeneration"]["scopesToSuppress"]


def test_only_a_sign_in_for_a_change_of_the_account_gives_a_token_that_can_change_it(desk, monkeypatch):
    described = []

    def describe(**asked):
        described.append(asked["ClientId"])
        return {"UserPoolClient": {"ClientName": asked["ClientId"]}}

    monkeypatch.setattr(desk.pool, "describe_user_pool_client", describe)
    here = build(Runtime())
    for source in ("Authentication", "RefreshTokens", "NewPasswordChallenge"):
        for client_id in ("portal", "by-code"):
            assert suppressed(here, client_id, source, desk.tickets["ana"]) == OFF
    assert suppressed(here, "portal-account", "RefreshTokens", desk.tickets["ana"]) == OFF
    assert suppressed(here, "portal-account", "NewPasswordChallenge") == OFF
    assert suppressed(here, "portal-account") == []
    assert sorted(described) == ["by-code", "portal", "portal-account"]  # once for each


def test_where_the_client_is_not_known_the_sign_in_goes_on_without_that_right(desk, monkeypatch):
    def busy(**_):
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": ""}}, "DescribeUserPoolClient")

    monkeypatch.setattr(desk.pool, "describe_user_pool_client", busy)
    assert suppressed(build(Runtime()), "portal-account") == OFF
