"""A copy of an activity for another date: last month's webinar as this month's draft (pure).

Dates and times move by whole days and keep their time of day in the activity's zone, also over the change to summer
time. What must not be the same twice is left out: the program number, and codes, which are made new.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from laurel.catalog.activity import Activity
from laurel.platform.clock import instant

type NewCode = Callable[[], str]


def copied(activity: Activity, activity_id: str, starts_on: date, new_code: NewCode) -> Mapping[str, Any]:
    """The document of `activity` under another ID, moved so that it starts on `starts_on`."""
    days, zone = starts_on - activity.starts_on, activity.zone
    document = activity.model_dump(mode="json", exclude_none=True)

    def moved(at: datetime) -> str:
        return instant(_moved(at, days, zone))

    document |= {
        "id": activity_id,
        "number": "",
        "starts_on": starts_on.isoformat(),
        "ends_on": (activity.ends_on + days).isoformat(),
        "claim_window": {
            "opens_at": moved(activity.claim_window.opens_at),
            "closes_at": moved(activity.claim_window.closes_at),
        },
    }
    for session, one in zip(activity.sessions, document["sessions"], strict=True):
        one.update({"starts_at": moved(session.starts_at), "ends_at": moved(session.ends_at)})
    for code, one in zip(activity.access.codes, document["access"]["codes"], strict=True):
        times = {"valid_from": code.valid_from, "valid_until": code.valid_until}
        one.update({"code": new_code()} | {name: moved(at) for name, at in times.items() if at})
    return document


def _moved(at: datetime, days: timedelta, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return (local.replace(tzinfo=None) + days).replace(tzinfo=zone, fold=local.fold)
