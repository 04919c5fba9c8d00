"""A user pool as AWS runs it, in memory: it asks the account guard, and mails codes to mailboxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from botocore.exceptions import ClientError
from guard_tokens import SessionEndedError

from functions.guard_accounts import app as guard
from tests.functions.claim_api_desk import Context

POOL = "us-east-1_pool"
NAMES = count(1)
PORTAL, OWN = "portal", "portal-account"  # the names and IDs of the clients
SELF_SERVICE = "aws.cognito.signin.user.admin"


class RefusedByCognito(Exception):
    """What Cognito answers instead: its code."""


@dataclass
class Account:
    """An account of the user pool."""

    user_name: str
    email: str
    password: str
    confirmed: bool = False
    app: str = ""  # whose authenticator app it asks for


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
    scopes: dict[str, set[str]] = field(default_factory=dict)  # of access tokens, by `iat`

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

    # ---- what an access token does to its own account

    def _own(self, claims: dict[str, str]) -> Account:
        account = self.accounts.get(claims["sub"])
        if account is None or SELF_SERVICE not in self.scopes[claims["iat"]]:
            raise RefusedByCognito("NotAuthorized")
        return account

    def change(self, claims: dict[str, str], email: str) -> None:
        """Takes the new address: its mailbox has sent the code back."""
        account = self._own(claims)
        if self.at(email):
            raise RefusedByCognito("AliasExists")
        account.email = email

    def use_app(self, claims: dict[str, str], whose: str) -> None:
        """From now on the account asks for a code of this person's authenticator app."""
        self._own(claims).app = whose

    def change_password(self, claims: dict[str, str], previous: str, password: str) -> None:
        account = self._own(claims)
        if account.password != previous:
            raise RefusedByCognito("NotAuthorized")
        account.password = password

    def delete(self, claims: dict[str, str]) -> None:
        del self.accounts[self._own(claims).user_name]

    # ---- sign-ins and tokens

    def sign_in(self, email: str, password: str, who: str, client: str = PORTAL) -> tuple[str, dict[str, str]]:
        """`who` has the authenticator app of that person."""
        account = self.at(email)
        if account is None or account.password != password or not account.confirmed:
            raise RefusedByCognito("NotAuthorized")
        try:
            self.ask("PreAuthentication_Authentication", account.user_name, email, verified=True)
        except guard.PasswordNotProvedError as error:
            raise RefusedByCognito("UserLambdaValidation") from error
        if account.app not in ("", who):
            raise RefusedByCognito("CodeMismatch")
        return account.user_name, self.token(account, client, "Authentication")

    def renewed(self, claims: dict[str, str], client: str = PORTAL) -> dict[str, str]:
        """New tokens of the session with this ID token."""
        account = self.accounts.get(claims["sub"])
        if account is None or "session" not in claims:
            raise RefusedByCognito("NotAuthorized")
        try:
            return self.token(account, client, "RefreshTokens", session=claims["session"])
        except SessionEndedError as error:
            raise RefusedByCognito("UserLambdaValidation") from error

    def token(self, account: Account, client: str, source: str, **metadata: str) -> dict[str, str]:
        event = self.ask(
            f"TokenGeneration_{source}", account.user_name, account.email, verified=True, client=client, **metadata
        )
        given = event["response"]["claimsAndScopeOverrideDetails"]
        added = given["idTokenGeneration"]["claimsToAddOrOverride"]
        self.now += 1
        self.scopes[str(self.now)] = {SELF_SERVICE} - {*given["accessTokenGeneration"]["scopesToSuppress"]}
        return {
            "sub": account.user_name,
            "email": account.email,
            "email_verified": "true",
            "token_use": "id",
            "iat": str(self.now),
            **added,
        }

    def ask(
        self, source: str, name: str, email: str, *, verified: bool, client: str = PORTAL, **metadata: str
    ) -> dict[str, Any]:
        attributes = {"sub": name, "email": email, "email_verified": str(verified).lower()}
        more = {"clientMetadata": metadata} if metadata else {}
        event = {
            "triggerSource": source,
            "userPoolId": POOL,
            "userName": name,
            "callerContext": {"clientId": client},
            "request": {"userAttributes": attributes, **more},
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
        account = self.accounts[given["Username"]]
        attributes = {"email": account.email, "email_verified": "true"}
        return {
            "UserAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
            "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"] if account.app else [],
        }

    def describe_user_pool_client(self, **given: Any) -> dict[str, Any]:
        return {"UserPoolClient": {"ClientName": given["ClientId"]}}

    def admin_user_global_sign_out(self, **given: Any) -> None:
        self._expect(given["Username"])

    def admin_delete_user(self, **given: Any) -> None:
        self._expect(given["Username"])
        del self.accounts[given["Username"]]

    def _expect(self, name: str) -> None:
        if name not in self.accounts:
            raise ClientError({"Error": {"Code": "UserNotFoundException"}}, "Admin")
