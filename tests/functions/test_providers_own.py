"""The routes of providers: which program and whose staff get in."""

import pytest

from tests.api_events import client, learner, staff, staff_of
from tests.functions.test_staff_providers import LABCE, put

PATH = "/v1/providers/labce"


def read(desk, claims, path=PATH):
    return desk.call("GET", path, claims)


@pytest.mark.parametrize(
    "claims",
    [client("labce/credits.read"), client("labce/credits.read", "labce/credits.write"), staff_of("labce"), staff()],
)
def test_a_provider_reads_its_own_record(desk, claims):
    put(desk)
    answer = read(desk, claims)
    assert (answer.status, answer.json()) == (200, {**LABCE, "id": "labce", "revision": 1})


@pytest.mark.parametrize(
    ("claims", "status", "code"),
    [
        (None, 401, "not_signed_in"),
        (client("labce/credits.write"), 403, "other_provider"),
        (client("asm/credits.read"), 403, "other_provider"),
        (client("ascls/roster.write"), 403, "other_provider"),
        (client("labcex/credits.read"), 403, "other_provider"),
        (client("labce"), 401, "not_a_client_token"),
        (staff_of("asm"), 403, "other_provider"),
        (learner(), 403, "other_provider"),
        (learner(second_factor_needed="true"), 403, "other_provider"),
    ],
)
def test_nobody_else_does(desk, claims, status, code):
    put(desk)
    answer = read(desk, claims)
    assert (answer.status, answer.code) == (status, code)
    # Whether the provider exists is not said to others either.
    assert read(desk, claims, "/v1/providers/none").status == status


def test_a_refusal_names_the_scope_that_is_needed(desk):
    detail = read(desk, client("labce/credits.write")).json()["detail"]
    assert "labce/credits.read" in detail


def test_a_program_reads_how_it_gets_a_token(desk):
    assert "client_credentials" in read(desk, None).json()["detail"]


def test_a_provider_without_a_record(desk):
    answer = read(desk, client("labce/credits.read"))
    assert (answer.status, answer.code) == (404, "provider_not_found")


def test_a_program_uses_no_route_of_people(desk):
    for path in ("/v1/me", "/v1/staff/providers"):
        answer = desk.call("GET", path, client("labce/credits.read"))
        assert (answer.status, answer.code) == (401, "not_an_id_token")
