"""When the next nightly run starts (pure)."""

import re
from datetime import UTC, datetime, time, timedelta
from itertools import count
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
    walls = (datetime.combine(today + timedelta(days=days), time(hour, minute), there) for days in count())
    both = ((wall, wall.astimezone(UTC)) for wall in walls)
    return next(at for wall, at in both if at > after and at.astimezone(there).time() == wall.time())
