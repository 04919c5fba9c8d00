"""The caller of a request, from the claims of the ID token that the API's authorizer has checked (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laurel.platform.refusal import Refusal
from laurel.platform.refusals import EMAIL_NOT_VERIFIED, NOT_AN_ID_TOKEN, NOT_SIGNED_IN

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person. `email` is verified.

    `learner_id` is the token's claim of that name, which the account guard adds. A token without it, from before the
    guard added it, names the learner with its `sub`: that is the same ID.
    `needs_second_factor` says of staff that the account has no second factor: then they are not staff for the API.
    `issued_at` is when the token was issued, in seconds since 1970; 0 if it does not say so.
    """

    learner_id: str
    email: str
    is_staff: bool
    issued_at: int = 0
    needs_second_factor: bool = False


def caller_of(event: Mapping[str, Any]) -> Caller | Refusal:
    """The caller of the request `event` (API Gateway, payload 2.0)."""
    authorizer = event["requestContext"].get("authorizer") or {}
    claims = (authorizer.get("jwt") or {}).get("claims")
    if not claims:
        return NOT_SIGNED_IN.refuse()
    if claims.get("token_use") != "id" or not claims.get("sub"):
        return NOT_AN_ID_TOKEN.refuse()
    if str(claims.get("email_verified")).lower() != "true" or not claims.get("email"):
        return EMAIL_NOT_VERIFIED.refuse()
    issued_at = str(claims.get("iat", ""))
    return Caller(
        claims.get("learner_id") or claims["sub"],
        claims["email"],
        STAFF in groups_of(claims.get("cognito:groups")),
        int(issued_at) if issued_at.isascii() and issued_at.isdigit() else 0,
        claims.get("second_factor_needed") == "true",
    )


def groups_of(claim: object) -> frozenset[str]:
    """The groups in the token's claim: API Gateway writes the list as one string, `[staff editors]`."""
    if isinstance(claim, str):
        return frozenset(claim.removeprefix("[").removesuffix("]").split())
    return frozenset(str(one) for one in claim) if isinstance(claim, list | tuple) else frozenset()
