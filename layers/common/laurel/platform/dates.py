"""Dates, times and deadlines in words, for every message, e-mail and page (pure).

A date is "June 4, 2026". A time always names its zone: "June 4, 2026, 5:00 PM EDT". A deadline at midnight names the
day before: "through February 26, 2027 (Eastern Time)". `portal/app/elements/words.js` uses the same forms.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# strftime depends on the machine's locale.
# fmt: off
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on

# Only these zones get short names, for readers in the United States: CST also means China's, IST three countries'.
_US_ZONES = {
    "America/New_York": "Eastern Time",
    "America/Detroit": "Eastern Time",
    "America/Toronto": "Eastern Time",
    "US/Eastern": "Eastern Time",
    "America/Chicago": "Central Time",
    "US/Central": "Central Time",
    "America/Denver": "Mountain Time",
    "America/Boise": "Mountain Time",
    "US/Mountain": "Mountain Time",
    "America/Phoenix": "Mountain Standard Time",
    "America/Los_Angeles": "Pacific Time",
    "US/Pacific": "Pacific Time",
    "America/Anchorage": "Alaska Time",
    "Pacific/Honolulu": "Hawaii Time",
}


# Files among the zones that are none: the zone of this machine, no zone at all, and copies that browsers do not know.
_NO_ZONES = ("localtime", "Factory", "posixrules", "posix/", "right/", "SystemV/")


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone with this IANA name; None if there is none."""
    if name.startswith(_NO_ZONES):
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # ZoneInfo raises these for unknown names, also for names of folders
        return None


def day_in_words(day: date) -> str:
    """A calendar date: "June 4, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def days_in_words(first: date, last: date) -> str:
    """The days from `first` to `last`: "June 4–8, 2026", "May 30 – June 2, 2026"."""
    if first == last:
        return day_in_words(first)
    if first.year != last.year:
        return f"{day_in_words(first)} – {day_in_words(last)}"
    if first.month != last.month:
        return f"{MONTHS[first.month - 1]} {first.day} – {day_in_words(last)}"
    return f"{MONTHS[first.month - 1]} {first.day}–{last.day}, {first.year}"


def moment_in_words(at: datetime, zone: ZoneInfo) -> str:
    """The instant `at` in local time of `zone`: "June 4, 2026, 5:00 PM EDT"."""
    return f"{day_in_words(at.astimezone(zone).date())}, {' '.join(clock_in_words(at, zone))}"


def clock_in_words(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """The time of day in `zone`, and the short name of the zone: "5:00 PM", "EDT"."""
    local = at.astimezone(zone)
    clock = f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"
    return clock, _zone_at(local, zone)


def deadline_in_words(at: datetime, zone: ZoneInfo) -> str:
    """The deadline `at`: "through February 26, 2027 (Eastern Time)", or "until June 4, 2026, 5:00 PM EDT".

    The first form is for an end at midnight in `zone`: the day before is the last day.
    """
    local = at.astimezone(zone)
    if local.time() == time():
        return f"through {day_in_words(local.date() - timedelta(days=1))} ({zone_in_words(local, zone)})"
    return f"until {moment_in_words(at, zone)}"


def zone_in_words(at: datetime, zone: ZoneInfo) -> str:
    """The common name of `zone`: "Eastern Time"; without one, its offset from UTC at the instant `at`."""
    return _US_ZONES.get(zone.key) or _offset(at.astimezone(zone))


def _zone_at(local: datetime, zone: ZoneInfo) -> str:
    return (local.tzname() if zone.key in _US_ZONES else None) or _offset(local)


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
