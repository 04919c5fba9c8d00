"""How long a person was in a session, and what that is worth (pure).

Sources: 50 minutes are one hour for P.A.C.E. and Florida, 60 minutes are one credit for the AMA.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from laurel.attendance.spans import Span, clipped, united, whole_minutes
from laurel.catalog.activity import Activity, Session
from laurel.statements import Statement

# A kind without a rule gets the longer hour: it never proposes too much.
_LONGEST_HOUR = 60


@dataclass(frozen=True, slots=True)
class Presence:
    """The time of a person in a session: `spans` of it, and `stated` minutes from reports without times."""

    spans: tuple[Span, ...] = ()
    stated: int = 0

    @property
    def minutes(self) -> int:
        """The minutes that count: times and stated minutes are about the same stay, so they are not added up."""
        return max(whole_minutes(self.spans), self.stated)

    def joined_with(self, other: "Presence") -> "Presence":
        """The presence by two reports, or under two addresses."""
        return Presence(united((*self.spans, *other.spans)), max(self.stated, other.stated))


type PresenceBySession = Mapping[str, Presence]


def all_together(found: Iterable[PresenceBySession]) -> dict[str, Presence]:
    """The presence of one person by session, from all their addresses."""
    joined: dict[str, Presence] = {}
    for one in found:
        for session_id, presence in one.items():
            joined[session_id] = joined.get(session_id, Presence()).joined_with(presence)
    return joined


def length(session: Session) -> int:
    """The length of the session in whole minutes."""
    return (session.ends_at - session.starts_at) // timedelta(minutes=1)


def needed(session: Session, share: int) -> int:
    """The minutes that make the session claimable: `share` percent of its length, rounded up."""
    return -(-length(session) * share // 100)


def within(spans: Iterable[Span], session: Session) -> Presence:
    """The part of `spans` in the session."""
    return Presence(clipped(spans, session.starts_at, session.ends_at))


def proposed_credits(activity: Activity, session: Session, statement: Statement, minutes: int) -> Decimal:
    """The credit for `minutes`: at most the session's maximum, rounded down to the step; 0 without it."""
    offered, maximum = activity.offered(statement), activity.maximum(session, statement)
    if offered is None:
        return Decimal(0)
    hours = Decimal(minutes) / (statement.kind.minutes or _LONGEST_HOUR)
    return min(maximum, hours // offered.step * offered.step)
