"""Nights at a glance: the runs of each day together, and the limits beyond which an alarm goes off (pure).

The limits are those of the alarms RowRejectRateAlarm, UndeliveredThreeDaysAlarm and UndeliveredSevenDaysAlarm, which
look at whole days too. A test holds both equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from laurel.ledger.deadline import EXPECTED_WITHIN
from laurel.platform.clock import read_instant

MOST_REJECTED_PERCENT = 10
"""More rejected rows than this share of a day's rows are an alarm, if the day has more than `FEW_ROWS`."""
FEW_ROWS = 50
UNDELIVERED_DAYS = (3, EXPECTED_WITHIN.days)
"""A credit that waits longer than so many days for its receipt is an alarm; the second one is more urgent."""

_COUNTS = ("rows", "credits", "repeats", "rejected", "resumed", "reported")
_DAY = 86_400  # seconds


@dataclass(slots=True, kw_only=True)
class Night:
    """The runs of one day (UTC) together. `oldest_seconds` is the longest that a credit waited for its receipt when a
    run ended; None if no run says so.
    """

    day: date
    runs: int = 0
    rows: int = 0
    credits: int = 0
    repeats: int = 0
    rejected: int = 0
    resumed: int = 0
    reported: int = 0
    unmatched: int = 0
    oldest_seconds: float | None = None

    @property
    def too_many_rejected(self) -> bool:
        """Whether so many rows were rejected that the alarm goes off."""
        return self.rows > FEW_ROWS and 100 * self.rejected > MOST_REJECTED_PERCENT * self.rows

    @property
    def waits_too_long(self) -> bool:
        """Whether a credit waited so long for its receipt that an alarm goes off."""
        return self.oldest_seconds is not None and self.oldest_seconds > UNDELIVERED_DAYS[0] * _DAY

    @property
    def oldest_days(self) -> float | None:
        """`oldest_seconds` in days, to one place."""
        return None if self.oldest_seconds is None else round(self.oldest_seconds / _DAY, 1)

    def add(self, record: Mapping[str, Any]) -> None:
        """Adds the stored report of one run."""
        self.runs += 1
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + int(record[name]))
        self.unmatched += sum(map(int, record["unmatched"].values()))
        since = record.get("oldest_reported_at")
        if since or self.oldest_seconds is None:
            waited = (_at(record["finished_at"]) - _at(since)).total_seconds() if since else 0.0
            self.oldest_seconds = max(self.oldest_seconds or 0.0, waited)


def nights_of(records: Iterable[Mapping[str, Any]]) -> list[Night]:
    """The nights of the stored reports of runs, the latest first. A day without a run has none."""
    found: dict[date, Night] = {}
    for record in records:
        day = _at(record["started_at"]).date()
        found.setdefault(day, Night(day=day)).add(record)
    return [found[day] for day in sorted(found, reverse=True)]


def _at(text: str) -> datetime:
    return read_instant(text)
