"""The timeline of a credit: its history, step by step, and which steps are kept (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise, takewhile

from laurel.ledger.states import State

# A credit is tried many times during a long outage. It keeps at most this many steps, and always the first and the last
# ones. So a hundred credits always fit into one DynamoDB transaction (4 MB).
MOST_STEPS = 100
FIRST_STEPS = 20
LAST_STEPS = 40


class FollowUpEvent(StrEnum):
    """What a step says of a follow-up (`ledger.follow_ups`): a correction or withdrawal of an accepted credit."""

    CORRECTION_ASKED = "correction_asked"
    CORRECTION_ACCEPTED = "correction_accepted"
    CORRECTION_REFUSED = "correction_refused"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_ACCEPTED = "withdrawal_accepted"
    WITHDRAWAL_REFUSED = "withdrawal_refused"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a credit's timeline: the state entered, when (UTC), and why.

    `by` is who did it, `staff:<sub>`, `learner:<sub>` or `client:<id>`; None if Laurel did it. `judged` is False for a
    refusal of a credit that ASCP could not read, and so did not judge. `event` is set if it is about a follow-up.
    """

    at: datetime
    state: State
    reason: str | None = None
    detail: str | None = None
    by: str | None = None
    judged: bool = True
    event: FollowUpEvent | None = None


def shown_state(state: State) -> State:
    """The state in lists of changes: there `sending` is `reported`, since a credit goes back and forth between them."""
    return State.REPORTED if state is State.SENDING else state


def standing(timeline: tuple[Step, ...]) -> tuple[Step, ...]:
    """The last steps, which all say the same (state as shown, reason, event): the first is the change."""
    now = _stands(timeline[-1])
    return timeline[-sum(1 for _ in takewhile(lambda step: _stands(step) == now, reversed(timeline))) :]


def _stands(step: Step) -> tuple[State, str | None, FollowUpEvent | None]:
    return shown_state(step.state), step.reason, step.event


def abridged(timeline: tuple[Step, ...]) -> tuple[Step, ...]:
    """`timeline` with space for one more step.

    The oldest attempt without a result is removed from the middle, so the history stays readable. If no such attempt is
    left, after dozens of corrections, the oldest step that no code reads is removed.
    """
    if len(timeline) < MOST_STEPS:
        return timeline
    needed = _needed(timeline)
    middle = [n for n in range(FIRST_STEPS, len(timeline) - LAST_STEPS) if n not in needed]
    attempts = (
        n for n, after in pairwise(middle) if after == n + 1 and _is_failed_attempt(timeline[n], timeline[after])
    )
    attempt = next(attempts, None)
    first, steps = (middle[0], 1) if attempt is None else (attempt, 2)
    return timeline[:first] + timeline[first + steps :]


def _is_failed_attempt(step: Step, after: Step) -> bool:
    """Whether it was leased and put back; a person's action (`by`) is no attempt."""
    return (step.state, after.state) == (State.SENDING, State.REPORTED) and step.by is None and after.by is None


def _needed(timeline: tuple[Step, ...]) -> set[int]:
    """The positions of the steps that code reads: few, because there are few states and reasons.

    These are the latest step of each state and reason (the last `earned` starts the current cycle), the first
    `reported` since then, which starts the seven days (`deadline`), and the first step in the current state, which
    is when the credit entered it (later ones are notes, `notifications`), and since when it stands where it does.
    """
    latest = {(step.state, step.reason): n for n, step in enumerate(timeline)}
    earned = latest.get((State.EARNED, None), 0)
    reported = next((n for n in range(earned, len(timeline)) if timeline[n].state is State.REPORTED), earned)
    notes = sum(1 for _ in takewhile(lambda step: step.state is timeline[-1].state, reversed(timeline)))
    return {*latest.values(), reported, len(timeline) - notes, len(timeline) - len(standing(timeline))}
