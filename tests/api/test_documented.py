"""Schemathesis: the deployed API against its own document. No 5xx, and every answer as documented."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.examples import examples

DOCUMENT = json.loads(Path(__file__).parents[2].joinpath("docs", "openapi.json").read_text(encoding="utf-8"))
EXAMPLES = 20
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

OPERATIONS = [
    pytest.param(path, method.upper(), id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
]


@pytest.fixture(scope="module")
def schema():
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.config.generation.update(modes=list(schemathesis.GenerationMode))
    return schema


@pytest.fixture(scope="module")
def feedback(schema):
    return FeedbackSources(constants_value_source=make_constants_value_source(schema))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_as_documented(schema, feedback, world, path, method):
    """Schemathesis's own way, `parametrize`, makes the cases of all operations whenever tests are collected, and gives
    the tests of all operations one id.
    """
    asked = {"config": schema.config, "operation": schema[path][method], "given_kwargs": {}, "feedback": feedback}
    build_operation_test(test_func=answers_as_documented, **asked)(world=world)


@examples(
    EXAMPLES,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def answers_as_documented(case, world):
    who = "staff" if "/staff/" in case.path else "ana"
    if (case.method, case.path) == ("DELETE", "/v1/me"):
        who = "unverified"  # a good request would erase Ana's account, which the other cases need
    known = {"claim_id": world.claim, "session_id": world.session["id"], "activity_id": world.meeting["id"]}
    known |= {"number": world.certificate, "credit_id": world.credits["retry"], "date": "2026-11-20"}
    # Half of the cases use existing data, the others made-up values.
    if len(f"{case.path_parameters}{case.body}") % 2:
        case.path_parameters = {name: known.get(name, made_up) for name, made_up in case.path_parameters.items()}
    headers = {"Authorization": f"Bearer {world.tokens[who]}"}
    # A busy machine fails no test.
    response = case.call(base_url=world.stack.api_url, headers=headers, timeout=60)
    case.validate_response(response, checks=list(CHECKS))


def test_the_document_that_is_served_is_the_committed_one(world):
    assert world.call("GET", "/v1/openapi.json", "nobody").json() == DOCUMENT
