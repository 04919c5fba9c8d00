"""Who may do what: every route with every kind of token, on the deployed API. A new route needs a row here."""

import pytest

from laurel.audit.acts import Actor, ActorKind
from laurel.platform.callers import Right
from local.api import Api
from local.clients import access_token, desk_of
from local.sample_catalog import MEETING, ONLINE
from local.troubles import TroubleError
from tests.api.routes import (
    CERTIFICATE,
    CLAIM,
    CREDIT,
    FALSE,
    HELP,
    OTHERWISE,
    OWN,
    OWN_CERTIFICATE,
    OWNED,
    PROVIDER,
    PUBLIC,
    ROSTER,
    ROUTES,
    ROWS,
    STAFF,
    code_of,
    named,
    of,
    send,
)


def test_every_route_has_a_row():
    assert set(ROWS) == ROUTES


@pytest.mark.parametrize("who", FALSE)
@pytest.mark.parametrize("route", of(OWN, CLAIM, CERTIFICATE, CREDIT, STAFF, OWNED), ids=named)
def test_without_a_good_token_nothing_is_done(world, route, who):
    answer = send(world, route, who)
    assert answer.status == 401
    assert answer.json() == {"message": "Unauthorized"}


@pytest.mark.parametrize("route", of(OWN, CLAIM, CERTIFICATE, CREDIT, STAFF, OWNED), ids=named)
def test_an_access_token_is_no_sign_in(world, route):
    answer = send(world, route, "access token")
    assert (answer.status, code_of(answer)) == (401, "not_an_id_token")


@pytest.mark.parametrize("route", of(OWN, CLAIM, CERTIFICATE, CREDIT, STAFF, OWNED), ids=named)
def test_an_address_must_be_verified(world, route):
    answer = send(world, route, "unverified")
    assert (answer.status, code_of(answer)) == (403, "email_not_verified")
    assert "code" in answer.json()["detail"]


@pytest.mark.parametrize("who", ["ana", "bea"])
@pytest.mark.parametrize("route", of(STAFF, OWNED), ids=named)
def test_a_learner_does_nothing_of_staffs(world, route, who):
    answer = send(world, route, who)
    assert (answer.status, code_of(answer)) == (403, "staff_only")


@pytest.mark.parametrize("who", ["bea", "staff"])
@pytest.mark.parametrize("route", of(CLAIM), ids=named)
def test_the_claim_of_another_is_not_there(world, route, who):
    before = world.call("GET", f"/v1/claims/{world.claim}", "ana").data
    answer = send(world, route, who)
    assert (answer.status, code_of(answer)) == (404, "claim_not_found")
    assert world.call("GET", f"/v1/claims/{world.claim}", "ana").data == before


@pytest.mark.parametrize("who", ["nobody", "garbage", "expired", "ana", "staff", "unverified"])
@pytest.mark.parametrize("route", of(PUBLIC), ids=named)
def test_what_is_public_is_so_whatever_token_comes_along(world, route, who):
    answer = send(world, route, who)
    assert answer.status == 200 or code_of(answer) in OTHERWISE, answer.data


@pytest.mark.parametrize("who", ["bea", "staff"])
@pytest.mark.parametrize("route", of(CREDIT), ids=named)
def test_the_credit_of_another_is_not_there(world, route, who):
    before = world.call("GET", "/v1/organizer", "ana").data
    answer = send(world, route, who)
    assert (answer.status, code_of(answer)) == (404, "credit_not_found")
    assert world.call("GET", "/v1/organizer", "ana").data == before


@pytest.mark.parametrize("route", of(OWN, CLAIM, CREDIT, OWN_CERTIFICATE), ids=named)
def test_a_learner_does_what_is_theirs(world, route):
    answer = send(world, route, "ana")
    assert answer.status in (200, 201, 202) or code_of(answer) in OTHERWISE, answer.data


@pytest.mark.parametrize("route", of(STAFF, OWNED), ids=named)
def test_staff_do_what_is_staffs(world, route):
    answer = send(world, route, "staff")
    assert answer.status in (200, 201, 202) or code_of(answer) in OTHERWISE, answer.data


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("staff", 200), ("bea", 404)])
@pytest.mark.parametrize("route", of(CERTIFICATE), ids=named)
def test_a_certificate_is_its_owners_and_staffs(world, route, who, status):
    answer = send(world, route, who)
    assert answer.status == status
    assert status == 200 or code_of(answer) == "certificate_not_found"


@pytest.mark.parametrize("who", ["bea", "staff"])
@pytest.mark.parametrize("route", of(OWN_CERTIFICATE), ids=named)
def test_what_is_done_with_a_certificate_is_its_owners_alone(world, route, who):
    answer = send(world, route, who)
    assert (answer.status, code_of(answer)) == (404, "certificate_not_found")


# ---- who may: every route with every kind of caller

MAY, NOBODY = "may", (401, "Unauthorized")
PROGRAMS = ("client_a", "client_b", "client_ascls")
COLUMNS = ("ana", "staff_a", "staff_b", "staff", *PROGRAMS)
# A program reaches no route of people: API Gateway refuses its token.
_NO_PROGRAM = dict.fromkeys(PROGRAMS, NOBODY)
_ONLY_STAFF, _OTHER = (403, "staff_only"), (403, "other_provider")
MATRIX = {
    PUBLIC: dict.fromkeys(COLUMNS, MAY),
    OWN: {"ana": MAY, "staff_a": MAY, "staff_b": MAY, "staff": MAY, **_NO_PROGRAM},
    CLAIM: {"ana": MAY, **dict.fromkeys(("staff_a", "staff_b", "staff"), (404, "claim_not_found")), **_NO_PROGRAM},
    CREDIT: {"ana": MAY, **dict.fromkeys(("staff_a", "staff_b", "staff"), (404, "credit_not_found")), **_NO_PROGRAM},
    CERTIFICATE: {"ana": MAY, "staff_a": MAY, "staff_b": (404, "certificate_not_found"), "staff": MAY, **_NO_PROGRAM},
    OWN_CERTIFICATE: {
        "ana": MAY,
        **dict.fromkeys(("staff_a", "staff_b", "staff"), (404, "certificate_not_found")),
        **_NO_PROGRAM,
    },
    STAFF: {"ana": _ONLY_STAFF, "staff_a": _ONLY_STAFF, "staff_b": _ONLY_STAFF, "staff": MAY, **_NO_PROGRAM},
    OWNED: {"ana": _ONLY_STAFF, "staff_a": MAY, "staff_b": "of each route", "staff": MAY, **_NO_PROGRAM},
    PROVIDER: {
        "ana": _OTHER,
        "staff_a": MAY,
        "staff_b": _OTHER,
        "staff": MAY,
        "client_a": MAY,
        "client_b": _OTHER,
        "client_ascls": _OTHER,
    },
    ROSTER: {**dict.fromkeys(COLUMNS, _OTHER), "staff": MAY, "client_ascls": MAY},
}
# What staff of provider B read where a thing of provider A is asked for: as if there were none.
EMPTY = (200, [])
OF_STAFF_B = {
    ("POST", "/v1/staff/certificates/{number}/reissue"): (404, "certificate_not_found"),
    ("POST", "/v1/staff/certificates/{number}/revoke"): (404, "certificate_not_found"),
    ("PUT", "/v1/staff/activities/{activity_id}/logo"): (404, "activity_not_found"),
    ("GET", "/v1/staff/credits"): EMPTY,
    # What is answered is the caller's own file.
    ("POST", "/v1/staff/columns"): MAY,
    # The answer has a row for each credit: there is no such one.
    ("POST", "/v1/staff/credits/bulk"): MAY,
    ("POST", "/v1/staff/credits/{credit_id}/release"): (404, "credit_not_found"),
    ("POST", "/v1/staff/credits/{credit_id}/withdraw"): (404, "credit_not_found"),
    ("POST", "/v1/staff/credits/{credit_id}/correct"): (404, "credit_not_found"),
    ("POST", "/v1/staff/credits/{credit_id}/undo-withdrawal"): (404, "credit_not_found"),
    ("GET", "/v1/staff/files"): EMPTY,
    ("GET", "/v1/staff/files/{file_id}"): (404, "file_not_found"),
    ("GET", "/v1/staff/files/{file_id}/rejected"): (404, "file_not_found"),
    ("POST", "/v1/staff/files/{file_id}/undo"): (404, "file_not_found"),
    ("GET", "/v1/staff/files/{file_id}/undo"): (404, "file_not_found"),
    ("GET", "/v1/staff/learners"): EMPTY,
    ("GET", "/v1/staff/people"): EMPTY,
    ("GET", "/v1/staff/people/{learner_id}"): (404, "learner_not_found"),
    ("GET", "/v1/staff/people/{learner_id}/certificates"): (404, "learner_not_found"),
    ("GET", "/v1/staff/people/{learner_id}/credits"): EMPTY,
    ("POST", "/v1/staff/people/{learner_id}/credits"): (404, "learner_not_found"),
    ("POST", f"{HELP}/free-code"): (404, "claim_not_found"),
    ("POST", f"{HELP}/another-attempt"): (404, "claim_not_found"),
    ("POST", f"{HELP}/lift-lockout"): (404, "claim_not_found"),
    **dict.fromkeys([route for route in ROWS if "/clients/" in route[1]], (404, "provider_not_found")),
    ("GET", "/v1/staff/audit"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities"): EMPTY,
    ("GET", "/v1/staff/activities/{activity_id}/numbers"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}/evaluations"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}/participants"): (404, "activity_not_found"),
    ("GET", "/v1/staff/reports/pace-quarterly"): (404, "provider_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}"): (404, "activity_not_found"),
    ("POST", "/v1/staff/activities/{activity_id}/attendance"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}/codes"): (404, "activity_not_found"),
    ("POST", "/v1/staff/activities/{activity_id}/codes"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}/codes/uses"): (404, "activity_not_found"),
    ("POST", "/v1/staff/activities/{activity_id}/codes/sessions"): (404, "activity_not_found"),
    ("GET", "/v1/staff/drafts"): EMPTY,
    ("GET", "/v1/staff/drafts/{activity_id}"): (404, "draft_not_found"),
    ("DELETE", "/v1/staff/drafts/{activity_id}"): (404, "draft_not_found"),
    ("POST", "/v1/staff/drafts/{activity_id}/publish"): (404, "draft_not_found"),
    ("POST", "/v1/staff/drafts/{activity_id}/copy"): (404, "activity_not_found"),
    ("POST", "/v1/staff/activities/{activity_id}/archive"): (404, "activity_not_found"),
    ("POST", "/v1/staff/activities/{activity_id}/restore"): (404, "activity_not_found"),
    ("DELETE", "/v1/staff/activities/{activity_id}"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}/revisions"): (404, "activity_not_found"),
    ("GET", "/v1/staff/activities/{activity_id}/revisions/{revision}"): (404, "activity_not_found"),
    ("POST", "/v1/staff/drafts/{activity_id}/restore"): (404, "activity_not_found"),
    ("GET", "/v1/staff/drafts/{activity_id}/sessions"): (404, "activity_not_found"),
    ("GET", "/v1/staff/drafts/{activity_id}/codes"): (404, "draft_not_found"),
    ("POST", "/v1/staff/drafts/{activity_id}/codes"): (404, "draft_not_found"),
    ("GET", "/v1/staff/drafts/{activity_id}/preview"): (404, "activity_not_found"),
    ("GET", "/v1/staff/drafts/{activity_id}/certificate"): (404, "activity_not_found"),
    ("PUT", "/v1/staff/drafts/{activity_id}/sessions"): (404, "activity_not_found"),
    # The document names provider A.
    ("PUT", "/v1/staff/drafts/{activity_id}"): (422, "invalid"),
    ("PUT", "/v1/staff/activities/{activity_id}"): (422, "invalid"),
    ("PUT", "/v1/staff/activities/{activity_id}/badges"): (404, "activity_not_found"),
    ("PUT", "/v1/staff/activities/{activity_id}/groups"): (404, "activity_not_found"),
}


def test_the_matrix_has_a_cell_for_each_route_and_caller():
    assert set(MATRIX) == {kind for kind, _ in ROWS.values()}
    assert all(set(row) == set(COLUMNS) for row in MATRIX.values())
    assert set(OF_STAFF_B) == set(of(OWNED))


@pytest.mark.parametrize("who", COLUMNS)
@pytest.mark.parametrize("route", list(ROWS), ids=named)
def test_the_matrix_of_routes_and_callers(world, route, who):
    expected = MATRIX[ROWS[route][0]][who]
    if expected == "of each route":
        expected = OF_STAFF_B[route]
    answer = send(world, route, who)
    if expected == MAY:
        assert answer.status in (200, 201, 202) or code_of(answer) in OTHERWISE, answer.data
    elif expected == NOBODY:
        assert (answer.status, answer.json()) == (401, {"message": "Unauthorized"})
    elif expected == EMPTY:
        assert (answer.status, answer.json()["items"]) == EMPTY
    else:
        assert (answer.status, code_of(answer)) == expected


@pytest.mark.parametrize("who", [*FALSE, "access token"])
@pytest.mark.parametrize("route", of(PROVIDER, ROSTER), ids=named)
def test_a_route_of_providers_needs_a_good_token(world, route, who):
    answer = send(world, route, who)
    assert answer.status == 401
    if who != "nobody":
        assert code_of(answer) == "not_signed_in"


def test_a_client_that_was_revoked_is_refused_although_its_token_is_valid(world):
    desk = desk_of(world.stack)
    made = desk.create("asm", "To be ended", (Right.READ_CREDITS,), actor=Actor(ActorKind.OPERATOR, "tests"))
    token = access_token(world.stack.outputs["TokenUrl"], made.client_id, made.secret)
    desk.revoke("asm", made.client_id, actor=Actor(ActorKind.OPERATOR, "tests"))
    answer = Api(world.stack.api_url, token).call("GET", "/v1/providers/asm")
    assert (answer.status, code_of(answer)) == (401, "not_signed_in")
    with pytest.raises(TroubleError, match="answered 4"):
        access_token(world.stack.outputs["TokenUrl"], made.client_id, made.secret)


def test_each_learner_sees_their_own_only(world):
    assert world.call("GET", "/v1/me", "ana").json()["email"] == "ana@example.org"
    assert world.call("GET", "/v1/me", "bea").json()["email"] == "bea@example.org"
    listed = {one["claim_id"] for one in world.call("GET", "/v1/claims", "ana").json()["items"]}
    assert {world.claim, world.course} <= listed
    for path, part in (("/v1/claims", "items"), ("/v1/transcript", "drafts")):
        others = world.call("GET", path, "bea").json()[part]
        assert not listed & {one["claim_id"] for one in others}


def test_a_learners_claim_id_cannot_be_guessed_from_the_activity(world):
    derived, _, activity = world.claim.partition(".")
    assert activity == MEETING
    for guess in (f"{'0' * 32}.{MEETING}", f"{derived}.{ONLINE}", MEETING):
        assert world.call("GET", f"/v1/claims/{guess}", "ana").status == 404


def test_the_browser_of_the_portal_may_call_and_no_other(world):
    def preflight(origin):
        headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        return world.call("OPTIONS", "/v1/me", "nobody", headers=headers)

    allowed = preflight(world.stack.portal_url)
    assert allowed.status == 204
    assert allowed.headers["Access-Control-Allow-Origin"] == world.stack.portal_url
    assert "if-match" in allowed.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in preflight("https://elsewhere.example.org").headers


def test_what_the_gateway_has_no_route_for_is_told_in_our_words(world):
    answer = world.call("GET", "/v1/nothing", "nobody")
    assert (answer.status, code_of(answer)) == (404, "not_found")
    answer = world.call("POST", "/v1/me", "nobody")
    assert (answer.status, code_of(answer)) == (405, "method_not_allowed")
    # Not the path that was guarded: the function itself asks who calls.
    answer = world.call("GET", "//v1/me", "nobody")
    assert answer.status in (401, 404)
