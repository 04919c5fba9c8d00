"""Laurel's own calls to the user pool: end sessions, see, list and remove accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from laurel.learners.account_export import PoolAccount
from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

ACCOUNT_CLIENT = "portal-account"
"""The name of the client with which the portal changes an account, after the password and the second factor."""
_UNCONFIRMED = "UNCONFIRMED"
_AUTHENTICATOR = "SOFTWARE_TOKEN_MFA"
# Cognito's largest page size, and how many pages one run reads; the next run continues.
_PAGE = 60
_PAGES = 50


class UserPool:
    """The user pool with this ID."""

    def __init__(self, user_pool_id: str, client: "CognitoIdentityProviderClient | None" = None) -> None:
        self._id = user_pool_id
        self._given = client

    @property
    def _client(self) -> "CognitoIdentityProviderClient":
        return self._given or aws.user_pools()

    def end_sessions(self, user_name: str) -> None:
        """Revokes all refresh tokens and access tokens of the account. One call."""
        self._client.admin_user_global_sign_out(UserPoolId=self._id, Username=user_name)

    def exists(self, user_name: str) -> bool:
        """Whether the pool has the account. One call."""
        with _ending_where_it_is_gone():
            self._client.admin_get_user(UserPoolId=self._id, Username=user_name)
            return True
        return False

    def verified_email(self, user_name: str) -> str | None:
        """The verified address of the account; None if it has none, or there is no such account. One call."""
        with _ending_where_it_is_gone():
            user = self._client.admin_get_user(UserPoolId=self._id, Username=user_name)
            has = {one["Name"]: one.get("Value", "") for one in user["UserAttributes"]}
            return has.get("email") if has.get("email_verified") == "true" else None
        return None

    def remove(self, user_name: str) -> None:
        """Ends the sessions of the account and removes it, if there is one. Up to two calls. May be repeated."""
        with _ending_where_it_is_gone():
            self.end_sessions(user_name)
            self._client.admin_delete_user(UserPoolId=self._id, Username=user_name)

    def has_second_factor(self, user_name: str) -> bool:
        """Whether Cognito asks for the code of an authenticator app when the account signs in. One call.

        False if there is no such account.
        """
        with _ending_where_it_is_gone():
            user = self._client.admin_get_user(UserPoolId=self._id, Username=user_name)
            return _AUTHENTICATOR in user.get("UserMFASettingList", [])
        return False

    def takes_mailed_codes(self, client_id: str) -> bool:
        """Whether a code by e-mail is enough to sign in with this client of the pool. One call."""
        answer = self._client.describe_user_pool_client(UserPoolId=self._id, ClientId=client_id)
        return "ALLOW_USER_AUTH" in answer["UserPoolClient"].get("ExplicitAuthFlows", [])

    def changes_accounts(self, client_id: str) -> bool:
        """Whether this client of the pool is the one whose tokens can change an account. One call."""
        with aws_errors():
            answer = self._client.describe_user_pool_client(UserPoolId=self._id, ClientId=client_id)
        return answer["UserPoolClient"].get("ClientName") == ACCOUNT_CLIENT

    def unconfirmed(self, before: datetime) -> Iterator[str]:
        """The user names of unconfirmed accounts created before this instant (UTC). One call for each 60."""
        token = ""
        for _ in range(_PAGES):
            more = {"PaginationToken": token} if token else {}
            answer = self._client.list_users(
                UserPoolId=self._id, Filter=f'cognito:user_status = "{_UNCONFIRMED}"', Limit=_PAGE, **more
            )
            for user in answer["Users"]:
                if user["UserStatus"] == _UNCONFIRMED and user["UserCreateDate"] < before:
                    yield user["Username"]
            token = answer.get("PaginationToken", "")
            if not token:
                return

    def confirmed(self) -> Iterator[PoolAccount]:
        """All accounts that are confirmed or that staff made. One call for each 60."""
        for page in self._client.get_paginator("list_users").paginate(UserPoolId=self._id):
            for user in page["Users"]:
                if user["UserStatus"] != _UNCONFIRMED:
                    has = {one["Name"]: one.get("Value", "") for one in user["Attributes"]}
                    yield PoolAccount(
                        user["Username"], has["sub"], has["email"], has.get("email_verified") == "true", user["Enabled"]
                    )

    def groups(self) -> dict[str, tuple[str, ...]]:
        """The groups of each account that is in any, by user name. One call for each 60 groups, and for each 60 of
        their members.
        """
        found: dict[str, tuple[str, ...]] = {}
        for page in self._client.get_paginator("list_groups").paginate(UserPoolId=self._id):
            for name in (group["GroupName"] for group in page["Groups"]):
                members = self._client.get_paginator("list_users_in_group")
                for users in members.paginate(UserPoolId=self._id, GroupName=name):
                    for user in users["Users"]:
                        found[user["Username"]] = (*found.get(user["Username"], ()), name)
        return found

    def remove_unconfirmed(self, user_name: str) -> bool:
        """Removes the account unless it was confirmed or removed since; returns whether it did. Two calls."""
        with _ending_where_it_is_gone():
            # The list may be seconds old.
            user = self._client.admin_get_user(UserPoolId=self._id, Username=user_name)
            if user["UserStatus"] != _UNCONFIRMED:
                return False
            self._client.admin_delete_user(UserPoolId=self._id, Username=user_name)
            return True
        return False


@contextmanager
def _ending_where_it_is_gone() -> Iterator[None]:
    """Ends the block where Cognito has no such account. Other errors come out as `aws_errors` names them."""
    try:
        with aws_errors():
            yield
    except AwsRefused as error:
        if error.code != "UserNotFoundException":
            raise
