"""The program in pages: every session once, also if sessions are added in between."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.catalog.activity import Activity
from laurel.catalog.program import ProgramFilter, program_page
from laurel.platform.cursors import Cursors, InvalidCursor
from tests.unit.catalog.documents import meeting, parsed

CURSORS = Cursors(lambda: b"0123456789abcdef")
EVERYTHING = ProgramFilter()


def ids(activity: Activity, wanted: ProgramFilter = EVERYTHING) -> list[str]:
    return [one.id for one in program_page(activity, wanted, limit=100, cursor=None, cursors=CURSORS).items]


def with_sessions(starts: dict[str, int]) -> Activity:
    """Sessions that start so many minutes into the meeting."""
    activity = parsed(meeting())
    first = datetime(2026, 6, 4, 12, tzinfo=UTC)
    template = activity.sessions[0]
    return activity.model_copy(
        update={
            "sessions": tuple(
                template.model_copy(update={"id": one, "starts_at": first + timedelta(minutes=minutes)})
                for one, minutes in starts.items()
            )
        }
    )


STARTS = st.dictionaries(st.sampled_from([f"x{n}" for n in range(12)]), st.integers(0, 5), min_size=1)


@given(STARTS, STARTS, st.integers(1, 4), st.integers(0, 3))
def test_every_session_comes_once_whatever_is_added(
    starts: dict[str, int], added: dict[str, int], limit: int, after: int
) -> None:
    activity, seen, cursor, pages = with_sessions(starts), [], None, 0
    while True:
        page = program_page(activity, EVERYTHING, limit=limit, cursor=cursor, cursors=CURSORS)
        seen += [one.id for one in page.items]
        pages += 1
        if pages == after:
            activity = with_sessions(added | starts)
        if page.next_cursor is None:
            break
        assert len(page.items) == limit
        cursor = page.next_cursor
    assert len(seen) == len(set(seen))
    assert set(starts) <= set(seen)
    order = [(dict(added | starts)[one], one) for one in seen]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EVERYTHING, ["s1", "s2"]),
        (ProgramFilter(track="bench"), ["s1"]),
        (ProgramFilter(day=date(2026, 6, 5)), ["s2"]),
        (ProgramFilter(day=date(2026, 6, 6)), []),
        (ProgramFilter(query="zuraw NIGHT"), ["s2"]),
        (ProgramFilter(query="night", track="Bench"), []),
    ],
)
def test_filters(wanted: ProgramFilter, found: list[str]) -> None:
    assert ids(parsed(meeting()), wanted) == found


def test_a_cursor_is_good_for_its_filter_and_activity_only() -> None:
    activity = parsed(meeting())
    cursor = program_page(activity, EVERYTHING, limit=1, cursor=None, cursors=CURSORS).next_cursor
    assert cursor
    other = activity.model_copy(update={"id": "other"})
    for one, wanted in ((activity, ProgramFilter(query="night")), (other, EVERYTHING)):
        with pytest.raises(InvalidCursor):
            program_page(one, wanted, limit=1, cursor=cursor, cursors=CURSORS)
