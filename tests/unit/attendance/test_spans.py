"""Stays are united and clipped: no minute counts twice, and none outside of the session."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from laurel.attendance.spans import Span, clipped, united, whole_minutes
from tests.examples import examples

START = datetime(2026, 6, 4, 13, tzinfo=UTC)


def minute(n: int) -> datetime:
    return START + timedelta(minutes=n)


SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=12)


def spans_of(numbers: list[tuple[int, int]]) -> list[Span]:
    return [(minute(start), minute(end)) for start, end in numbers]


@examples(100)
@given(SPANS, st.integers(0, 60), st.integers(61, 120))
def test_the_minutes_are_those_of_a_count_minute_by_minute(
    numbers: list[tuple[int, int]], start: int, end: int
) -> None:
    there = {n for first, last in numbers for n in range(first, last) if start <= n < end}
    assert whole_minutes(clipped(spans_of(numbers), minute(start), minute(end))) == len(there)


@examples(50)
@given(SPANS)
def test_united_spans_are_in_order_apart_and_stay_as_they_are(numbers: list[tuple[int, int]]) -> None:
    found = united(spans_of(numbers))
    assert all(one[1] < other[0] for one, other in pairwise(found))
    assert united(found) == found


def test_empty_and_reversed_spans_are_left_out() -> None:
    assert united(spans_of([(5, 5), (9, 7), (1, 2)])) == ((minute(1), minute(2)),)
