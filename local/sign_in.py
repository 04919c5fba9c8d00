"""Cognito's public calls on the local stack: passed on to MiniStack, with what MiniStack leaves out.

- An address is verified once its sign-up is confirmed.
- A new address counts only when the code that is mailed to it comes back (`AttributesRequireVerificationBeforeUpdate`).
- The triggers `PreAuthentication` and `PostConfirmation` run, and `PreSignUp` sees the client's metadata.
- No code for a new password goes to an address that is not verified, and none for a sign-up to a confirmed account.
- A wrong password on an account that is not confirmed is a wrong password. (AWS has been seen to answer both that and
  `UserNotConfirmed`; the portal must do with either.)
- `ChangePassword`, `VerifyUserAttribute` and `SetUserMFAPreference` are reported to the account guard, as EventBridge
  does.
- A refresh token is replaced when it is used, and works in no other call (`RefreshTokenRotation`).
- Letters of another case are the same user name (`CaseSensitive: false`).
- A code by e-mail signs in, where pool and client allow it (`EMAIL_OTP` of the flow `USER_AUTH`).
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Any

import urllib3
from botocore.exceptions import ClientError, ParamValidationError

from local.cognito_triggers import TriggerError, Triggers
from local.deploy import client
from local.http_handler import HttpHandler
from local.limits import ADDRESS_HEADER, SIGN_IN, Limits
from local.mailed_codes import EMAIL_OTP, CodeMails, SignInRefusedError, SignInsByCode
from local.refresh_tokens import RefreshTokens, ReusedTokenError

_TARGET = "AWSCognitoIdentityProviderService."
_JSON = "application/x-amz-json-1.1"


@dataclass(frozen=True)
class Answer:
    """What Cognito answers: the status, and the JSON document."""

    status: int
    document: Mapping[str, Any]


def refusal(kind: str, message: str) -> Answer:
    """An error as Cognito tells it."""
    return Answer(400, {"__type": kind, "message": message})


class SignIn:
    """The calls that need no AWS credentials, on the user pool `user_pool_id`."""

    def __init__(self, endpoint_url: str, user_pool_id: str) -> None:
        self._url = endpoint_url
        self._pool = user_pool_id
        self._http = urllib3.PoolManager(retries=False, timeout=30, maxsize=8)
        self._cognito = client(endpoint_url, "cognito-idp")
        self._triggers = Triggers(endpoint_url, user_pool_id)
        self._mails = CodeMails(client(endpoint_url, "ses"), self._triggers)
        self._by_code = SignInsByCode(self._cognito, user_pool_id, self._mails)
        self._refresh_tokens = RefreshTokens()
        # By username: the address asked for and the code that proves it.
        self._wanted: dict[str, tuple[str, str]] = {}
        # By username: the password of those who signed up here, which MiniStack does not look at before they confirm.
        self._signed_up: dict[str, str] = {}

    def warm_up(self) -> None:
        """Have what the calls need started: it takes seconds on a busy machine."""
        self._triggers.warm_up()

    def call(self, action: str, asked: Mapping[str, Any]) -> Answer:
        """Carry out one call, such as `InitiateAuth`."""
        own: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
            "SignUp": self._sign_up,
            "ConfirmSignUp": self._confirm,
            "ResendConfirmationCode": self._resend,
            "InitiateAuth": self._sign_in,
            "RespondToAuthChallenge": self._answer_challenge,
            "ForgotPassword": self._forgot,
            "ConfirmForgotPassword": self._new_password,
            "UpdateUserAttributes": self._update,
            "GetUserAttributeVerificationCode": self._send_again,
            "VerifyUserAttribute": self._verify,
            "ChangePassword": partial(self._pass_on_and_report, "ChangePassword"),
            "SetUserMFAPreference": partial(self._pass_on_and_report, "SetUserMFAPreference"),
            "GetTokensFromRefreshToken": self._renew,
            "RevokeToken": self._revoke,
        }
        asked = self._as_stored(asked)
        try:
            return own[action](asked) if action in own else self._pass_on(action, asked)
        except TriggerError as error:
            return refusal("UserLambdaValidationException", str(error))
        except SignInRefusedError as error:
            return refusal(*error.args)

    def _as_stored(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """`asked` with the user name in the letters with which it was signed up."""
        found = dict(asked)
        if "Username" in found:
            found["Username"] = self._spelled(found["Username"])
        given = found.get("AuthParameters") or {}
        if "USERNAME" in given:
            found["AuthParameters"] = {**given, "USERNAME": self._spelled(given["USERNAME"])}
        return found

    def _spelled(self, address: str) -> str:
        if self._user(address):
            return address
        for page in self._cognito.get_paginator("list_users").paginate(UserPoolId=self._pool):
            for user in page["Users"]:
                emails = [one["Value"] for one in user["Attributes"] if one["Name"] == "email"]
                if address.lower() in (one.lower() for one in emails):
                    return str(emails[0])
        return address

    def _pass_on(self, action: str, asked: Mapping[str, Any]) -> Answer:
        headers = {"Content-Type": _JSON, "X-Amz-Target": _TARGET + action}
        answer = self._http.request("POST", f"{self._url}/", body=json.dumps(asked).encode(), headers=headers)
        return Answer(answer.status, json.loads(answer.data or b"{}"))

    def _sign_up(self, asked: Mapping[str, Any]) -> Answer:
        if self._user(asked["Username"]):
            return refusal("UsernameExistsException", "User already exists")
        answer = self._pass_on("SignUp", asked)
        if answer.status == 200:
            username = answer.document["UserSub"]
            self._signed_up[username] = asked["Password"]
            if metadata := asked.get("ClientMetadata"):
                self._triggers.run("PreSignUp_SignUp", username, metadata)
        return answer

    def _confirm(self, asked: Mapping[str, Any]) -> Answer:
        answer = self._pass_on("ConfirmSignUp", asked)
        if answer.status == 200:
            self._set(asked["Username"], [{"Name": "email_verified", "Value": "true"}])
            self._triggers.run("PostConfirmation_ConfirmSignUp", asked["Username"], asked.get("ClientMetadata"))
        return answer

    def _resend(self, asked: Mapping[str, Any]) -> Answer:
        user = self._user(asked.get("Username", ""))
        if user and user["UserStatus"] != "UNCONFIRMED":
            return refusal("InvalidParameterException", "User is already confirmed.")
        return self._pass_on("ResendConfirmationCode", asked)

    def _renew(self, asked: Mapping[str, Any]) -> Answer:
        token = asked.get("RefreshToken", "")
        try:
            self._refresh_tokens.expect_usable(token)
        except ReusedTokenError:
            return refusal("RefreshTokenReuseException", "The refresh token was used before.")
        original = {**asked, "RefreshToken": self._refresh_tokens.original(token)}
        answer = self._pass_on("GetTokensFromRefreshToken", original)
        if answer.status != 200:
            return answer
        result = {**answer.document["AuthenticationResult"], "RefreshToken": self._refresh_tokens.replace(token)}
        return Answer(200, {"AuthenticationResult": result})

    def _revoke(self, asked: Mapping[str, Any]) -> Answer:
        return self._pass_on("RevokeToken", {**asked, "Token": self._refresh_tokens.original(asked.get("Token", ""))})

    def _sign_in(self, asked: Mapping[str, Any]) -> Answer:
        if asked.get("AuthFlow") in {"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"}:
            return refusal("InvalidParameterException", "Auth flow not enabled for this client")
        if asked.get("AuthFlow") == "USER_AUTH":
            return self._sign_in_by_code(asked)
        if asked.get("AuthFlow") in {"USER_PASSWORD_AUTH", "USER_SRP_AUTH"}:
            given = asked.get("AuthParameters") or {}
            user = self._user(given.get("USERNAME", ""))
            if user and user["UserStatus"] == "UNCONFIRMED":
                right = self._signed_up.get(user["Username"])
                if right is not None and given.get("PASSWORD", right) != right:
                    return refusal("NotAuthorizedException", "Incorrect username or password.")
            elif user:
                self._triggers.run("PreAuthentication_Authentication", user["Username"])
        return self._pass_on("InitiateAuth", asked)

    def _sign_in_by_code(self, asked: Mapping[str, Any]) -> Answer:
        user = self._user((asked.get("AuthParameters") or {}).get("USERNAME", ""))
        if user and user["UserStatus"] == "UNCONFIRMED":
            return refusal("UserNotConfirmedException", "User is not confirmed.")
        if user:
            self._triggers.run("PreAuthentication_Authentication", user["Username"])
        return Answer(200, self._by_code.start(asked, user))

    def _answer_challenge(self, asked: Mapping[str, Any]) -> Answer:
        if asked.get("ChallengeName") != EMAIL_OTP:
            return self._pass_on("RespondToAuthChallenge", asked)
        username = self._by_code.expect_code(asked)
        user = self._user(username)
        if user and user["UserStatus"] == "FORCE_CHANGE_PASSWORD":
            told = {"USER_ID_FOR_SRP": username}
            challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeParameters": told}
            return Answer(200, {**challenge, "Session": secrets.token_urlsafe(32)})
        # MiniStack gives tokens for this challenge without asking for more.
        setup = {"ChallengeName": "MFA_SETUP", "ChallengeResponses": {"USERNAME": username}}
        return self._pass_on("RespondToAuthChallenge", {"ClientId": asked["ClientId"], **setup})

    def _forgot(self, asked: Mapping[str, Any]) -> Answer:
        address = asked.get("Username", "")
        user = self._user(address)
        if user is None:
            return self._pass_on("ForgotPassword", asked)
        if user["UserStatus"] == "FORCE_CHANGE_PASSWORD":
            return refusal("NotAuthorizedException", "User password cannot be reset in the current state.")
        if {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]:
            return self._pass_on("ForgotPassword", asked)
        client_ = self._cognito.describe_user_pool_client(UserPoolId=self._pool, ClientId=asked["ClientId"])
        if client_["UserPoolClient"].get("PreventUserExistenceErrors") == "ENABLED":
            # As for somebody who has no account: nothing is mailed, and the answer does not say so.
            told = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": f"{address[:1]}***"}
            return Answer(200, {"CodeDeliveryDetails": told})
        said = "Cannot reset password for the user as there is no registered/verified email or phone_number"
        return refusal("InvalidParameterException", said)

    def _new_password(self, asked: Mapping[str, Any]) -> Answer:
        answer = self._pass_on("ConfirmForgotPassword", asked)
        if answer.status == 200:
            metadata = asked.get("ClientMetadata")
            self._triggers.run("PostConfirmation_ConfirmForgotPassword", asked["Username"], metadata)
        return answer

    def _update(self, asked: Mapping[str, Any]) -> Answer:
        user = self._pass_on("GetUser", {"AccessToken": asked.get("AccessToken")})
        if user.status != 200:
            return user
        address = next((one["Value"] for one in asked["UserAttributes"] if one["Name"] == "email"), None)
        if address is None:
            return self._pass_on("UpdateUserAttributes", asked)
        self._wanted[user.document["Username"]] = (address, f"{secrets.randbelow(10**6):06d}")
        return self._send("CustomMessage_UpdateUserAttribute", user.document["Username"])

    def _send_again(self, asked: Mapping[str, Any]) -> Answer:
        user = self._pass_on("GetUser", {"AccessToken": asked.get("AccessToken")})
        if user.status != 200:
            return user
        return self._send("CustomMessage_VerifyUserAttribute", user.document["Username"])

    def _send(self, source: str, username: str) -> Answer:
        if username not in self._wanted:
            return refusal("InvalidParameterException", "User has no attribute to verify.")
        address, code = self._wanted[username]
        told = self._mails.send(source, username, address, code)
        return Answer(200, {"CodeDeliveryDetailsList": [told], "CodeDeliveryDetails": told})

    def _verify(self, asked: Mapping[str, Any]) -> Answer:
        user = self._pass_on("GetUser", {"AccessToken": asked.get("AccessToken")})
        if user.status != 200:
            return user
        username = user.document["Username"]
        address, code = self._wanted.get(username, ("", ""))
        if not code:
            return refusal("ExpiredCodeException", "Invalid code provided, please request a code again.")
        if asked.get("Code") != code:
            return refusal("CodeMismatchException", "Invalid verification code provided, please try again.")
        if self._taken(address, username):
            return refusal("AliasExistsException", "An account with the given email already exists.")
        self._set(username, [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}])
        del self._wanted[username]
        self._triggers.report("VerifyUserAttribute", username)
        return Answer(200, {})

    def _pass_on_and_report(self, action: str, asked: Mapping[str, Any]) -> Answer:
        user = self._pass_on("GetUser", {"AccessToken": asked.get("AccessToken")})
        answer = self._pass_on(action, asked)
        if answer.status == 200 and user.status == 200:
            self._triggers.report(action, user.document["Username"])
        return answer

    def _taken(self, address: str, username: str) -> bool:
        user = self._user(self._spelled(address))
        return user is not None and user["Username"] != username

    def _user(self, address: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._cognito.admin_get_user(UserPoolId=self._pool, Username=address)
        except (ClientError, ParamValidationError):
            return None
        return found

    def _set(self, username: str, attributes: list[dict[str, str]]) -> None:
        self._cognito.admin_update_user_attributes(UserPoolId=self._pool, Username=username, UserAttributes=attributes)


def sign_in_server(port: int, sign_in: SignIn, limits: Limits | None = None) -> ThreadingHTTPServer:
    """A server for browsers: it takes calls from every origin, as Cognito does, within `limits` (the template's)."""
    counted = limits or Limits(SIGN_IN)

    class Handler(HttpHandler):
        def do_OPTIONS(self) -> None:  # noqa: N802
            self._send(200, b"")

        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            target = self.headers.get("X-Amz-Target", "")
            address = self.headers.get(ADDRESS_HEADER, self.client_address[0])
            if counted.refusal(address, self.path, {"x-amz-target": target}, body):
                answer = Answer(403, {"__type": "ForbiddenException", "message": "Request blocked."})
            else:
                answer = sign_in.call(target.removeprefix(_TARGET), json.loads(body or b"{}"))
            self._send(answer.status, json.dumps(answer.document).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", f"content-type, x-amz-target, {ADDRESS_HEADER.lower()}")
            self.send_header("Access-Control-Allow-Methods", "POST")
            self.send_header("Access-Control-Max-Age", "3600")
            self.send_header("Content-Type", _JSON)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests are not logged: they hold passwords."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
