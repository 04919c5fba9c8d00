"""The reconciliation that runs by itself every week: in parts, each within one invocation, and at most so many.

It changes nothing, so it may run twice, stop anywhere and be started again. Two weeks are compared each time: a credit
that was still under way the week before is looked at once more.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any, Self

from laurel.delivery.ascp.http import PARALLEL_CALLS
from laurel.delivery.reconciliation import NO_ANSWER, Comparison, LedgerDifference
from laurel.ledger.records import SHARDS
from laurel.platform.log import logger

DAYS = 14  # that are compared, up to yesterday
MOST_PARTS = 8  # invocations; Lambda itself ends a chain of sixteen
MOST_NAMED = 500  # differences that the log names, in one part
RESERVE = 150.0  # seconds of an invocation that are kept for a batch under way, and to note the place
BATCH = 100
SILENT_AFTER = 50  # credits in a row about which ASCP answered nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from `first` to `last`, and how far they are compared: to the credit `after` in a shard of a day.

    `part` counts the invocations; the other figures are of all of them so far.
    """

    first: date
    last: date
    day: date
    shard: int = 0
    after: str = ""
    part: int = 1
    compared: int = 0
    differences: int = 0
    unanswered: int = 0

    @classmethod
    def of(cls, event: Mapping[str, Any], today: date) -> Self:
        """The period that `event` asks for: from a part before this one, two days `from` and `to`, or the last weeks.

        Raises ValueError for days that are none, or the wrong way round.
        """
        first = _day(event.get("from"), today - timedelta(days=DAYS))
        last = _day(event.get("to"), today - timedelta(days=1))
        if first > last:
            raise ValueError("the period ends before it begins")
        numbers = {name: _whole(event.get(name)) for name in ("shard", "compared", "differences", "unanswered")}
        after = event.get("after")
        return cls(
            first=first,
            last=last,
            day=_day(event.get("day"), first),
            after=after if isinstance(after, str) else "",
            part=max(1, _whole(event.get("part"))),
            **numbers,
        )

    def to_event(self) -> dict[str, Any]:
        """The event with which another invocation goes on from here."""
        days = {"from": self.first.isoformat(), "to": self.last.isoformat(), "day": self.day.isoformat()}
        figures = {name: getattr(self, name) for name in ("shard", "after", "part", *_SUMS)}
        return {**days, **figures}

    @property
    def is_over(self) -> bool:
        """Whether all of it is compared."""
        return self.day > self.last


_SUMS = ("compared", "differences", "unanswered")


@dataclass
class WeeklyReconciliation:
    """Compares a period as far as one invocation goes; `seconds_left` tells what remains of its time."""

    comparison: Comparison
    seconds_left: Callable[[], float]
    silent: bool = False  # ASCP answers nothing at all: the rest is not asked
    _named: int = 0
    _unanswered_in_a_row: int = 0

    def run(self, period: Period) -> Period:
        """Goes on from where `period` stands; how far it came."""
        with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
            while not period.is_over:
                found = self.comparison.ledger.reported_on(period.day, shards=[period.shard])
                left = sorted(one for one in found if one > period.after)
                for batch in batched(left, BATCH):
                    if self.silent or self.seconds_left() < RESERVE:
                        return period
                    period = self._noted(period, batch[-1], len(batch), self.comparison.add(batch, pool))
                period = _behind(period)
        return period

    def _noted(self, period: Period, after: str, compared: int, differences: list[LedgerDifference]) -> Period:
        unanswered = sum(one.kind == NO_ANSWER for one in differences)
        self._unanswered_in_a_row = self._unanswered_in_a_row + compared if unanswered == compared else 0
        self.silent = self._unanswered_in_a_row >= SILENT_AFTER
        for one in differences:
            self._name(one)
        return replace(
            period,
            after=after,
            compared=period.compared + compared,
            differences=period.differences + len(differences) - unanswered,
            unanswered=period.unanswered + unanswered,
        )

    def _name(self, one: LedgerDifference) -> None:
        self._named += 1
        if self._named <= MOST_NAMED:
            told = {"credit_id": one.credit_id, "kind": one.kind, "ledger": one.ledger, "ascp": one.ascp}
            logger.warning("the ledger and ASCP differ", extra=told)


def _behind(period: Period) -> Period:
    """The same period behind the shard that is compared."""
    shard = period.shard + 1
    if shard < SHARDS:
        return replace(period, shard=shard, after="")
    return replace(period, day=period.day + timedelta(days=1), shard=0, after="")


def _day(value: object, otherwise: date) -> date:
    return otherwise if value is None else date.fromisoformat(str(value))


def _whole(value: object) -> int:
    return value if type(value) is int and value >= 0 else 0


def stop_at(now: datetime, seconds_left: float) -> datetime:
    """Until when questions may be asked in an invocation that has so many seconds left."""
    return now + timedelta(seconds=seconds_left - RESERVE / 5)
