"""Reports with what surprises: no row is lost without a word, and nobody gets minutes that they were not there."""

import pytest

from laurel.attendance.layouts import Columns
from laurel.attendance.match_report import ReportSettings
from laurel.attendance.read_dates import matched_report
from laurel.attendance.tables import read_rows
from laurel.platform.refusal import Refusal
from tests.unit.attendance import reports
from tests.unit.attendance.test_reports import MEETING, ONE, judged, refused, told
from tests.unit.claims.samples import activity, online, session

TIMES = "Name,Email,Join Time,Leave Time\n"
NINE_TO_TEN = "06/04/2026 9:00 AM,06/04/2026 10:00 AM"
TWO_AT_ONCE = activity(sessions=[session("a", "09:00", "10:00"), session("b", "09:30", "10:30")])


def test_a_person_of_whom_only_the_name_is_known_does_not_end_the_list() -> None:
    text = "Name,Email,Minutes\nAna,ana@example.org,60\nWalk-in,,\nBo,bo@example.org,60\nDoor guest,,\nCem Ak,,\n"
    assert [status for _, status, _ in told(judged(text, ONE))] == [
        "taken",
        "no_email",
        "taken",
        "no_email",
        "no_email",
    ]


def test_a_title_that_a_spreadsheet_filled_up_with_commas_ends_the_list() -> None:
    text = "Name,Email,Minutes\nAna,ana@example.org,60\nQuestions,,\nAsked by,Question,Answer\nAna,Why?,Because\n"
    assert told(judged(text, ONE)) == [("ana@example.org", "taken", {"a": 60})]


def test_people_on_the_phone_under_a_heading_of_their_own_are_answered() -> None:
    phone = f"Other Attended\nUser Name,Join Time,Leave Time,Country/Region Name\n15550100,{NINE_TO_TEN},US\n"
    found = judged(reports.ZOOM_WEBINAR + phone)
    assert told(found)[-2:] == [("", "no_email", {}), ("", "no_email", {})]
    assert found[-1].name == "15550100"


def test_a_list_of_names_and_times_alone_is_refused() -> None:
    assert refused(f"Name,Join Time,Leave Time\nAna,{NINE_TO_TEN}\n") == "attendance_columns_unknown"


def test_the_host_in_the_heading_of_a_zoom_meeting_is_nobody_who_attended() -> None:
    meeting = (
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
        "912,Body Fluids,06/04/2026 08:58:26 AM,06/04/2026 10:02:50 AM,host@example.org,65,1\n\n"
    )
    heading = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"
    people = f"{heading}\nAna,ana@example.org,{NINE_TO_TEN},60\n"
    assert told(judged(meeting + people)) == [("ana@example.org", "taken", {"a": 60})]


def test_breaks_between_the_first_and_the_last_time_do_not_count() -> None:
    """Without the section that has each stay, the minutes say how long the person really was there."""
    text = reports.TEAMS.partition("3. In-Meeting")[0]
    assert told(judged(text, ONE)) == [
        ("ana@example.org", "too_short", {"a": 42}),
        ("bo@example.org", "too_short", {"a": 13}),
    ]


def test_the_principal_name_of_teams_stands_in_for_an_address_that_is_missing() -> None:
    text = reports.TEAMS.partition("3. In-Meeting")[0].replace("bo@example.org\tbo@", "\tbo@")
    assert told(judged(text, ONE))[1] == ("bo@example.org", "too_short", {"a": 13})


def test_dashes_are_empty_cells() -> None:
    text = f"{TIMES}Ana,ana@example.org,--,--\nBo,--,{NINE_TO_TEN}\n"
    assert told(judged(text)) == [("ana@example.org", "too_short", {}), ("", "no_email", {})]


def test_seconds_of_many_rows_add_up() -> None:
    rows = "ana@example.org,11m 50s\n" * 5
    assert told(judged(f"Email,Duration\n{rows}", ONE))[0] == ("ana@example.org", "taken", {"a": 59})


def test_the_time_in_an_online_activity_counts_for_one_session() -> None:
    course = online(sessions=[session("a", "09:00", "10:00"), session("b", "10:00", "11:30")])
    text = f"{TIMES}Ana,ana@example.org,{NINE_TO_TEN}\n"
    assert refused(text, course) == "attendance_session_needed at session"
    assert told(judged(text, course, "b")) == [("ana@example.org", "too_short", {"b": 60})]


@pytest.mark.parametrize("stay", [NINE_TO_TEN, "04/06/2026 09:00,04/06/2026 10:00"], ids=["month-first", "day-first"])
def test_nobody_is_in_two_sessions_at_once(stay: str) -> None:
    text = f"{TIMES}Ana,ana@example.org,{stay}\n"
    assert refused(text, TWO_AT_ONCE) == "attendance_session_needed at session"
    assert told(judged(text, TWO_AT_ONCE, "b")) == [("ana@example.org", "too_short", {"b": 30})]
    early = f"{TIMES}Ana,ana@example.org,06/04/2026 9:00 AM,06/04/2026 9:20 AM\n"
    assert told(judged(early, TWO_AT_ONCE)) == [("ana@example.org", "too_short", {"a": 20})]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest() -> None:
    text = f'{TIMES}"Ana,ana@example.org,{NINE_TO_TEN}\nBo,bo@example.org,{NINE_TO_TEN}\n'
    assert isinstance(read_rows(text.encode()), Refusal)
    inches = f'{TIMES}Ana 5",ana@example.org,{NINE_TO_TEN}\n'
    assert told(judged(inches))[0][1] == "taken"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert len(judged(reports.TEAMS.encode(encoding))) == 3


@pytest.mark.parametrize("zone", ["-04:00", "-0400"])
def test_times_that_say_how_far_they_are_from_utc(zone: str) -> None:
    text = f"Email,Join Time,Leave Time\nana@example.org,2026-06-04T09:00:00{zone},2026-06-04T14:50:00+01:00\n"
    assert told(judged(text, ONE)) == [("ana@example.org", "taken", {"a": 50})]


def test_headings_in_other_letters_and_named_columns() -> None:
    text = f"NAME;E-MAIL;JOIN TIME;LEAVE TIME\nAna;ana@example.org;{NINE_TO_TEN.replace(',', ';')}\n"
    assert told(judged(text, MEETING)) == [("ana@example.org", "taken", {"a": 60})]
    columns = Columns(email="e-mail", join="join time", leave="leave time")
    assert told(judged(text, MEETING, columns=columns)) == [("ana@example.org", "taken", {"a": 60})]


def test_a_column_that_is_not_there_is_named_beside_those_that_are() -> None:
    rows = read_rows(b"Name,,Email,Minutes\nAna,,ana@example.org,60\n")
    assert not isinstance(rows, Refusal)
    settings = ReportSettings(MEETING.zone, 80, None)
    found = matched_report(rows, Columns(email="Address", minutes="Minutes"), MEETING, settings)
    assert isinstance(found, Refusal)
    assert "“Address”" in found.message
    assert "Name, Email, Minutes" in found.message
