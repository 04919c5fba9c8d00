"""What of a credit its learner should be told, and from when on (pure).

A credit that waits for its learner's consent is no news: they chose so. A cause is told once. That it is unmatched is
told once for each reason; that ASCP refused it, once for each refusal; that it is late, once on each of its ways; that
it was accepted, once, with all others of the week.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.states import State, UnmatchedReason
from laurel.platform.clock import instant

# The causes told last are remembered. Only one that comes back after so many others could be told a second time.
REMEMBERED = 20


_NO_NEWS = frozenset({UnmatchedReason.NOT_REPORTABLE, UnmatchedReason.NO_CONSENT})


class NoticeCause(StrEnum):
    """Why a learner is told of a credit."""

    REJECTED = "rejected"
    UNMATCHED = "unmatched"
    LATE = "late"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Untold:
    """Something to be told from `at` on (UTC). `key` names the cause among all that one credit can give."""

    cause: NoticeCause
    key: str
    at: datetime


def untold(credit: Credit) -> Untold | None:
    """What is to be told of `credit` as it is; None if there is nothing, or it was told."""
    found = _cause(credit)
    return None if found is None or found.key in credit.told else found


def tell(credit: Credit, cause: Untold) -> Credit:
    """`credit` with `cause` told; no step on its way."""
    return replace(credit, told=(*credit.told, cause.key)[-REMEMBERED:])


def _cause(credit: Credit) -> Untold | None:
    match credit.state:
        case State.UNMATCHED if credit.reason not in _NO_NEWS:
            return Untold(NoticeCause.UNMATCHED, f"{NoticeCause.UNMATCHED}:{credit.reason}", credit.timeline[-1].at)
        case State.REJECTED:
            refused_at = _entered_at(credit)
            return Untold(NoticeCause.REJECTED, f"{NoticeCause.REJECTED}:{instant(refused_at)}", refused_at)
        case State.REPORTED | State.SENDING:
            first, due = reported_at(credit), expected_by(credit)
            return Untold(NoticeCause.LATE, f"{NoticeCause.LATE}:{instant(first)}", due) if first and due else None
        case State.ACCEPTED:
            return Untold(NoticeCause.ACCEPTED, NoticeCause.ACCEPTED.value, next_monday(_entered_at(credit)))
    return None


def _entered_at(credit: Credit) -> datetime:
    """When it entered its present state: later steps in the same state are notes."""
    at = credit.timeline[-1].at
    for step in reversed(credit.timeline):
        if step.state is not credit.state:
            break
        at = step.at
    return at


def next_monday(at: datetime) -> datetime:
    """The beginning (UTC) of the week after the one in which `at` lies."""
    day = at.astimezone(UTC).date()
    return datetime.combine(day + timedelta(days=7 - day.weekday()), time(), UTC)
