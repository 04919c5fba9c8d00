"""Who may call: the function's own look at the token's claims, after API Gateway's authorizer."""

import pytest

from laurel.platform.callers import Caller, caller_of, groups_of
from tests.api_events import learner, request, staff


@pytest.mark.parametrize(
    ("claims", "status", "code"),
    [
        (None, 401, "not_signed_in"),
        ({}, 401, "not_signed_in"),
        (learner(token_use="access"), 401, "not_an_id_token"),
        (learner(sub=""), 401, "not_an_id_token"),
        (learner(email_verified="false"), 403, "email_not_verified"),
        (learner(email_verified=""), 403, "email_not_verified"),
        (learner(email=""), 403, "email_not_verified"),
    ],
)
def test_who_is_not_known_is_not_let_in(desk, claims, status, code):
    refused = desk.call("GET", "/v1/me", claims)
    assert (refused.status, refused.code) == (status, code)
    assert (refused.headers.get("WWW-Authenticate") == "Bearer") == (status == 401)


def test_only_staff_reach_the_routes_of_staff_and_learn_nothing_of_them_else(desk):
    for path in ("/v1/staff/activities/a", "/v1/staff/activities/a/badges", "/v1/staff/activities/a/groups"):
        for claims in (learner(), learner(**{"cognito:groups": "[editors staffing]"})):
            # A caller without the right reads that first, even with a wrong body.
            refused = desk.call("PUT", path, claims, body=b"\xff" * 2_000_000)
            assert (refused.status, refused.code) == (403, "staff_only")
        assert desk.call("PUT", path).code == "not_signed_in"
        assert desk.call("PUT", path, staff(), body=b"").code == "media_type"


def test_staff_without_a_second_factor_read_what_to_do(desk):
    for claims in (learner(second_factor_needed="true"), learner(second_factor_needed="false")):
        refused = desk.call("GET", "/v1/staff/runs", claims)
        expected = "second_factor_needed" if claims["second_factor_needed"] == "true" else "staff_only"
        assert (refused.status, refused.code) == (403, expected)
    assert desk.call("GET", "/v1/me", learner(second_factor_needed="true")).status == 200


def test_a_public_route_asks_nobody(desk):
    assert desk.call("GET", "/v1/activities").status == 200
    assert desk.call("GET", "/v1/openapi.json").status == 200


@pytest.mark.parametrize(
    ("claim", "groups"),
    [
        ("[staff]", {"staff"}),
        ("[editors staff]", {"editors", "staff"}),
        ("staff", {"staff"}),
        (["staff", "editors"], {"staff", "editors"}),
        ("[]", set()),
        ("", set()),
        (None, set()),
        (5, set()),
        ("[not-staff]", {"not-staff"}),
        ("[a,staff]", {"a,staff"}),
    ],
)
def test_groups_are_read_however_they_are_written(claim, groups):
    assert groups_of(claim) == groups


def test_a_caller_is_the_learner_whom_the_guard_named():
    event = request("GET", "/v1/me", learner(sub="account-2", learner_id="ana"))
    assert caller_of(event).learner_id == "ana"


def test_a_caller_is_the_tokens_subject_with_the_verified_address():
    event = request("GET", "/v1/me", learner("ana", email="Ana@Example.org", **{"cognito:groups": "[staff]"}))
    assert caller_of(event) == Caller("ana", "Ana@Example.org", is_staff=True)
