"""Reports of every known layout, matched to a meeting with sessions from 9 to 10 and from 10 to 11:30 in New York."""

import pytest

from laurel.attendance.layouts import Columns
from laurel.attendance.match_report import JudgedRow, ReportSettings, RowStatus, judge
from laurel.attendance.presence import Presence
from laurel.attendance.read_dates import matched_report
from laurel.attendance.tables import read_rows
from laurel.catalog.activity import Activity
from laurel.platform.refusal import Refusal
from tests.unit.attendance import reports
from tests.unit.attendance.test_layouts import NO_TIME
from tests.unit.claims.samples import activity, online, session

MEETING = activity(sessions=[session("a", "09:00", "10:00"), session("b", "10:00", "11:30")])
ONE = activity(sessions=[session("a", "09:00", "10:00")])
NO_COLUMNS = Columns()


def judged(
    text: str | bytes,
    of: Activity = MEETING,
    session_id: str | None = None,
    columns: Columns = NO_COLUMNS,
    before: dict[str, dict[str, Presence]] | None = None,
) -> list[JudgedRow]:
    rows = read_rows(text if isinstance(text, bytes) else text.encode())
    assert not isinstance(rows, Refusal), rows
    settings = ReportSettings(of.zone, 80, session_id)
    matched = matched_report(rows, columns, of, settings)
    assert not isinstance(matched, Refusal), matched
    return list(judge(matched, before or {}, of, settings))


def refused(text: str, of: Activity = MEETING, session_id: str | None = None, columns: Columns = NO_COLUMNS) -> str:
    rows = read_rows(text.encode())
    assert not isinstance(rows, Refusal), rows
    matched = matched_report(rows, columns, of, ReportSettings(of.zone, 80, session_id))
    assert isinstance(matched, Refusal), matched
    return " at ".join([matched.code, *(one.path for one in matched.errors)])


def told(rows: list[JudgedRow]) -> list[tuple[str, str, dict[str, int]]]:
    return [(row.email, row.status, {one.session_id: one.minutes for one in row.stays}) for row in rows]


def test_a_zoom_webinar() -> None:
    """Ana was there twice, and her stays overlap: 55 minutes, and none counts twice."""
    assert told(judged(reports.ZOOM_WEBINAR)) == [
        ("host@example.org", "taken", {"a": 60, "b": 10}),
        ("ana@example.org", "taken", {"a": 55}),
        ("ANA@Example.org", "taken", {"a": 55}),
        ("hari@example.org", "too_short", {"a": 20}),
        ("noshow@example.org", "too_short", {}),
        ("", "no_email", {}),
    ]
    assert judged(reports.ZOOM_WEBINAR)[3].name == "Babu, Hari"


def test_a_zoom_meeting() -> None:
    """The heading of the first table, which has a duration too, is no list of people."""
    assert told(judged(reports.ZOOM_MEETING)) == [
        ("ana@example.org", "taken", {"a": 58, "b": 2}),
        ("ana@example.org", "taken", {"a": 58, "b": 2}),
        ("", "no_email", {}),
    ]


def test_one_minute_in_a_session_is_presence_there_and_no_minute_is_none() -> None:
    times = "Email,Join Time,Leave Time\nana@example.org,2026-06-04 09:00:00,2026-06-04 {}\n"
    assert told(judged(times.format("10:01:00"))) == [("ana@example.org", "taken", {"a": 60, "b": 1})]
    assert told(judged(times.format("10:00:30"))) == [("ana@example.org", "taken", {"a": 60})]


def test_minutes_without_times_need_a_session_and_are_capped_by_it() -> None:
    assert refused(reports.ZOOM_TOTALS) == "attendance_session_needed at session"
    assert refused(reports.ZOOM_TOTALS, session_id="nope") == "attendance_session_unknown at session"
    expected = [("ana@example.org", "taken", {"a": 60}), ("bo@example.org", "too_short", {"a": 12})]
    assert told(judged(reports.ZOOM_TOTALS, session_id="a")) == expected
    assert told(judged(reports.ZOOM_TOTALS, ONE)) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_microsoft_teams(encoding: str) -> None:
    """Each stay counts where the report has them: the first join and the last leave include the breaks."""
    assert told(judged(reports.TEAMS.encode(encoding))) == [
        ("bo@example.org", "too_short", {"a": 13}),
        ("ana@example.org", "too_short", {"a": 40}),
        ("ana@example.org", "too_short", {"a": 40}),
    ]


def test_grades_of_open_edx_are_all_or_nothing() -> None:
    course = online(sessions=[session("a", "09:00", "10:00"), session("b", "10:00", "11:30")])
    assert told(judged(reports.OPEN_EDX, course)) == [
        ("ana@example.org", "taken", {"a": 60, "b": 90}),
        ("bo@example.org", "too_short", {}),
    ]


def test_blackboard_collaborate_writes_utc() -> None:
    assert told(judged(reports.COLLABORATE)) == [("ana@example.org", "taken", {"a": 55})]


def test_any_table_is_read_by_the_names_of_its_columns_with_the_day_first_where_that_fits() -> None:
    assert refused(reports.OWN_COLUMNS) == "attendance_columns_unknown"
    columns = Columns(email="Contact mail", name="Person", join="In", leave="Out")
    assert told(judged(reports.OWN_COLUMNS, columns=columns)) == [
        ("ana@example.org", "taken", {"a": 58}),
        ("bo@example.org", "not_in_session", {}),
    ]
    assert refused(reports.OWN_COLUMNS, columns=Columns(email="Nope")) == "attendance_columns_unknown"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("ana at example.org,06/04/2026 9:00,06/04/2026 10:00", "no e-mail address"),
        (
            "ana@example.org,yesterday,06/04/2026 10:00",
            f"“yesterday” {NO_TIME}",
        ),
        ("ana@example.org,06/04/2026 9:00,", f"“” {NO_TIME}"),
        ("ana@example.org,06/04/2026 10:00,06/04/2026 9:00", "it ends before it begins"),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_costs_no_other(row: str, why: str) -> None:
    other = "bo@example.org,06/04/2026 9:00,06/04/2026 10:00"
    found = judged(f"Email,Join Time,Leave Time\n{row}\n{other}\n")
    assert [one.status for one in found] == ["unreadable", "taken"]
    assert why in str(found[0].why)
    assert found[0].line == 2


def test_a_stay_over_midnight_counts_on_both_days() -> None:
    late = activity(
        sessions=[session("a", "23:00", "23:59", day="2026-06-04"), session("b", "00:00", "01:00", day="2026-06-05")]
    )
    text = "Email,Join Time,Leave Time\nana@example.org,06/04/2026 11:00 PM,06/05/2026 12:50 AM\n"
    assert told(judged(text, late)) == [("ana@example.org", "taken", {"a": 59, "b": 50})]


def test_a_report_that_was_taken_before_is_known_and_a_second_one_adds_what_is_missing() -> None:
    first = "Email,Join Time,Leave Time\nana@example.org,06/04/2026 9:00 AM,06/04/2026 9:30 AM\n"
    second = "Email,Join Time,Leave Time\nana@example.org,06/04/2026 9:25 AM,06/04/2026 9:55 AM\n"
    rows = read_rows(first.encode())
    assert not isinstance(rows, Refusal)
    matched = matched_report(rows, NO_COLUMNS, MEETING, ReportSettings(MEETING.zone, 80))
    assert not isinstance(matched, Refusal)
    known = {key: dict(found) for key, found in matched.people.items()}
    assert told(judged(first, before=known)) == [("ana@example.org", "too_short", {"a": 30})]
    assert told(judged(second, before=known)) == [("ana@example.org", "taken", {"a": 55})]


def test_a_known_row_is_called_so() -> None:
    rows = judged(reports.ZOOM_MEETING)
    assert rows[0].status is RowStatus.TAKEN
    known = {"ana@example.org": {"a": Presence(stated=60), "b": Presence(stated=2)}}
    text = "Email,Minutes\nana@example.org,60\n"
    assert told(judged(text, session_id="a", before=known)) == [("ana@example.org", "known", {"a": 60})]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        *((said, "taken") for said in ("Y", "yes", "True", "1")),
        *((said, "too_short") for said in ("N", "no", "FALSE", "0", "n/a")),
        *((said, "unreadable") for said in ("", "2", "perhaps")),
    ],
)
def test_a_course_is_completed_or_not(said: str, status: str) -> None:
    course = online(sessions=[session("a", "09:00", "10:00")])
    report = f"Email,Certificate Eligible\nana@example.org,{said}\nbo@example.org,Y\n"
    assert [row.status for row in judged(report, course)] == [status, "taken"]


def test_what_is_no_number_of_minutes_keeps_its_person_and_says_why() -> None:
    report = "Name,Email,Minutes\nAna Lima,ana@example.org,many\nBo,bo@example.org,60\n"
    row, other = judged(report, session_id="a")
    assert (row.status, row.email, row.name, row.why) == (
        "unreadable",
        "ana@example.org",
        "Ana Lima",
        "“many” is no number of minutes",
    )
    assert other.status == "taken"
