"""MiniStack's tokens are those of Cognito: one event for both, and what the function takes off them is off."""

import json
from typing import Any

import pytest

from local import emulator_tokens

SELF_SERVICE = "aws.cognito.signin.user.admin"
GIVEN = {
    "claimsAndScopeOverrideDetails": {
        "idTokenGeneration": {"claimsToAddOrOverride": {"learner_id": "ana"}},
        "accessTokenGeneration": {"scopesToSuppress": [SELF_SERVICE]},
        "groupOverrideDetails": {"groupsToOverride": []},
    }
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The events that the function gets; it fails for the metadata `fail`."""
    found: list[dict[str, Any]] = []

    def run(_: Any, event: dict[str, Any]) -> dict[str, Any]:
        found.append(event)
        if "fail" in event["request"].get("clientMetadata", {}):
            return {"error": True, "body": {"errorMessage": "no"}}
        return {"body": json.dumps({**event, "response": GIVEN})}

    functions, cognito = emulator_tokens.lambda_svc, emulator_tokens.cognito
    monkeypatch.setattr(functions, "_get_func_record_for_ref", lambda _: ({}, {}, "guard"))
    monkeypatch.setattr(functions, "_execution_record_for_config", lambda *_: {})
    monkeypatch.setattr(functions, "_execute_function_with_config_scope", run)
    pool = {"LambdaConfig": {"PreTokenGenerationConfig": {"LambdaArn": "guard"}}}
    monkeypatch.setattr(cognito, "_user_pools", {"pool": pool})
    return found


def token(kind: str, sign_in: str, metadata: dict[str, str] | None = None) -> dict[str, Any]:
    scope = {"scope": SELF_SERVICE} if kind == "access" else {}
    claims = {"origin_jti": sign_in, "cognito:groups": ["staff"], **scope}
    return emulator_tokens._apply(
        pool_id="pool",
        claims=claims,
        token_type=kind,
        trigger_source="TokenGeneration_RefreshTokens",
        client_id="portal",
        username="ana",
        user_attrs={},
        groups=["staff"],
        client_metadata=metadata,
        scope=SELF_SERVICE,
    )


def test_both_tokens_come_from_one_event(asked: list[dict[str, Any]]) -> None:
    access, own = token("access", "first"), token("id", "first")
    assert len(asked) == 1
    assert asked[0]["request"]["scopes"] == [SELF_SERVICE]
    assert (access["scope"], access["cognito:groups"], "learner_id" in access) == ("", [], False)
    assert (own["learner_id"], own["cognito:groups"], "scope" in own) == ("ana", [], False)
    token("access", "first")
    assert len(asked) == 2  # a renewal


def test_a_function_that_fails_refuses_the_call_and_a_renewal_carries_its_metadata(asked: list[dict[str, Any]]) -> None:
    call = emulator_tokens._refusing(lambda _: token("access", f"sign-in {len(asked)}"))
    call({"RefreshToken": "r", "ClientMetadata": {"session": "s"}})
    assert asked[-1]["request"]["clientMetadata"] == {"session": "s"}
    status, _, body = call({"RefreshToken": "r", "ClientMetadata": {"fail": "yes"}})
    assert status == 400
    assert json.loads(body)["__type"].endswith("UserLambdaValidationException")
    call({"ClientId": "portal", "ClientMetadata": {"fail": "yes"}})  # a sign-in passes none on
