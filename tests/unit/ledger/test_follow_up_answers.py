"""The answer of ASCP to a follow-up: its step in the timeline of the credit, and the correction after it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from laurel.ledger.credit import Credit, Step
from laurel.ledger.follow_ups import (
    CreditCorrection,
    asked_of,
    correct_after,
    delivered,
    follow_up,
    last_asked,
    outgoing,
    status_of,
)
from laurel.ledger.requested import AskedChange, correct, restore, withdraw
from laurel.ledger.states import Action, RejectedReason, State
from laurel.ledger.timeline import FollowUpEvent
from laurel.platform.refusal import Refusal
from tests.credits import START, a_credit

HOUR = timedelta(hours=1)
AT = START + HOUR
ASKED = AskedChange(why="She left at noon.", at=AT, by="staff:sam")
HALF = CreditCorrection(contact_hours=Decimal("0.5"))


def accepted() -> Credit:
    sent = a_credit().report(member_number="M1", at=START, look_again_at=AT).lease("s1", at=START, until=AT)
    return sent.accept("R-1", at=START)


def asked(credit: Credit | Refusal) -> Credit:
    assert isinstance(credit, Credit)
    return credit


def leased(credit: Credit) -> Credit:
    return delivered(credit, outgoing(credit).lease("s2", at=AT, until=AT + HOUR))


def taken(credit: Credit, *, at=AT + HOUR) -> Credit:
    """ASCP has accepted its follow-up."""
    return delivered(leased(credit), outgoing(leased(credit)).accept("R-2", at=at))


def refused(credit: Credit, *, judged: bool) -> Credit:
    out = outgoing(leased(credit))
    answer = out.reject(RejectedReason.NAME_MISMATCH, detail="another name", at=AT + HOUR, judged=judged)
    return delivered(leased(credit), answer)


@pytest.mark.parametrize("judged", [True, False])
def test_a_refusal_is_a_step_at_its_time_with_what_ascp_said(judged: bool) -> None:
    credit = refused(asked(correct(accepted(), HALF.of(accepted()), ASKED)), judged=judged)
    assert credit.timeline[-2:] == (
        Step(AT, State.ACCEPTED, None, "She left at noon.", "staff:sam", True, FollowUpEvent.CORRECTION_ASKED),
        Step(AT + HOUR, State.ACCEPTED, None, "another name", None, judged, FollowUpEvent.CORRECTION_REFUSED),
    )
    assert credit.due_at is None


def test_a_credit_is_looked_at_again_when_its_follow_up_is() -> None:
    credit = leased(asked(withdraw(accepted(), ASKED)))
    assert (credit.due_at, outgoing(credit).due_at) == (AT + HOUR, AT + HOUR)


def test_what_was_asked_and_how_far_it_is_have_their_words() -> None:
    withdrawal, correction = withdraw(accepted(), ASKED), correct(accepted(), HALF.of(accepted()), ASKED)
    under_way = [asked(withdrawal), asked(correction), leased(asked(correction))]
    assert [(asked_of(outgoing(one)), status_of(outgoing(one))) for one in under_way] == [
        ("withdraw", "under_way"),
        ("correct", "under_way"),
        ("correct", "under_way"),
    ]
    ended = [taken(asked(withdrawal)), refused(asked(correction), judged=True)]
    assert [status_of(one.follow_up) for one in ended if one.follow_up] == ["accepted", "refused"]


def test_the_latest_that_was_asked_is_the_one_that_waits() -> None:
    assert last_asked(accepted()) is None
    leaves = asked(withdraw(accepted(), ASKED))
    assert last_asked(leaves) is leaves.follow_up
    waiting = correct_after(leaves, HALF.of(leaves), why="sent again", at=AT)
    assert waiting.follow_up
    assert last_asked(waiting) is waiting.follow_up.follow_up


@pytest.mark.parametrize(("hours", "begins"), [(2, 2), (1, 1), (0, 1)])
def test_a_correction_that_waited_begins_with_the_answer_but_not_before_it_was_asked(hours: int, begins: int) -> None:
    leaves = asked(withdraw(accepted(), ASKED))
    waiting = correct_after(leaves, HALF.of(leaves), why="sent again", at=START + HOUR)
    after = taken(waiting, at=START + hours * HOUR)
    at = START + begins * HOUR
    assert after.timeline[-1] == Step(at, State.WITHDRAWN, None, "sent again", event=FollowUpEvent.CORRECTION_ASKED)
    assert after.follow_up
    assert after.follow_up.timeline == (Step(at, State.REPORTED, None, "sent again"),)
    assert (after.due_at, after.follow_up.due_at) == (at + timedelta(hours=6),) * 2


def test_a_follow_up_that_was_not_sent_keeps_no_step_of_sending() -> None:
    out = outgoing(leased(asked(withdraw(accepted(), ASKED))))
    back = out.put_back(why="busy", in_doubt=False, at=AT + HOUR, look_again_at=AT + HOUR, sent=False)
    assert [(one.state, one.detail) for one in back.timeline] == [
        (State.REPORTED, "She left at noon."),
        (State.REPORTED, "busy"),
    ]


def test_a_credit_is_not_restored_while_its_correction_with_other_facts_is_under_way() -> None:
    gone = taken(asked(withdraw(accepted(), ASKED)))
    other = follow_up(gone, Action.CORRECT, HALF.of(gone), why="sent again", at=AT, by=None, look_again_at=AT)
    found = restore(other, ASKED)
    assert isinstance(found, Refusal)
    assert found.code == "follow_up_under_way"
    same = asked(restore(gone, ASKED))
    assert restore(same, ASKED) is same
