"""What each claim of a token says of its caller."""

from hashlib import sha256
from typing import Any

import pytest

from laurel.platform.callers import (
    ASCLS,
    Caller,
    MachineClient,
    Right,
    caller_of,
    groups_of,
    is_staff_group,
    provider_caller_of,
    providers_of,
    session_id_of,
)
from laurel.platform.refusal import Refusal

CLAIMS = {
    "sub": "account-1",
    "token_use": "id",
    "email": "ana@example.org",
    "email_verified": "true",
    "iat": "1780000500",
    "auth_time": "1780000000",
}


def caller(**changes: str | None) -> Caller:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    found = caller_of({"requestContext": {"authorizer": {"jwt": {"claims": claims}}}})
    assert isinstance(found, Caller), found
    return found


def test_every_member_of_a_token_counts() -> None:
    found = caller(learner_id="ana", second_factor_needed="true", joined="true", **{"cognito:groups": "[staff]"})
    assert (found.learner_id, found.email, found.is_staff) == ("ana", "ana@example.org", True)
    assert (found.issued_at, found.signed_in_at) == (1780000500, 1780000000)
    assert (found.needs_second_factor, found.may_be_joined) == (True, True)


@pytest.mark.parametrize("given", [None, "", "soon"])
def test_a_time_that_a_token_lacks_is_none_that_counts(given: str | None) -> None:
    assert caller(iat=given).issued_at == caller(auth_time=given).signed_in_at == 0


def test_a_sessions_id_is_half_a_digest_of_its_ticket() -> None:
    assert session_id_of("ticket") == sha256(b"ticket").hexdigest()[:32]
    assert caller(session="ticket").session_id == session_id_of("ticket")
    assert caller().session_id == session_id_of("") == ""


def signed(authorizer: str, claims: dict[str, Any]) -> dict[str, Any]:
    return {"requestContext": {"authorizer": {authorizer: {"claims": claims}}}}


@pytest.mark.parametrize("authorizer", ["jwt", "lambda"])
def test_the_claims_are_those_of_either_authorizer(authorizer: str) -> None:
    event = signed(authorizer, {**CLAIMS, "cognito:groups": "[staff provider:labce]"})
    for found in (caller_of(event), provider_caller_of(event)):
        assert isinstance(found, Caller)
        assert (found.email, found.is_staff, found.providers) == ("ana@example.org", True, frozenset({"labce"}))
    program = signed(authorizer, {"token_use": "access", "client_id": "c1", "scope": "labce/credits.write x"})
    assert provider_caller_of(program) == MachineClient("c1", frozenset({"labce/credits.write", "x"}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"token_use": "access"}, "not_an_id_token"),
        ({"sub": ""}, "not_an_id_token"),
        ({"email_verified": "false"}, "email_not_verified"),
        ({"email": ""}, "email_not_verified"),
    ],
)
def test_one_claim_that_is_wrong_is_enough_to_be_refused(changes: dict[str, str], code: str) -> None:
    found = caller_of(signed("jwt", CLAIMS | changes))
    assert isinstance(found, Refusal)
    assert found.code == code


def test_a_program_of_ascls_may_write_its_roster() -> None:
    program = MachineClient("c1", frozenset({"ascls/roster.write"}))
    assert [program.may(owner, Right.WRITE_ROSTER) for owner in (ASCLS, "labce")] == [True, False]


def test_without_claims_nobody_calls() -> None:
    for event in ({"requestContext": {}}, {"requestContext": {"authorizer": None}}, signed("jwt", {})):
        refusals = [caller_of(event), provider_caller_of(event)]
        assert [one.code for one in refusals if isinstance(one, Refusal)] == ["not_signed_in", "not_signed_in"]


@pytest.mark.parametrize(
    "changes", [{"client_id": ""}, {"username": "ana"}, {"scope": ""}, {"scope": "openid"}, {"scope": None}]
)
def test_an_access_token_of_a_person_is_no_program(changes: dict[str, Any]) -> None:
    program = {"token_use": "access", "client_id": "c1", "scope": "labce/credits.write"}
    found = provider_caller_of(signed("lambda", program | changes))
    assert isinstance(found, Refusal)
    assert found.code == "not_a_client_token"


def test_groups_come_as_a_text_or_as_a_list() -> None:
    for claim in ("[staff provider:labce]", "staff  provider:labce", ["staff", "provider:labce"]):
        assert groups_of(claim) == {"staff", "provider:labce"}
    assert groups_of(("staff",)) == {"staff"}
    assert groups_of([1]) == {"1"}
    for claim in (None, 7, {"staff": 1}, "", "[]"):
        assert groups_of(claim) == frozenset()


def test_the_group_of_a_provider_names_it() -> None:
    assert providers_of(frozenset({"staff", "provider:", "provider:asm", "x:provider:y", "editors"})) == {"asm"}
    groups = ("staff", "provider:asm", "provider:", "editors", "Staff", "my provider:asm")
    assert [is_staff_group(one) for one in groups] == [True, True, True, False, False, False]
