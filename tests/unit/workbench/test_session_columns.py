"""The columns of a table of sessions, by every name that programs give them."""

import pytest

from laurel.statements import Statement
from laurel.workbench.session_columns import NAMES, WRITTEN, cells_of, find_heading
from tests.unit.workbench.tables import NEW_YORK, heading_of, rows_of

CALLED = {
    "session_id": ("Session ID", "ID", "Session number", "Session No."),
    "title": ("Title", "Session title", "Session", "Session name", "Topic", "Name", "Talk", "Presentation"),
    "speakers": ("Speakers", "Speaker(s)", "Presenters", "Presenter", "Speaker names", "Faculty", "Authors"),
    "track": ("Track", "Stream"),
    "date": ("Date", "Day", "Session date", "Start date"),
    "starts_at": ("Starts at", "Starts", "Start", "Start time", "Begins", "Begin", "Beginning", "From", "Time"),
    "ends_at": ("Ends at", "Ends", "End", "End time", "Finish", "Until", "To"),
    "minutes": (
        *("Minutes", "Length", "Duration", "Length (minutes)", "Duration (minutes)", "Length [min]"),
        "Duration (min)",
    ),
    "credits": ("Credits", "Credit", "Contact hours", "HOURS", "Maximum", "Maximum credits"),
    "specialty_area": ("Specialty area", "Specialty", "Area", "Discipline"),
    "evaluation_form": ("Evaluation form", "Form", "Evaluation"),
}


@pytest.mark.parametrize(("column", "name"), [(column, name) for column, names in CALLED.items() for name in names])
def test_a_column_is_found_by_each_of_its_names(column: str, name: str) -> None:
    head = f"{name}|Track" if column == "title" else f"Title|{name}"
    heading = heading_of(head)
    assert heading.cell(rows_of("a|b")[0], column) == ("a" if column == "title" else "b")


def test_every_name_has_a_test() -> None:
    assert {column: len(names) for column, names in CALLED.items()} == {
        column: len(names) for column, names in NAMES.items()
    }


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("credits_pace", Statement.PACE),
        ("P.A.C.E. credits", Statement.PACE),
        ("Credits P.A.C.E.", Statement.PACE),
        ("P.A.C.E.", Statement.PACE),
        ("Florida", Statement.FLORIDA),
        ("California credits", Statement.CALIFORNIA),
        ("AMA PRA", Statement.AMA_PRA_1),
    ],
)
def test_credit_has_a_column_for_each_statement(name: str, statement: Statement) -> None:
    assert heading_of(f"Title|{name}").places == {"title": 0, f"credits_{statement.value}": 1}


def test_the_columns_that_a_file_is_written_with_are_found_again_in_their_order() -> None:
    columns = [
        "session_id",
        "title",
        "speakers",
        "track",
        "starts_at",
        "ends_at",
        "specialty_area",
        "evaluation_form",
        "credits_pace",
    ]
    heading = heading_of("|".join((*WRITTEN, "credits_pace")))
    assert heading.places == {column: place for place, column in enumerate(columns)}


def test_the_heading_is_the_row_with_most_columns_among_the_first() -> None:
    above = ["Program of the Days", "Title|Track", "Title|Track|Start|End", "Title|Track|Start", *["x"] * 20]
    heading = find_heading(rows_of(*above), {})
    assert heading
    assert heading.row.line == 3
    assert find_heading(rows_of(*["x"] * 10, "Title|Track"), {}) is None
    assert find_heading(rows_of("Track|Start"), {}) is None
    assert find_heading(rows_of("Title"), {}) is None


def test_a_named_column_counts_and_must_be_there() -> None:
    assert heading_of("Was|Wann", title="was", starts_at="WANN").places == {"title": 0, "starts_at": 1}
    assert find_heading(rows_of("Title|Track"), {"speakers": "Who"}) is None


def test_one_column_is_not_two_things_unless_staff_say_so() -> None:
    assert heading_of("Title|Credits").places == {"title": 0, "credits": 1}
    assert heading_of("Title|Both", starts_at="Both", ends_at="Both").places == {
        "title": 0,
        "starts_at": 1,
        "ends_at": 1,
    }


def test_a_row_that_is_too_short_has_empty_cells_and_a_missing_column_none() -> None:
    heading, row = heading_of("Title|Track"), rows_of("Talk")[0]
    assert (heading.cell(row, "track"), heading.cell(row, "speakers")) == ("", None)


@pytest.mark.parametrize(
    ("session", "cells"),
    [
        ({"speakers": ["Lima; PhD", "Bo"]}, {"speakers": "Lima; PhD\nBo"}),
        ({"speakers": ["Ana", "Bo"]}, {"speakers": "Ana; Bo"}),
        ({"speakers": "Ana"}, {"speakers": ""}),
        ({"speakers": ["Ana", 3, None]}, {"speakers": "Ana"}),
        ({"starts_at": "2026-06-04T13:00:00Z"}, {"starts_at": "2026-06-04 09:00"}),
        ({"starts_at": "2026-06-04T13:00:07Z"}, {"starts_at": "2026-06-04 09:00:07"}),
        # The hour that comes twice: the second one names its offset.
        ({"starts_at": "2026-11-01T05:30:00Z"}, {"starts_at": "2026-11-01 01:30"}),
        ({"starts_at": "2026-11-01T06:30:00Z"}, {"starts_at": "2026-11-01 01:30 -0500"}),
        (
            {"starts_at": "soon", "ends_at": "2026-06-04T13:00:00"},
            {"starts_at": "soon", "ends_at": "2026-06-04T13:00:00"},
        ),
        ({"title": 7, "track": True, "id": " s1 "}, {"title": "7", "track": "", "session_id": "s1"}),
        ({"maximum": {"pace": "1.5"}}, {"credits_pace": "1.5", "credits_florida": ""}),
        ({"maximum": "much"}, {"credits_pace": ""}),
        (
            {"evaluation_form": "form", "specialty_area": "molecular"},
            {"evaluation_form": "form", "specialty_area": "molecular"},
        ),
    ],
)
def test_a_session_is_written_as_it_is_read(session: dict[str, object], cells: dict[str, str]) -> None:
    written = cells_of(session, NEW_YORK, (Statement.PACE, Statement.FLORIDA))
    assert {name: written[name] for name in cells} == cells
