"""Pending notices for a credit, and when they become due (pure).

Each notice is sent once. Unmatched: once for each reason. Rejected: once for each refusal. Late: once each time the
credit is reported. Accepted: once, together with the week's other accepted credits. A credit that waits for its
learner's consent gives no notice: the learner chose that.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.states import State, UnmatchedReason
from laurel.platform.clock import instant

# How many sent notices a credit remembers. Only one that recurs after so many others could be sent a second time.
REMEMBERED = 20


_NO_NOTICE = frozenset({UnmatchedReason.NOT_REPORTABLE, UnmatchedReason.NO_CONSENT})


class NoticeCause(StrEnum):
    """Why a learner gets a notice about a credit."""

    REJECTED = "rejected"
    UNMATCHED = "unmatched"
    LATE = "late"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class PendingNotice:
    """A notice that is due from `at` (UTC). `key` identifies it among all notices of one credit."""

    cause: NoticeCause
    key: str
    at: datetime


def pending_notice(credit: Credit) -> PendingNotice | None:
    """The pending notice for `credit` in its current state; None if there is none, or it was sent."""
    found = _cause(credit)
    return None if found is None or found.key in credit.notified else found


def mark_notified(credit: Credit, notice: PendingNotice) -> Credit:
    """`credit` with `notice` marked as sent. Adds no timeline step."""
    return replace(credit, notified=(*credit.notified, notice.key)[-REMEMBERED:])


def _cause(credit: Credit) -> PendingNotice | None:
    match credit.state:
        case State.UNMATCHED if credit.reason not in _NO_NOTICE:
            return PendingNotice(
                NoticeCause.UNMATCHED, f"{NoticeCause.UNMATCHED}:{credit.reason}", credit.timeline[-1].at
            )
        case State.REJECTED:
            refused_at = _entered_at(credit)
            return PendingNotice(NoticeCause.REJECTED, f"{NoticeCause.REJECTED}:{instant(refused_at)}", refused_at)
        case State.REPORTED | State.SENDING:
            if (first := reported_at(credit)) and (due := expected_by(credit)):
                return PendingNotice(NoticeCause.LATE, f"{NoticeCause.LATE}:{instant(first)}", due)
        case State.ACCEPTED:
            return PendingNotice(NoticeCause.ACCEPTED, NoticeCause.ACCEPTED.value, next_monday(_entered_at(credit)))
    return None


def _entered_at(credit: Credit) -> datetime:
    """When it entered its current state: later steps in the same state are notes."""
    at = credit.timeline[-1].at
    for step in reversed(credit.timeline):
        if step.state is not credit.state:
            break
        at = step.at
    return at


def next_monday(at: datetime) -> datetime:
    """The start (UTC) of the week after the one that contains `at`."""
    day = at.astimezone(UTC).date()
    return datetime.combine(day + timedelta(days=7 - day.weekday()), time(), UTC)
