"""The reconciliation that runs every week: in parts, one per invocation, at most MOST_PARTS.

It changes nothing, so it may run twice, stop anywhere and start again. It compares two weeks each time, so a credit
that was still under way the week before is compared again.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any, Self

from laurel.delivery.partner import PARALLEL_CALLS
from laurel.delivery.reconciliation import NO_ANSWER, Comparison, LedgerDifference
from laurel.ledger.records import SHARDS
from laurel.platform.log import logger

DAYS = 14  # compared, up to yesterday
MOST_PARTS = 8  # invocations; Lambda itself ends a chain of sixteen
MOST_NAMED = 500  # differences that one part logs
RESERVE = 150.0  # seconds of an invocation kept to finish a batch and to start the next part
BATCH = 100
SILENT_AFTER = 50  # credits in a row without an answer from ASCP


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from `first` to `last`, compared up to the credit `after` in a shard of `day`.

    `part` counts the invocations; the other figures add up all of them so far.
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
        """The period that `event` asks for: the rest of an earlier part, `from` to `to`, or the last two weeks.

        Raises ValueError for a day that is no date, or if `from` is after `to`.
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
        """The event for an invocation that continues from here."""
        days = {"from": self.first.isoformat(), "to": self.last.isoformat(), "day": self.day.isoformat()}
        figures = {name: getattr(self, name) for name in ("shard", "after", "part", *_SUMS)}
        return {**days, **figures}

    @property
    def is_over(self) -> bool:
        """Whether the whole period is compared."""
        return self.day > self.last

    @property
    def is_complete(self) -> bool:
        """Whether all days were compared, and ASCP answered for at least nine tenths of their credits."""
        return self.is_over and 10 * self.unanswered <= self.compared


_SUMS = ("compared", "differences", "unanswered")


@dataclass
class WeeklyReconciliation:
    """Compares as much of a period as one invocation can; `seconds_left` gives its remaining time."""

    comparison: Comparison
    seconds_left: Callable[[], float]
    silent: bool = False  # ASCP answers nothing: the rest is not asked
    _named: int = 0
    _unanswered_in_a_row: int = 0

    def note(self, after: Period) -> str:
        """What the period compared so far means, for the person who reads the answer."""
        if after.is_complete:
            return "Every credit of these days was compared, but for the unanswered ones."
        if after.is_over:
            return "ASCP left more than a tenth of the questions unanswered. Start it again."
        if self.silent:
            return "ASCP answered nothing, so the rest was not asked. Start it again when ASCP answers."
        return "It did not reach the end of these days in this invocation."

    def run(self, period: Period) -> Period:
        """Continues `period`; returns how far it is compared now."""
        with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
            while not period.is_over:
                found = self.comparison.ledger.reported_on(period.day, shards=[period.shard])
                left = sorted(one for one in found if one > period.after)
                for batch in batched(left, BATCH):
                    if self.silent or self.seconds_left() < RESERVE:
                        return period
                    period = self._with_batch(period, batch[-1], len(batch), self.comparison.add(batch, pool))
                period = _next_shard(period)
        return period

    def _with_batch(self, period: Period, after: str, compared: int, differences: list[LedgerDifference]) -> Period:
        unanswered = sum(one.kind == NO_ANSWER for one in differences)
        self._unanswered_in_a_row = self._unanswered_in_a_row + compared if unanswered >= compared else 0
        self.silent = self._unanswered_in_a_row >= SILENT_AFTER
        for one in differences:
            self._log(one)
        return replace(
            period,
            after=after,
            compared=period.compared + compared,
            differences=period.differences + len(differences) - unanswered,
            unanswered=period.unanswered + unanswered,
        )

    def _log(self, one: LedgerDifference) -> None:
        self._named += 1
        if self._named <= MOST_NAMED:
            fields = {"credit_id": one.credit_id, "kind": one.kind, "ledger": one.ledger, "ascp": one.ascp}
            logger.warning("the ledger and ASCP differ", extra=fields)


def _next_shard(period: Period) -> Period:
    """The same period at the shard after the one just compared."""
    shard = period.shard + 1
    if shard < SHARDS:
        return replace(period, shard=shard, after="")
    return replace(period, day=period.day + timedelta(days=1), shard=0, after="")


def _day(value: object, otherwise: date) -> date:
    return otherwise if value is None else date.fromisoformat(str(value))


def _whole(value: object) -> int:
    return value if type(value) is int and value >= 0 else 0


def stop_at(now: datetime, seconds_left: float) -> datetime:
    """When to stop asking ASCP, in an invocation that has so many seconds left."""
    return now + timedelta(seconds=seconds_left - RESERVE / 5)
