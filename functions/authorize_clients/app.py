"""The authorizer of the routes of providers: whose token a request has.

API Gateway's own authorizer accepts only clients that the template names, and machine clients come and go. This one
accepts the access token of a client on record that has not ended, and the ID token of a sign-in at the portal. A token
that is neither passes without claims: the API then answers 401 and says what to send.
"""

from typing import Any

from authorize_dependencies import Dependencies, dependencies
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.platform.log import logger
from laurel.platform.signed_claims import claims_of, key_id_of

_NOBODY: dict[str, Any] = {"isAuthorized": True, "context": {}}
# What the API reads (`laurel.platform.callers`). Nothing else of a token goes on.
_CLAIMS = (
    "sub",
    "client_id",
    "scope",
    "token_use",
    "username",
    "email",
    "email_verified",
    "iat",
    "cognito:groups",
    "learner_id",
    "second_factor_needed",
)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers whose token the request `event` has (API Gateway, payload 2.0, simple responses).

    Raises OSError if the user pool's keys cannot be had.
    """
    return authorize(dependencies(), event)


def authorize(here: Dependencies, event: dict[str, Any]) -> dict[str, Any]:
    """As `handler`, with the dependencies given."""
    scheme, _, token = next(iter(event.get("identitySource") or []), "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token:
        return _NOBODY
    claims = _signed(here, token.strip())
    if not claims or not _is_ours(here, claims):
        return _NOBODY
    return {"isAuthorized": True, "context": {"claims": {name: claims[name] for name in _CLAIMS if name in claims}}}


def _signed(here: Dependencies, token: str) -> dict[str, Any] | None:
    kid = key_id_of(token)
    key = here.keys.get(kid) if kid else None
    return claims_of(token, key, issuer=here.issuer, at=here.runtime.clock()) if key else None


def _is_ours(here: Dependencies, claims: dict[str, Any]) -> bool:
    """Whether the token is an ID token for the portal, or that of a machine client in use with scopes that it has."""
    if claims.get("token_use") == "id":
        return claims.get("aud") == here.portal_client_id
    scopes = str(claims.get("scope") or "").split()
    owners = {scope.partition("/")[0] for scope in scopes}
    if claims.get("token_use") != "access" or len(owners) != 1 or claims.get("username"):
        return False
    record = here.clients.get(owners.pop(), str(claims.get("client_id")))
    return record is not None and record.is_in_use(here.runtime.clock()) and record.scopes.issuperset(scopes)
