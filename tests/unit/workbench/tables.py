"""Tables of sessions for the tests: rows and headings without a file."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from laurel.platform.table_row import TableRow
from laurel.workbench.session_columns import SessionHeading, find_heading
from laurel.workbench.session_rows import MergedSessions, merge_sessions

NEW_YORK = ZoneInfo("America/New_York")
FORM = {"id": "form", "title": "Session Evaluation"}
DOCUMENT: Mapping[str, Any] = {
    "starts_on": "2026-06-03",
    "ends_on": "2026-06-05",
    "statements": [
        {"type": "pace", "step": "0.5", "maximum": "12"},
        {"type": "ama_pra_1", "step": "0.25", "maximum": "12"},
    ],
    "evaluation_forms": [FORM, {"id": "second", "title": "Workshop Evaluation"}],
    "sessions": [],
}


def rows_of(*lines: str) -> list[TableRow]:
    """Each line is a row; "|" is between its cells."""
    return [TableRow(number, tuple(cell.strip() for cell in line.split("|"))) for number, line in enumerate(lines, 1)]


def heading_of(line: str, **named: str) -> SessionHeading:
    heading = find_heading(rows_of(line), named)
    assert heading
    return heading


def merged(
    head: str, *lines: str, sessions: Sequence[Any] = (), removes: bool = False, **changes: Any
) -> MergedSessions:
    """A document with these `sessions` after the table."""
    numbers = count(1)
    document = {**DOCUMENT, "sessions": list(sessions), **changes}
    found = rows_of(head, *lines)[1:]
    return merge_sessions(document, heading_of(head), found, NEW_YORK, lambda: f"new-{next(numbers)}", removes=removes)


def told(found: MergedSessions) -> list[tuple[int, str, list[tuple[str, str]]]]:
    """Line, outcome, and where which problem is, of each row."""
    return [(one.line, one.outcome, [(p.path, p.code) for p in one.problems]) for one in found.rows]
