"""How long a change of an account can be confirmed or undone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from laurel.account_changes.changes import AccountChange, ChangeKind, ChangeState, SignInAccount

AT = datetime(2026, 12, 1, tzinfo=UTC)
CHANGE = AccountChange(
    change_id="c1",
    learner_id="ana",
    kind=ChangeKind.PASSWORD,
    account=SignInAccount("pool", "ana"),
    former_email="ana@example.org",
    email="ana@example.org",
    at=AT,
    until=AT + timedelta(days=7),
)


def test_a_change_is_open_through_its_last_instant() -> None:
    last = AT + timedelta(days=7)
    assert [CHANGE.is_open(at) for at in (AT, last, last + timedelta(microseconds=1))] == [True, True, False]


@pytest.mark.parametrize("state", [one for one in ChangeState if one is not ChangeState.OPEN])
def test_what_was_decided_is_not_open_any_more(state: ChangeState) -> None:
    assert not replace(CHANGE, state=state).is_open(AT)
