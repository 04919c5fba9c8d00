"""The columns of a file before its upload: the heading, its first cells, and the columns that the upload finds."""

import io

import pytest

from laurel.attendance.layouts import Columns, read_report
from laurel.catalog.uploads import read_badges
from laurel.platform.refusal import Refusal
from laurel.platform.table_files import table_rows
from laurel.platform.table_heads import LONGEST_NAME, MOST_COLUMNS
from laurel.workbench.file_columns import ColumnsOf, file_columns

BADGES = "Registrant;Kennung;Größe\nAna Lima;CMW-1;M\nBo Chen;CMW-2;S\nCy Diaz;CMW-3;L\nDi;CMW-4;\n"


def columns(data, of=ColumnsOf.BADGES):
    found = file_columns(data if isinstance(data, bytes) else data.encode(), of)
    assert not isinstance(found, Refusal), found
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_columns_come_with_their_first_cells_in_any_encoding(encoding):
    head, found = columns(BADGES.encode(encoding))
    assert [one.name for one in head.columns] == ["Registrant", "Kennung", "Größe"]
    assert head.columns[1].cells == ("CMW-1", "CMW-2", "CMW-3")
    assert (head.line, found) == (1, {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("titles", ["", "Meeting 2026\n\n", "Export;2026\nMade by;Registration\n"])
def test_each_column_that_is_offered_can_be_chosen(encoding, titles):
    data = (titles + BADGES.replace("CMW-1;M", "CMW-1;Ü")).encode(encoding)
    head, _ = columns(data)
    for one in head.columns:
        rows = read_badges(io.BytesIO(data), {"badge_id": one.name})
        assert all(error.problem.path for error in rows.errors), (one.name, rows.errors)
    assert sorted(read_badges(io.BytesIO(data), {"badge_id": "Kennung"}).found) == ["CMW1", "CMW2", "CMW3", "CMW4"]


@pytest.mark.parametrize(
    ("of", "text", "found"),
    [
        (ColumnsOf.BADGES, "Name,Badge Number\nAna,A1\n", {"badge_column": "Badge Number"}),
        (ColumnsOf.BADGES, "Badge,Badge ID\nSpeaker,A1\n", {"badge_column": "Badge ID"}),
        (
            ColumnsOf.GROUPS,
            "Group ID,Location,Plätze\nG1,Lab X,5\n",
            {"group_column": "Group ID", "site_column": "Location"},
        ),
        (
            ColumnsOf.ATTENDANCE,
            "Full Name,E-Mail,Dauer\nAna,ana@example.org,40\n",
            {"name_column": "Full Name", "email_column": "E-Mail"},
        ),
        (
            ColumnsOf.SESSIONS,
            "Talk,Day,Start Time,Presenter\nGram stains,2026-06-04,09:00,Ana\n",
            {
                "title_column": "Talk",
                "speakers_column": "Presenter",
                "date_column": "Day",
                "starts_at_column": "Start Time",
            },
        ),
        (
            ColumnsOf.SESSIONS,
            "Session ID,Title\ns1,Stains\n",
            {"session_id_column": "Session ID", "title_column": "Title"},
        ),
    ],
)  # fmt: skip
def test_what_the_upload_takes_by_itself_is_said_by_its_parameter(of, text, found):
    assert columns(text, of)[1] == found


def test_what_is_found_is_what_a_report_of_attendance_is_read_by():
    text = "Attendee Report\nTopic,Host\nMicro,Bo\n\nAttended,Name,User Email,Total Duration (Minutes)\n"
    text += "Yes,Ana,ana@example.org,74\n"
    head, found = columns(text, ColumnsOf.ATTENDANCE)
    assert head.line == 5
    assert found == {
        "email_column": "User Email", "name_column": "Name", "minutes_column": "Total Duration (Minutes)"
    }  # fmt: skip
    named = Columns(email=found["email_column"], minutes=found["minutes_column"])
    [row] = read_report(table_rows(text.encode(), most=10), named)
    assert (row.email, row.minutes) == ("ana@example.org", 74)


def test_a_heading_without_known_names_is_the_first_that_is_as_wide_as_any():
    text = "Teilnehmende der Tagung,,\nVorname,Adresse,Zeit\nAna,ana@example.org,40\nBo,bo@example.org,50\n"
    head, found = columns(text, ColumnsOf.ATTENDANCE)
    assert (head.line, found) == (2, {})
    assert [one.name for one in head.columns] == ["Vorname", "Adresse", "Zeit"]


def test_a_list_of_one_column_has_its_heading_in_the_first_line():
    head, found = columns("Badge\nA1\nA2\n")
    assert (head.line, found, head.columns[0].cells) == (1, {"badge_column": "Badge"}, ("A1", "A2"))


def test_columns_without_a_name_or_with_one_twice_are_offered_once():
    head, _ = columns("Code,,Code,Site\nA1,x,B1,Lab\n")
    assert [(one.name, one.cells) for one in head.columns] == [("Code", ("A1",)), ("Site", ("Lab",))]


def test_long_cells_are_cut_and_what_is_too_much_is_left_out():
    names = [f"c{n}" for n in range(MOST_COLUMNS + 5)]
    text = ",".join(["n" * (LONGEST_NAME + 1), *names]) + "\n" + ",".join(["x" * 100] * (len(names) + 1)) + "\n"
    head, _ = columns(text)
    assert [one.name for one in head.columns] == names[:MOST_COLUMNS]
    assert head.columns[0].cells == ("x" * 59 + "…",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty"),
        (b"\n ,,\n", "This file is empty"),
        (b"%PDF-1.7 ...", "The file is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "The file is a picture (PNG)"),
        (b"PK\x03\x04 no workbook", "it is no Excel file"),
        ("Badge ID".encode("utf-16") + b"\x00", "it is no text in UTF-8 or UTF-16"),
        (b'Badge ID\n"A1\nA2\n', "its quotation marks are not in pairs"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data, said):
    found = file_columns(data, ColumnsOf.BADGES)
    assert isinstance(found, Refusal)
    assert found.code == "table_unreadable"
    assert said in str(found)
