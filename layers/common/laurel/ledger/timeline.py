"""The timeline of a credit: what it went through, step by step, and what of it is kept (pure)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, takewhile

from laurel.ledger.states import State

# A credit that meets a long outage is tried many times. It keeps so many steps at most, of them the first and the last
# ones in any case: a hundred credits stay within one DynamoDB transaction (4 MB) whatever they went through.
MOST_STEPS = 100
FIRST_STEPS = 20
LAST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a credit's timeline: the state entered, when (UTC), and why.

    `by` says whose act it was, `staff:<sub>` or `learner:<sub>`; None where Laurel went on by itself. Not `judged` is a
    refusal that is not ASCP's own: it could not read the credit, so it never judged it.
    """

    at: datetime
    state: State
    reason: str | None = None
    detail: str | None = None
    by: str | None = None
    judged: bool = True


def abridged(timeline: tuple[Step, ...]) -> tuple[Step, ...]:
    """`timeline` with room for one more step.

    From its middle goes the oldest attempt that brought nothing: what a credit went through stays to be seen. Only
    where no such attempt is left, after dozens of mendings, does the oldest step go that nothing is read from.
    """
    if len(timeline) < MOST_STEPS:
        return timeline
    needed = _needed(timeline)
    middle = [n for n in range(FIRST_STEPS, len(timeline) - LAST_STEPS) if n not in needed]
    attempts = (n for n, after in pairwise(middle) if after == n + 1 and _is_vain_attempt(timeline[n], timeline[after]))
    attempt = next(attempts, None)
    first, steps = (middle[0], 1) if attempt is None else (attempt, 2)
    return timeline[:first] + timeline[first + steps :]


def _is_vain_attempt(step: Step, after: Step) -> bool:
    """Whether it was leased and put back; what a person did or said (`by`) is no attempt."""
    return (step.state, after.state) == (State.SENDING, State.REPORTED) and step.by is None and after.by is None


def _needed(timeline: tuple[Step, ...]) -> set[int]:
    """The places of the steps from which something is read: a handful, since states and reasons are.

    The latest of each state and reason tell what it ever was and where its present way begins; the first `reported` on
    that way, since when its seven days run (`deadline`); the first step in its present state, when it entered that:
    those after it are notes (`untold`).
    """
    latest = {(step.state, step.reason): n for n, step in enumerate(timeline)}
    way = latest.get((State.EARNED, None), 0)
    reported = next((n for n in range(way, len(timeline)) if timeline[n].state is State.REPORTED), way)
    notes = sum(1 for _ in takewhile(lambda step: step.state is timeline[-1].state, reversed(timeline)))
    return {*latest.values(), reported, len(timeline) - notes}
