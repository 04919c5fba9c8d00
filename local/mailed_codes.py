"""Codes by e-mail that MiniStack leaves out: for a new address, and to sign in (`EMAIL_OTP` of `USER_AUTH`)."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local.cognito_triggers import Triggers

_SENDER = "no-reply@verificationemail.com"
_SESSION_MINUTES = 3  # Cognito's own `AuthSessionValidity`
EMAIL_OTP = "EMAIL_OTP"


class CodeMails:
    """Sends codes, with the words of the pool's trigger `CustomMessage` where it has some."""

    def __init__(self, mail: Any, triggers: Triggers) -> None:
        self._mail = mail
        self._triggers = triggers

    def send(self, source: str, username: str, address: str, code: str) -> dict[str, str]:
        """Sends `code` for the purpose `source`, such as `CustomMessage_Authentication`; gives Cognito's receipt.

        Raises TriggerError when the trigger fails.
        """
        own = self._triggers.run(source, username, codeParameter="{####}")
        subject = own.get("emailSubject") or "Your verification code"
        message = (own.get("emailMessage") or "Your verification code is {####}.").replace("{####}", code)
        self._mail.verify_email_identity(EmailAddress=_SENDER)
        self._mail.send_email(
            Source=_SENDER,
            Destination={"ToAddresses": [address]},
            Message={"Subject": {"Data": subject}, "Body": {"Html": {"Data": message}}},
        )
        return {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": f"{address[0]}***"}


class SignInRefusedError(Exception):
    """Cognito refuses the call: `args` are the kind of the error and its message."""


@dataclass(frozen=True)
class _Session:
    """A sign-in that waits for its code; without a user, for nothing."""

    client_id: str
    username: str
    code: str
    until: float


class SignInsByCode:
    """The sign-ins with a mailed code at the user pool `pool_id`. `clock` gives seconds, and never goes back."""

    def __init__(
        self, cognito: Any, pool_id: str, mails: CodeMails, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._cognito = cognito
        self._pool = pool_id
        self._mails = mails
        self._clock = clock
        self._sessions: dict[str, _Session] = {}

    def start(self, asked: Mapping[str, Any], user: Mapping[str, Any] | None) -> dict[str, Any]:
        """The challenge for `user`, None if nobody has the address. Raises SignInRefusedError."""
        client = self._client(asked["ClientId"])
        if "ALLOW_USER_AUTH" not in client.get("ExplicitAuthFlows", []):
            raise SignInRefusedError("InvalidParameterException", "USER_AUTH flow not enabled for this client")
        until = self._clock() + 60 * client.get("AuthSessionValidity", _SESSION_MINUTES)
        if user is None:
            if client.get("PreventUserExistenceErrors") != "ENABLED":
                raise SignInRefusedError("UserNotFoundException", "User does not exist.")
            # As for somebody who has an account: no code opens this session.
            return self._challenge(_Session(client["ClientId"], "", secrets.token_hex(16), until), "***")
        if not user.get("Enabled", True):
            raise SignInRefusedError("NotAuthorizedException", "User is disabled.")
        if user["UserStatus"] == "RESET_REQUIRED":
            raise SignInRefusedError("PasswordResetRequiredException", "Password reset required for the user")
        if (asked.get("AuthParameters") or {}).get("PREFERRED_CHALLENGE") != EMAIL_OTP or not self._offered(user):
            offered = ["PASSWORD", "PASSWORD_SRP", *([EMAIL_OTP] if self._offered(user) else [])]
            session = secrets.token_urlsafe(32)
            return {"ChallengeName": "SELECT_CHALLENGE", "Session": session, "AvailableChallenges": offered}
        address = _attributes(user)["email"]
        code = f"{secrets.randbelow(10**8):08d}"
        told = self._mails.send("CustomMessage_Authentication", user["Username"], address, code)
        return self._challenge(_Session(client["ClientId"], user["Username"], code, until), told["Destination"])

    def _challenge(self, session: _Session, destination: str) -> dict[str, Any]:
        key = secrets.token_urlsafe(32)
        self._sessions[key] = session
        sent = {"CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": destination}
        return {"ChallengeName": EMAIL_OTP, "Session": key, "ChallengeParameters": sent}

    def _client(self, client_id: str) -> Mapping[str, Any]:
        answer = self._cognito.describe_user_pool_client(UserPoolId=self._pool, ClientId=client_id)
        found: Mapping[str, Any] = answer["UserPoolClient"]
        return found

    def _offered(self, user: Mapping[str, Any]) -> bool:
        """Whether a mailed code opens the account: not where a second factor is on, as at Cognito."""
        policies = self._cognito.describe_user_pool(UserPoolId=self._pool)["UserPool"].get("Policies") or {}
        allowed = (policies.get("SignInPolicy") or {}).get("AllowedFirstAuthFactors") or ["PASSWORD"]
        verified = _attributes(user).get("email_verified") == "true"
        return EMAIL_OTP in allowed and verified and not user.get("UserMFASettingList")

    def expect_code(self, asked: Mapping[str, Any]) -> str:
        """The user name whose code came back; the session ends. Raises SignInRefusedError for another code."""
        key = asked.get("Session", "")
        session = self._sessions.get(key)
        if session is None or session.client_id != asked.get("ClientId") or session.until < self._clock():
            raise SignInRefusedError("NotAuthorizedException", "Invalid session for the user, session is expired.")
        if not secrets.compare_digest((asked.get("ChallengeResponses") or {}).get("EMAIL_OTP_CODE", ""), session.code):
            raise SignInRefusedError("CodeMismatchException", "Invalid code or auth state for the user.")
        del self._sessions[key]
        return session.username


def _attributes(user: Mapping[str, Any]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in user["UserAttributes"]}
