"""The caller of a request, from the claims of the ID token that the API's authorizer has checked (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laurel.platform.refusal import Refusal

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person. `learner_id` is the token's `sub`, `email` is verified.

    `issued_at` is when the token was issued, in seconds since 1970; 0 if it does not say so.
    """

    learner_id: str
    email: str
    is_staff: bool
    issued_at: int = 0


def caller_of(event: Mapping[str, Any]) -> Caller | Refusal:
    """The caller of the request `event` (API Gateway, payload 2.0)."""
    authorizer = event["requestContext"].get("authorizer") or {}
    claims = (authorizer.get("jwt") or {}).get("claims")
    if not claims:
        return Refusal(401, "not_signed_in", "Sign in, and send the ID token as a bearer token.")
    if claims.get("token_use") != "id" or not claims.get("sub"):
        return Refusal(401, "not_an_id_token", "Send the ID token of your sign-in, not the access token.")
    if str(claims.get("email_verified")).lower() != "true" or not claims.get("email"):
        said = "Your e-mail address is not verified. Enter the code that was mailed to you, then sign in again."
        return Refusal(403, "email_not_verified", said)
    issued_at = str(claims.get("iat", ""))
    return Caller(
        claims["sub"],
        claims["email"],
        STAFF in groups_of(claims.get("cognito:groups")),
        int(issued_at) if issued_at.isascii() and issued_at.isdigit() else 0,
    )


def groups_of(claim: object) -> frozenset[str]:
    """The groups in the token's claim: API Gateway writes the list as one string, `[staff editors]`."""
    if isinstance(claim, str):
        return frozenset(claim.removeprefix("[").removesuffix("]").split())
    return frozenset(str(one) for one in claim) if isinstance(claim, list | tuple) else frozenset()
