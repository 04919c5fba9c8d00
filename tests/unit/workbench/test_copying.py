"""A copy of an activity for another date: days move, the time of day stays, and what must not be twice is left out."""

from datetime import date
from itertools import count
from typing import Any

from laurel.catalog.activity import Activity
from laurel.workbench.copying import copied
from tests.unit.claims.samples import activity, session, statement

CODES = [
    {"code": "OPEN-1"},
    {"code": "OPEN-2", "valid_from": "2026-06-04T13:00:00Z", "valid_until": "2026-06-05T22:30:00Z"},
    {"code": "OPEN-3", "valid_until": "2026-06-06T00:00:00Z"},
]


def utc(written: str) -> str:
    """An instant as it is stored."""
    return f"{written}.000000Z"


def copy_of(one: Activity, starts_on: date) -> dict[str, Any]:
    numbers = count(1)
    return dict(copied(one, "micro-again", starts_on, lambda: f"NEW-{next(numbers)}"))


def test_a_copy_is_the_same_but_for_its_id_its_number_and_its_days() -> None:
    original = activity()
    copy = copy_of(original, date(2026, 7, 9))
    before = original.model_dump(mode="json", exclude_none=True)
    assert {name for name in before if copy[name] != before[name]} == {
        *("id", "number", "starts_on", "ends_on", "claim_window", "sessions"),
    }
    assert set(copy) == set(before)
    assert (copy["id"], copy["number"]) == ("micro-again", "")
    assert (copy["starts_on"], copy["ends_on"]) == ("2026-07-09", "2026-07-10")
    assert copy["claim_window"] == {"opens_at": utc("2026-07-09T04:00:00"), "closes_at": utc("2027-02-04T05:00:00")}


def test_each_session_moves_by_the_same_days_and_keeps_the_rest() -> None:
    original = activity()
    sessions = copy_of(original, date(2026, 7, 9))["sessions"]
    times = [(one["id"], one["starts_at"], one["ends_at"]) for one in sessions]
    assert times == [
        ("a", utc("2026-07-09T13:00:00"), utc("2026-07-09T14:00:00")),
        ("a-parallel", utc("2026-07-09T13:30:00"), utc("2026-07-09T14:30:00")),
        ("b", utc("2026-07-09T14:00:00"), utc("2026-07-09T15:30:00")),
        ("c", utc("2026-07-09T17:00:00"), utc("2026-07-09T21:00:00")),
        ("d", utc("2026-07-10T13:00:00"), utc("2026-07-10T17:00:00")),
        ("e", utc("2026-07-10T18:00:00"), utc("2026-07-10T22:00:00")),
    ]
    for found, one in zip(sessions, original.sessions, strict=True):
        was = one.model_dump(mode="json", exclude_none=True)
        assert {name for name in was if found[name] != was[name]} == {"starts_at", "ends_at"}


def test_the_time_of_day_stays_over_the_change_to_winter_time() -> None:
    copy = copy_of(activity(), date(2026, 12, 3))
    assert copy["sessions"][0]["starts_at"] == utc("2026-12-03T14:00:00"), "nine in New York"
    assert copy["claim_window"]["opens_at"] == utc("2026-12-03T05:00:00"), "midnight in New York"
    earlier = copy_of(activity(), date(2026, 3, 5))
    assert earlier["sessions"][0]["starts_at"] == utc("2026-03-05T14:00:00")
    assert earlier["sessions"][0]["ends_at"] == utc("2026-03-05T15:00:00")


def test_the_second_of_two_hours_alike_stays_the_second() -> None:
    # On November 1, New York has the hour from one o'clock twice.
    twice = session("a", "01:00", "01:50", day="2026-11-01")
    twice |= {"starts_at": "2026-11-01T01:00:00-05:00", "ends_at": "2026-11-01T01:50:00-05:00"}
    days = {"starts_on": "2026-11-01", "ends_on": "2026-11-01"}
    offers = [statement("california", "1", "0.5")]
    window = {"opens_at": "2026-11-01T04:00:00Z", "closes_at": "2026-12-31T05:00:00Z"}
    (found,) = copy_of(activity(sessions=[twice], statements=offers, claim_window=window, **days), date(2026, 11, 1))[
        "sessions"
    ]
    assert (found["starts_at"], found["ends_at"]) == (utc("2026-11-01T06:00:00"), utc("2026-11-01T06:50:00"))


def test_codes_are_new_and_their_times_move() -> None:
    copy = copy_of(activity(access={"type": "session_code", "codes": CODES}), date(2026, 7, 9))
    assert copy["access"]["codes"] == [
        {"code": "NEW-1"},
        {"code": "NEW-2", "valid_from": utc("2026-07-09T13:00:00"), "valid_until": utc("2026-07-10T22:30:00")},
        {"code": "NEW-3", "valid_until": utc("2026-07-11T00:00:00")},
    ]
    assert copy_of(activity(), date(2026, 7, 9))["access"]["codes"] == []
