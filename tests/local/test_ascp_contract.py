"""The stand-in and docs/partners/ascp-intake-v1.openapi.yaml say the same."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
import yaml
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from openapi_schema_validator import OAS31Validator

from local.ascp.contract import MAX_BODY_BYTES
from tests.examples import examples
from tests.local.ascp_client import Client, credit, partner, submission

FILE = Path(__file__).parents[2] / "docs/partners/ascp-intake-v1.openapi.yaml"
CONTRACT = OpenAPI.from_file_path(
    str(FILE), config=Config(extra_media_type_deserializers={"application/problem+json": json.loads})
)
HOST = "https://ascp.example.org"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with partner() as (_, client):
        yield client


def check_answer(answer: urllib3.BaseHTTPResponse, method: str, path: str) -> None:
    """Fails when the answer is not one that the file describes for this route and status."""
    request = MockRequest(HOST, method, path)
    headers = dict(answer.headers)
    CONTRACT.validate_response(
        request, MockResponse(answer.data, answer.status, headers, headers["Content-Type"].partition(";")[0])
    )


def schema_takes(content: Any, key: str = "s-1", content_type: str = "application/json") -> bool:
    """Whether the file allows this request for POST /v1/submissions."""
    headers = {"Idempotency-Key": key, "Authorization": "Bearer abc"}
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    request = MockRequest(HOST, "post", "/v1/submissions", headers=headers, data=body, content_type=content_type)
    try:
        CONTRACT.validate_request(request)
    except OpenAPIError:
        return False
    return True


def test_every_example_in_the_file_fits_its_schema() -> None:
    document = yaml.safe_load(FILE.read_text())
    checked = 0

    def walk(node: Any) -> None:
        nonlocal checked
        if isinstance(node, dict):
            if "schema" in node:
                examples = [e["value"] for e in node.get("examples", {}).values()]
                for example in examples + ([node["example"]] if "example" in node else []):
                    schema = {**node["schema"], "components": document["components"]}
                    OAS31Validator(schema, format_checker=OAS31Validator.FORMAT_CHECKER).validate(example)
                    checked += 1
            node = list(node.values())
        for child in node if isinstance(node, list) else ():
            walk(child)

    walk(document)
    assert checked > 10


def test_token_answers(client: Client) -> None:
    good = client.ask_token()
    assert (good.status, good.json()["token_type"], good.json()["expires_in"]) == (200, "Bearer", 3600)
    assert client.ask_token(client_secret="wrong").json()["error"] == "invalid_client"
    assert client.ask_token(grant_type="password").json()["error"] == "unsupported_grant_type"
    for answer, status in [
        (good, 200),
        (client.ask_token(client_id="wrong"), 401),
        (client.ask_token(client_secret="é"), 401),
        (client.ask_token(grant_type="password"), 400),
        (client.send("POST", "/oauth/token", b"client_id=x", {"Content-Type": "text/plain"}), 400),
        (client.send("POST", "/oauth/token", b"", {"Content-Type": "application/x-www-form-urlencoded"}), 400),
    ]:
        assert answer.status == status
        check_answer(answer, "post", "/oauth/token")


def test_results_of_every_outcome(client: Client) -> None:
    client.results(submission(credit("known"), submission_id="first"))
    sent = submission(
        credit("known"),
        credit("new"),
        credit("stranger", participant__email="nobody@example.org"),
        credit("other-name", participant__name="Bruno Castellani"),
        credit("bad", contact_hours="many"),
        credit("wrong-id", participant__name="Bruno Castellani", participant__ascp_customer_id="00412345"),
        credit("by-id", participant__email="nobody@example.org", participant__ascp_customer_id="00412345"),
        submission_id="second",
    )
    answer = client.submit(sent)
    check_answer(answer, "post", "/v1/submissions")
    outcomes = {result["reference"]: (result["outcome"], result["reason"]) for result in answer.json()["results"]}
    assert outcomes == {
        "known": ("duplicate", None),
        "new": ("accepted", None),
        "stranger": ("rejected", "unknown_email"),
        "other-name": ("rejected", "name_mismatch"),
        "bad": ("rejected", "invalid"),
        "wrong-id": ("rejected", "customer_id_mismatch"),
        "by-id": ("accepted", None),
    }
    for reference, status in [("known", 200), ("stranger", 200), ("never-sent", 404)]:
        answer = client.look_up(reference)
        assert answer.status == status
        check_answer(answer, "get", f"/v1/credits/{reference}")


def test_results_come_in_another_order_than_sent_and_always_in_the_same(client: Client) -> None:
    sent = submission(*[credit(f"order-{n}") for n in range(30)], submission_id="order")
    answered = [result["reference"] for result in client.submit(sent).json()["results"]]
    assert answered != [f"order-{n}" for n in range(30)]
    assert sorted(answered) == sorted(f"order-{n}" for n in range(30))
    assert [result["reference"] for result in client.submit(sent).json()["results"]] == answered


def test_a_reference_may_have_any_characters(client: Client) -> None:
    reference = "feed/labce#4 7%2Fü"
    assert client.results(submission(credit(reference), submission_id="odd"))[reference]["outcome"] == "accepted"
    assert client.look_up(reference).json()["reference"] == reference


@pytest.mark.parametrize(
    "header", [{"Authorization": ""}, {"Authorization": "Bearer no"}, {"Authorization": "Basic x"}]
)
def test_without_a_good_token_everything_is_401(client: Client, header: dict[str, str]) -> None:
    for answer, method, path in [
        (client.submit(submission(credit("unauthorised")), header), "post", "/v1/submissions"),
        (client.send("GET", "/v1/credits/c-1", headers=header), "get", "/v1/credits/c-1"),
    ]:
        assert answer.status == 401
        check_answer(answer, method, path)
    assert client.look_up("unauthorised").status == 404


def without(content: dict[str, Any], *path: str | int) -> dict[str, Any]:
    changed = copy.deepcopy(content)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed


MALFORMED: dict[str, Any] = {
    "not JSON": b"{",
    "not UTF-8": b'{"submission_id": "\xff"}',
    "a list": [],
    "no credits": submission(credits=[]),
    "101 credits": submission(*[credit(f"c-{n}") for n in range(101)]),
    "no id": without(submission(), "submission_id"),
    "id with a space": submission(submission_id="s 1"),
    "no time": without(submission(), "submitted_at"),
    "time in another zone": submission(submitted_at="2026-11-20T07:00:04+01:00"),
    "no such time": submission(submitted_at="2026-02-30T07:00:04Z"),
    "something more": submission(comment="hello"),
    "something more in a credit": submission(credit(comment="hello")),
    "something more in a participant": submission(credit(participant__phone="1")),
    "no reference": submission(without(credit(), "reference")),
    "empty reference": submission(credit("")),
    "long reference": submission(credit("c" * 257)),
    "no email": submission(without(credit(), "participant", "email")),
    "no title": submission(without(credit(), "activity", "title")),
    "hours as a number": submission(credit(contact_hours=1.5)),
    "no day": submission(credit(completed_on=None)),
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_for_the_file_is_400(client: Client, content: Any) -> None:
    key = content["submission_id"] if isinstance(content, dict) and "submission_id" in content else "s-1"
    answer = client.submit(content)
    check_answer(answer, "post", "/v1/submissions")
    assert (answer.status, schema_takes(content, key)) == (400, False)
    assert answer.json()["errors"], "it must say what is wrong"


def test_what_the_schema_cannot_say_is_400_too(client: Client) -> None:
    twice = submission(credit("twice"), credit("twice"), submission_id="twice")
    taken = submission(credit("taken"), submission_id="taken")
    client.results(taken)
    for answer in [
        client.submit(twice),
        client.submit(submission(credit("k")), {"Idempotency-Key": "another"}),
        client.submit({**taken, "submitted_at": "2026-11-21T07:00:00Z"}),
        client.submit(submission(credit("k")), {"Content-Type": "text/plain"}),
    ]:
        assert answer.status == 400
        check_answer(answer, "post", "/v1/submissions")
    assert client.look_up("twice").status == client.look_up("k").status == 404


def test_a_body_of_1_mib_is_read_and_a_larger_one_is_413(client: Client) -> None:
    room = MAX_BODY_BYTES - len(json.dumps(submission(credit("large", statement=""), submission_id="large")))
    exact = submission(credit("large", statement="x" * room), submission_id="large")
    assert client.submit(exact).status == 200
    for size in (room + 1, 40 * room):
        answer = client.submit(submission(credit("larger", statement="x" * size), submission_id="larger"))
        assert answer.status == 413
        check_answer(answer, "post", "/v1/submissions")
    assert client.look_up("larger").status == 404


def test_a_body_of_unknown_length_is_400(client: Client) -> None:
    answer = client.send(
        "POST", "/v1/submissions", body=iter([b"{}"]), headers={**JSON, "Authorization": f"Bearer {client.token}"}
    )  # type: ignore[arg-type]  # urllib3 sends an iterator in chunks
    assert answer.status == 400
    check_answer(answer, "post", "/v1/submissions")


@pytest.mark.parametrize("status", [400, 401, 413, 429, 500, 502, 503, 504])
def test_told_to_fail_it_fails_as_the_file_says(client: Client, status: int) -> None:
    rule = {"kind": "status", "status": status, "times": 1}
    for method, path in [("POST", "/v1/submissions"), ("POST", "/oauth/token"), ("GET", "/v1/credits/c-1")]:
        if (method, status) == ("GET", 400):
            continue  # nothing of that request can be malformed
        client.control("PUT", "faults", [rule])
        answer = client.send(method, path)
        assert answer.status == status
        check_answer(answer, method.lower(), path)
    client.control("DELETE", "faults")


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([]), st.just({}))
PLACES = [
    ("submission_id",),
    ("submitted_at",),
    ("credits",),
    ("credits", 0),
    *(("credits", 0, name) for name in credit()),
    *(("credits", 0, "participant", name) for name in (*credit()["participant"], "ascp_customer_id")),
    *(("credits", 0, "activity", name) for name in credit()["activity"]),
]


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_it_takes_and_refuses_what_the_file_takes_and_refuses(
    client: Client, place: tuple[str | int, ...], value: Any
) -> None:
    """One value anywhere in a good submission is replaced by anything.

    All examples share one stand-in, which remembers every submission: each example begins with an empty one, or an id
    that is drawn a second time with other content is refused, as it should be.
    """
    client.control("POST", "reset")
    content = submission()
    inner: Any = content
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    key = content["submission_id"] if place == ("submission_id",) and isinstance(value, str) else "s-1"
    if not (key.isascii() and key.isprintable() and key == key.strip() and key):
        key = "cannot-be-sent"
    answer = client.submit(content, {"Idempotency-Key": key})
    check_answer(answer, "post", "/v1/submissions")
    assert (answer.status == 200) is schema_takes(content, key)
