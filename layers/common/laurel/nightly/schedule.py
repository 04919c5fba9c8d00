"""When the next nightly run starts (pure)."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Only a schedule of this form runs every day at one time.
_DAILY = re.compile(r"cron\(([0-5]?[0-9]) ([01]?[0-9]|2[0-3]) \* \* \? \*\)")


def next_night(schedule: str, zone: str, after: datetime) -> datetime | None:
    """The first instant (UTC) after `after` at which EventBridge Scheduler's `schedule` in `zone` is due.

    None for a schedule that does not run every day at one time. A day on which the clocks skip that time has no run.
    """
    daily = _DAILY.fullmatch(schedule)
    if daily is None:
        return None
    minute, hour = int(daily[1]), int(daily[2])
    there = ZoneInfo(zone)
    today = after.astimezone(there).date()
    for days in range(3):
        wall = datetime.combine(today + timedelta(days=days), time(hour, minute), there)
        at = wall.astimezone(UTC)
        if at > after and at.astimezone(there).time() == wall.time():
            return at
    raise AssertionError("unreachable: clocks do not skip the same time two days running")
