"""Requests that came through the portal's address: the stage that CloudFront calls is a part of their path."""

from typing import Any

import pytest

from functions.certificate_pdf import app as certificate_app
from functions.claim_api import app as claim_app
from local.sample_catalog import MEETING
from tests.api_events import answer_of, learner, request
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.claim_api_desk import Context

STAGE = "51af3dc0-da77-11e4-872e-1234567db123"


@pytest.fixture
def desk(aws, monkeypatch):
    monkeypatch.setenv("VERIFY_BASE_URL", "https://ce.example.org/v1/verify")
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def through_the_portal(event: dict[str, Any]) -> dict[str, Any]:
    """`event` as API Gateway gives it for a stage with a name."""
    path = f"/{STAGE}{event['rawPath']}"
    context = event["requestContext"]
    http = {**context["http"], "path": path}
    return {**event, "rawPath": path, "requestContext": {**context, "stage": STAGE, "http": http}}


def ask(app, method, path, claims=None, **given):
    return answer_of(app.handler(through_the_portal(request(method, path, claims, **given)), Context()))


@pytest.mark.parametrize("path", ["/v1/me", "/v1/activities", f"/v1/activities/{MEETING}", "/v1/organizer?limit=2"])
def test_the_api_answers_as_at_its_own_address(desk, path):
    there, here = ask(claim_app, "GET", path, learner()), desk.claims.call("GET", path, learner())
    assert (there.status, there.json()) == (200, here.json())


def test_an_address_without_a_route_is_refused_in_our_words(desk):
    refused = ask(claim_app, "GET", "/v1/nothing")
    assert (refused.status, refused.code) == (404, "not_found")


@pytest.mark.parametrize("behind", ["", ".", ">"])
def test_a_certificate_is_checked_also_with_traces_of_a_text_around_its_number(desk, behind):
    printed = desk.printed()
    assert printed["verification_url"] == f"https://ce.example.org/v1/verify/{printed['number']}"
    found = ask(certificate_app, "GET", f"/v1/verify/{printed['number']}{behind}")
    assert (found.status, found.json()["number"]) == (200, printed["number"])


def test_no_answer_names_the_stage(desk):
    wanted = {"activity_id": MEETING, "statement": "pace", "access_code": "NOT-A-BADGE"}
    answers = [
        ask(claim_app, "GET", "/v1/activities"),
        ask(claim_app, "GET", "/v1/nothing"),
        ask(claim_app, "POST", "/v1/claims", learner(), json_body=wanted),
        ask(certificate_app, "GET", "/v1/verify/nonsense", headers={"Accept": "text/html"}),
    ]
    assert not [answer for answer in answers if STAGE in f"{answer.headers} {answer.body}"]
