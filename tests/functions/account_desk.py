"""The API and the account guard over one pair of tables, with a user pool and a mailbox in memory."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from io import BytesIO
from itertools import count
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from guard_dependencies import build

from functions.guard_accounts import app as guard
from laurel.platform import aws as aws_clients
from laurel.platform.runtime import Runtime
from tests.api_events import Answer, learner
from tests.functions.claim_api_desk import Desk, desk_on_moto
from tests.guard_settings import guard_settings
from tests.permitted import permitted

POOL = "us-east-1_pool"
OLD, NEW, NEWER = "ana@example.org", "new@example.org", "newer@example.org"
NO_ANSWER = "no answer"  # from SES


@dataclass
class Pool:
    """A user pool by user name: address, status, whether it is enabled, groups, app; and the calls in order."""

    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, email: str, *groups: str, status: str = "CONFIRMED") -> None:
        given = {"email": email, "status": status, "groups": groups}
        self.users[name] = {**given, "enabled": True, "app": False, "password": "theirs"}

    def _user(self, name: str) -> dict[str, Any]:
        """By user name, or by address."""
        name = next((one for one, user in self.users.items() if user["email"] == name), name)
        if name not in self.users:
            raise ClientError({"Error": {"Code": "UserNotFoundException", "Message": ""}}, "Any")
        return self.users[name]

    def admin_get_user(self, **asked: Any) -> dict[str, Any]:
        user = self._user(asked["Username"])
        attributes = {"email": user["email"], "email_verified": "true"}
        return {
            "UserAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
            "UserStatus": user["status"],
            "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"] if user["app"] else [],
        }

    def admin_delete_user(self, **asked: Any) -> None:
        user = self._user(asked["Username"])
        self.users = {name: one for name, one in self.users.items() if one is not user}

    def describe_user_pool_client(self, **asked: Any) -> dict[str, Any]:
        return {"UserPoolClient": {"ClientName": asked["ClientId"]}}

    def admin_set_user_password(self, **asked: Any) -> None:
        assert len(asked["Password"]) > 30
        assert asked["Permanent"]
        self._user(asked["Username"])["password"] = asked["Password"]
        self.calls.append(("password", asked["Username"]))

    def admin_update_user_attributes(self, **asked: Any) -> None:
        name, found = asked["Username"], {one["Name"]: one["Value"] for one in asked["UserAttributes"]}
        assert found["email_verified"] == "true"
        if any(user["email"] == found["email"] for other, user in self.users.items() if other != name):
            raise ClientError({"Error": {"Code": "AliasExistsException", "Message": ""}}, "Any")
        self._user(name)["email"] = found["email"]
        self.calls.append(("address", name))

    def admin_list_groups_for_user(self, **asked: Any) -> dict[str, Any]:
        return {"Groups": [{"GroupName": name} for name in self._user(asked["Username"])["groups"]]}

    def admin_set_user_mfa_preference(self, **asked: Any) -> None:
        self._user(asked["Username"])["app"] = asked["SoftwareTokenMfaSettings"]["Enabled"]

    def admin_reset_user_password(self, **asked: Any) -> None:
        self.calls.append(("code", asked["Username"]))

    def admin_disable_user(self, **asked: Any) -> None:
        self._user(asked["Username"])["enabled"] = False

    def admin_user_global_sign_out(self, **asked: Any) -> None:
        self._user(asked["Username"])
        self.calls.append(("sessions", asked["Username"]))

    def list_users(self, **_: Any) -> dict[str, Any]:
        return {"Users": []}

    def get_paginator(self, operation: str) -> Any:
        users = [
            {
                "Username": name,
                "UserStatus": user["status"],
                "Enabled": user["enabled"],
                "Attributes": [
                    {"Name": "sub", "Value": name},
                    {"Name": "email", "Value": user["email"]},
                    {"Name": "email_verified", "Value": "true"},
                ],
            }
            for name, user in self.users.items()
        ]
        pages = {"list_users": [{"Users": users}], "list_groups": [{"Groups": []}]}
        return SimpleNamespace(paginate=lambda **_: pages[operation])


@dataclass
class AccountDesk:
    """One world of accounts. `mails` are address and text of each e-mail; `mail_fails` is SES's error, or NO_ANSWER."""

    claims: Desk
    pool: Pool
    mails: list[tuple[str, str]] = field(default_factory=list)
    mail_fails: str = ""
    guard_is_down: bool = False
    later: timedelta = timedelta()
    seconds: Iterator[int] = field(default_factory=lambda: count(1000))
    tickets: dict[str, str] = field(default_factory=dict)  # of the last sign-in of each account

    @property
    def now(self) -> datetime:
        """The instant for the guard; the API's is always the present one."""
        return datetime.now(UTC) + self.later

    def guard(self, event: dict[str, Any]) -> dict[str, Any]:
        """What the account guard answers now."""
        with permitted("GuardAccountsRole"):
            return guard.guard(build(Runtime(clock=lambda: self.now)), event)

    def token(self, user_name: str = "ana", source: str = "Authentication") -> dict[str, str]:
        """A new ID token of the account, as the guard lets Cognito issue it."""
        email = self.pool.users[user_name]["email"]
        attributes = {"sub": user_name, "email": email, "email_verified": "true"}
        event: dict[str, Any] = {"userPoolId": POOL, "userName": user_name, "response": {}}
        event["request"] = {"userAttributes": attributes}
        event["callerContext"] = {"clientId": "portal"}
        if source == "RefreshTokens":
            event["request"]["clientMetadata"] = {"session": self.tickets[user_name]}
        answer = self.guard({**event, "triggerSource": f"TokenGeneration_{source}"})
        claims = answer["response"]["claimsAndScopeOverrideDetails"]["idTokenGeneration"]["claimsToAddOrOverride"]
        self.tickets[user_name] = claims["session"]
        return learner(user_name, **claims, email=email, iat=str(next(self.seconds)))

    def me(self, user_name: str = "ana") -> dict[str, Any]:
        return self.claims.call("GET", "/v1/me", self.token(user_name)).json()

    def change(self, email: str, user_name: str = "ana") -> None:
        """A change of address at Cognito, and the next token."""
        self.pool.users[user_name]["email"] = email
        self.token(user_name)

    def links(self, to: str) -> dict[str, str]:
        """The tokens of the links in the latest e-mail to the address, by what they are for."""
        text = [text for address, text in self.mails if address == to][-1]
        undo, confirm = re.findall(r"https://ce\.example\.org/account-change\?token=(\S+)", text)
        return {"undo": undo, "confirm": confirm}

    def follow(self, use: str, token: str) -> Answer:
        return self.claims.call("POST", f"/v1/account-changes/{use}", json_body={"token": token})

    def hour(self, **later: float) -> dict[str, Any]:
        """The hourly round, after so much time."""
        self.later += timedelta(**later)
        return self.guard({"user_pool_id": POOL})

    def acts(self, user_name: str = "ana") -> list[str]:
        items = self.claims.call("GET", "/v1/me/audit", self.token(user_name)).json()["items"]
        return [one["act"] for one in items]

    def send_email(self, **asked: Any) -> None:
        if self.mail_fails == NO_ANSWER:
            raise ReadTimeoutError(endpoint_url="https://email.example.org")
        if self.mail_fails:
            raise ClientError({"Error": {"Code": self.mail_fails, "Message": ""}}, "SendEmail")
        content = asked["Content"]["Simple"]
        assert [one["Name"] for one in content["Headers"]] == ["Auto-Submitted"]
        [to] = asked["Destination"]["ToAddresses"]
        self.mails.append((to, content["Body"]["Text"]["Data"]))

    def invoke(self, **asked: Any) -> dict[str, Any]:
        """As Lambda does: the guard has a client and a role of its own, and its errors are not the caller's."""
        assert asked["FunctionName"] == "guard-accounts"
        if self.guard_is_down:
            raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": ""}}, "Invoke")
        of_api, aws_clients.dynamodb = aws_clients.dynamodb, cache(partial(boto3.client, "dynamodb"))
        try:
            return {"Payload": BytesIO(json.dumps(self.guard(json.loads(asked["Payload"]))).encode())}
        except ConnectionError:
            return {"FunctionError": "Unhandled", "Payload": BytesIO(b"{}")}
        finally:
            aws_clients.dynamodb = of_api


@contextmanager
def accounts_on_moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[AccountDesk]:
    """A desk with Ana, who signed in; moto must be up."""
    setenv: Callable[[str, str], None] = monkeypatch.setenv
    with desk_on_moto(setenv) as claims:
        guard_settings(setenv, audit_table=False)
        setenv("MAIL_FROM", "laurel@example.org")
        setenv("BACKUP_BUCKET_NAME", "BackupBucket")
        desk = AccountDesk(claims, Pool())
        monkeypatch.setattr(aws_clients, "user_pools", lambda: desk.pool)
        monkeypatch.setattr(aws_clients, "sesv2", lambda: desk)
        monkeypatch.setattr(aws_clients, "functions", lambda: desk)
        desk.pool.add("ana", OLD)
        assert desk.me()["email_is_yours"]
        yield desk
