"""Times of sessions as programs write them, by the clock of the activity's zone."""

from datetime import UTC, date, datetime

import pytest

from laurel.workbench.session_times import SessionTimes, TimeCells, day_of_row, read_times
from tests.unit.workbench.tables import NEW_YORK


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


def cells(day: str | None, starts: str | None, ends: str | None = None, minutes: str | None = None) -> TimeCells:
    return TimeCells(day, starts, ends, minutes)


@pytest.mark.parametrize(
    ("given", "starts", "ends"),
    [
        (cells("2026-06-04", "9:00", "10:00"), at(4, 13), at(4, 14)),
        (cells("6/4/2026", "9:00 AM", "1:15 PM"), at(4, 13), at(4, 17, 15)),
        (cells("Thursday, June 4, 2026", "9 a.m.", "10 a.m."), at(4, 13), at(4, 14)),
        (cells("Thu June 4 2026", "12:00 AM", "12:30 PM"), at(4, 4), at(4, 16, 30)),
        (cells("4 Jun 2026", "9.00", "9.45"), at(4, 13), at(4, 13, 45)),
        (cells("Jun 4, 2026", "9:00 – 10:00 AM"), at(4, 13), at(4, 14)),
        (cells("2026-06-04", "11:00 AM – 1:00 PM"), at(4, 15), at(4, 17)),
        (cells("2026-06-04", "1:00 – 2:00 PM"), at(4, 17), at(4, 18)),
        (cells("2026-06-04", "1 - 2 pm"), at(4, 17), at(4, 18)),
        (cells("2026-06-04", "9 AM – 1 P. M."), at(4, 13), at(4, 17)),
        (cells("2026-06-04", "9:00 TO 10:00"), at(4, 13), at(4, 14)),
        (cells("2026-06-04", "9:00 to 10:30"), at(4, 13), at(4, 14, 30)),
        (cells("2026-06-04", "9:00 until 10:30"), at(4, 13), at(4, 14, 30)),
        (cells(None, "2026-06-04 09:00", "2026-06-04 10:00"), at(4, 13), at(4, 14)),
        (cells(None, "2026-06-04T13:00:00Z", "2026-06-04 10:00 -04:00"), at(4, 13), at(4, 14)),
        (cells("2026-06-04", "9:00", None, "50"), at(4, 13), at(4, 13, 50)),
        (cells("2026-06-04", "9:00", "", "90"), at(4, 13), at(4, 14, 30)),
        (cells("2026-06-04", "11:30 PM", "12:30 AM"), at(5, 3, 30), at(5, 4, 30)),
        (cells(None, None, "10:00"), None, None),
    ],
)
def test_times_are_read(given: TimeCells, starts: datetime | None, ends: datetime | None) -> None:
    assert read_times(given, NEW_YORK, day_first=False) == SessionTimes(starts, ends, ())


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (cells("2026-06-04", "", "10:00"), [("starts_at", "session_time_missing")]),
        (
            cells("the 4th", "9:00", "10:00"),
            [("date", "no_session_time"), ("starts_at", "no_session_time"), ("ends_at", "no_session_time")],
        ),
        (cells("2026-06-04", "25:00", "10:00"), [("starts_at", "no_session_time")]),
        (cells("2026-06-04", "13 PM", "10:00"), [("starts_at", "no_session_time")]),
        (
            cells("Thu, Fri June 4, 2026", "9:00", "10:00"),
            [("date", "no_session_time"), ("starts_at", "no_session_time"), ("ends_at", "no_session_time")],
        ),
        (cells("2026-06-04", "9", "10:00"), [("starts_at", "no_session_time")]),
        (cells("2026-06-04", "9:00", "soon"), [("ends_at", "no_session_time")]),
        (cells("2026-06-04", "1:00 PM", "2:00"), [("ends_at", "session_time_early")]),
        (
            cells(None, "2026-03-08 02:30", ""),
            [("starts_at", "session_time_skipped"), ("ends_at", "session_time_missing")],
        ),
        (
            cells("12/31/9999", "23:00", "23:50"),
            [("date", "no_session_time"), ("starts_at", "no_session_time"), ("ends_at", "no_session_time")],
        ),
    ],
)
def test_what_is_no_time_is_named_in_its_column(given: TimeCells, problems: list[tuple[str, str]]) -> None:
    found = read_times(given, NEW_YORK, day_first=False)
    assert [(one.path, one.code) for one in found.problems] == problems


def test_days_are_read_with_the_day_or_the_month_first() -> None:
    given = cells("3/6/2026", "9:00")
    assert day_of_row(given, day_first=True) == date(2026, 6, 3)
    assert day_of_row(given, day_first=False) == date(2026, 3, 6)
    assert day_of_row(cells(None, "3/6/2026 9:00"), day_first=True) == date(2026, 6, 3)
    assert day_of_row(cells(None, "9:00"), day_first=True) is None
    assert day_of_row(cells("3/6/2026 0:00:00", None), day_first=True) == date(2026, 6, 3), "of a spreadsheet"
    assert read_times(given, NEW_YORK, day_first=True).starts_at == at(3, 13)
    written = cells(None, "3/6/2026 9:00", "3/6/2026 10:00")
    assert read_times(written, NEW_YORK, day_first=True) == SessionTimes(at(3, 13), at(3, 14), ())


def test_a_session_may_end_up_to_six_hours_later_on_the_next_day() -> None:
    assert read_times(cells("2026-06-04", "9 PM", "3 AM"), NEW_YORK, day_first=False).ends_at == at(5, 7)
    assert read_times(cells("2026-06-04", "9 PM", "3:01 AM"), NEW_YORK, day_first=False).ends_at is None
    assert read_times(cells("2026-06-04", "9 PM", "9 PM"), NEW_YORK, day_first=False).ends_at == at(5, 1)


@pytest.mark.parametrize(
    "day",
    [
        *(form.format(month) for form in ("{} 4, 2026", "{} 4 2026", "4 {} 2026") for month in ("June", "Jun")),
        *("2026-06-04", "6/4/2026", "6/4/26", "JUNE 4, 2026", " thurs.  June 4,  2026 "),
    ],
)
def test_a_day_is_read_in_each_way_of_writing_it(day: str) -> None:
    assert day_of_row(cells(day, "9:00"), day_first=False) == date(2026, 6, 4)


@pytest.mark.parametrize(
    "weekday",
    [
        *("Mon", "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri", "Sat", "Sun", "Mon.,"),
        *("Monday", "Tuesday,", "Wednesday", "Thursday", "Friday", "Saturday", "SUNDAY"),
    ],
)
def test_the_weekday_before_a_day_is_passed_over(weekday: str) -> None:
    assert day_of_row(cells(f"{weekday} June 4, 2026", "9:00"), day_first=False) == date(2026, 6, 4)


def test_the_end_after_midnight_is_by_the_clock_of_the_zone() -> None:
    """In the night to March 8, 2026, the clocks of New York skip an hour."""
    found = read_times(cells("2026-03-07", "11 PM", "3:30 AM"), NEW_YORK, day_first=False)
    assert found == SessionTimes(datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC), ())
    assert found.ends_at and found.ends_at.tzinfo is UTC


SHOWN, LONG = "soon" * 15, "soon" * 16
NO_TIME = "“{}” is no time of a day that can be read. Write it as 2026-06-04 09:00, or date and time in two columns."


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        (
            cells(LONG, LONG, LONG),
            [(column, NO_TIME.format(SHOWN)) for column in ("date", "starts_at", "ends_at")],
        ),
        (cells("2026-06-04", LONG, "1:00"), [("starts_at", NO_TIME.format(SHOWN))]),
        (
            cells("2026-06-04", "1:00 PM", "2:00"),
            [
                (
                    "ends_at",
                    "“2:00” is before the beginning. Write AM or PM, or the date of the end too.",
                )
            ],
        ),
        (
            cells(None, "2026-03-08 02:30", None),
            [
                (
                    "starts_at",
                    "The clock of America/New_York skips “2026-03-08 02:30”: summer time begins then."
                    " Write another time.",
                )
            ],
        ),
        (cells("2026-06-04", "9:00", ""), [("ends_at", "Write the time here.")]),
    ],
)
def test_a_problem_shows_what_was_found_cut_to_sixty_letters(given: TimeCells, messages: list[tuple[str, str]]) -> None:
    found = read_times(given, NEW_YORK, day_first=False)
    assert [(one.path, one.message) for one in found.problems] == messages
