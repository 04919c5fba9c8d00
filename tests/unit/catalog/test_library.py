"""The line of an activity in the library, and which lines a filter lets through."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from laurel.catalog.activity import ClaimWindow, Kind, Level
from laurel.catalog.library import (
    ARCHIVE_SHARD,
    DRAFT_SHARD,
    LIBRARY_SHARD,
    LONGEST_SEARCH_TEXT,
    ActivitySummary,
    LibraryEntry,
    LibraryFilter,
    OfferedMaximum,
    entry_of,
    library_order,
)
from laurel.statements import Statement
from tests.unit.claims.samples import SESSIONS, activity, statement

OPENS, CLOSES = datetime(2026, 6, 4, 4, tzinfo=UTC), datetime(2026, 12, 31, 5, tzinfo=UTC)
MEETING = activity(
    statements=[statement("pace", "12", "0.5"), statement("florida", "8", "0.5")],
    sessions=[SESSIONS[0] | {"speakers": ["Ánna Ek", "Bo"]}, SESSIONS[2] | {"speakers": ["Bo"]}],
).model_copy(update={"provider_id": "asm"})
ENTRY = entry_of(MEETING)
DAY = timedelta(days=1)


def test_the_line_has_the_facts_of_the_activity_and_the_words_that_are_searched() -> None:
    assert (
        LibraryEntry(
            ActivitySummary(
                id="micro-2026",
                kind=Kind.LIVE_MEETING,
                title="Clinical Microbiology 2026",
                provider="Example Society for Microbiology",
                number="148-012-26",
                level=Level.INTERMEDIATE,
                starts_on=date(2026, 6, 4),
                ends_on=date(2026, 6, 5),
                time_zone="America/New_York",
                location="Atlanta, Georgia",
                statements=(
                    OfferedMaximum(type=Statement.PACE, maximum=Decimal(12)),
                    OfferedMaximum(type=Statement.FLORIDA, maximum=Decimal(8)),
                ),
                claim_window=ClaimWindow(opens_at=OPENS, closes_at=CLOSES),
                access="none",
                session_count=2,
                canceled=False,
            ),
            "clinical microbiology 2026 example society for microbiology 148-012-26 atlanta, georgia anna ek bo",
            "asm",
        )
        == ENTRY
    )


def test_a_line_is_read_as_it_was_stored() -> None:
    assert LibraryEntry.from_attribute(ENTRY.as_attribute()) == ENTRY
    assert ENTRY.as_attribute()["provider_id"] == "asm"
    online_ = entry_of(MEETING.model_copy(update={"location": None}))
    assert "location" not in online_.as_attribute()
    of_operators = entry_of(MEETING.model_copy(update={"provider_id": None}))
    assert "provider_id" not in of_operators.as_attribute()
    assert LibraryEntry.from_attribute(of_operators.as_attribute()) == of_operators


def test_the_words_that_are_searched_are_cut() -> None:
    crowd = [SESSIONS[0] | {"speakers": [f"{n:02}{'x' * 98}" for n in range(50)]}]
    assert len(entry_of(activity(sessions=crowd)).search_text) == LONGEST_SEARCH_TEXT == 2000


def test_the_latest_activity_comes_first_and_of_one_day_that_with_the_last_id() -> None:
    assert library_order(date(2026, 6, 4), "micro-2026") == "2026-06-04#micro-2026"


@pytest.mark.parametrize(
    ("conditions", "passes"),
    [
        ({}, True),
        ({"kind": Kind.LIVE_MEETING}, True),
        ({"kind": Kind.WEBINAR}, False),
        ({"query": "MICRO anna"}, True),
        ({"query": "micro eve"}, False),
        ({"starting": date(2026, 6, 5)}, True),
        ({"starting": date(2026, 6, 6)}, False),
        ({"ending": date(2026, 6, 4)}, True),
        ({"ending": date(2026, 6, 3)}, False),
        ({"providers": frozenset({"asm", "ascls"})}, True),
        ({"providers": frozenset({"ascls"})}, False),
        ({"providers": frozenset()}, False),
        ({"archived": True}, True),
    ],
)
def test_a_line_passes_if_it_meets_each_condition(conditions: dict[str, Any], passes: bool) -> None:
    assert LibraryFilter(**conditions).lets_through(ENTRY, OPENS) is passes


@pytest.mark.parametrize(
    ("at", "is_open"),
    [(OPENS - DAY, False), (OPENS, True), (CLOSES - timedelta(microseconds=1), True), (CLOSES, False)],
)
def test_open_are_those_whose_claim_window_is_open_and_that_are_held(at: datetime, is_open: bool) -> None:
    wanted = LibraryFilter(open=True)
    assert wanted.lets_through(ENTRY, at) is is_open
    assert LibraryFilter().lets_through(ENTRY, at)
    canceled = entry_of(MEETING.model_copy(update={"canceled": True}))
    assert not wanted.lets_through(canceled, at)
    assert LibraryFilter().lets_through(canceled, at)


ALL = {"kind": Kind.WEBINAR, "query": "Blood  smears", "starting": date(2026, 1, 2), "ending": date(2026, 3, 4)}


@pytest.mark.parametrize(
    ("conditions", "scope"),
    [
        ({}, ("library", None, "", "", "")),
        ({"archived": True}, ("archive", None, "", "", "")),
        ({"providers": frozenset({"b", "a"})}, ("library of", "a,b", None, "", "", "")),
        ({"providers": frozenset(), "archived": True}, ("archive of", "", None, "", "", "")),
        (ALL | {"open": True}, ("library", "webinar", "2026-01-02", "2026-03-04", "open", "blood", "smears")),
    ],
)
def test_a_cursor_belongs_to_one_filter(conditions: dict[str, Any], scope: tuple[str | None, ...]) -> None:
    assert LibraryFilter(**conditions).scope == scope


@pytest.mark.parametrize(
    ("conditions", "is_loose"),
    [
        ({}, False),
        ({"ending": date(2026, 6, 4)}, False),
        ({"archived": True}, False),
        ({"query": " "}, False),
        ({"query": "x"}, True),
        ({"kind": Kind.ONLINE}, True),
        ({"starting": date(2026, 6, 4)}, True),
        ({"open": True}, True),
        ({"providers": frozenset()}, True),
    ],
)
def test_what_may_skip_lines_is_told(conditions: dict[str, Any], is_loose: bool) -> None:
    assert LibraryFilter(**conditions).is_loose is is_loose


def test_each_list_has_its_own_part_of_the_index() -> None:
    assert (LIBRARY_SHARD, ARCHIVE_SHARD, DRAFT_SHARD) == ("ACTIVITIES", "ARCHIVED", "DRAFTS")
