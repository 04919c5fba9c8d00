"""What staff do for the claims of a learner who is stuck."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN_DAYS = 30
"""For so many whole days more a claim is open after staff did something for it."""


def open_at_least(at: datetime, zone: ZoneInfo) -> datetime:
    """Until when (UTC) a claim stays open after staff helped at `at`: to the end of a day in the activity's zone."""
    last = at.astimezone(zone).date() + timedelta(days=OPEN_DAYS)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
