"""Nights at a glance as they go over the wire."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.nightly.nights import FEW_ROWS, MOST_REJECTED_PERCENT, UNDELIVERED_DAYS, Night


class NightsModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class NightLine(NightsModel):
    """The runs of one day together."""

    day: date = Field(description="In UTC.")
    runs: int
    rows: int
    credits: int
    repeats: int
    rejected: int
    resumed: int
    reported: int
    unmatched: int
    oldest_days: float | None = Field(
        description="How many days the oldest credit without a receipt had waited when a run of the day ended."
    )
    too_many_rejected: bool = Field(description="Whether the share of rejected rows is over its limit.")
    waits_too_long: bool = Field(description="Whether a credit waited longer than the first of its limits.")

    @classmethod
    def of(cls, night: Night) -> Self:
        """`night` as it is sent."""
        return cls(**{name: getattr(night, name) for name in cls.model_fields})


class NightLimits(NightsModel):
    """The limits beyond which alarms go off."""

    rejected_percent: int = Field(description="Of a day's rows.")
    few_rows: int = Field(description="The share counts on days with more rows than this.")
    undelivered_days: tuple[int, ...] = Field(description="Days without a receipt.")


class NightList(NightsModel):
    """The nights, the latest first, with the limits of the alarms."""

    items: tuple[NightLine, ...]
    limits: NightLimits

    @classmethod
    def of(cls, nights: Iterable[Night]) -> Self:
        """`nights` as they are sent."""
        limits = NightLimits(
            rejected_percent=MOST_REJECTED_PERCENT, few_rows=FEW_ROWS, undelivered_days=UNDELIVERED_DAYS
        )
        return cls(items=tuple(map(NightLine.of, nights)), limits=limits)
