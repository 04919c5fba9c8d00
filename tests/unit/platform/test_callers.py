"""What each claim of a token says of its caller."""

from hashlib import sha256

import pytest

from laurel.platform.callers import Caller, caller_of, session_id_of

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
