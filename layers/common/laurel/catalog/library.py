"""The library: its line for an activity, its order, and its filter (pure)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.activity import Activity, ClaimWindow, Id, Kind, Level
from laurel.catalog.field_types import Amount
from laurel.platform.text_search import has_words, search_text, search_words
from laurel.statements import Statement

LIBRARY_SHARD = "ACTIVITIES"
ARCHIVE_SHARD = "ARCHIVED"
DRAFT_SHARD = "DRAFTS"
# Enough for the names of a meeting's first hundred speakers; the index stores it with every activity.
LONGEST_SEARCH_TEXT = 2000


class OfferedMaximum(BaseModel):
    """A type of statement that the activity offers, and the most that can be claimed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    type: Statement
    maximum: Amount


class ActivitySummary(BaseModel):
    """An activity as the library lists it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: Id = Field(examples=["micro-2026"])
    kind: Kind
    title: str = Field(examples=["Clinical Microbiology 2026"])
    provider: str = Field(examples=["Example Society for Microbiology"])
    number: str = Field(examples=["148-012-26"])
    level: Level
    starts_on: date = Field(description="Calendar date in `time_zone`.")
    ends_on: date
    time_zone: str = Field(examples=["America/New_York"])
    location: str | None = None
    statements: tuple[OfferedMaximum, ...]
    claim_window: ClaimWindow
    access: Literal["badge", "group", "session_code", "none"]
    session_count: int = Field(examples=[300])
    canceled: bool = Field(default=False, description="Announced, but not held: nobody can claim credit for it.")


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A line of the library, the text that is searched, and whose activity it is (None: operators')."""

    summary: ActivitySummary
    search_text: str
    provider_id: str | None = None

    def as_attribute(self) -> dict[str, Any]:
        """The entry as one attribute of an item."""
        own = {"provider_id": self.provider_id} if self.provider_id else {}
        return {**self.summary.model_dump(mode="json", exclude_none=True), **own, "search_text": self.search_text}

    @classmethod
    def from_attribute(cls, attribute: dict[str, Any]) -> Self:
        """The entry that `as_attribute` wrote."""
        plain = dict(attribute)
        text, provider_id = plain.pop("search_text"), plain.pop("provider_id", None)
        return cls(ActivitySummary.model_validate(plain), text, provider_id)


@dataclass(frozen=True)
class LibraryFilter:
    """What to list: each condition that is not None. Dates are calendar dates, inclusive, and match any overlap.

    `providers` are the IDs of those whose activities are wanted. `archived` lists the archive instead.
    """

    kind: Kind | None = None
    query: str | None = None
    starting: date | None = None
    ending: date | None = None
    open: bool = False
    providers: frozenset[str] | None = None
    archived: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that must occur."""
        return search_words(self.query or "")

    @property
    def scope(self) -> tuple[str | None, ...]:
        """The filter that a cursor belongs to, in whatever way its words were written."""
        days = (str(self.starting or ""), str(self.ending or ""))
        name = "archive" if self.archived else "library"
        of = (name,) if self.providers is None else (f"{name} of", ",".join(sorted(self.providers)))
        return (*of, self.kind, *days, "open" if self.open else "", *self.words)

    @property
    def is_loose(self) -> bool:
        """Whether it may skip lines within the order of the index."""
        return bool(self.kind or self.words or self.starting or self.open or self.providers is not None)

    def lets_through(self, entry: LibraryEntry, at: datetime) -> bool:
        """Whether the library lists `entry` at the instant `at`."""
        one = entry.summary
        return (
            (self.kind is None or one.kind == self.kind)
            and (self.starting is None or one.ends_on >= self.starting)
            and (self.ending is None or one.starts_on <= self.ending)
            and (not self.open or not one.canceled)
            and (not self.open or one.claim_window.opens_at <= at < one.claim_window.closes_at)
            and (self.providers is None or entry.provider_id in self.providers)
            and has_words(entry.search_text, self.words)
        )


def entry_of(activity: Activity) -> LibraryEntry:
    """The library's line for `activity`."""
    summary = ActivitySummary(
        id=activity.id,
        kind=activity.kind,
        title=activity.title,
        provider=activity.provider,
        number=activity.number,
        level=activity.level,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        time_zone=activity.time_zone,
        location=activity.location,
        statements=tuple(OfferedMaximum(type=one.type, maximum=one.maximum) for one in activity.statements),
        claim_window=activity.claim_window,
        access=activity.access.type,
        session_count=len(activity.sessions),
        canceled=activity.canceled,
    )
    speakers = dict.fromkeys(speaker for session in activity.sessions for speaker in session.speakers)
    text = search_text(activity.title, activity.provider, activity.number, activity.location, *speakers)
    return LibraryEntry(summary, text[:LONGEST_SEARCH_TEXT], activity.provider_id)


def library_order(starts_on: date, activity_id: str) -> str:
    """The sort key of an activity in the library, which is read in descending order: latest first."""
    return f"{starts_on.isoformat()}#{activity_id}"
