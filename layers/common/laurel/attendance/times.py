"""Reads the times and durations that conference systems write (pure)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

_NUMBERS = re.compile(r"\d+")
_STAMP = re.compile(
    r"""(?P<first>\d{1,4})[-/.](?P<second>\d{1,2})[-/.](?P<third>\d{1,4})
        (?:[T,\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second_of>\d{2})(?:\.\d+)?)?
        \s*(?P<half>[ap]\.?\s?m\.?)?)?
        \s*(?P<utc>Z|UTC|GMT|(?P<sign>[+-])(?P<ahead>\d{2}):?(?P<ahead_minutes>\d{2}))?""",
    re.IGNORECASE | re.VERBOSE,
)
_UNITS = re.compile(
    r"(?:(?P<hours>\d+)\s*h(?:(?:ou)?rs?)?\.?)?[,\s]*(?:(?P<minutes>\d+)\s*m(?:in(?:ute)?s?)?\.?)?[,\s]*"
    r"(?:(?P<seconds>\d+)\s*s(?:ec(?:ond)?s?)?\.?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>\d{2})(?::(?P<seconds>\d{2}))?")
_MINUTES = re.compile(r"\d{1,5}(?:[.,]\d{1,3})?")
_DAY = 24 * 60
# Other years are typing errors, and near the ends of the calendar no zone could be counted in.
YEARS = range(1900, 2200)
"""The years of a time that can be read."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as written; `local` has no zone. `is_utc` says that the text names UTC."""

    local: datetime
    is_utc: bool


def read_stamp(text: str, *, day_first: bool = False) -> Stamp | None:
    """The date and time in `text`; None if it is none.

    Understood: `08/09/2026 02:31:08 PM`, `6/24/25, 1:47:45 PM`, `2026-09-03T08:30:00Z`, `3.9.2026 08:30`, and
    times with an offset such as `2026-09-03T08:30:00-04:00`. The month comes first unless `day_first`; a first number
    of four digits is the year.
    """
    found = _STAMP.fullmatch(" ".join(text.split()))
    if found is None or found["hour"] is None:
        return None
    first, second, third = int(found["first"]), int(found["second"]), int(found["third"])
    if len(found["first"]) == 4:
        year, month, day = first, second, third
    else:
        month, day = (second, first) if day_first else (first, second)
        year = third + 2000 if third < 100 else third
    hour = _hour(int(found["hour"]), found["half"])
    if hour is None:
        return None
    if year not in YEARS:
        return None
    try:
        local = datetime(year, month, day, hour, int(found["minute"]), int(found["second_of"] or 0))
    except ValueError:
        return None
    if found["sign"]:
        ahead = timedelta(hours=int(found["ahead"]), minutes=int(found["ahead_minutes"]))
        local = local - ahead if found["sign"] == "+" else local + ahead
    return Stamp(local, bool(found["utc"]))


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half[0].lower() == "p" else 0)


def read_minutes(text: str) -> Decimal | None:
    """The minutes in `text`: `74`, `1h 59m 6s`, `01:14:30`, `13 min`; None if it is no duration."""
    text = " ".join(text.split())
    if _MINUTES.fullmatch(text):
        return _sensible(Decimal(text.replace(",", ".")))
    found = _CLOCK.fullmatch(text) or (_UNITS.fullmatch(text) if _NUMBERS.search(text) else None)
    if found is None:
        return None
    hours, minutes, seconds = (int(found[one] or 0) for one in ("hours", "minutes", "seconds"))
    return _sensible(Decimal((hours * 60 + minutes) * 60 + seconds) / 60)


def _sensible(minutes: Decimal) -> Decimal | None:
    """None for more than a month: the number is something else."""
    return minutes if minutes <= 31 * _DAY else None
