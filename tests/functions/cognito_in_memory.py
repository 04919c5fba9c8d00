"""A user pool as AWS runs it, in memory: it asks the account guard, and mails codes to mailboxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from botocore.exceptions import ClientError

from functions.guard_accounts import app as guard
from tests.functions.claim_api_desk import Context

POOL = "us-east-1_pool"
NAMES = count(1)


class RefusedByCognito(Exception):
    """What Cognito answers instead: its code."""


@dataclass
class Account:
    """An account of the user pool."""

    user_name: str
    email: str
    password: str
    confirmed: bool = False


@dataclass(frozen=True)
class Session:
    """Who holds the session, of which account, and the claims of its ID token."""

    person: str
    user_name: str
    claims: dict[str, str]


@dataclass
class Cognito:
    """A user pool as AWS runs it: addresses are unique, codes go to mailboxes, triggers are asked."""

    accounts: dict[str, Account] = field(default_factory=dict)
    mailed: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    now: int = 1_800_000_000

    def at(self, email: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.email == email), None)

    def sign_up(self, email: str, password: str, ticket: str) -> None:
        if self.at(email):
            raise RefusedByCognito("UsernameExists")
        name = f"account-{next(NAMES)}"
        self.ask("PreSignUp_SignUp", name, email, verified=False, ticket=ticket)
        self.accounts[name] = Account(name, email, password)
        self.mail(email, "confirm", name)

    def send_again(self, email: str) -> None:
        account = self.at(email)
        if account and not account.confirmed:
            self.mail(email, "confirm", account.user_name)

    def confirm(self, name: str, ticket: str) -> None:
        account = self.accounts.get(name)
        if account is None or account.confirmed:
            raise RefusedByCognito("NotAuthorized")
        account.confirmed = True
        self.ask("PostConfirmation_ConfirmSignUp", name, account.email, verified=True, ticket=ticket)

    def forgot(self, email: str) -> None:
        account = self.at(email)
        if account and account.confirmed:  # an address that was never verified gets no code
            self.mail(email, "reset", account.user_name)

    def reset(self, name: str, password: str) -> None:
        account = self.accounts.get(name)
        if account is None:
            raise RefusedByCognito("NotAuthorized")
        account.password = password
        self.ask("PostConfirmation_ConfirmForgotPassword", name, account.email, verified=True)

    def change(self, name: str, email: str) -> None:
        """Takes the new address: its mailbox has sent the code back."""
        account, other = self.accounts.get(name), self.at(email)
        if account is None or other:
            raise RefusedByCognito("AliasExists")
        account.email = email

    def sign_in(self, email: str, password: str) -> tuple[str, dict[str, str]]:
        account = self.at(email)
        if account is None or account.password != password or not account.confirmed:
            raise RefusedByCognito("NotAuthorized")
        try:
            self.ask("PreAuthentication_Authentication", account.user_name, email, verified=True)
        except guard.PasswordNotProvedError as error:
            raise RefusedByCognito("UserLambdaValidation") from error
        return account.user_name, self.token(account)

    def token(self, account: Account) -> dict[str, str]:
        event = self.ask("TokenGeneration_Authentication", account.user_name, account.email, verified=True)
        added = event["response"]["claimsOverrideDetails"]["claimsToAddOrOverride"]
        self.now += 1
        return {
            "sub": account.user_name,
            "email": account.email,
            "email_verified": "true",
            "token_use": "id",
            "iat": str(self.now),
            **added,
        }

    def ask(self, source: str, name: str, email: str, *, verified: bool, ticket: str | None = None) -> dict[str, Any]:
        attributes = {"sub": name, "email": email, "email_verified": str(verified).lower()}
        metadata = {"clientMetadata": {"ticket": ticket}} if ticket else {}
        event = {
            "triggerSource": source,
            "userPoolId": POOL,
            "userName": name,
            "request": {"userAttributes": attributes, **metadata},
            "response": {},
        }
        return guard.handler(event, Context())

    def mail(self, email: str, kind: str, name: str) -> None:
        self.mailed.setdefault(email, []).append((kind, name))

    # ---- what the guard asks Cognito

    def list_users(self, **_: Any) -> dict[str, Any]:
        return {"Users": []}

    def admin_get_user(self, **given: Any) -> dict[str, Any]:
        self._expect(given["Username"])
        attributes = {"email": self.accounts[given["Username"]].email, "email_verified": "true"}
        return {"UserAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()]}

    def admin_user_global_sign_out(self, **given: Any) -> None:
        self._expect(given["Username"])

    def admin_delete_user(self, **given: Any) -> None:
        self._expect(given["Username"])
        del self.accounts[given["Username"]]

    def _expect(self, name: str) -> None:
        if name not in self.accounts:
            raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "Admin")
