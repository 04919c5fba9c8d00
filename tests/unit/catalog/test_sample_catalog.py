"""The sample activities are what they are said to be, on whatever day they are made."""

import io
import json
from datetime import UTC, date, datetime, time

import pytest

from laurel.catalog.access_lists import AccessLists
from laurel.catalog.checks import parse_activity
from laurel.catalog.store import Catalog
from laurel.catalog.uploads import Taken
from laurel.platform.table import Table
from local.sample_catalog import (
    MEETING,
    OLD_MEETING,
    ONLINE,
    TELECONFERENCE,
    activities,
    badge_ids,
    badges_csv,
    groups_csv,
)

DAYS = [date(2026, 11, 20), date(2027, 1, 1), date(2028, 2, 29), date(2026, 3, 8), date(2026, 11, 9)]


@pytest.mark.parametrize("today", DAYS)
def test_all_but_the_old_one_can_be_claimed(today: date) -> None:
    now = datetime.combine(today, time(), UTC)
    for activity in activities(today):
        assert activity.is_open(now) == (activity.id != OLD_MEETING)
        assert all(session.ends_at < now for session in activity.sessions)
        assert parse_activity(json.loads(activity.model_dump_json())) == activity


def test_the_meeting_has_parallel_tracks() -> None:
    meeting = next(one for one in activities(DAYS[0]) if one.id == MEETING)
    assert len(meeting.sessions) == 300
    assert len({one.title for one in meeting.sessions}) == 300
    assert len({meeting.day_of(one) for one in meeting.sessions}) == 5
    assert len({one.track for one in meeting.sessions}) == 6
    assert {str(one.maximum) for one in meeting.statements} == {"31.25", "32.5"}


def test_there_is_one_of_each_kind() -> None:
    assert {one.kind for one in activities(DAYS[0])} == {"live_meeting", "teleconference", "webinar", "online"}
    online = next(one for one in activities(DAYS[0]) if one.id == ONLINE)
    assert online.assessment is not None
    assert len(online.assessment.questions) >= 5


def test_the_same_day_gives_the_same() -> None:
    assert activities(DAYS[0]) == activities(DAYS[0])
    assert badge_ids() == badge_ids()


def test_the_lists_are_taken(claims_table: Table) -> None:
    for activity in activities(DAYS[0]):
        Catalog(claims_table).save(activity, seen=None)
    lists = AccessLists(claims_table)
    taken = lists.put_badges(MEETING, io.BytesIO(badges_csv().encode()), dry_run=False)
    assert taken == Taken(500, 500, 0, 0, dry_run=False)
    taken = lists.put_groups(TELECONFERENCE, io.BytesIO(groups_csv().encode()), dry_run=False)
    assert taken == Taken(3, 3, 0, 0, dry_run=False)
