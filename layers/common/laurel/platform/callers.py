"""Who calls: a person or a program, from the claims of the token that the API's authorizer has checked (pure).

Operators are in the group `staff`. The staff of a provider are in the group `provider:<id>`. A machine client is a
program of a provider, or of ASCLS, with scopes such as `labce/credits.write`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from laurel.platform.refusal import Refusal
from laurel.platform.refusals import (
    EMAIL_NOT_VERIFIED,
    NO_PROVIDERS_TOKEN,
    NOT_A_CLIENT,
    NOT_AN_ID_TOKEN,
    NOT_SIGNED_IN,
)

STAFF = "staff"
PROVIDER_GROUP = "provider:"
ASCLS = "ascls"


class Right(StrEnum):
    """What a caller may do for a provider, or for ASCLS. A scope of a machine client is `<id>/<right>`."""

    WRITE_CREDITS = "credits.write"
    READ_CREDITS = "credits.read"
    WRITE_ROSTER = "roster.write"


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person. `email` is verified.

    `learner_id` is the token's claim of that name, which the account guard adds. A token without it, from before the
    guard added it, names the learner with its `sub`: that is the same ID.
    `is_staff` says that the person is an operator; `providers` are those whose staff the person is.
    `may_be_joined` says that the token calls the account joined with another one. Once that was looked up,
    `learner_id` is the learner who stays, `joined` are the others, and `signed_in_as` is the learner of the account, if
    it is one of the others.
    `needs_second_factor` says of either that the account has no second factor: then they are not staff for the API.
    `issued_at` is when the token was issued, in seconds since 1970; 0 if it does not say so. `signed_in_at` is when the
    person gave their password or a code: a renewed token keeps it. `session_id` names the session that the sign-in
    began.
    """

    learner_id: str
    email: str
    is_staff: bool
    issued_at: int = 0
    needs_second_factor: bool = False
    providers: frozenset[str] = frozenset()
    may_be_joined: bool = False
    joined: tuple[str, ...] = ()
    signed_in_as: str = ""
    signed_in_at: int = 0
    session_id: str = ""

    @property
    def own_id(self) -> str:
        """The learner of the account with which they signed in."""
        return self.signed_in_as or self.learner_id

    @property
    def learner_ids(self) -> tuple[str, ...]:
        """Everyone whose data is theirs: the learner who stays, and those who were joined with them."""
        return (self.learner_id, *self.joined)

    @property
    def name(self) -> str:
        """The person in the log and in a timeline: `staff:<learner ID>`."""
        return f"staff:{self.learner_id}"

    def signed_in_since(self, at: datetime) -> bool:
        """Whether the person signed in at the instant `at` or later."""
        return self.signed_in_at >= at.timestamp()

    def acts_for(self, provider_id: str | None) -> bool:
        """Whether the person may see and change what belongs to this provider; None is nobody's but operators'."""
        return self.is_staff or (provider_id is not None and provider_id.casefold() in self.providers)

    def may(self, owner: str, right: Right) -> bool:
        """Whether the person has `right` for `owner`, a provider or ASCLS: operators have all."""
        return self.is_staff or (right is not Right.WRITE_ROSTER and owner in self.providers)


@dataclass(frozen=True, slots=True)
class MachineClient:
    """A program of a provider, or of ASCLS, that has a client in the user pool."""

    client_id: str
    scopes: frozenset[str]

    @property
    def name(self) -> str:
        """The program in the log and in a timeline: `client:<client ID>`."""
        return f"client:{self.client_id}"

    def may(self, owner: str, right: Right) -> bool:
        """Whether the program has `right` for `owner`, a provider or ASCLS."""
        return f"{owner}/{right}" in self.scopes


type ProviderCaller = Caller | MachineClient
"""Who may call the routes below `/v1/providers` and `/v1/rosters`: a program, staff of a provider, an operator."""


def caller_of(event: Mapping[str, Any]) -> Caller | Refusal:
    """The person who sent the request `event` (API Gateway, payload 2.0)."""
    claims = _claims(event)
    return _person(claims) if claims else NOT_SIGNED_IN.refuse()


def provider_caller_of(event: Mapping[str, Any]) -> ProviderCaller | Refusal:
    """The person or program that sent the request `event` to a route of providers."""
    claims = _claims(event)
    if not claims:
        return NO_PROVIDERS_TOKEN.refuse()
    return _program(claims) if claims.get("token_use") == "access" else _person(claims)


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The claims, from API Gateway's own authorizer (`jwt`), or from ours on the routes of providers (`lambda`)."""
    authorizer = event["requestContext"].get("authorizer") or {}
    found: Mapping[str, Any] | None = (authorizer.get("jwt") or authorizer.get("lambda") or {}).get("claims")
    return found


def _person(claims: Mapping[str, Any]) -> Caller | Refusal:
    if claims.get("token_use") != "id" or not claims.get("sub"):
        return NOT_AN_ID_TOKEN.refuse()
    if str(claims.get("email_verified")).lower() != "true" or not claims.get("email"):
        return EMAIL_NOT_VERIFIED.refuse()
    groups = groups_of(claims.get("cognito:groups"))
    return Caller(
        claims.get("learner_id") or claims["sub"],
        claims["email"],
        STAFF in groups,
        _seconds(claims.get("iat")),
        claims.get("second_factor_needed") == "true",
        providers_of(groups),
        claims.get("joined") == "true",
        signed_in_at=_seconds(claims.get("auth_time")),
        session_id=session_id_of(str(claims.get("session") or "")),
    )


def session_id_of(ticket: str) -> str:
    """The ID of the session with this ticket: a digest, so that the ID alone renews nothing. Empty without a ticket."""
    return sha256(ticket.encode()).hexdigest()[:32] if ticket else ""


def _seconds(claim: object) -> int:
    """The instant in a claim, in seconds since 1970; 0 if it is none."""
    text = str(claim)
    return int(text) if text.isascii() and text.isdigit() else 0


def _program(claims: Mapping[str, Any]) -> MachineClient | Refusal:
    """The program; an access token of a person names a user, and is none."""
    scopes = frozenset(str(claims.get("scope") or "").split())
    if not claims.get("client_id") or claims.get("username") or not any("/" in one for one in scopes):
        return NOT_A_CLIENT.refuse()
    return MachineClient(str(claims["client_id"]), scopes)


def is_staff_group(group: str) -> bool:
    """Whether the members of `group` are operators, or staff of a provider."""
    return group == STAFF or group.startswith(PROVIDER_GROUP)


def providers_of(groups: frozenset[str]) -> frozenset[str]:
    """The providers whose staff the members of `groups` are."""
    found = (one.removeprefix(PROVIDER_GROUP) for one in groups if one.startswith(PROVIDER_GROUP))
    return frozenset(one for one in found if one)


def groups_of(claim: object) -> frozenset[str]:
    """The groups in the token's claim: API Gateway writes the list as one string, `[staff editors]`."""
    if isinstance(claim, str):
        return frozenset(claim.removeprefix("[").removesuffix("]").split())
    return frozenset(str(one) for one in claim) if isinstance(claim, list | tuple) else frozenset()
