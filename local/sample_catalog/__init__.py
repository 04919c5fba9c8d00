"""Sample activities, and the Badge IDs and Group IDs that open them: the same for the same day, all of it invented.

for activity in activities(today):
Catalog(table).save(activity, seen=None)
lists = AccessLists(table)
lists.put_badges(MEETING, io.BytesIO(badges_csv().encode()), dry_run=False)
lists.put_groups(TELECONFERENCE, io.BytesIO(groups_csv().encode()), dry_run=False)
"""

from datetime import date
from random import Random

from laurel.catalog.activity import Activity
from local.sample_catalog.meeting import MEETING, OLD_MEETING, meeting, old_meeting
from local.sample_catalog.remote import ONLINE, TELECONFERENCE, WEBINAR, WEBINAR_CODE, online, teleconference, webinar

__all__ = [
    "MEETING",
    "OLD_MEETING",
    "ONLINE",
    "TELECONFERENCE",
    "WEBINAR",
    "WEBINAR_CODE",
    "activities",
    "badge_ids",
    "badges_csv",
    "groups_csv",
]

GROUPS = {
    "LAKESIDE-24": ("Lakeside General Hospital, Laboratory", 40),
    "STBRIGID-11": ("St. Brigid Medical Center", 25),
    "NORTHFORK-3": ("North Fork Clinic", 3),
}


def activities(today: date) -> list[Activity]:
    """Five activities: all but the one of 2009 can be claimed on `today`, their sessions have ended."""
    return [meeting(today), teleconference(today), webinar(today), online(today), old_meeting()]


def badge_ids(count: int = 500) -> list[str]:
    """The Badge IDs of the sample meeting."""
    random = Random(20090517)  # noqa: S311 - sample data, not secrets
    return [f"CMW-{number:06d}" for number in random.sample(range(1_000_000), count)]


def badges_csv(count: int = 500) -> str:
    """The file of Badge IDs of the meeting `MEETING`, as its registration system exports it."""
    lines = [f"{badge},Attendee {number}" for number, badge in enumerate(badge_ids(count), 1)]
    return "\r\n".join(["badge_id,name", *lines, ""])


def groups_csv() -> str:
    """The file of Group IDs of the teleconference `TELECONFERENCE`."""
    lines = [f'{code},"{site}",{capacity}' for code, (site, capacity) in GROUPS.items()]
    return "\r\n".join(["group_id,site,capacity", *lines, ""])
