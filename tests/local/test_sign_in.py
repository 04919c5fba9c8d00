"""The local Cognito is as strict as the real one: what MiniStack would let pass."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import cognito_triggers, emulator, sign_in
from local.refresh_tokens import RefreshTokens
from local.sign_in import Answer, SignIn

ANA = "ana@example.org"
CLIENT = {"ClientId": "portal"}


class Pool:
    """The user pool: one user, and the calls of its triggers' functions."""

    meta = SimpleNamespace(region_name="us-east-1")

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.hides_who_exists = True
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.refuses: set[str] = set()

    def add(self, email: str, status: str, verified: str) -> None:
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": verified}]
        self.users[email] = {"Username": "u-1", "UserStatus": status, "UserAttributes": attributes}

    def admin_get_user(self, **given: Any) -> dict[str, Any]:
        for email, user in self.users.items():
            if given["Username"] in (email, user["Username"]):
                return user
        raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "AdminGetUser")

    def get_paginator(self, _: str) -> Any:
        users = [{**user, "Attributes": user["UserAttributes"]} for user in self.users.values()]
        return SimpleNamespace(paginate=lambda **_: [{"Users": users}])

    def admin_update_user_attributes(self, **given: Any) -> None:
        self.users[given["Username"]]["UserAttributes"] += given["UserAttributes"]

    def describe_user_pool(self, **_: Any) -> dict[str, Any]:
        return {
            "UserPool": {"LambdaConfig": dict.fromkeys(("PreSignUp", "PreAuthentication", "PostConfirmation"), "guard")}
        }

    def describe_user_pool_client(self, **_: Any) -> dict[str, Any]:
        return {"UserPoolClient": {"PreventUserExistenceErrors": "ENABLED" if self.hides_who_exists else "LEGACY"}}

    def invoke(self, **given: Any) -> dict[str, Any]:
        event = sign_in.json.loads(given["Payload"])
        self.asked.append((event["triggerSource"], event["request"].get("clientMetadata", {})))
        failed = event["triggerSource"] in self.refuses
        body = b'{"errorMessage": "no"}' if failed else b"{}"
        return {"Payload": SimpleNamespace(read=lambda: body), **({"FunctionError": "Unhandled"} if failed else {})}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    made = Pool()
    for module in (sign_in, cognito_triggers):
        monkeypatch.setattr(module, "client", lambda *_: made)
    return made


@pytest.fixture
def passed_on() -> list[str]:
    return []


@pytest.fixture
def cognito(pool: Pool, passed_on: list[str], monkeypatch: pytest.MonkeyPatch) -> SignIn:
    made = SignIn("http://127.0.0.1:9", "us-east-1_pool")

    def pass_on(action: str, asked: Any) -> Answer:
        passed_on.append(action)
        if action == "GetTokensFromRefreshToken":
            ends = asked["RefreshToken"] != "first" or "RevokeToken" in passed_on
            return Answer(400, {}) if ends else Answer(200, {"AuthenticationResult": {"IdToken": "id"}})
        if action == "SignUp":
            pool.add(asked["Username"], "UNCONFIRMED", "false")
        return Answer(200, {"UserSub": "u-1"})

    monkeypatch.setattr(made, "_pass_on", pass_on)
    return made


def sign_up(cognito: SignIn, **more: Any) -> None:
    cognito.call("SignUp", {**CLIENT, "Username": ANA, "Password": "Right-Passw0rd", **more})


def log_in(cognito: SignIn, password: str = "Right-Passw0rd") -> Answer:
    given = {"USERNAME": ANA, "PASSWORD": password}
    return cognito.call("InitiateAuth", {**CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": given})


def test_no_code_for_a_new_password_goes_to_an_address_that_is_not_verified(
    cognito: SignIn, pool: Pool, passed_on: list[str]
) -> None:
    sign_up(cognito)
    answer = cognito.call("ForgotPassword", {**CLIENT, "Username": ANA})
    assert (answer.status, answer.document["CodeDeliveryDetails"]["DeliveryMedium"]) == (
        200,
        "EMAIL",
    )  # it says so only
    pool.hides_who_exists = False
    answer = cognito.call("ForgotPassword", {**CLIENT, "Username": ANA})
    assert (answer.status, answer.document["__type"]) == (400, "InvalidParameterException")
    assert "ForgotPassword" not in passed_on


@pytest.mark.parametrize(("email", "status"), [(ANA, "CONFIRMED"), ("nobody@example.org", "CONFIRMED")])
def test_others_get_the_code_or_the_answer_that_hides_them(
    cognito: SignIn, pool: Pool, passed_on: list[str], email: str, status: str
) -> None:
    pool.add(ANA, status, "true")
    assert cognito.call("ForgotPassword", {**CLIENT, "Username": email}).status == 200
    assert passed_on == ["ForgotPassword"]


def test_a_password_that_staff_gave_is_not_reset_but_replaced_at_the_first_sign_in(cognito: SignIn, pool: Pool) -> None:
    pool.add(ANA, "FORCE_CHANGE_PASSWORD", "true")
    answer = cognito.call("ForgotPassword", {**CLIENT, "Username": ANA})
    assert answer.document["__type"] == "NotAuthorizedException"


def test_a_wrong_password_is_a_wrong_password_also_before_the_confirmation(
    cognito: SignIn, passed_on: list[str]
) -> None:
    sign_up(cognito)
    for wrong in ("Wrong-Passw0rd", "Gänseblümchen-7", ""):
        assert log_in(cognito, wrong).document["__type"] == "NotAuthorizedException"
    log_in(cognito)
    assert passed_on == ["SignUp", "InitiateAuth"]  # which says that the account is not confirmed


def test_letters_of_another_case_are_the_same_user_name(
    cognito: SignIn, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a stranger's sign-up of `Ana@` and the owner's of `ana@` are one account."""
    pool.add("Ana@Example.org", "UNCONFIRMED", "false")
    asked: list[str] = []
    monkeypatch.setattr(cognito, "_pass_on", lambda _, asks: asked.append(asks["Username"]) or Answer(400, {}))
    again = cognito.call("SignUp", {**CLIENT, "Username": ANA, "Password": "Right-Passw0rd"})
    assert again.document["__type"] == "UsernameExistsException"
    cognito.call("ConfirmSignUp", {**CLIENT, "Username": ANA.upper()})
    cognito.call("ResendConfirmationCode", {**CLIENT, "Username": "nobody@example.org"})
    assert asked == ["Ana@Example.org", "nobody@example.org"]


def test_a_confirmed_account_gets_no_code_of_a_sign_up(cognito: SignIn, pool: Pool, passed_on: list[str]) -> None:
    pool.add(ANA, "CONFIRMED", "true")
    answer = cognito.call("ResendConfirmationCode", {**CLIENT, "Username": ANA})
    assert answer.document["__type"] == "InvalidParameterException"
    assert passed_on == []


def test_the_triggers_are_asked_with_what_the_client_sent(cognito: SignIn, pool: Pool) -> None:
    ticket = {"ticket": "t"}
    sign_up(cognito, ClientMetadata=ticket)
    cognito.call("ConfirmSignUp", {**CLIENT, "Username": ANA, "ConfirmationCode": "1", "ClientMetadata": ticket})
    pool.users[ANA]["UserStatus"] = "CONFIRMED"
    log_in(cognito)
    cognito.call("ConfirmForgotPassword", {**CLIENT, "Username": ANA, "ConfirmationCode": "1", "Password": "x"})
    assert pool.asked == [
        ("PreSignUp_SignUp", ticket),
        ("PostConfirmation_ConfirmSignUp", ticket),
        ("PreAuthentication_Authentication", {}),
        ("PostConfirmation_ConfirmForgotPassword", {}),
    ]


@pytest.mark.parametrize("flow", ["USER_PASSWORD_AUTH", "USER_SRP_AUTH"])
def test_a_trigger_that_fails_refuses_the_call(cognito: SignIn, pool: Pool, passed_on: list[str], flow: str) -> None:
    pool.add(ANA, "CONFIRMED", "true")
    pool.refuses.add("PreAuthentication_Authentication")
    answer = cognito.call("InitiateAuth", {**CLIENT, "AuthFlow": flow, "AuthParameters": {"USERNAME": ANA}})
    assert (answer.status, answer.document["__type"]) == (400, "UserLambdaValidationException")
    assert passed_on == []


def renew(cognito: SignIn, token: str) -> Answer:
    return cognito.call("GetTokensFromRefreshToken", {**CLIENT, "RefreshToken": token})


def test_a_refresh_token_is_replaced_when_it_is_used_and_works_a_minute_more(cognito: SignIn) -> None:
    now = [0.0]
    cognito._refresh_tokens = RefreshTokens(lambda: now[0])
    second = renew(cognito, "first").document["AuthenticationResult"]["RefreshToken"]
    now[0] = 60.0
    third = renew(cognito, "first").document["AuthenticationResult"]["RefreshToken"]
    assert len({"first", second, third}) == 3
    now[0] = 60.5
    assert renew(cognito, "first").document["__type"] == "RefreshTokenReuseException"
    assert renew(cognito, second).status == renew(cognito, third).status == 200


def test_a_revoked_token_ends_all_that_replaced_it(cognito: SignIn) -> None:
    second = renew(cognito, "first").document["AuthenticationResult"]["RefreshToken"]
    cognito.call("RevokeToken", {**CLIENT, "Token": second})
    assert [renew(cognito, token).status for token in ("first", second)] == [400, 400]


def test_a_refresh_token_works_in_no_other_call(cognito: SignIn, passed_on: list[str]) -> None:
    given = {"REFRESH_TOKEN": "first"}
    answer = cognito.call("InitiateAuth", {**CLIENT, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": given})
    assert (answer.document["__type"], passed_on) == ("InvalidParameterException", [])


def test_a_renewed_token_keeps_the_time_of_its_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emulator, "_sign", lambda claims, *_: claims["auth_time"])
    signed = [
        emulator._sign_with_time_of_sign_in({"auth_time": at, "origin_jti": one}, "pool", "id")
        for one, at in (("first", 100), ("first", 960), ("second", 970))
    ]
    assert signed == [100, 100, 970]


def test_no_two_accounts_have_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def user(name: str, email: str) -> dict[str, Any]:
        return {"Username": name, "Attributes": [{"Name": "sub", "Value": name}, {"Name": "email", "Value": email}]}

    def takes(name: str, email: str) -> Any:
        attributes = [{"Name": "email", "Value": email}]
        return emulator._update_unless_taken({"UserPoolId": "pool", "Username": name, "UserAttributes": attributes})

    users = {name: user(name, email) for name, email in (("u-1", ANA), ("u-2", "bea@example.org"))}
    pool = {"_users": users, "UsernameAttributes": ["email"]}
    monkeypatch.setattr(emulator.cognito, "_user_pools", {"pool": pool})
    monkeypatch.setattr(emulator, "_update", lambda _: "changed")
    status, _, body = takes("u-1", "BEA@example.org")
    assert (status, b"AliasExistsException" in body) == (400, True)
    for name, email in (("u-1", "cai@example.org"), (ANA, ANA.title()), ("u-2", "bea@example.org")):
        assert takes(name, email) == "changed"
