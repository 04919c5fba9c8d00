"""A timeline is kept short: nothing that is read from it is lost by that."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger import credit as credit_module
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.notifications import pending_notice
from laurel.ledger.records import to_item
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.ledger.timeline import MOST_STEPS
from tests.credits import START, a_credit, facts

WORDS = "x" * 200
STATES = (State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED)

# What may happen to a credit, and in which states. Each takes the credit, the instant and a number at random.
type Event = tuple[set[State], Callable[[Credit, datetime, int], Credit]]


def attempt(credit: Credit, at: datetime, _: int) -> Credit:
    leased = credit.lease("s" * 32, at=at, until=at)
    return leased.put_back(why="ASCP answered 503", in_doubt=True, at=at, look_again_at=at)


def name(credit: Credit, at: datetime, _: int) -> Credit:
    """Only while ASCP does not have the credit, and surely not."""
    if not credit.can_be_corrected:
        return credit
    return credit.correct(facts("Ada Right"), why=WORDS, at=at, by="staff:sam")


def refusal(credit: Credit, at: datetime, n: int) -> Credit:
    reason = list(RejectedReason)[n % 4]
    return credit.lease("s" * 32, at=at, until=at).reject(reason, detail=WORDS, at=at)


EVENTS: dict[str, Event] = {
    "match": (
        {State.EARNED, State.UNMATCHED},
        lambda c, at, _: c.report(member_number="M1", at=at, look_again_at=at),
    ),
    "no match": (
        {State.EARNED, State.UNMATCHED},
        lambda c, at, n: c.leave_unmatched(list(UnmatchedReason)[n % 4], at=at),
    ),
    "attempt": ({State.REPORTED}, attempt),
    "refusal": ({State.REPORTED}, refusal),
    "mended": ({State.REJECTED}, lambda c, at, _: c.earn_again(why=WORDS, at=at, by="learner:ana")),
    "note": (set(STATES), lambda c, at, _: c.note(why=WORDS, at=at, by="staff:sam")),
    "name": (set(STATES), name),
    "moved": ({State.EARNED, State.UNMATCHED}, lambda c, at, _: c.move("b@example.org", "b@example.org", at=at)),
    "taken back": (
        {State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED},
        lambda c, at, n: c.withdraw(why=WORDS, at=at, by="staff:sam", reason=list(WithdrawnReason)[n % 3]),
    ),
    "revoked": ({State.WITHDRAWN}, lambda c, at, _: c.note_revoked(why=WORDS, at=at, by="staff:sam")),
    "claimed again": ({State.WITHDRAWN}, lambda c, at, _: c.claim_again(c, why=WORDS, at=at)),
    "undone": ({State.WITHDRAWN}, lambda c, at, _: c.undo_withdrawal(why=WORDS, at=at, by="staff:sam")),
    "by hand": (
        set(),  # the end, tried by the test itself
        lambda c, at, _: c.withdraw(why="by hand", at=at, by="learner:ana"),
    ),
}


def lived(credit: Credit, events: list[tuple[str, int]], *, whole: bool) -> Credit:
    """`credit` after `events`, each repeated so often as its state allows; `whole` keeps every step of its timeline."""
    at = START
    with pytest.MonkeyPatch.context() as patch:
        if whole:
            patch.setattr(credit_module, "abridged", lambda timeline: timeline)
        for name, times in events:
            states, happens = EVENTS[name]
            for n in range(times):
                if credit.state in states:
                    at += timedelta(hours=1)
                    credit = happens(credit, at, times + n)
    return credit


def read_from(credit: Credit) -> object:
    """All that anybody reads from a timeline, now and after the credit was taken back."""
    items = [to_item(credit)]
    if credit.can_be_withdrawn:
        items.append(to_item(EVENTS["by hand"][1](credit, START + timedelta(days=9999), 0)))
    return (
        reported_at(credit),
        expected_by(credit),
        pending_notice(credit),
        (credit.withdrawn_for, credit.is_revoked),
        [credit.refused_as(reason) for reason in RejectedReason],
        {state: any(step.state is state for step in credit.timeline) for state in State},
        [{name: value for name, value in item.items() if name != "timeline"} for item in items],
    )


@given(st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), st.integers(1, 60)), max_size=30))
def test_what_is_read_from_a_timeline_is_the_same_though_it_was_abridged(events: list[tuple[str, int]]) -> None:
    short, whole = (lived(a_credit(), events, whole=one) for one in (False, True))
    assert read_from(short) == read_from(whole)
    assert len(short.timeline) <= MOST_STEPS
    assert short.timeline[-20:] == whole.timeline[-20:]
    assert short.timeline[:20] == whole.timeline[:20]


def test_a_refusal_and_the_way_after_it_outlive_a_long_outage() -> None:
    before = [("match", 1), ("attempt", 12), ("refusal", 1), ("mended", 1), ("match", 1)]
    mended = lived(a_credit(), before, whole=False)
    credit = lived(mended, [("attempt", 300)], whole=False)
    assert reported_at(credit) == reported_at(mended) == mended.timeline[-1].at
    steps = [step for step in credit.timeline if step.state not in (State.SENDING, State.REPORTED)]
    assert [step.state for step in steps] == [State.EARNED, State.REJECTED, State.EARNED]
    assert steps == [step for step in mended.timeline if step.state not in (State.SENDING, State.REPORTED)]


def test_when_it_was_refused_outlives_many_notes() -> None:
    events = [("match", 1), ("attempt", 12), ("refusal", 1), ("note", 60), ("note", 60)]
    short, whole = (lived(a_credit(), events, whole=one) for one in (False, True))
    assert len(short.timeline) < len(whole.timeline)
    assert pending_notice(short) == pending_notice(whole)


def test_attempts_go_before_what_the_credit_went_through() -> None:
    way = [("match", 1), ("attempt", 30), ("refusal", 1), ("mended", 1)]
    whole, short = (lived(a_credit(), way * 6, whole=one) for one in (True, False))
    assert len(whole.timeline) > 3 * MOST_STEPS

    def told(credit: Credit) -> list[State]:
        return [step.state for step in credit.timeline if step.state in (State.EARNED, State.REJECTED)]

    assert told(short) == told(whole)


@pytest.mark.slow
def test_a_credit_that_was_mended_hundreds_of_times_fits_into_an_item() -> None:
    way = [("no match", 3), ("note", 2), ("match", 1), ("attempt", 3), ("refusal", 1), ("mended", 1)]
    credit = lived(a_credit(), way * 400, whole=False)
    assert len(credit.timeline) <= MOST_STEPS
    # A hundred of them are written in one transaction, which takes 4 MB.
    assert len(json.dumps(to_item(credit))) < 40_000
