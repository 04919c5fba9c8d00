"""People who can sign in at the local stack: learners of the sample, and one member of staff."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from local.api import Clients

STAFF = "staff@example.org"
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

    def told(self) -> dict[str, Any]:
        """The user as `stack.json` names it."""
        return {**asdict(self), "groups": list(self.groups)}


def sample_users() -> tuple[User, ...]:
    """The users of a new stack, each with a password of its own."""
    return (*(User(email, new_password()) for email in LEARNERS), User(STAFF, new_password(), ("staff",)))


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
            cognito.admin_add_user_to_group(UserPoolId=user_pool_id, Username=user.email, GroupName=group)


def sign_in(clients: Clients, client_id: str, user: User) -> str:
    """Sign in as the portal does; gives the ID token."""
    answer = clients("cognito-idp").initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user.email, "PASSWORD": user.password},
    )
    token: str = answer["AuthenticationResult"]["IdToken"]
    return token
