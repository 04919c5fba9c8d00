"""Laurel's calls to the user pool for machine clients: scopes of an owner, a new client, the end of a client."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors
from laurel.platform.callers import Right

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.literals import OAuthFlowTypeType

_DESCRIPTIONS = {
    Right.WRITE_CREDITS: "Send credits",
    Right.READ_CREDITS: "Read credits",
    Right.WRITE_ROSTER: "Send the roster",
}
_TOKEN_MINUTES = 60
_FLOWS: "list[OAuthFlowTypeType]" = ["client_credentials"]
_UNNAMEABLE = re.compile(r"[^\w\s+=,.@-]")  # what Cognito does not take in a name


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client that was made just now, with the secret that nobody can read again."""

    client_id: str
    secret: str = field(repr=False)


class Clients(Protocol):
    """Where machine clients are made and removed."""

    def create(self, owner: str, name: str, rights: Sequence[Right]) -> NewClient:
        """Makes a client with these rights. Raises AwsError."""

    def remove(self, client_id: str) -> None:
        """Removes the client, if it is there. Raises AwsError."""


class ClientPool:
    """Machine clients in the user pool with this ID."""

    def __init__(self, user_pool_id: str, client: "CognitoIdentityProviderClient | None" = None) -> None:
        self._id = user_pool_id
        self._given = client

    @property
    def _client(self) -> "CognitoIdentityProviderClient":
        return self._given or aws.user_pools()

    def create(self, owner: str, name: str, rights: Sequence[Right]) -> NewClient:
        """Makes a client with these rights: two calls, one more for the first client of an owner. Raises AwsError."""
        with aws_errors():
            self._ensure_scopes(owner)
            made = self._client.create_user_pool_client(
                UserPoolId=self._id,
                ClientName=_UNNAMEABLE.sub("-", f"{owner} {name}")[:128],
                GenerateSecret=True,
                AllowedOAuthFlows=_FLOWS,
                AllowedOAuthFlowsUserPoolClient=True,
                AllowedOAuthScopes=[f"{owner}/{right}" for right in rights],
                # Without this word a client with a secret could sign people in.
                ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"],
                AccessTokenValidity=_TOKEN_MINUTES,
                TokenValidityUnits={"AccessToken": "minutes"},
            )["UserPoolClient"]
        return NewClient(made["ClientId"], made["ClientSecret"])

    def remove(self, client_id: str) -> None:
        """Removes the client, if it is there: it gets no token any more. Two calls. Raises AwsError.

        Never removes a client with which people sign in, such as the portal's: raises ValueError.
        """
        try:
            with aws_errors():
                found = self._client.describe_user_pool_client(UserPoolId=self._id, ClientId=client_id)
                if found["UserPoolClient"].get("AllowedOAuthFlows") != _FLOWS:
                    raise ValueError("this is no machine client")
                self._client.delete_user_pool_client(UserPoolId=self._id, ClientId=client_id)
        except AwsRefused as error:
            if error.code != "ResourceNotFoundException":
                raise

    def _ensure_scopes(self, owner: str) -> None:
        """Makes the resource server of `owner`, which has its scopes, unless there is one."""
        try:
            with aws_errors():
                self._client.describe_resource_server(UserPoolId=self._id, Identifier=owner)
        except AwsRefused as error:
            if error.code != "ResourceNotFoundException":
                raise
            scopes = [{"ScopeName": right.value, "ScopeDescription": _DESCRIPTIONS[right]} for right in Right]
            self._client.create_resource_server(UserPoolId=self._id, Identifier=owner, Name=owner, Scopes=scopes)  # type: ignore[arg-type]  # mypy widens the literal
