"""The OpenAPI document: as committed, complete, and the same as what the template lets through."""

import json
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from laurel.catalog.activity import Activity
from laurel.catalog.checks import parse_activity
from local import openapi, portal_limits
from local.openapi import OF_OPERATION, REFUSALS
from tests import stores

ROOT = Path(__file__).parents[2]
COMMITTED = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
OPERATIONS = {
    (method.upper(), path): operation
    for path, methods in COMMITTED["paths"].items()
    for method, operation in methods.items()
}
BY_PATH = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda one: one["operationId"])


def routes_of_the_template() -> dict[tuple[str, str], bool]:
    """Each route that reaches a function of the API, and whether it is public."""
    events = [one for name in ("ClaimApi", "CertificatePdf") for one in stores.properties(name)["Events"].values()]
    given = [event["Properties"] for event in events if "Path" in event["Properties"]]
    return {(one["Method"], one["Path"]): one.get("Auth") == {"Authorizer": "NONE"} for one in given}


def test_the_committed_document_is_what_the_routes_say():
    assert (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8") == openapi.text(), "run `make openapi`"


def test_the_limits_of_the_portal_are_those_of_the_api():
    assert portal_limits.FILE.read_text(encoding="utf-8") == portal_limits.text(COMMITTED), "run `make openapi`"


def test_the_function_carries_the_committed_document():
    assert (ROOT / "functions" / "claim_api" / "openapi.json").resolve() == ROOT / "docs" / "openapi.json"


def test_it_is_valid():
    validate(COMMITTED)


def test_the_template_lets_through_exactly_the_routes_that_are_documented():
    public = {route: operation["security"] == [] for route, operation in OPERATIONS.items()}
    assert routes_of_the_template() == public


def test_public_are_only_the_library_what_checks_a_certificate_the_links_in_a_mail_and_this_document():
    public = {path for (_, path), operation in OPERATIONS.items() if operation["security"] == []}
    assert public == {
        "/v1/activities",
        "/v1/activities/{activity_id}",
        "/v1/activities/{activity_id}/sessions",
        "/v1/notices/stop",
        "/v1/account-changes",
        "/v1/account-changes/undo",
        "/v1/account-changes/confirm",
        "/v1/openapi.json",
        "/v1/statements",
        "/v1/verify/{number}",
        "/v1/verify/issuer/profile",
        "/v1/verify/issuer/keys",
        "/v1/verify/issuer/keys/{key_id}",
        "/v1/verify/issuer/status/{list_number}",
    }


def test_staff_routes_ask_for_staff():
    staffs = [[{"id_token": ["staff"]}], [{"id_token": ["provider_staff"]}]]
    asked = {path for (_, path), one in OPERATIONS.items() if one["security"] in staffs}
    assert asked == {path for _, path in OPERATIONS if path.startswith("/v1/staff/")}


@BY_PATH
def test_a_route_says_what_it_does_and_what_it_refuses(operation):
    assert operation["summary"]
    assert operation["tags"]
    answers = operation["responses"]
    assert {"429", "500", "503"} <= set(answers)
    assert ("401" in answers) == ("403" in answers) == bool(operation["security"])
    takes_body = "requestBody" in operation
    assert ("413" in answers) == ("415" in answers) == takes_body
    for code, answer in answers.items():
        if code.startswith("2"):
            assert answer["description"]
            assert answer["content"]
        else:
            shared = COMMITTED["components"]["responses"][answer["$ref"].rpartition("/")[2]]
            assert shared["description"]
            if code != "429":
                assert shared["content"]["application/problem+json"]["examples"]


@BY_PATH
def test_each_parameter_is_described(operation):
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter


def test_every_reference_leads_somewhere():
    def references(value):
        if isinstance(value, dict):
            yield from [value["$ref"]] if "$ref" in value else []
            for one in value.values():
                yield from references(one)
        elif isinstance(value, list):
            for one in value:
                yield from references(one)

    for reference in references(COMMITTED):
        _, *steps = reference.split("/")
        found = COMMITTED
        for step in steps:
            found = found[step]


def test_every_operation_lists_its_refusals_and_no_refusal_is_left_over():
    assert set(OF_OPERATION) == {operation["operationId"] for operation in OPERATIONS.values()}
    common = {
        "not_signed_in", "not_an_id_token", "email_not_verified", "staff_only", "second_factor_needed",
        "sign_in_again", "account_erased", "not_json", "not_a_client_token", "other_provider", "provider_inactive",
        "client_not_found", "client_ended",  # by `make provider`
        "not_utf8", "not_found", "method_not_allowed", "body_too_large", "media_type", "invalid", "failed", "busy",
    }  # fmt: skip
    assert set(REFUSALS) == common | {code for codes in OF_OPERATION.values() for code in codes}


def test_no_example_is_without_its_shape():
    from jsonschema import Draft202012Validator

    schema = {"$ref": "#/components/schemas/ProblemDocument", "components": COMMITTED["components"]}
    for example in COMMITTED["components"]["examples"].values():
        Draft202012Validator(schema).validate(example["value"])


def test_the_example_of_an_activity_can_be_put():
    put = COMMITTED["paths"]["/v1/staff/activities/{activity_id}"]["put"]
    assert isinstance(parse_activity(put["requestBody"]["content"]["application/json"]["example"]), Activity)
