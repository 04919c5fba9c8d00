"""How long to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.reporting.backoff import LONGEST_RETRY_AFTER, retry_after_seconds, wait_seconds

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "draw", "seconds"),
    [(1, 0.0, 15), (1, 0.999, 30), (2, 0.0, 30), (3, 0.5, 90), (8, 0.0, 1800), (8, 0.999, 3599), (10_000, 0.0, 1800)],
)
def test_the_wait_doubles_up_to_the_longest(attempt: int, draw: float, seconds: int) -> None:
    assert wait_seconds(attempt, base=30, longest=3600, draw=draw) == seconds


@given(st.integers(-5, 10**6), st.integers(1, 10**4), st.integers(1, 43_200), st.floats(0, 1, exclude_max=True))
def test_the_wait_is_always_between_half_and_the_whole(attempt: int, base: int, longest: int, draw: float) -> None:
    seconds = wait_seconds(attempt, base=base, longest=longest, draw=draw)
    whole = wait_seconds(attempt, base=base, longest=longest, draw=1)
    assert max(1, whole / 2) <= seconds <= whole <= max(longest, 1)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("999999", LONGEST_RETRY_AFTER),
        ("9" * 5000, LONGEST_RETRY_AFTER),
        ("-5", 0),
        ("1.5", 0),
        ("²", 0),
        ("soon", 0),
        ("Fri, 20 Nov 2026 07:02:00 GMT", 120),
        ("Fri, 20 Nov 2026 07:02:00 -0000", 120),
        ("Fri, 20 Nov 2026 06:00:00 GMT", 0),
        ("Fri, 20 Nov 2099 06:00:00 GMT", LONGEST_RETRY_AFTER),
        ("Fri, 99 Nov 2026 06:00:00 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_never_too_long(header: str | None, seconds: int) -> None:
    assert retry_after_seconds(header, now=NOW) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_can_be_read(header: str) -> None:
    assert 0 <= retry_after_seconds(header, now=NOW) <= LONGEST_RETRY_AFTER


@given(st.integers(1, LONGEST_RETRY_AFTER))
def test_a_date_means_the_same_as_the_seconds_until_then(seconds: int) -> None:
    header = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_seconds(header, now=NOW) == seconds
