"""Reads the beginnings and ends of sessions as programs write them, by the clock of the activity's zone (pure)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from laurel.attendance.times import YEARS, read_minutes, read_stamp
from laurel.platform.refusal import Problem
from laurel.workbench.refusals import NO_TIME, SKIPPED_TIME, TIME_ENDS_EARLY, TIME_MISSING

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::\d{2})?\s*(?P<half>[ap]\.?\s?m\.?)?", re.IGNORECASE
)
_RANGE = re.compile(
    r"(?P<first>.*\d.*?)\s*(?:[-–—]|\bto\b|\buntil\b)\s*(?P<last>\d{1,2}(?:[:.]\d{2}.*|\s*[ap]\.?\s?m\.?))",
    re.IGNORECASE,
)
_HALF = re.compile(r"[ap]\.?\s?m\.?\s*$", re.IGNORECASE)
_WRITTEN_DAYS = ("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_LONGEST_SHOWN = 60
# A session that runs into the next day is shorter; a longer one lacks AM or PM.
_LONGEST_OVER_MIDNIGHT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class TimeCells:
    """The cells of a row that say when a session is; None for a column that the table lacks."""

    date: str | None
    starts_at: str | None
    ends_at: str | None
    minutes: str | None


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """What was read: instants, None where nothing is said, and what is wrong with the cells."""

    starts_at: datetime | None
    ends_at: datetime | None
    problems: tuple[Problem, ...]


def read_times(cells: TimeCells, zone: ZoneInfo, *, day_first: bool) -> SessionTimes:
    """When a session is. `day_first` says how the table writes days such as 4/6/2026.

    A cell may hold date and time, or the time alone next to a column of dates; one cell may hold both ends. An end
    without a date is on the day of the beginning, or soon after midnight. Without an end the minutes count.
    """
    first, last = _ends(cells)
    if cells.starts_at is None:
        return SessionTimes(None, None, ())
    problems: list[Problem] = []
    day = _day(cells.date or "", day_first)
    if cells.date and day is None:
        problems.append(NO_TIME.at("date", found=cells.date[:_LONGEST_SHOWN]))
    starts = _instant("starts_at", first, day, zone, day_first, problems)
    if isinstance(last, timedelta):
        return SessionTimes(starts, starts and starts + last, tuple(problems))
    own_day = starts.astimezone(zone).date() if starts else day
    ends = None if last is None else _instant("ends_at", last, own_day, zone, day_first, problems)
    if starts and ends and ends < starts:
        ends = _next_day(starts, ends, last or "", zone, problems)
    return SessionTimes(starts, ends, tuple(problems))


def day_of_row(cells: TimeCells, *, day_first: bool) -> date | None:
    """The day that the row names, if it can be read with the day or the month first."""
    stamp = read_stamp(cells.starts_at or "", day_first=day_first)
    return stamp.local.date() if stamp else _day(cells.date or "", day_first)


def _ends(cells: TimeCells) -> tuple[str, str | timedelta | None]:
    first = cells.starts_at or ""
    if cells.ends_at is None and len(first) <= _LONGEST_SHOWN and (both := _RANGE.fullmatch(first)):
        last, begins = both["last"], both["first"]
        half = _HALF.search(last)  # 9:00 – 10:00 AM
        return (begins if _HALF.search(begins) or not half else f"{begins} {half[0]}"), last
    if not cells.ends_at and cells.minutes and (minutes := read_minutes(cells.minutes)) is not None:
        return first, timedelta(seconds=round(minutes * 60))
    return first, cells.minutes if cells.ends_at is None else cells.ends_at


def _instant(
    column: str, text: str, day: date | None, zone: ZoneInfo, day_first: bool, problems: list[Problem]
) -> datetime | None:
    if not text:
        problems.append(TIME_MISSING.at(column))
        return None
    stamp = read_stamp(text, day_first=day_first)
    if stamp and stamp.is_utc:
        return stamp.local.replace(tzinfo=UTC)
    local = stamp.local if stamp else _on(day, text)
    if local is None:
        problems.append(NO_TIME.at(column, found=text[:_LONGEST_SHOWN]))
        return None
    at = local.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != local:
        problems.append(SKIPPED_TIME.at(column, found=text[:_LONGEST_SHOWN], zone=zone.key))
        return None
    return at


def _next_day(starts: datetime, ends: datetime, text: str, zone: ZoneInfo, problems: list[Problem]) -> datetime | None:
    """The end on the next day, for a time alone that is soon after midnight."""
    local = ends.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
    later = local.replace(tzinfo=zone).astimezone(UTC)
    if _CLOCK.fullmatch(text) and later - starts <= _LONGEST_OVER_MIDNIGHT:
        return later
    problems.append(TIME_ENDS_EARLY.at("ends_at", found=text[:_LONGEST_SHOWN]))
    return None


def _on(day: date | None, text: str) -> datetime | None:
    found = _CLOCK.fullmatch(text.strip())
    if day is None or found is None or not (found["minute"] or found["half"]):
        return None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0].lower() == "p" else 0)
    try:
        return datetime.combine(day, time(hour, int(found["minute"] or 0)))
    except ValueError:
        return None


def _day(text: str, day_first: bool) -> date | None:
    text = _WEEKDAY.sub("", " ".join(text.split()), count=1)
    if not text:
        return None
    if stamp := read_stamp(text, day_first=day_first) or read_stamp(f"{text} 0:00", day_first=day_first):
        return stamp.local.date()
    for form in _WRITTEN_DAYS:
        try:
            day = datetime.strptime(text, form).date()  # a day has no zone
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None
