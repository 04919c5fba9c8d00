"""Rows matched to sessions: who was there, for how long, and the words of each refusal."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from laurel.attendance.layouts import AttendanceRow
from laurel.attendance.match_report import MatchedReport, ReportSettings, match_report
from laurel.attendance.times import Stamp
from laurel.catalog.activity import Activity
from laurel.platform.refusal import Refusal
from tests.unit.attendance.test_reports import MEETING, ONE, judged, told
from tests.unit.claims.samples import activity, online, session

ANA, BO = "ana@example.org", "bo@example.org"
PARALLEL = activity(sessions=[session("a", "09:00", "10:00"), session("b", "09:30", "10:30")])


def stay(email: str, begins: tuple[int, int], ends: tuple[int, int]) -> AttendanceRow:
    joined, left = (Stamp(datetime(2026, 6, 4, *one), is_utc=False) for one in (begins, ends))
    return AttendanceRow(2, email, "Ana", joined, left)


def refusal(seen: list[AttendanceRow], of: Activity, session_id: str | None = None) -> Refusal:
    found = match_report(seen, of, ReportSettings(of.zone, 80, session_id))
    assert isinstance(found, Refusal)
    return found


def test_only_rows_with_an_address_that_can_be_read_are_somebody() -> None:
    seen = [
        stay(ANA, (9, 10), (9, 50)),
        stay("", (9, 0), (10, 0)),
        stay("bo at example.org", (9, 0), (10, 0)),
        AttendanceRow(5, BO, "Bo", unreadable="it ends before it begins"),
    ]
    found = match_report(seen, ONE, ReportSettings(ONE.zone, 80))
    assert isinstance(found, MatchedReport)
    assert [(row.email, key) for row, key in found.rows] == [
        (ANA, ANA),
        ("", None),
        ("bo at example.org", None),
        (BO, BO),
    ]
    assert list(found.people) == [ANA]
    # The times of New York, in UTC.
    [(start, end)] = found.people[ANA]["a"].spans
    assert (start, end) == (datetime(2026, 6, 4, 13, 10, tzinfo=UTC), datetime(2026, 6, 4, 13, 50, tzinfo=UTC))
    assert (start.tzinfo, end.tzinfo) == (UTC, UTC)


def test_the_refusals_name_the_sessions() -> None:
    minutes = [AttendanceRow(2, ANA, "Ana", minutes=Decimal(1))]
    assert refusal(minutes, MEETING).message == (
        "This file has minutes but no times, so it does not say which session they belong to. Name the session."
    )
    assert refusal(minutes, MEETING, "z").message == "This activity has no session “z”."
    assert refusal([stay(ANA, (9, 0), (10, 0))], PARALLEL).message == (
        "“Session a” and “Session b” are held at the same time, so this file does not say in which one a person was."
        " Name the session."
    )


@pytest.mark.parametrize(("minutes", "status"), [(47, "too_short"), (48, "taken"), (49, "taken")])
def test_the_needed_share_of_a_session_is_enough(minutes: int, status: str) -> None:
    assert told(judged(f"Email,Minutes\n{ANA},{minutes}\n", ONE)) == [(ANA, status, {"a": minutes})]


def test_half_a_minute_without_times_is_too_short_and_not_outside_of_the_session() -> None:
    assert told(judged(f"Email,Minutes\n{ANA},0.5\n", ONE)) == [(ANA, "too_short", {})]


@pytest.mark.parametrize(("said", "counted"), [(57, 57), (58, 58), (59, 60), (60, 60), (61, 60)])
def test_minutes_that_are_fewer_by_more_than_a_rounded_one_say_that_there_were_breaks(said: int, counted: int) -> None:
    times = "06/04/2026 9:00 AM,06/04/2026 10:00 AM"
    report = f"Email,First Join,Last Leave,Duration\n{ANA},{times},{said}\n"
    [(_, _, stays)] = told(judged(report, ONE))
    assert stays == {"a": counted}


def test_breaks_do_not_count_in_an_online_activity_either() -> None:
    course = online(sessions=[session("a", "09:00", "10:00")])
    rows = [
        f"{ANA},06/04/2026 9:00 AM,06/04/2026 10:00 AM,20",
        f"{ANA},06/05/2026 9:00 AM,06/05/2026 9:15 AM,15",
    ]
    report = "\n".join(["Email,First Join,Last Leave,Duration", *rows])
    assert [stays for _, _, stays in told(judged(report, course))] == [{"a": 35}, {"a": 35}]


def test_a_course_that_was_completed_once_is_completed() -> None:
    course = online(sessions=[session("a", "09:00", "10:00")])
    report = f"Email,Certificate Eligible\n{ANA},Y\n{ANA},N\n"
    assert told(judged(report, course)) == [(ANA, "taken", {"a": 60})] * 2
