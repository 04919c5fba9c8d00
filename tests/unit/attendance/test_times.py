"""Times and durations as conference systems write them."""

from datetime import datetime
from decimal import Decimal

import pytest

from laurel.attendance.times import Stamp, read_minutes, read_stamp


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("08/09/2026 02:31:08 PM", datetime(2026, 8, 9, 14, 31, 8)),
        ("6/24/25, 1:47:45 PM", datetime(2025, 6, 24, 13, 47, 45)),
        ("6/24/25, 1:47:45\u202fPM", datetime(2025, 6, 24, 13, 47, 45)),
        ("6/24/99 13:47", datetime(2099, 6, 24, 13, 47)),
        ("12/31/2026 12:00 AM", datetime(2026, 12, 31)),
        ("12/31/2026 12:00 am", datetime(2026, 12, 31)),
        ("12/31/2026 12:30 p.m.", datetime(2026, 12, 31, 12, 30)),
        ("2026-09-03 8:30", datetime(2026, 9, 3, 8, 30)),
        ("2026-09-03T08:30:00.123", datetime(2026, 9, 3, 8, 30)),
        ("3.9.2026 08:30", datetime(2026, 3, 9, 8, 30)),
        ("1900-01-01 00:00", datetime(1900, 1, 1)),
        ("2199-12-31 23:59", datetime(2199, 12, 31, 23, 59)),
    ],
)
def test_a_time_is_read_with_the_month_first(text: str, local: datetime) -> None:
    assert read_stamp(text) == Stamp(local, is_utc=False)


def test_the_day_may_come_first() -> None:
    assert read_stamp("31/12/2026 13:00", day_first=True) == Stamp(datetime(2026, 12, 31, 13), is_utc=False)
    assert read_stamp("31/12/2026 13:00") is None
    # A year in front leaves no doubt.
    assert read_stamp("2026-09-03 08:30", day_first=True) == read_stamp("2026-09-03 08:30")


@pytest.mark.parametrize(
    "text", ["2026-09-03T08:30:00Z", "2026-09-03 08:30 UTC", "2026-09-03 08:30 utc", "2026-09-03T08:30:00+00:00"]
)
def test_a_time_may_say_that_it_is_utc(text: str) -> None:
    assert read_stamp(text) == Stamp(datetime(2026, 9, 3, 8, 30), is_utc=True)


def test_an_offset_from_utc_is_counted_in() -> None:
    for offset, hour, minute in (("+05:30", 3, 0), ("-03:30", 12, 0), ("+0045", 7, 45)):
        assert read_stamp(f"2026-09-03T08:30{offset}") == Stamp(datetime(2026, 9, 3, hour, minute), is_utc=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "08/09/2026", "13:00", "02/30/2026 08:00", "1/1/2026 13:00 PM", "1/1/2026 25:00"),
        *("1/1/100 13:00", "1899-12-31 23:59", "2200-01-01 00:00"),
        *("9999-12-31 23:00", "0001-01-01 00:30+05:00"),  # a zone would lead out of the calendar
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_stamp(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("74", "74"),
        ("74.5", "74.5"),
        ("1,5", "1.5"),
        ("1h 59m 6s", "119.1"),
        ("13m 30s", "13.5"),
        ("0s", "0"),
        ("01:14:30", "74.5"),
        ("13 min", "13"),
        ("1 hr 2 min", "62"),
        ("2 Hours, 1 Minute, 30 Seconds", "121.5"),
        ("744 h", "44640"),  # 31 days
    ],
)
def test_durations(text: str, minutes: str) -> None:
    assert read_minutes(text) == Decimal(minutes)


@pytest.mark.parametrize("text", ["", "x", "h", "-5", "99999999", "744 h 1 s", "1h x", f"{'9' * 50} h"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert read_minutes(text) is None
