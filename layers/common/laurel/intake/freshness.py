"""How long ago each source of files and rows last sent something, and whether that is too long (pure).

A source is a provider, by its ID, or the ASCLS roster. It is late when it is expected every few days and more calendar
days than that have passed. Days are those of the schedule's time zone. A source that is not expected is never late.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from laurel.platform.clock import instant

ROSTER_SOURCE = "roster/ascls"
"""The roster as a source, by its folder. No provider has this ID: an ID has no slash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSent:
    """When (UTC) a source last sent a file and pushed rows, and since when it is awaited. None: not so far."""

    file_at: datetime | None = None
    pushed_at: datetime | None = None
    awaited_at: datetime | None = None

    @property
    def sent_at(self) -> datetime | None:
        """When it last sent anything; None if it never did."""
        return max((at for at in (self.file_at, self.pushed_at) if at), default=None)


NEVER = LastSent()


@dataclass(frozen=True, slots=True)
class Freshness:
    """A source on one day. `every_days` is how often it is expected to send; None: it is not expected.

    `days` counts from the day on which it last sent something, or since when it is awaited; None if neither is known.
    """

    source: str
    every_days: int | None
    sent_at: datetime | None
    days: int | None

    @property
    def is_late(self) -> bool:
        """Whether more days have passed than expected."""
        return self.every_days is not None and self.days is not None and self.days > self.every_days

    def to_wire(self) -> dict[str, Any]:
        """As the run report has it."""
        sent_at = instant(self.sent_at) if self.sent_at else None
        return {"source": self.source, "every_days": self.every_days, "days": self.days, "sent_at": sent_at}


def freshness(source: str, every_days: int | None, last: LastSent, *, on: date, zone: tzinfo) -> Freshness:
    """`source` on the day `on` in `zone`."""
    since = last.sent_at or last.awaited_at
    days = max((on - since.astimezone(zone).date()).days, 0) if since else None
    return Freshness(source, every_days, last.sent_at, days)
