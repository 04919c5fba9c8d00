"""What a row says of a session besides what the session says already, cell by cell."""

import pytest

from laurel.workbench.session_rows import SessionRowOutcome, merge_sessions
from tests.unit.workbench.tables import DOCUMENT, NEW_YORK, heading_of, merged, rows_of, told

NEW, CHANGED, SAME, LEFT_OUT = SessionRowOutcome
STORED = {
    "id": "s1",
    "title": "Gram stains",
    "starts_at": "2026-06-04T13:00:00.000000Z",
    "ends_at": "2026-06-04T14:00:00.000000Z",
    "maximum": {"pace": "1.50", "ama_pra_1": "1"},
}


def test_a_new_session_has_the_id_of_its_row_and_the_end_of_its_minutes() -> None:
    (found,) = merged("ID|Title|Date|Start|Minutes|Credits", "own.id|Talk|2026-06-04|9:00|50|1").sessions
    assert found == {
        "id": "own.id",
        "title": "Talk",
        "starts_at": "2026-06-04T13:00:00Z",
        "ends_at": "2026-06-04T13:50:00Z",
        "evaluation_form": "form",
        "maximum": {"pace": "1", "ama_pra_1": "1"},
    }


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Start|End", "2026-06-04 9:00 AM|6/4/2026 10:00 AM"),
        ("Credits", "1,5"),
        ("credits_pace|credits_ama_pra_1", "1.5|1.0"),
        ("Credits", "-"),
    ],
)
def test_what_is_written_in_another_way_changes_nothing(head: str, cells: str) -> None:
    stored = {**STORED, "maximum": {"pace": "1.50", "ama_pra_1": "1.5"}} if head == "Credits" else STORED
    found = merged(f"ID|Title|{head}", f"s1|Gram stains|{cells}", sessions=[stored])
    assert (told(found), found.sessions) == ([(2, SAME, [])], (stored,))


@pytest.mark.parametrize("column", ["starts_at", "ends_at"])
def test_a_time_that_nobody_can_read_stays_while_the_row_says_the_same(column: str) -> None:
    stored = {**STORED, column: "after lunch"}
    cells = {"starts_at": "2026-06-04 09:00", "ends_at": "2026-06-04 10:00", column: "after lunch"}
    found = merged("ID|Title|Start|End", f"s1|Gram stains|{'|'.join(cells.values())}", sessions=[stored])
    assert (told(found), found.sessions) == ([(2, SAME, [])], (stored,))


def test_each_column_of_credit_is_read_whatever_the_one_before_it_says() -> None:
    head = "ID|Title|Credits|credits_pace|credits_ama_pra_1"
    found = merged(head, "s1|Gram stains||1.50|2", "s1|Gram stains|x|y|z", sessions=[STORED, STORED])
    assert told(found) == [
        (2, CHANGED, []),
        (3, LEFT_OUT, [(column, "session_no_amount") for column in ("credits", "credits_pace", "credits_ama_pra_1")]),
    ]
    assert found.sessions[0]["maximum"] == {"pace": "1.50", "ama_pra_1": "2"}


def test_without_the_last_day_of_an_activity_the_month_comes_first() -> None:
    document = {name: value for name, value in DOCUMENT.items() if name != "ends_on"}
    (row,) = rows_of("A|7/6/2026|9:00")
    found = merge_sessions(document, heading_of("Title|Date|Start"), [row], NEW_YORK, lambda: "new")
    assert found.sessions[0]["starts_at"] == "2026-07-06T13:00:00Z"
