"""Laurel's own calls to the user pool: end sessions, remove unconfirmed accounts, see whether an account exists."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_UNCONFIRMED = "UNCONFIRMED"
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
        try:
            with aws_errors():
                self._client.admin_get_user(UserPoolId=self._id, Username=user_name)
        except AwsRefused as error:
            if error.code == "UserNotFoundException":
                return False
            raise
        return True

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

    def remove_unconfirmed(self, user_name: str) -> bool:
        """Removes the account unless it was confirmed or removed since; returns whether it did. Two calls."""
        try:
            with aws_errors():
                # The list may be seconds old.
                user = self._client.admin_get_user(UserPoolId=self._id, Username=user_name)
                if user["UserStatus"] != _UNCONFIRMED:
                    return False
                self._client.admin_delete_user(UserPoolId=self._id, Username=user_name)
        except AwsRefused as error:
            if error.code == "UserNotFoundException":
                return False
            raise
        return True
