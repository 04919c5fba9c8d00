"""How the columns of a report may be called, and what each row of it says, field by field."""

from datetime import datetime
from decimal import Decimal

import pytest

from laurel.attendance.layouts import AttendanceRow, Columns, guess_columns, read_report
from laurel.attendance.times import Stamp
from laurel.platform.refusal import Refusal
from laurel.platform.table_row import TableRow

# Every name by which a column is found, the best first.
NAMES = {
    "email": [
        *("Email", "User Email", "Email of attendee", "E-Mail Address", "Participant ID (UPN)", "UPN", "Mail"),
    ],
    "name": [
        *("User Name (Original Name)", "Name (Original Name)", "Name of Attendee", "Name", "Full name", "username"),
        "Attendee",
    ],
    "join": [
        *("Join Time", "First Join", "First Join Time", "Attendee first join time", "Time in", "Check-in", "Joined"),
    ],
    "leave": [
        *("Leave Time", "Last Leave", "Last leave time", "Attendee last leave time", "Time out", "Check-out", "Left"),
    ],
    "minutes": [
        *("Time in Session (minutes)", "Duration (Minutes)", "Total Duration (minutes)", "In-Meeting Duration"),
        *("Duration", "Attendee total time in session", "Minutes", "Minutes attended", "Attendance duration"),
        "Total minutes",
    ],
    "complete": ["Certificate Eligible"],
}
ANA = "ana@example.org"
NO_TIME = "is no date with a time, such as 06/04/2026 9:00 AM"
NINE, TEN = datetime(2026, 6, 4, 9), datetime(2026, 6, 4, 10)


def table(*rows: list[str]) -> list[TableRow]:
    return [TableRow(line, tuple(cells)) for line, cells in enumerate(rows, 1)]


def read(*rows: list[str], columns: Columns | None = None) -> tuple[AttendanceRow, ...]:
    found = read_report(table(*rows), columns or Columns())
    assert not isinstance(found, Refusal), found
    return found


def refusal(*rows: list[str], columns: Columns | None = None) -> Refusal:
    found = read_report(table(*rows), columns or Columns())
    assert isinstance(found, Refusal), found
    return found


@pytest.mark.parametrize("what", NAMES)
def test_a_column_is_found_by_each_of_its_names_the_best_first(what: str) -> None:
    names = NAMES[what]
    assert [guess_columns(["Title", name]).get(what) for name in names] == [1] * len(names)
    assert guess_columns([*reversed(names)])[what] == len(names) - 1
    assert guess_columns(["Title", "Notes"]) == {}
    assert guess_columns(["Email", ANA]) == {}
    assert guess_columns(["Topic", "Participants", "Email"]) == {}
    assert guess_columns(["Topic", "Email"]) == {"email": 1}
    assert guess_columns(["Title", *names], {what: "title"})[what] == 0


def test_each_form_of_a_row() -> None:
    times = ["Name", "Email", "Join Time", "Leave Time"]
    stay = ["Ana", ANA, "06/04/2026 9:00 AM", "06/04/2026 10:00 AM"]
    assert read(["June"], times, stay) == (AttendanceRow(3, ANA, "Ana", Stamp(NINE, False), Stamp(TEN, False)),)
    assert read(times, ["Ana", ANA, "", ""], ["–", "–", "—", "-"], ["Bo"]) == (
        AttendanceRow(2, ANA, "Ana"),
        AttendanceRow(3, "", ""),
        AttendanceRow(4, "", "Bo"),
    )
    assert read(["Email", "Minutes"], [ANA, "12.5"], ["bo@example.org", ""]) == (
        AttendanceRow(2, ANA, "", minutes=Decimal("12.5")),
        AttendanceRow(3, "bo@example.org", ""),
    )
    first_and_last = ["Email", "First Join", "Last Leave", "Duration"]
    assert read(first_and_last, [*stay[1:], "13 min"]) == (
        AttendanceRow(2, ANA, "", Stamp(NINE, False), Stamp(TEN, False), Decimal(13)),
    )
    # Only the first and the last time have minutes of their own: those of a stay are between its times.
    assert read([*times, "Duration"], [*stay, "13 min"]) == (
        AttendanceRow(2, ANA, "Ana", Stamp(NINE, False), Stamp(TEN, False)),
    )
    # One time alone is no stay, so the minutes count.
    for one in ("Join Time", "Leave Time"):
        assert read(["Email", one, "Minutes"], [ANA, stay[2], "5"]) == (AttendanceRow(2, ANA, "", minutes=Decimal(5)),)
    collaborate = ["Name of Attendee", "Email of attendee", "Attendee first join time", "Attendee last leave time"]
    assert read(collaborate, stay) == (AttendanceRow(2, ANA, "Ana", Stamp(NINE, True), Stamp(TEN, True)),)


@pytest.mark.parametrize(
    ("said", "completed"),
    [
        *((one, True) for one in ("Y", "yes", "TRUE", "1")),
        *((one, False) for one in ("n", "No", "False", "0", "N/A")),
    ],
)
def test_grades_say_yes_or_no(said: str, completed: bool) -> None:
    row = AttendanceRow(2, ANA, "Ana", completed=completed)
    assert read(["Username", "Email", "Certificate Eligible"], ["Ana", ANA, said]) == (row,)


@pytest.mark.parametrize(
    ("heading", "cells", "why"),
    [
        (["Certificate Eligible"], ["Perhaps"], "“Perhaps” is neither Y nor N"),
        (["Certificate Eligible"], [""], "“” is neither Y nor N"),
        (["Minutes"], ["long"], "“long” is no number of minutes"),
        (
            ["Join Time", "Leave Time"],
            ["noon", "06/04/2026 9:00"],
            f"“noon” {NO_TIME}",
        ),
        (
            ["Join Time", "Leave Time"],
            ["06/04/2026 9:00", "noon"],
            f"“noon” {NO_TIME}",
        ),
        (["First Join", "Last Leave"], ["06/04/2026 9:00", "06/04/2026 8:59"], "it ends before it begins"),
    ],
)
def test_a_row_that_cannot_be_read_keeps_its_person_and_says_why(
    heading: list[str], cells: list[str], why: str
) -> None:
    assert read(["Name", "Email", *heading], ["Ana", ANA, *cells]) == (AttendanceRow(2, ANA, "Ana", unreadable=why),)


def test_a_row_whose_times_cannot_be_read_has_no_minutes_either() -> None:
    assert read(["Email", "First Join", "Last Leave", "Duration"], [ANA, "noon", "06/04/2026 9:00", "13 min"]) == (
        AttendanceRow(2, ANA, "", unreadable=f"“noon” {NO_TIME}"),
    )


def test_a_stay_of_no_time_can_be_read() -> None:
    times = ["06/04/2026 9:00", "06/04/2026 9:00"]
    assert read(["Email", "Join Time", "Leave Time"], [ANA, *times]) == (
        AttendanceRow(2, ANA, "", Stamp(NINE, False), Stamp(NINE, False)),
    )


def test_a_table_without_the_needed_columns_is_refused() -> None:
    for heading in (["Email"], ["Email", "Join Time"], ["Name", "Minutes"], ["Name", "Join Time", "Leave Time"]):
        assert refusal(heading).code == "attendance_columns_unknown"
    assert refusal().code == "attendance_columns_unknown"


def test_a_column_that_is_not_there_is_named_beside_the_first_row() -> None:
    address = Columns(email="Address")
    said = "No row of this file has a column called “Address”. It has: {}."
    assert refusal(["Name", "", "Email"], ["Ana", "", ANA], columns=address).message == said.format("Name, Email")
    assert refusal(columns=address).message == said.format("nothing")
    assert refusal(["n" * 301], columns=address).message == said.format("n" * 300)
    # It is looked for in the first twenty rows, in cells that can be a name.
    assert "“Address”" not in refusal(*[["x"]] * 19, ["address"], columns=address).message
    assert "“Address”" in refusal(*[["x"]] * 20, ["address"], columns=address).message
    long = Columns(email="a" * 200)
    assert "aaa" not in refusal(["a" * 200], columns=long).message
    assert "aaa" in refusal(["a" * 201], columns=Columns(email="a" * 201)).message


def test_a_named_address_needs_no_name_of_microsoft() -> None:
    heading = ["Who", "Participant ID (UPN)", "Minutes"]
    rows = (heading, ["", ANA, "5"], ["bo@example.org", ANA, "5"], ["", "ana", "5"])
    assert [row.email for row in read(*rows, columns=Columns(email="who"))] == ["", "bo@example.org", ""]
    teams = (["Email", *heading[1:]], *rows[1:])
    assert [row.email for row in read(*teams)] == [ANA, "bo@example.org", ""]


def test_a_title_ends_a_section_and_a_person_without_an_address_does_not() -> None:
    heading, ana = ["Email", "Name", "Minutes"], [ANA, "Ana", "5"]
    after = ["Asked", "Answered", ""]
    assert [row.line for row in read(heading, ana, ["Questions"], after)] == [2]
    for guest, below in (
        (["Guest", "G"], after),
        (["guest@example.org"], after),
        (["Guest"], ["Bo", "", ""]),
        (["Guest"], ["bo@example.org", "Bo", ""]),
        (["Guest"], ["Bo", "5", ""]),
    ):
        assert [row.line for row in read(heading, ana, guest, below)] == [2, 3, 4]
    assert [row.line for row in read(heading, ana, ["Guest"])] == [2, 3]
    # A heading of two columns has no titles below it.
    assert [row.line for row in read(["Email", "Minutes"], [ANA, "5"], ["Guest"], after)] == [2, 3, 4]


def test_of_a_person_with_each_stay_in_one_section_the_other_section_is_passed_over() -> None:
    whole = ["Email", "First Join", "Last Leave", "Duration"]
    each = ["Email", "Join Time", "Leave Time"]
    times = ["06/04/2026 9:00", "06/04/2026 10:00"]
    bo = "bo@example.org"
    both = read(whole, [ANA, *times, "5"], [bo, *times, "5"], each, [ANA.upper(), *times])
    assert [(row.line, row.email) for row in both] == [(3, bo), (5, ANA.upper())]
    # Without an address nobody is known to be the same person.
    names = [["Name", *heading] for heading in (whole, each)]
    unknown = read(names[0], ["Bo", "", *times, "5"], names[1], ["Bo", "", *times])
    assert [(row.line, row.name) for row in unknown] == [(2, "Bo"), (4, "Bo")]
    # Two lists of stays are both read, and so are minutes next to them.
    assert [row.line for row in read(each, [ANA, *times], each, [ANA, *times])] == [2, 4]
    assert [row.line for row in read(["Email", "Minutes"], [ANA, "5"], each, [ANA, *times])] == [2, 4]


@pytest.mark.parametrize(("join", "leave"), [("", "06/04/2026 9:00"), ("06/04/2026 9:00", "")])
def test_half_a_stay_cannot_be_read(join: str, leave: str) -> None:
    [seen] = read(["Email", "Join Time", "Leave Time"], [ANA, join, leave])
    assert seen.unreadable == f"“” {NO_TIME}"


def test_a_row_without_times_says_that_somebody_was_there() -> None:
    [seen] = read(["Email", "Join Time", "Leave Time"], [ANA, "", ""])
    assert (seen.email, seen.unreadable, seen.joined, seen.left) == (ANA, None, None, None)
