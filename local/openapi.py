"""`make openapi`: write docs/openapi.json from the routes themselves, and the portal's limits from it.

Powertools knows paths, parameters, bodies and answers. This module adds the rest: who may call a route, every refusal
with its codes, and API Gateway's own answers.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, timedelta
from http import HTTPStatus
from importlib import import_module
from typing import Any

from certificate_routes import refusals as of_certificates
from claim_routes import refusals as of_claims

from laurel.catalog.activity import Activity
from laurel.platform.http_api import (
    CLIENT_SCHEME,
    PROVIDER_STAFF,
    PROVIDERS_OWN,
    RECENT_SIGN_IN,
    RECENTLY,
    SCHEME,
    SIGNED_IN,
    STAFF_ONLY,
)
from laurel.platform.problem_documents import ProblemDocument
from laurel.platform.problems import MEDIA_TYPE, STATUS, TYPE_PREFIX, title_of
from local import portal_limits
from local.places import ROOT
from local.refusals import refusal_types, sentence_of
from local.sample_catalog.remote import webinar
from local.troubles import told

FILE = ROOT / "docs" / "openapi.json"

# By their names: to mypy, for which a function's folder is a place to look for modules, they are both called `app`.
_CLAIM_API, _CERTIFICATE_PDF = "functions.claim_api.app", "functions.certificate_pdf.app"
REFUSALS = refusal_types()
OF_OPERATION = of_claims.OF_OPERATION | of_certificates.OF_OPERATION

_SCHEMAS = "#/components/schemas/"
_EXAMPLES = "#/components/examples/"
_RESPONSES = "#/components/responses/"
_DESCRIPTION = """\
Laurel carries continuing-education credit for clinical laboratory professionals: learners claim credit for sessions
that they attended, and every night Laurel matches the credits to the ASCLS roster and reports them to ASCP.

Sign in with Amazon Cognito and send the **ID token** as a bearer token. Amounts of credit are decimal texts with at
most two places. Dates are calendar dates in the activity's own time zone; instants are UTC with `Z`.

Errors are `application/problem+json` (RFC 9457): `code` is stable, `detail` says what to do, and `errors` lists each
problem with its path. A change that names the version it saw (`If-Match`) never overwrites another."""
_TAGS = {
    "Library": "Activities and their programs. Open to everyone.",
    "Learner": "The learner's own profile.",
    "Claims": "From the first code to the Credit Summary.",
    "Open badges": "Certificates as Open Badges 3.0, and what everyone needs to check one.",
    "Certificates": "Printing is final. Anyone can check a certificate by its number.",
    "Transcript": "Completed credits.",
    "Credits from elsewhere": "What learners state themselves, with proof: on no certificate, never reported.",
    "Your credits": "Where one's credits are, why one is stuck, and what can be done about it.",
    "Rosters": "What ASCLS's program and operators do: the roster as a file.",
    "Providers": "What programs and staff of a provider do. Machine clients send their own access token.",
    "Notices": "The link in a mail that stops them.",
    "Staff": "What staff put into the catalog, and what they correct.",
    "About": "This document.",
}
_RECENTLY = f"Needs a sign-in of the last {RECENTLY // timedelta(minutes=1)} minutes: `auth_time` of the ID token."
# API Gateway answers these by itself too, in its own words.
_BY_THE_GATEWAY = (401, 413, 429, 500, 503)
_NOWHERE = "/models"
_OF_POWERTOOLS = ("HTTPValidationError", "ValidationError", "ResponseValidationError")


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of the API."""
    document = _by_powertools()
    schemas = document["components"]["schemas"]
    for name in _OF_POWERTOOLS:
        schemas.pop(name, None)
    del document["paths"][_NOWHERE]
    schemas["GatewayMessage"] = {
        "title": "GatewayMessage",
        "description": "What API Gateway itself answers, before the API is asked.",
        "type": "object",
        "properties": {"message": {"type": "string", "examples": ["Unauthorized"]}},
    }
    for methods in document["paths"].values():
        for operation in methods.values():
            _complete(operation)
    document["paths"] = dict(sorted(document["paths"].items()))
    document["components"]["responses"] = _shared(document["paths"])
    document["components"]["examples"] = {code: {"value": _example(code)} for code in sorted(REFUSALS)}
    plain: dict[str, Any] = _plain(document, schemas)
    plain["components"]["schemas"] = dict(sorted(plain["components"]["schemas"].items()))
    return plain


def _by_powertools() -> dict[str, Any]:
    from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer, Server, Tag

    doors = [api for app in (_CLAIM_API, _CERTIFICATE_PDF) for api in import_module(app).routes.all()]
    known = copy(doors[0])
    for routes in ("_static_routes", "_dynamic_routes", "_route_keys"):
        setattr(known, routes, [one for door in doors for one in getattr(door, routes)])
    known.post(_NOWHERE, operation_id="models")(_models)
    text = known.get_openapi_json_schema(
        title="Laurel",
        version="1",
        description=_DESCRIPTION,
        tags=[Tag(name=name, description=description) for name, description in _TAGS.items()],
        servers=[Server(url="/")],
        security_schemes={
            SCHEME: HTTPBearer(bearerFormat="JWT", description="The ID token of a sign-in at the user pool."),
            CLIENT_SCHEME: HTTPBearer(
                bearerFormat="JWT",
                description="The access token of a machine client (`client_credentials`, scopes such as"
                " `labce/credits.write`).",
            ),
        },
    )
    found: dict[str, Any] = json.loads(text)
    return found


def _plain(value: Any, schemas: dict[str, Any]) -> Any:
    """`value` without the names that pydantic gives to a whole number with bounds; those say nothing to a reader."""
    match value:
        case {"$ref": str(ref)} if "Whole" in ref:
            return schemas[ref.removeprefix(_SCHEMAS)] | {key: one for key, one in value.items() if key != "$ref"}
        case dict():
            return {key: _plain(one, schemas) for key, one in value.items() if "Whole" not in key}
        case list():
            return [_plain(one, schemas) for one in value]
    return value


def _models(document: Activity) -> ProblemDocument:
    """A route only for this document: it has Powertools describe models that no route declares."""
    raise NotImplementedError


def _complete(operation: dict[str, Any]) -> None:
    answers = {code: one for code, one in operation["responses"].items() if code.startswith("2")}
    (main,) = answers.values()
    if only := operation.pop("x-only-content", None):
        main["content"] = only
        operation["responses"] = dict(sorted(answers.items())) | _refusals(operation)
        return
    json_answer = main["content"]["application/json"]
    if also := operation.pop("x-also-content", None):
        # The route may answer text too, which is of the other type.
        (json_answer["schema"],) = [one for one in json_answer["schema"].pop("anyOf") if "$ref" in one]
        main["content"] |= also
    if schema := operation.pop("x-answer", None):
        json_answer["schema"] = schema
    headers = {name: _HEADERS[name] for name in operation.pop("x-headers", ())}
    if headers:
        main["headers"] = headers
    if RECENT_SIGN_IN in operation:
        operation["description"] = f"{operation.get('description') or ''} {_RECENTLY}".strip()
    refused_as = operation.pop("x-refused-as", None)
    for code, description in operation.pop("x-also", {}).items():
        answers[code] = {**main, "description": description}
    for parameter in operation.get("parameters", []):
        _sent(parameter["schema"])
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if model := body.get("schema", {}).pop("x-model", None):
        body["schema"]["$ref"] = _SCHEMAS + model
        body["example"] = webinar(date(2026, 6, 4)).model_dump(mode="json", exclude_defaults=True)
    refusals = _refusals(operation)
    for status in ("404", "422"):
        if refused_as:
            refusals[status]["content"] |= refused_as
    operation["responses"] = dict(sorted(answers.items())) | refusals


def _sent(schema: dict[str, Any]) -> None:
    """A parameter is sent or not; it is never null."""
    kinds = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(kinds) == 1:
        del schema["anyOf"]
        schema |= kinds[0]


_HEADERS = {
    "ETag": {"description": "The version, for `If-Match`.", "schema": {"type": "string"}, "example": '"3"'},
    "Location": {"description": "Its address.", "schema": {"type": "string"}},
    "Next-Cursor": {
        "description": "Of a file: send it as `cursor` for the next page. The last page has none.",
        "schema": {"type": "string"},
    },
}


def _refusals(operation: Mapping[str, Any]) -> dict[str, Any]:
    """What the operation can refuse, by status."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys((*_common(operation), *OF_OPERATION[operation["operationId"]])):
        by_status.setdefault(STATUS[REFUSALS[code].kind], []).append(code)
    by_status.setdefault(429, [])
    return {str(status): _refusal(status, codes) for status, codes in sorted(by_status.items())}


_WHO_ELSE = {
    json.dumps(SIGNED_IN): ("account_erased",),
    json.dumps(STAFF_ONLY): ("staff_only", "second_factor_needed"),
    json.dumps(PROVIDER_STAFF): ("staff_only", "second_factor_needed"),
    json.dumps(PROVIDERS_OWN): ("not_a_client_token", "other_provider"),
}


def _common(operation: Mapping[str, Any]) -> Iterable[str]:
    if security := operation.get("security"):
        yield from ("not_signed_in", "not_an_id_token", "email_not_verified")
        yield from _WHO_ELSE[json.dumps(security)]
    if RECENT_SIGN_IN in operation:
        yield "sign_in_again"
    parameters = operation.get("parameters", [])
    if any(one["in"] == "path" for one in parameters):
        yield "not_found"
    if "requestBody" in operation:
        yield from ("body_too_large", "media_type")
        if "application/json" in operation["requestBody"]["content"]:
            yield from ("not_json", "not_utf8", "invalid")
    if any(one["in"] != "path" for one in parameters):
        yield "invalid"
    yield from ("failed", "busy")


def _shared(paths: Mapping[str, Any]) -> dict[str, Any]:
    """The refusals of all operations, each one once; the operations are left with references to them."""
    names: dict[str, str] = {}
    shared: dict[str, Any] = {}
    for operation in (one for methods in paths.values() for one in methods.values()):
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                continue
            told = json.dumps(response)
            if told not in names:
                phrase = HTTPStatus(int(status)).phrase.title().replace(" ", "").replace("-", "")
                again = sum(name.rstrip("0123456789") == phrase for name in names.values())
                names[told] = f"{phrase}{again + 1}" if again else phrase
                shared[names[told]] = response
            operation["responses"][status] = {"$ref": _RESPONSES + names[told]}
    return dict(sorted(shared.items()))


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if codes:
        schema = {
            "allOf": [{"$ref": _SCHEMAS + "ProblemDocument"}],
            "properties": {"status": {"const": status}, "code": {"enum": codes}},
        }
        content[MEDIA_TYPE] = {"schema": schema, "examples": {code: {"$ref": _EXAMPLES + code} for code in codes}}
    if status in _BY_THE_GATEWAY:
        content["application/json"] = {"schema": {"$ref": _SCHEMAS + "GatewayMessage"}}
    said = [f"- `{code}`: {REFUSALS[code].when}" for code in codes]
    if status == 429:
        said.append("- More requests a second than the API takes.")
    described: dict[str, Any] = {"description": "\n".join(said), "content": content}
    if status in (429, 503):
        retry = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
        described["headers"] = {"Retry-After": retry}
    return described


def _example(code: str) -> dict[str, Any]:
    refusal = REFUSALS[code]
    example: dict[str, Any] = {
        "type": TYPE_PREFIX + code,
        "title": title_of(code),
        "status": STATUS[refusal.kind],
        "code": code,
        "detail": sentence_of(code),
    }
    if code == "invalid":
        example["errors"] = [{"path": "statement", "code": "missing", "message": "This is needed."}]
    if code == "failed":
        example["request_id"] = "JKJaXmPLvHcESHA="
    return example


def text() -> str:
    """The document as it is committed."""
    return json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the document, and the limits that the portal takes from it."""
    FILE.write_text(text(), encoding="utf-8")
    portal_limits.FILE.write_text(portal_limits.text(json.loads(text())), encoding="utf-8")
    for file in (FILE, portal_limits.FILE):
        print(f"Wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(told(main))
