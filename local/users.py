"""People who can sign in at the local stack: learners of the sample, an operator, and staff of a provider."""

import base64
import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from laurel.platform.callers import PROVIDER_GROUP
from local.api import Clients
from local.authenticator import code_of
from local.sample_catalog.parts import SOCIETY

STAFF = "staff@example.org"
PROVIDER_STAFF = "pat@society.example.org"
# People of the sample, whose credits also come in by the providers' feeds.
LEARNERS = (
    "trang.nguyen@lab.example.com",
    "dimitra.stamatopoulou@example.org",
    "layla.alansari@bloodbank.example.org",
)


@dataclass(frozen=True)
class User:
    """Somebody with an account, and what they sign in with."""

    email: str
    password: str
    groups: tuple[str, ...] = ()
    authenticator: str = ""  # the key of their authenticator app

    def told(self) -> dict[str, Any]:
        """The user as `stack.json` names it."""
        return {**asdict(self), "groups": list(self.groups)}


def sample_users() -> tuple[User, ...]:
    """The users of a new stack, each with a password of its own."""
    return (
        *(User(email, new_password()) for email in LEARNERS),
        User(STAFF, new_password(), ("staff",)),
        User(PROVIDER_STAFF, new_password(), (f"{PROVIDER_GROUP}{SOCIETY}",)),
    )


def new_password() -> str:
    """A password that the user pool takes."""
    return f"Lab-{secrets.token_hex(8)}-7"


def create(clients: Clients, user_pool_id: str, users: Iterable[User], *, verified: bool = True) -> None:
    """Make accounts for `users`, their addresses verified, their passwords final."""
    cognito = clients("cognito-idp")
    for user in users:
        cognito.admin_create_user(
            UserPoolId=user_pool_id,
            Username=user.email,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": user.email},
                {"Name": "email_verified", "Value": str(verified).lower()},
            ],
        )
        cognito.admin_set_user_password(
            UserPoolId=user_pool_id, Username=user.email, Password=user.password, Permanent=True
        )
        for group in user.groups:
            ensure_group(cognito, user_pool_id, group)
            cognito.admin_add_user_to_group(UserPoolId=user_pool_id, Username=user.email, GroupName=group)


def ensure_group(cognito: Any, user_pool_id: str, group: str) -> None:
    """Make the group if the user pool has none of this name."""
    with suppress(cognito.exceptions.GroupExistsException):
        cognito.create_group(UserPoolId=user_pool_id, GroupName=group)


def create_sample(clients: Clients, user_pool_id: str, account_client_id: str) -> tuple[User, ...]:
    """Make accounts for the users of a new stack, for staff with an authenticator app; gives the users."""
    made = sample_users()
    create(clients, user_pool_id, made)
    return tuple(with_authenticator(clients, account_client_id, user) if user.groups else user for user in made)


def with_authenticator(clients: Clients, account_client_id: str, user: User) -> User:
    """Set up an authenticator app for `user`, as the portal does: staff are staff only with one."""
    cognito = clients("cognito-idp")
    access = tokens(clients, account_client_id, user)["AccessToken"]
    secret: str = cognito.associate_software_token(AccessToken=access)["SecretCode"]
    cognito.verify_software_token(AccessToken=access, UserCode=code_of(secret))
    cognito.set_user_mfa_preference(
        AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    return replace(user, authenticator=secret)


def tokens(clients: Clients, client_id: str, user: User) -> dict[str, Any]:
    """Sign in as the portal does; gives what Cognito names `AuthenticationResult`."""
    cognito = clients("cognito-idp")
    answer = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user.email, "PASSWORD": user.password},
    )
    if answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
        answer = cognito.respond_to_auth_challenge(
            ClientId=client_id,
            ChallengeName=answer["ChallengeName"],
            Session=answer["Session"],
            ChallengeResponses={"USERNAME": user.email, "SOFTWARE_TOKEN_MFA_CODE": code_of(user.authenticator)},
        )
    found: dict[str, Any] = answer["AuthenticationResult"]
    return found


def ticket(tokens: Mapping[str, Any]) -> str:
    """The ticket of the session, which a renewal of `tokens` (`AuthenticationResult`) sends along."""
    payload = tokens["IdToken"].split(".")[1]
    session: str = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["session"]
    return session


def sign_in(clients: Clients, client_id: str, user: User) -> str:
    """Sign in as the portal does; gives the ID token."""
    token: str = tokens(clients, client_id, user)["IdToken"]
    return token
