"""Signing in with a mailed code on the local stack: as strict as Cognito."""

from types import SimpleNamespace
from typing import Any

import pytest

from local.mailed_codes import CodeMails, SignInRefusedError, SignInsByCode

ANA = "ana@example.org"
ASKED = {"ClientId": "by-code", "AuthParameters": {"USERNAME": ANA, "PREFERRED_CHALLENGE": "EMAIL_OTP"}}


class Cognito:
    """The pool and its client, and the mails that go out."""

    def __init__(self) -> None:
        self.client: dict[str, Any] = {
            "ClientId": "by-code",
            "ExplicitAuthFlows": ["ALLOW_USER_AUTH"],
            "AuthSessionValidity": 15,
            "PreventUserExistenceErrors": "ENABLED",
        }
        self.factors = ["PASSWORD", "EMAIL_OTP"]
        self.codes: list[str] = []

    def describe_user_pool_client(self, **_: Any) -> dict[str, Any]:
        return {"UserPoolClient": self.client}

    def describe_user_pool(self, **_: Any) -> dict[str, Any]:
        return {"UserPool": {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": self.factors}}}}

    def verify_email_identity(self, **_: Any) -> None:
        pass

    def send_email(self, **given: Any) -> None:
        assert given["Destination"] == {"ToAddresses": [ANA]}
        self.codes.append(given["Message"]["Body"]["Html"]["Data"].removeprefix("<b>").removesuffix("</b>"))


@pytest.fixture
def cognito() -> Cognito:
    return Cognito()


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def sign_ins(cognito: Cognito, now: list[float]) -> SignInsByCode:
    asked = {"emailSubject": "Log in", "emailMessage": "<b>{####}</b>"}
    triggers: Any = SimpleNamespace(run=lambda source, *_, **__: asked if source.endswith("_Authentication") else {})
    return SignInsByCode(cognito, "pool", CodeMails(cognito, triggers), clock=lambda: now[0])


def user(**more: Any) -> dict[str, Any]:
    attributes = [{"Name": "email", "Value": ANA}, {"Name": "email_verified", "Value": "true"}]
    return {"Username": "u-1", "UserStatus": "CONFIRMED", "UserAttributes": attributes, **more}


def answer(session: str, code: str, client_id: str = "by-code") -> dict[str, Any]:
    return {"ClientId": client_id, "Session": session, "ChallengeResponses": {"EMAIL_OTP_CODE": code}}


def test_the_code_that_was_mailed_signs_in_once(sign_ins: SignInsByCode, cognito: Cognito) -> None:
    challenge = sign_ins.start(ASKED, user())
    assert challenge["ChallengeName"] == "EMAIL_OTP"
    (code,) = cognito.codes
    with pytest.raises(SignInRefusedError) as wrong:
        sign_ins.expect_code(answer(challenge["Session"], "x"))
    assert wrong.value.args[0] == "CodeMismatchException"
    assert sign_ins.expect_code(answer(challenge["Session"], code)) == "u-1"
    with pytest.raises(SignInRefusedError) as again:
        sign_ins.expect_code(answer(challenge["Session"], code))
    assert again.value.args[0] == "NotAuthorizedException"


def test_a_code_ends_with_its_session_and_belongs_to_one_client(
    sign_ins: SignInsByCode, cognito: Cognito, now: list[float]
) -> None:
    session = sign_ins.start(ASKED, user())["Session"]
    for client_id, minutes in (("another", 0), ("by-code", 16)):
        now[0] = 60.0 * minutes
        with pytest.raises(SignInRefusedError):
            sign_ins.expect_code(answer(session, cognito.codes[0], client_id))
    now[0] = 60.0 * 14
    assert sign_ins.expect_code(answer(session, cognito.codes[0])) == "u-1"


@pytest.mark.parametrize(
    "more",
    [
        {"UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]},
        {"UserAttributes": [{"Name": "email", "Value": ANA}, {"Name": "email_verified", "Value": "false"}]},
    ],
    ids=["second-factor", "unverified"],
)
def test_a_second_factor_or_an_unproved_address_takes_no_code(
    sign_ins: SignInsByCode, cognito: Cognito, more: dict[str, Any]
) -> None:
    challenge = sign_ins.start(ASKED, user(**more))
    assert (challenge["ChallengeName"], challenge["AvailableChallenges"]) == (
        "SELECT_CHALLENGE",
        ["PASSWORD", "PASSWORD_SRP"],
    )
    assert cognito.codes == []


def test_a_pool_that_does_not_allow_codes_mails_none(sign_ins: SignInsByCode, cognito: Cognito) -> None:
    cognito.factors = ["PASSWORD"]
    assert sign_ins.start(ASKED, user())["ChallengeName"] == "SELECT_CHALLENGE"
    assert cognito.codes == []


def test_an_address_without_an_account_looks_like_one_and_no_code_opens_it(
    sign_ins: SignInsByCode, cognito: Cognito
) -> None:
    challenge = sign_ins.start(ASKED, None)
    assert challenge["ChallengeName"] == "EMAIL_OTP"
    for code in ("", "00000000"):
        with pytest.raises(SignInRefusedError):
            sign_ins.expect_code(answer(challenge["Session"], code))
    cognito.client["PreventUserExistenceErrors"] = "LEGACY"
    with pytest.raises(SignInRefusedError) as told:
        sign_ins.start(ASKED, None)
    assert told.value.args[0] == "UserNotFoundException"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"UserStatus": "RESET_REQUIRED"}, "PasswordResetRequiredException"),
        ({"Enabled": False}, "NotAuthorizedException"),
    ],
    ids=["reset", "disabled"],
)
def test_an_account_that_is_closed_gets_no_code(
    sign_ins: SignInsByCode, cognito: Cognito, change: dict[str, Any], kind: str
) -> None:
    with pytest.raises(SignInRefusedError) as told:
        sign_ins.start(ASKED, user(**change))
    assert told.value.args[0] == kind
    assert cognito.codes == []


def test_the_client_for_passwords_signs_nobody_in_with_a_code(sign_ins: SignInsByCode, cognito: Cognito) -> None:
    cognito.client["ExplicitAuthFlows"] = ["ALLOW_USER_PASSWORD_AUTH"]
    with pytest.raises(SignInRefusedError) as told:
        sign_ins.start(ASKED, user())
    assert told.value.args[0] == "InvalidParameterException"
