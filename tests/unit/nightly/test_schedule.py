"""When the next nightly run begins, clocks and all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.nightly.schedule import next_night
from tests import stores

TWO = "cron(0 2 * * ? *)"


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "begins"),
    [
        (utc(2026, 11, 20, 6, 59), utc(2026, 11, 20, 7)),
        (utc(2026, 11, 20, 7), utc(2026, 11, 21, 7)),
        (utc(2026, 7, 1, 12), utc(2026, 7, 2, 6)),
        # March 8, 2026, has no 02:00 in New York.
        (utc(2026, 3, 7, 12), utc(2026, 3, 9, 6)),
        # November 1, 2026, has two hours that begin at 01:00, and one 02:00.
        (utc(2026, 10, 31, 12), utc(2026, 11, 1, 7)),
    ],
)
def test_two_oclock_in_new_york(after, begins):
    assert next_night(TWO, "America/New_York", after) == begins


def test_the_day_is_that_of_the_schedules_zone_and_the_minute_counts():
    evening = utc(2026, 11, 21, 1)  # in New York it is still November 20, 8:00 PM
    at = next_night("cron(45 22 * * ? *)", "America/New_York", evening)
    assert (at, at.tzinfo) == (utc(2026, 11, 21, 3, 45), UTC)
    # In Tokyo it is November 21, 10:00 AM.
    assert next_night("cron(5 9 * * ? *)", "Asia/Tokyo", evening) == utc(2026, 11, 22, 0, 5)


@pytest.mark.parametrize("schedule", ["rate(1 day)", "cron(0 2 ? * MON *)", "cron(0/5 2 * * ? *)", ""])
def test_of_another_schedule_nothing_is_promised(schedule):
    assert next_night(schedule, "America/New_York", utc(2026, 11, 20)) is None


@given(st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), st.integers(0, 23))
def test_it_is_always_ahead_and_never_further_than_two_days(after, hour):
    at = next_night(f"cron(30 {hour} * * ? *)", "Europe/Berlin", after)
    assert 0 < (at - after).total_seconds() <= 49 * 3600


def test_the_templates_schedule_has_a_run_on_every_day_of_every_year():
    """Scheduler leaves out a time that the clocks skip."""
    parameters = stores.template()["Parameters"]
    schedule, zone = (parameters[name]["Default"] for name in ("ScheduleExpression", "ScheduleTimeZone"))
    at = next_night(schedule, zone, utc(2026, 11, 20))
    for _ in range(3 * 366):
        following = next_night(schedule, zone, at)
        assert 23 <= (following - at).total_seconds() / 3600 <= 25, at
        at = following
