"""Credits of a learner at each point of their way, put into the ledger directly."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from laurel.ledger.credit import Credit, Step
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from tests.credits import a_credit

# Title, the states passed, and the reason of the last one; "late" was reported nine days ago.
ROWS: Sequence[tuple[str, tuple[State, ...], str | None, int]] = (
    ("On its way", (State.EARNED, State.REPORTED), None, 1),
    ("Late", (State.EARNED, State.REPORTED), None, 9),
    ("Accepted", (State.EARNED, State.REPORTED, State.SENDING, State.ACCEPTED), None, 2),
    ("Refused", (State.EARNED, State.REPORTED, State.SENDING, State.REJECTED), RejectedReason.NAME_MISMATCH, 2),
    ("Not a member", (State.EARNED, State.UNMATCHED), UnmatchedReason.NOT_A_MEMBER, 2),
    ("Shared address", (State.EARNED, State.UNMATCHED), UnmatchedReason.AMBIGUOUS_EMAIL, 2),
)


def seed(ledger: Ledger, email: str, *, provider: str = "labce") -> dict[str, Credit]:
    """Put a credit of each kind under this address; gives them by title."""
    now = datetime.now(UTC).replace(microsecond=0)
    made = {}
    for title, states, reason, days in ROWS:
        begun = now - timedelta(days=days)
        steps = [Step(begun + timedelta(minutes=m), state) for m, state in enumerate(states)]
        steps[-1] = replace(steps[-1], reason=reason)
        made[title] = a_credit(
            secrets.token_hex(16),
            email=email,
            email_key=email,
            provider=provider,
            activity_title=title,
            completed_on=begun.date(),
            state=states[-1],
            reason=reason,
            timeline=tuple(steps),
            receipt="ASCP-000123" if states[-1] is State.ACCEPTED else None,
            member_number="900512" if State.REPORTED in states else None,
            due_at=None,
        )
    assert all(ledger.save([Change(None, credit) for credit in made.values()]))
    return made
