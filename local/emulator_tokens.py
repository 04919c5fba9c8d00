"""What MiniStack leaves out of the trigger before tokens (version 2), and of Cognito's answer when it fails.

- One event for both tokens. Alone, it asks the function once for each.
- The groups that the function gives back, one list for both tokens. Alone, it expects a list for each.
- The metadata of a renewal (`ClientMetadata` of `GetTokensFromRefreshToken`).
- `UserLambdaValidationException` when the function fails. Alone, it answers as for an error of its own.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.services import cognito, lambda_svc  # type: ignore[import-untyped]

type _Claims = dict[str, Any]

_renewal: ContextVar[dict[str, str]] = ContextVar("_renewal")
_responses: dict[str, dict[str, Any]] = {}  # the function's, until the second token of a sign-in has it
_PARTS = {"access": "accessTokenGeneration", "id": "idTokenGeneration"}
_CALLS = ("_initiate_auth", "_respond_to_auth_challenge", "_get_tokens_from_refresh_token")


class TriggerFailedError(Exception):
    """The function failed: Cognito gives no token, and says this."""


def _apply(*, pool_id: str, claims: _Claims, token_type: str, scope: str, **event: Any) -> _Claims:
    """The claims of one token after the trigger, in place of MiniStack's own."""
    configuration = (cognito._user_pools.get(pool_id) or {}).get("LambdaConfig") or {}
    arn = (configuration.get("PreTokenGenerationConfig") or {}).get("LambdaArn")
    if not arn or event["trigger_source"] == "TokenGeneration_ClientCredentials":
        return claims
    key = claims["origin_jti"]
    response = _responses.pop(key, None)
    if response is None:
        metadata = event.pop("client_metadata") or _renewal.get({})
        asked = {"version": "V2_0", "client_metadata": metadata, "scope": scope}
        response = _asked(arn, cognito._build_pretoken_event(pool_id=pool_id, **event, **asked))
        _responses[key] = response
    given = response.get("claimsAndScopeOverrideDetails") or {}
    own = given.get(_PARTS[token_type]) or {}
    claims |= own.get("claimsToAddOrOverride") or {}
    if "scope" in claims:
        claims["scope"] = " ".join(set(claims["scope"].split()) - set(own.get("scopesToSuppress") or ()))
    groups = (given.get("groupOverrideDetails") or {}).get("groupsToOverride")
    if groups is not None:
        claims["cognito:groups"] = groups
    return claims


def _asked(arn: str, event: dict[str, Any]) -> dict[str, Any]:
    record, config, _ = lambda_svc._get_func_record_for_ref(arn)
    function = lambda_svc._execution_record_for_config(record, config)
    result = lambda_svc._execute_function_with_config_scope(function, event)
    body = result.get("body")
    if result.get("error"):
        said = body.get("errorMessage") if isinstance(body, dict) else body
        raise TriggerFailedError(f"PreTokenGeneration failed with error {said}.")
    response: dict[str, Any] = cognito._extract_trigger_response(body) or {}
    return response


def _refusing(call: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    def answer(asked: dict[str, Any]) -> Any:
        token = _renewal.set(asked.get("ClientMetadata") or {} if "RefreshToken" in asked else {})
        try:
            return call(asked)
        except TriggerFailedError as error:
            return cognito.error_response_json("UserLambdaValidationException", str(error), 400)
        finally:
            _renewal.reset(token)

    return answer


def prepare() -> None:
    """Puts all of it into MiniStack's calls."""
    cognito._apply_pretoken_trigger = _apply
    for name in _CALLS:
        setattr(cognito, name, _refusing(getattr(cognito, name)))
