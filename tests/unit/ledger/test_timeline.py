"""Which steps of a long timeline are kept, step by step, and since when a credit stands where it does."""

from datetime import timedelta

import pytest

from laurel.ledger.deadline import EXPECTED_WITHIN, expected_by, reported_at
from laurel.ledger.follow_ups import follow_up
from laurel.ledger.states import Action, State
from laurel.ledger.timeline import FollowUpEvent, Step, abridged, shown_state, standing
from tests.credits import START, a_credit

EARNED, REPORTED, SENDING = State.EARNED, State.REPORTED, State.SENDING


def steps(*states: State, **given: object) -> tuple[Step, ...]:
    return tuple(Step(START + timedelta(hours=n), state, **given) for n, state in enumerate(states))  # type: ignore[arg-type]


def removed(timeline: tuple[Step, ...]) -> list[int]:
    """The positions of the steps that are removed."""
    kept = abridged(timeline)
    return [n for n, step in enumerate(timeline) if step not in kept]


ATTEMPTS = (EARNED, *(REPORTED, SENDING) * 50)


def test_ninety_nine_steps_are_kept_and_of_a_hundred_the_oldest_attempt_is_removed() -> None:
    assert removed(steps(*ATTEMPTS[:99])) == []
    # Of the 20 first and the 40 last none is removed; an attempt is the lease and what put it back.
    assert removed(steps(*ATTEMPTS[:100])) == [20, 21]
    assert removed(steps(*ATTEMPTS[:101])) == [20, 21]


def test_what_a_person_did_is_no_attempt() -> None:
    timeline = list(steps(*ATTEMPTS[:100]))
    for n in (20, 23):
        timeline[n] = Step(timeline[n].at, timeline[n].state, by="staff:sam")
    assert removed(tuple(timeline)) == [24, 25]


def test_without_an_attempt_the_oldest_step_that_nobody_needs_is_removed() -> None:
    notes = [EARNED] * 100
    assert removed(steps(*notes)) == [20]
    # The latest step of each state and reason is needed, and the first `reported` since the last `earned`.
    refused = [State.REJECTED] * 76
    assert removed(steps(*[EARNED] * 20, State.UNMATCHED, EARNED, REPORTED, REPORTED, *refused)) == [25]
    assert removed(steps(*[EARNED] * 20, REPORTED, EARNED, REPORTED, REPORTED, *refused)) == [20]
    # A follow-up was never earned.
    assert removed(steps(*[REPORTED, SENDING] * 50)) == [21, 22]
    # So is the first step in the present state, and the one since which it has been there.
    assert removed(steps(*[EARNED] * 20, *[REPORTED] * 80)) == [21]
    earlier = steps(*[EARNED] * 21, *[REPORTED] * 20, *[EARNED] * 10, *[State.UNMATCHED] * 49)
    assert removed(earlier) == [20]


def test_the_first_step_of_what_lasts_is_needed_though_notes_came_after_it() -> None:
    notes = [Step(START + timedelta(hours=n), State.ACCEPTED, detail=str(n)) for n in range(78)]
    timeline = (*steps(EARNED, *[REPORTED] * 20, SENDING), *notes)
    assert removed(timeline) == [23]
    asked = steps(*[State.ACCEPTED] * 78, event=FollowUpEvent.CORRECTION_ASKED)
    assert removed((*steps(*[EARNED] * 20, REPORTED, SENDING, State.ACCEPTED), *asked[23:])) == []
    assert removed((*steps(*[EARNED] * 20, REPORTED, SENDING, State.ACCEPTED), *asked)) == [24]


@pytest.mark.parametrize(
    ("timeline", "count"),
    [
        (steps(EARNED), 1),
        (steps(EARNED, REPORTED, SENDING, REPORTED), 3),
        (steps(EARNED, REPORTED, SENDING, State.ACCEPTED), 1),
        ((*steps(State.UNMATCHED), *steps(State.UNMATCHED, State.UNMATCHED, reason="not_a_member")), 2),
        ((*steps(State.ACCEPTED), *steps(State.ACCEPTED, event=FollowUpEvent.CORRECTION_ASKED)), 1),
    ],
)
def test_a_credit_stands_where_it_does_since_its_last_change(timeline: tuple[Step, ...], count: int) -> None:
    assert standing(timeline) == timeline[-count:]


def test_what_is_being_sent_is_shown_as_reported() -> None:
    assert {state: shown_state(state) for state in State} == {
        **{state: state for state in State},
        SENDING: REPORTED,
    }


def test_the_seven_days_begin_when_it_was_first_reported_also_for_a_follow_up() -> None:
    sent = a_credit().report(member_number="M1", at=START, look_again_at=START).lease("s1", at=START, until=START)
    accepted = sent.accept("R-1", at=START)
    at = START + timedelta(days=3)
    asked = follow_up(accepted, Action.WITHDRAW, why="x", at=at, by="staff:sam", look_again_at=at).follow_up
    assert asked
    assert (reported_at(asked), expected_by(asked)) == (at, at + EXPECTED_WITHIN)
    assert (reported_at(a_credit()), expected_by(a_credit())) == (None, None)
    assert expected_by(sent) == START + timedelta(days=7)
