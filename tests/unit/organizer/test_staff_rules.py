"""What each act of staff makes of a credit in each state, and what it refuses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.follow_ups import delivered, outgoing
from laurel.ledger.requested import AskedChange, withdraw
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.organizer.staff_rules import entered_by_hand, released, released_if_stuck, restored
from laurel.platform.refusal import Refusal
from tests.credits import START, a_credit

DUE = START + timedelta(hours=6)
LATE = AskedChange(why="ASCP has it now.", at=DUE, by="staff:sam")
EARLY = replace(LATE, at=DUE - timedelta(seconds=1))

REPORTED = a_credit().report(member_number="M1", at=START, look_again_at=DUE)
SENDING = REPORTED.lease("s1", at=START, until=DUE)
ACCEPTED = SENDING.accept("R-1", at=START)
REJECTED = SENDING.reject(RejectedReason.NAME_MISMATCH, detail="x", at=START)
UNMATCHED = a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START)
HELD = REPORTED.hold_back("c2")
# ASCP is asked to withdraw it; the follow-up is sent again if nothing came six hours later.
ASKED = withdraw(ACCEPTED, AskedChange(why="x", at=START, by=None))


def credit_of(found: Credit | Refusal) -> Credit:
    assert isinstance(found, Credit), found
    return found


def code_of(found: Credit | Refusal) -> str:
    assert isinstance(found, Refusal)
    return found.code


def last(credit: Credit) -> tuple[str | None, str | None, object]:
    return credit.timeline[-1].detail, credit.timeline[-1].by, credit.timeline[-1].at


@pytest.mark.parametrize("credit", [REPORTED, SENDING, ASKED])
def test_one_that_is_stuck_on_its_way_is_noted_and_stays_as_it_is(credit: Credit) -> None:
    found = credit_of(released(credit, LATE))
    assert last(found) == (LATE.why, LATE.by, LATE.at)
    assert replace(found, timeline=()) == replace(credit, timeline=())


def test_a_refused_one_is_sent_again_to_the_same_member() -> None:
    found = credit_of(released(REJECTED, LATE))
    assert (found.state, found.member_number, found.sent_as) == (State.REPORTED, "M1", REJECTED.sent_as)
    assert found.due_at == LATE.at + LOST_AFTER
    assert [(one.detail, one.by) for one in found.timeline[-2:]] == [(LATE.why, LATE.by)] * 2
    assert last(found) == (LATE.why, LATE.by, LATE.at)


def test_a_likely_duplicate_is_a_credit_of_its_own_from_then_on() -> None:
    found = credit_of(released(HELD, LATE))
    assert not found.is_likely_duplicate
    assert last(found) == (LATE.why, LATE.by, LATE.at)


@pytest.mark.parametrize("credit", [a_credit(), UNMATCHED, ACCEPTED, replace(REJECTED, member_number=None)])
def test_no_other_one_can_be_released(credit: Credit) -> None:
    assert code_of(released(credit, LATE)) == "not_releasable"


def test_one_that_is_being_sent_is_released_when_its_lease_has_ended() -> None:
    assert code_of(released(SENDING, EARLY)) == "not_releasable"
    assert credit_of(released(replace(SENDING, due_at=None), EARLY))


@pytest.mark.parametrize("credit", [REPORTED, SENDING, ASKED])
def test_of_many_only_those_are_released_that_are_overdue_and_each_once(credit: Credit) -> None:
    assert code_of(released_if_stuck(credit, EARLY)) == "not_releasable"
    once = credit_of(released_if_stuck(credit, replace(LATE, at=DUE + timedelta(hours=1))))
    assert code_of(released_if_stuck(once, replace(LATE, at=DUE + timedelta(hours=2)))) == "not_releasable"
    # At the very moment it is overdue, and a release at that moment does not count as a later one.
    assert credit_of(released_if_stuck(credit_of(released_if_stuck(credit, LATE)), LATE))


def test_of_many_a_refused_one_is_released_at_any_time() -> None:
    assert credit_of(released_if_stuck(REJECTED, EARLY)).state is State.REPORTED
    unknown = replace(REPORTED, due_at=None)
    assert credit_of(released_if_stuck(unknown, EARLY))


def test_the_withdrawal_of_one_that_was_not_sent_is_undone_here() -> None:
    gone = UNMATCHED.withdraw(why="x", at=START, by=None, reason=WithdrawnReason.BY_STAFF)
    found = credit_of(restored(gone, LATE, not_at_ascp=False))
    assert found.state is State.EARNED
    assert last(found) == (LATE.why, LATE.by, LATE.at)


def test_one_that_was_entered_by_hand_comes_back_only_if_it_is_not_at_ascp() -> None:
    gone = credit_of(entered_by_hand(UNMATCHED, LATE))
    assert (gone.state, gone.withdrawn_for) == (State.WITHDRAWN, WithdrawnReason.BY_HAND)
    assert last(gone) == (LATE.why, LATE.by, LATE.at)
    assert code_of(restored(gone, LATE, not_at_ascp=False)) == "entered_by_hand"
    assert credit_of(restored(gone, LATE, not_at_ascp=True)).state is State.EARNED


def test_one_that_ascp_withdrew_is_asked_back() -> None:
    gone = delivered(ASKED, outgoing(ASKED).lease("s2", at=START, until=DUE).accept("R-2", at=START))
    found = credit_of(restored(gone, LATE, not_at_ascp=False))
    assert (found.state, outgoing(found).number) == (State.WITHDRAWN, 2)


def test_what_is_not_withdrawn_is_not_restored() -> None:
    assert code_of(restored(ACCEPTED, LATE, not_at_ascp=True)) == "not_withdrawn"


@pytest.mark.parametrize(("credit", "code"), [(ACCEPTED, "already_accepted"), (SENDING, "already_sending")])
def test_what_ascp_has_or_may_have_is_not_entered_by_hand(credit: Credit, code: str) -> None:
    assert code_of(entered_by_hand(credit, LATE)) == code
    gone = credit_of(entered_by_hand(UNMATCHED, LATE))
    assert code_of(entered_by_hand(gone, LATE)) == "already_withdrawn"
