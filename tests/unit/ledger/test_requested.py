"""What somebody asks for of a credit is a step of its timeline, or a refusal that says why not."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from laurel.ledger.credit import Credit, Step
from laurel.ledger.follow_ups import SentFacts
from laurel.ledger.requested import AskedChange, correct, not_withdrawable, withdraw
from laurel.ledger.states import RejectedReason, State, WithdrawnReason
from tests.credits import START, a_credit

AT = START + timedelta(hours=1)
ASKED = AskedChange(why="She left at noon.", at=AT, by="staff:sam")
REPORTED = a_credit().report(member_number="M1", at=START, look_again_at=AT)
SENDING = REPORTED.lease("s1", at=START, until=AT)
REFUSED = SENDING.reject(RejectedReason.NAME_MISMATCH, detail=None, at=START)


def test_what_was_not_sent_is_withdrawn_for_the_reason_by_whom_and_when_it_was_asked() -> None:
    gone = withdraw(REPORTED, ASKED, WithdrawnReason.FILE_UNDONE)
    assert isinstance(gone, Credit)
    assert gone.timeline[-1] == Step(AT, State.WITHDRAWN, "file_undone", "She left at noon.", "staff:sam")


@pytest.mark.parametrize(
    ("credit", "state"), [(a_credit(), State.EARNED), (REPORTED, State.REPORTED), (REFUSED, State.EARNED)]
)
def test_a_correction_of_what_was_not_sent_is_a_step_with_why_and_by_whom(credit: Credit, state: State) -> None:
    changed = correct(credit, replace(SentFacts.of(credit), contact_hours=Decimal("0.5")), ASKED)
    assert isinstance(changed, Credit)
    assert changed.timeline[-1] == Step(AT, state, None, "She left at noon.", "staff:sam")


@pytest.mark.parametrize(
    ("credit", "code"),
    [
        (REPORTED, None),
        (REFUSED, None),
        (SENDING.accept("R-1", at=START), "already_accepted"),
        (SENDING, "already_sending"),
        (REPORTED.withdraw(why="", at=START), "already_withdrawn"),
        (SENDING.put_back(why="time-out", in_doubt=True, at=START, look_again_at=AT), "outcome_unknown"),
    ],
)
def test_only_what_ascp_surely_does_not_have_can_be_withdrawn_as_entered_by_hand(
    credit: Credit, code: str | None
) -> None:
    found = not_withdrawable(credit)
    assert (found and found.code) == code
