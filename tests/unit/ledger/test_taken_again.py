"""A credit whose file was undone, and whose provider reports it again: when it counts again, and with which facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from laurel.ledger.credit import Credit, IllegalTransition, Step
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.follow_ups import delivered, outgoing
from laurel.ledger.requested import AskedChange, withdraw
from laurel.ledger.states import Action, RejectedReason, State, WithdrawnReason
from laurel.ledger.taken_again import (
    is_being_undone,
    is_undone,
    may_be_taken_again,
    needs_new_reference,
    take_again,
)
from laurel.ledger.timeline import FollowUpEvent
from tests.credits import START, a_credit

AT = START + timedelta(hours=1)
AGAIN = START + timedelta(hours=3)
UNDO = AskedChange(why="the file was undone", at=AT, by="staff:sam")
STAFF = WithdrawnReason.BY_STAFF
UNDONE = WithdrawnReason.FILE_UNDONE


def undone(credit: Credit, reason: WithdrawnReason = UNDONE) -> Credit:
    after = withdraw(credit, UNDO, reason)
    assert isinstance(after, Credit)
    return after


def accepted() -> Credit:
    matched = a_credit(file_id="f1").report(member_number="M1", at=START, look_again_at=AT)
    return matched.lease("s1", at=START, until=AT).accept("R-1", at=START)


def answered(credit: Credit, receipt: str | None) -> Credit:
    """After ASCP's answer to what is outgoing: a receipt, or a refusal."""
    sent = outgoing(credit).lease("s2", at=AT, until=AT)
    refused = sent.reject(RejectedReason.NAME_MISMATCH, detail="another name", at=AT)
    return delivered(credit, sent.accept(receipt, at=AT) if receipt else refused)


UNSENT = undone(a_credit(file_id="f1", resembles="c9", distinct=True))
ASKED = undone(accepted())
GONE = answered(ASKED, "R-2")
ROW = a_credit(
    "c2",
    fingerprint="e" * 32,
    reference="ref-again",
    email="ada@example.org",
    email_key="ada@example.org",
    name="Ada Lovelace",
    provider="asm",
    activity_number="578-009-26",
    activity_title="Blood smears, read twice",
    statement="florida",
    contact_hours=Decimal("2"),
    completed_on=date(2026, 11, 3),
    file_id="f2",
    customer_id=CustomerId("C-7", IdSource.PROVIDER),
    provider_customer_id="C-7",
)
# The same person and type of statement as before.
SAME = replace(ROW, email="c1@example.org", email_key="c1@example.org", statement="pace")


def test_a_credit_that_ascp_never_had_becomes_what_the_new_row_says() -> None:
    assert take_again(UNSENT, ROW, at=AGAIN) == replace(
        ROW,
        credit_id="c1",
        source=UNSENT.source,
        detail="its provider reported it again",
        due_at=AGAIN,
        resembles=None,
        distinct=False,
        timeline=(*UNSENT.timeline, Step(AGAIN, State.EARNED, None, "its provider reported it again")),
    )


def test_a_credit_that_ascp_withdrew_gets_a_correction_and_keeps_its_facts_until_the_answer() -> None:
    after = take_again(GONE, SAME, at=AGAIN)
    step = Step(AGAIN, State.REPORTED, None, "its provider reported it again")
    noted = replace(step, state=State.WITHDRAWN, event=FollowUpEvent.CORRECTION_ASKED)
    assert replace(after, follow_up=None) == replace(
        GONE,
        fingerprint="e" * 32,
        reference="ref-again",
        file_id="f2",
        follow_up=None,
        due_at=AGAIN + timedelta(hours=6),
        timeline=(*GONE.timeline, noted),
    )
    assert after.follow_up == replace(
        SAME,
        credit_id="c1",
        action=Action.CORRECT,
        number=2,
        state=State.REPORTED,
        due_at=AGAIN + timedelta(hours=6),
        email="c1@example.org",
        email_key="c1@example.org",
        member_number="M1",
        customer_id=None,
        provider_customer_id=None,
        timeline=(step,),
    )


def test_a_correction_waits_for_the_answer_to_the_withdrawal() -> None:
    after = take_again(ASKED, SAME, at=AGAIN)
    waiting = after.follow_up
    assert waiting and waiting.follow_up and ASKED.follow_up
    assert replace(waiting, follow_up=None) == ASKED.follow_up
    step = Step(AGAIN, State.REPORTED, None, "its provider reported it again")
    assert (waiting.follow_up.timeline, waiting.follow_up.due_at) == ((step,), None)
    assert (after.timeline[-1], after.due_at) == (replace(step, state=State.ACCEPTED), ASKED.due_at)
    done = answered(after, "R-2")
    assert (done.state, done.due_at) == (State.WITHDRAWN, AGAIN + timedelta(hours=6))
    assert outgoing(done).contact_hours == Decimal(2)


def test_a_run_that_began_before_the_undo_takes_it_as_of_the_undo() -> None:
    assert take_again(UNSENT, ROW, at=START).timeline[-1].at == AT
    assert take_again(GONE, SAME, at=START).timeline[-1].at == AT


@pytest.mark.parametrize(
    ("credit", "being", "is_it"),
    [
        (UNSENT, False, True),
        (ASKED, True, True),
        (GONE, False, True),
        (accepted(), False, False),
        (undone(accepted(), STAFF), False, False),
        (answered(undone(accepted(), STAFF), "R-2"), False, False),
        (undone(a_credit(), STAFF), False, False),
        (take_again(ASKED, SAME, at=AGAIN), False, False),
        (take_again(GONE, SAME, at=AGAIN), False, False),
        (replace(UNSENT, in_doubt=True), False, False),
    ],
)
def test_which_credits_are_undone(credit: Credit, being: bool, is_it: bool) -> None:
    assert (is_being_undone(credit), is_undone(credit)) == (being, is_it)
    assert may_be_taken_again(credit, SAME) is is_it
    if not is_it:
        assert needs_new_reference(credit, ROW) is False
        with pytest.raises(IllegalTransition, match=rf"^credit c1: {credit.state} was not undone with its file$"):
            take_again(credit, SAME, at=AGAIN)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"email_key": "eve@example.org"}, False),
        ({"statement": "florida"}, False),
        ({"email_key": "moved@example.org", "fingerprint": "f" * 32}, True),
    ],
)
def test_ascp_keeps_a_credit_for_one_person_and_one_statement(changes: dict[str, str], is_same: bool) -> None:
    row = replace(SAME, **changes)
    for credit in (ASKED, GONE):
        assert (may_be_taken_again(credit, row), needs_new_reference(credit, row)) == (is_same, not is_same)
    assert (may_be_taken_again(UNSENT, row), needs_new_reference(UNSENT, row)) == (True, False)


def test_what_ascp_refused_to_count_again_needs_another_row() -> None:
    refused = answered(take_again(GONE, SAME, at=AGAIN), None)
    assert refused.state is State.WITHDRAWN
    assert is_undone(refused)
    assert not may_be_taken_again(refused, SAME)
    assert may_be_taken_again(refused, replace(SAME, contact_hours=Decimal(3)))
