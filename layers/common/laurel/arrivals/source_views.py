"""Providers and the roster with when they last sent something, for operators."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.catalog.provider import StoredProvider
from laurel.catalog.provider_views import ProviderView
from laurel.intake.freshness import NEVER, ROSTER_SOURCE, Freshness, LastSent, freshness


class ListedProvider(ProviderView):
    """A provider in the list, with when it last sent something."""

    last_sent_at: AwareDatetime | None = Field(
        description="When its latest file was written or its latest rows were pushed, to the hour. null: not so far."
    )
    is_late: bool = Field(description="Whether more days have passed since then than `expected_every_days`.")


class RosterSent(BaseModel):
    """When ASCLS sent the roster in force, and whether a newer one is late."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    last_sent_at: AwareDatetime | None = Field(description="When it was written; null without a roster.")
    expected_every_days: int | None = Field(description="The most days between two rosters; null: no alarm.")
    is_late: bool


class ProviderList(BaseModel):
    """All providers, by ID, and the roster."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[ListedProvider, ...]
    roster: RosterSent
    next_cursor: str | None = None

    @classmethod
    def of(
        cls,
        providers: Iterable[StoredProvider],
        known: Mapping[str, LastSent],
        *,
        roster_at: datetime | None,
        roster_every_days: int | None,
        on: date,
        zone: tzinfo,
    ) -> Self:
        """The providers on the day `on` in `zone`; `known` says when each last sent something."""

        def stands(source: str, every_days: int | None, last: LastSent) -> Freshness:
            return freshness(source, every_days, last, on=on, zone=zone)

        sent = LastSent(file_at=roster_at) if roster_at else known.get(ROSTER_SOURCE, NEVER)
        roster = stands(ROSTER_SOURCE, roster_every_days, sent)
        items = [
            ListedProvider(
                **ProviderView.of(one).model_dump(),
                last_sent_at=now.sent_at,
                is_late=one.provider.active and now.is_late,
            )
            for one in providers
            for now in [stands(one.provider_id, one.provider.expected_every_days, known.get(one.provider_id, NEVER))]
        ]
        view = RosterSent(last_sent_at=roster.sent_at, expected_every_days=roster_every_days, is_late=roster.is_late)
        return cls(items=tuple(items), roster=view)
