"""Dates, times and deadlines in words: the zone is always named."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from laurel.platform.dates import (
    day_in_words,
    days_in_words,
    deadline_in_words,
    moment_in_words,
    zone_in_words,
    zone_of,
)

NEW_YORK = ZoneInfo("America/New_York")


def test_a_date_is_written_as_in_the_united_states():
    assert day_in_words(date(2026, 6, 4)) == "June 4, 2026"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "January 1, 2026"),
        (date(2026, 6, 4), date(2026, 6, 5), "June 4–5, 2026"),
        (date(2026, 12, 1), date(2026, 12, 31), "December 1–31, 2026"),
        (date(2026, 5, 30), date(2026, 6, 2), "May 30 – June 2, 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "December 30, 2025 – January 2, 2026"),
    ],
)
def test_days_are_written_as_american_boards_write_them(first, last, text):
    assert days_in_words(first, last) == text


def test_every_month_has_its_name():
    assert [day_in_words(date(2026, month, 1)).split()[0][:3] for month in range(1, 13)] == (
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    )


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (datetime(2026, 6, 4, 21, 0, tzinfo=UTC), "America/New_York", "June 4, 2026, 5:00 PM EDT"),
        (datetime(2026, 12, 4, 17, 5, tzinfo=UTC), "America/New_York", "December 4, 2026, 12:05 PM EST"),
        (datetime(2026, 6, 4, 5, 0, tzinfo=UTC), "America/Chicago", "June 4, 2026, 12:00 AM CDT"),
        (datetime(2026, 6, 4, 21, 0, tzinfo=UTC), "Pacific/Honolulu", "June 4, 2026, 11:00 AM HST"),
        (datetime(2026, 6, 4, 21, 0, tzinfo=UTC), "Asia/Shanghai", "June 5, 2026, 5:00 AM GMT+8"),
        (datetime(2026, 6, 4, 21, 0, tzinfo=UTC), "Asia/Kolkata", "June 5, 2026, 2:30 AM GMT+5:30"),
        (datetime(2026, 6, 4, 21, 0, tzinfo=UTC), "America/St_Johns", "June 4, 2026, 6:30 PM GMT-2:30"),
        (datetime(2026, 6, 4, 21, 0, tzinfo=UTC), "UTC", "June 4, 2026, 9:00 PM UTC"),
    ],
)
def test_a_time_names_its_zone(at, zone, said):
    assert moment_in_words(at, ZoneInfo(zone)) == said


@pytest.mark.parametrize(
    "name", ["localtime", "Factory", "posixrules", "posix/America/New_York", "right/UTC", "", "Mars"]
)
def test_what_is_no_zone_for_a_browser_is_none_here(name):
    assert zone_of(name) is None
    assert zone_of("America/Argentina/Ushuaia") == ZoneInfo("America/Argentina/Ushuaia")


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (datetime(2027, 2, 27, 5, 0, tzinfo=UTC), "America/New_York", "through February 26, 2027 (Eastern Time)"),
        (datetime(2027, 3, 1, 8, 0, tzinfo=UTC), "America/Los_Angeles", "through February 28, 2027 (Pacific Time)"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), "UTC", "through December 31, 2026 (UTC)"),
        (datetime(2027, 1, 1, 15, 0, tzinfo=UTC), "Asia/Tokyo", "through January 1, 2027 (GMT+9)"),
        (datetime(2027, 2, 27, 22, 0, tzinfo=UTC), "America/New_York", "until February 27, 2027, 5:00 PM EST"),
        (datetime(2027, 2, 27, 5, 0, 30, tzinfo=UTC), "America/New_York", "until February 27, 2027, 12:00 AM EST"),
    ],
)
def test_a_deadline_at_midnight_is_the_day_before(at, zone, said):
    assert deadline_in_words(at, ZoneInfo(zone)) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "Eastern Time"),
        ("America/Detroit", "Eastern Time"),
        ("America/Toronto", "Eastern Time"),
        ("US/Eastern", "Eastern Time"),
        ("America/Chicago", "Central Time"),
        ("US/Central", "Central Time"),
        ("America/Denver", "Mountain Time"),
        ("America/Boise", "Mountain Time"),
        ("US/Mountain", "Mountain Time"),
        ("America/Phoenix", "Mountain Standard Time"),
        ("America/Los_Angeles", "Pacific Time"),
        ("US/Pacific", "Pacific Time"),
        ("America/Anchorage", "Alaska Time"),
        ("Pacific/Honolulu", "Hawaii Time"),
        ("Asia/Tokyo", "GMT+9"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_has_its_common_name_or_its_offset(zone, said):
    assert zone_in_words(datetime(2026, 6, 4, tzinfo=UTC), ZoneInfo(zone)) == said
