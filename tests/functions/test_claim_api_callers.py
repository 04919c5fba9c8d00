"""Who may call: the function's own look at the token's claims, after API Gateway's authorizer."""

import pytest

from laurel.platform.callers import Caller, MachineClient, Right, caller_of, groups_of, provider_caller_of
from tests.api_events import client, learner, request, staff, staff_of


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
    event = request(
        "GET", "/v1/me", learner("ana", email="Ana@Example.org", auth_time="7", **{"cognito:groups": "[staff]"})
    )
    assert caller_of(event) == Caller("ana", "Ana@Example.org", is_staff=True, signed_in_at=7)


def calls(claims):
    return provider_caller_of(request("POST", "/v1/providers/labce/credits", claims))


def test_a_machine_client_has_the_rights_of_its_scopes_and_no_others():
    labce = calls(client("labce/credits.write", "labce/credits.read"))
    assert labce == MachineClient("client-1", frozenset({"labce/credits.write", "labce/credits.read"}))
    assert labce.name == "client:client-1"
    assert labce.may("labce", Right.WRITE_CREDITS)
    assert labce.may("labce", Right.READ_CREDITS)
    assert not labce.may("asm", Right.READ_CREDITS)
    assert not labce.may("ascls", Right.WRITE_ROSTER)
    assert not calls(client("labce/credits.write")).may("labce", Right.READ_CREDITS)
    assert calls(client("ascls/roster.write")).may("ascls", Right.WRITE_ROSTER)


def test_staff_of_a_provider_act_for_it_alone_and_operators_for_all():
    labce, operator = calls(staff_of("labce")), calls(staff())
    assert (labce.is_staff, labce.providers, operator.is_staff) == (False, {"labce"}, True)
    for right in (Right.WRITE_CREDITS, Right.READ_CREDITS):
        assert (labce.may("labce", right), labce.may("asm", right), operator.may("asm", right)) == (True, False, True)
    # Staff of a provider called ascls may not write the roster.
    assert not calls(staff_of("ascls")).may("ascls", Right.WRITE_ROSTER)
    assert operator.may("ascls", Right.WRITE_ROSTER)
    assert (labce.acts_for("LabCE"), labce.acts_for("asm"), labce.acts_for(None)) == (True, False, False)
    assert (operator.acts_for("asm"), operator.acts_for(None)) == (True, True)
    assert not calls(learner()).may("labce", Right.READ_CREDITS)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        (None, "not_signed_in"),
        ({}, "not_signed_in"),
        (client(), "not_a_client_token"),
        (client("aws.cognito.signin.user.admin"), "not_a_client_token"),
        (client("labce/credits.write") | {"client_id": ""}, "not_a_client_token"),
        # What a person gets with the ID token.
        (client("labce/credits.write") | {"username": "ana"}, "not_a_client_token"),
        (learner(token_use="refresh"), "not_an_id_token"),
        (learner(email_verified="false"), "email_not_verified"),
    ],
)
def test_who_is_neither_a_client_nor_a_person_is_refused(claims, code):
    assert calls(claims).code == code


def test_a_client_is_no_person():
    event = request("GET", "/v1/me", client("labce/credits.write"))
    assert caller_of(event).code == "not_an_id_token"


@pytest.mark.parametrize(
    ("claim", "providers"),
    [("[provider:labce staff]", {"labce"}), (["provider:a", "provider:b"], {"a", "b"}), ("[provider:]", set())],
)
def test_the_groups_say_of_which_providers_somebody_is_staff(claim, providers):
    who = caller_of(request("GET", "/v1/me", learner(**{"cognito:groups": claim})))
    assert who.providers == providers
