"""The catalog on DynamoDB: what was put comes back, nobody overwrites anybody, and the library is read in pages."""

import random
import string
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from laurel.catalog.activity import Activity, Kind
from laurel.catalog.library import ARCHIVE_SHARD, DRAFT_SHARD, LIBRARY_SHARD, LibraryFilter
from laurel.catalog.records import LARGEST_DOCUMENT, DocumentTooLarge, activity_key
from laurel.catalog.store import Catalog
from laurel.platform.cursors import Cursors, InvalidCursor
from laurel.platform.table import Table
from tests.examples import examples
from tests.unit.catalog.documents import meeting, online, parsed

CURSORS = Cursors(lambda: b"0123456789abcdef")
NOW = datetime(2026, 6, 20, tzinfo=UTC)
EVERYTHING = LibraryFilter()


@pytest.fixture
def catalog(claims_table: Table) -> Catalog:
    return Catalog(claims_table)


def held(activity_id: str, starts_on: date = date(2026, 6, 4), **changes: Any) -> Activity:
    """An activity that starts on a day and lasts two."""
    shift = starts_on - date(2026, 6, 4)
    activity = parsed(meeting(id=activity_id))
    return activity.model_copy(update={"starts_on": starts_on, "ends_on": activity.ends_on + shift, **changes})


def listed(catalog: Catalog, wanted: LibraryFilter = EVERYTHING, limit: int = 100) -> list[str]:
    """The ids of all pages."""
    found: list[str] = []
    cursor = None
    while True:
        page = catalog.library(wanted, at=NOW, limit=limit, cursor=cursor, cursors=CURSORS)
        found += [one.id for one in page.items]
        assert len(page.items) <= limit
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def test_an_activity_comes_back_in_one_call(catalog: Catalog, calls: list[str]) -> None:
    activity = parsed(online())
    stored = catalog.save(activity, seen=None)
    assert stored is not None
    assert calls == ["TransactWriteItems"]
    calls.clear()
    assert catalog.get(activity.id) == stored
    assert calls == ["GetItem"]
    assert catalog.get("none") is None


def test_the_same_revision_is_parsed_once(catalog: Catalog) -> None:
    catalog.save(parsed(meeting()), seen=None)
    first, second = catalog.get("meet-1"), catalog.get("meet-1")
    assert first is not None
    assert second is not None
    assert first.activity is second.activity


def test_nobody_overwrites_what_they_have_not_seen(catalog: Catalog) -> None:
    activity = parsed(meeting())
    first = catalog.save(activity, seen=None)
    assert first is not None
    assert first.revision == 1
    assert catalog.save(activity.model_copy(update={"title": "Mine"}), seen=None) is None
    second = catalog.save(activity.model_copy(update={"title": "Yours"}), seen=1)
    assert second is not None
    assert second.revision == 2
    assert catalog.save(activity.model_copy(update={"title": "Late"}), seen=1) is None
    assert catalog.get("meet-1") == second


def test_a_thousand_sessions_fit(catalog: Catalog, claims_table: Table) -> None:
    activity = parsed(meeting())
    draw = random.Random(1)
    sessions = [
        activity.sessions[0].model_copy(
            update={"id": f"s{n}", "title": "".join(draw.choices(string.ascii_letters, k=80))} | {"speakers": ()}
        )
        for n in range(1000)
    ]
    whole = activity.model_copy(update={"sessions": tuple(sessions)})
    assert catalog.save(whole, seen=None)
    stored = catalog.get(activity.id)
    assert stored is not None
    assert stored.activity == whole
    item = claims_table.get(activity_key(activity.id))
    assert item is not None
    assert len(bytes(item["document"])) < LARGEST_DOCUMENT / 4


def test_a_document_that_does_not_fit_is_refused(catalog: Catalog) -> None:
    activity = parsed(meeting())
    draw = random.Random(1)
    sessions = tuple(
        activity.sessions[0].model_copy(
            update={"id": f"s{n}", "speakers": tuple("".join(draw.choices(string.printable, k=290)) for _ in range(3))}
        )
        for n in range(1000)
    )
    with pytest.raises(DocumentTooLarge, match="380,000"):
        catalog.save(activity.model_copy(update={"sessions": sessions}), seen=None)
    assert catalog.get(activity.id) is None


def test_the_library_lists_the_latest_first(catalog: Catalog) -> None:
    for n, day in enumerate((4, 6, 8, 5, 7)):
        catalog.save(held(f"a{n}", date(2026, 6, day)), seen=None)
    assert listed(catalog) == ["a2", "a4", "a1", "a3", "a0"]


def test_a_page_is_one_call(catalog: Catalog, calls: list[str]) -> None:
    for n in range(5):
        catalog.save(held(f"a{n}"), seen=None)
    for wanted in (EVERYTHING, LibraryFilter(kind=Kind.LIVE_MEETING, open=True, query="laboratory")):
        calls.clear()
        page = catalog.library(wanted, at=NOW, limit=3, cursor=None, cursors=CURSORS)
        assert [one.id for one in page.items] == ["a4", "a3", "a2"]
        assert calls == ["Query"]


def test_what_the_library_says_of_an_activity(catalog: Catalog) -> None:
    catalog.save(parsed(meeting()), seen=None)
    (entry,) = catalog.library(EVERYTHING, at=NOW, limit=1, cursor=None, cursors=CURSORS).items
    assert entry.model_dump(mode="json") == {
        "id": "meet-1",
        "kind": "live_meeting",
        "title": "Laboratory Days",
        "provider": "Example Society",
        "number": "900-001-26",
        "level": "basic",
        "starts_on": "2026-06-04",
        "ends_on": "2026-06-05",
        "time_zone": "America/New_York",
        "location": "Baltimore, Maryland",
        "statements": [
            {"type": "ama_pra_1", "maximum": "2"},
            {"type": "pace", "maximum": "2"},
            {"type": "california", "maximum": "2"},
        ],
        "claim_window": {"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2026-09-01T04:00:00Z"},
        "access": "badge",
        "session_count": 2,
        "canceled": False,
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (LibraryFilter(kind=Kind.WEBINAR), ["webinar"]),
        (LibraryFilter(query="soren"), ["late", "meeting", "closed"]),
        (LibraryFilter(query="Łucja baltimore"), ["late", "meeting", "closed"]),
        (LibraryFilter(query="900-001-26 example"), ["late", "webinar", "meeting", "closed"]),
        (LibraryFilter(query="nothing"), []),
        (LibraryFilter(starting=date(2026, 6, 12)), ["late"]),
        (LibraryFilter(starting=date(2026, 6, 5), ending=date(2026, 6, 5)), ["webinar", "meeting", "closed"]),
        (LibraryFilter(ending=date(2026, 6, 3)), []),
        (LibraryFilter(ending=date(2026, 6, 4)), ["meeting", "closed"]),
        (LibraryFilter(open=True), ["late", "webinar", "meeting"]),
    ],
)
def test_filters(catalog: Catalog, wanted: LibraryFilter, found: list[str]) -> None:
    closed = parsed(meeting(claim_window={"opens_at": "2026-06-04T12:00:00Z", "closes_at": "2026-06-20T00:00:00Z"}))
    catalog.save(held("closed", claim_window=closed.claim_window), seen=None)
    catalog.save(held("meeting"), seen=None)
    sessions = tuple(one.model_copy(update={"speakers": ()}) for one in held("x").sessions)
    catalog.save(held("webinar", date(2026, 6, 5), kind=Kind.WEBINAR, location=None, sessions=sessions), seen=None)
    catalog.save(held("late", date(2026, 6, 11)), seen=None)
    assert listed(catalog, wanted) == found
    assert listed(catalog, wanted, limit=1) == found


def test_a_page_is_filled_by_reading_on(catalog: Catalog, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laurel.catalog.library_pages._READ_AT_ONCE", 3)
    for n in range(20):
        kind = Kind.WEBINAR if n in (0, 15) else Kind.LIVE_MEETING
        catalog.save(held(f"a{n:02d}", kind=kind), seen=None)
    wanted = LibraryFilter(kind=Kind.WEBINAR)
    calls.clear()
    page = catalog.library(wanted, at=NOW, limit=2, cursor=None, cursors=CURSORS)
    # After five calls the page is handed out as it is, and the cursor says where to go on.
    assert ([one.id for one in page.items], calls) == (["a15"], ["Query"] * 5)
    rest = catalog.library(wanted, at=NOW, limit=2, cursor=page.next_cursor, cursors=CURSORS)
    assert ([one.id for one in rest.items], rest.next_cursor) == (["a00"], None)


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([f"x{n}" for n in range(9)]), st.integers(0, 3), min_size=1),
    st.dictionaries(st.sampled_from([f"y{n}" for n in range(9)]), st.integers(0, 3)),
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from([EVERYTHING, LibraryFilter(query="days"), LibraryFilter(starting=date(2026, 6, 1))]),
)
def test_every_activity_comes_once_whatever_is_added(
    claims_table: Table,
    days: dict[str, int],
    added: dict[str, int],
    limit: int,
    after: int,
    wanted: LibraryFilter,
) -> None:
    catalog = Catalog(claims_table)
    claims_table.put_many([], [activity_key(f"{letter}{n}") for letter in "xy" for n in range(9)])

    def put(which: dict[str, int]) -> None:
        for one, day in which.items():
            catalog.save(held(one, date(2026, 6, 1) + timedelta(days=day)), seen=None)

    put(days)
    seen: list[str] = []
    cursor, pages = None, 0
    while True:
        page = catalog.library(wanted, at=NOW, limit=limit, cursor=cursor, cursors=CURSORS)
        seen += [one.id for one in page.items]
        pages += 1
        if pages == after:
            put(added)
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert len(seen) == len(set(seen))
    assert set(days) <= set(seen)


def test_a_cursor_is_good_for_its_filter_only(catalog: Catalog) -> None:
    for n in range(3):
        catalog.save(held(f"a{n}"), seen=None)
    cursor = catalog.library(EVERYTHING, at=NOW, limit=1, cursor=None, cursors=CURSORS).next_cursor
    assert cursor
    for wanted, bad in ((LibraryFilter(open=True), cursor), (EVERYTHING, cursor[:-1]), (EVERYTHING, "garbage")):
        with pytest.raises(InvalidCursor):
            catalog.library(wanted, at=NOW, limit=1, cursor=bad, cursors=CURSORS)


def test_the_same_words_otherwise_written_are_the_same_filter(catalog: Catalog) -> None:
    for n in range(3):
        catalog.save(held(f"a{n}"), seen=None)
    one, other = LibraryFilter(query="Laboratory days"), LibraryFilter(query="DAYS  laboratory")
    cursor = catalog.library(one, at=NOW, limit=1, cursor=None, cursors=CURSORS).next_cursor
    assert catalog.library(other, at=NOW, limit=5, cursor=cursor, cursors=CURSORS).next_cursor is None


def test_the_names_of_the_shards_are_stored() -> None:
    """Under another name no activity of before would be found."""
    assert (LIBRARY_SHARD, ARCHIVE_SHARD, DRAFT_SHARD) == ("ACTIVITIES", "ARCHIVED", "DRAFTS")
