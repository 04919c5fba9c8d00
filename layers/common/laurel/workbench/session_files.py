"""Sessions of a draft as a file: handed in as CSV or Excel, and downloaded as CSV that can be handed in again."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from laurel.platform.csv_tables import csv_table
from laurel.platform.dates import zone_of
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.table_files import UnreadableTable, table_rows
from laurel.workbench.draft_desk import CheckedDraft, DraftDesk, PresentDocument
from laurel.workbench.refusals import (
    DRAFT_CHANGED,
    DRAFT_WITHOUT_ZONE,
    SESSION_COLUMNS_UNKNOWN,
    SESSIONS_UNREADABLE,
)
from laurel.workbench.session_columns import WRITTEN, cells_of, credits_column, find_heading
from laurel.workbench.session_rows import MergedSessions, SessionRow, merge_sessions
from laurel.workbench.session_values import offered_statements

_MOST_ROWS = 2_000  # twice as many as an activity has sessions
_LONGEST_HEADING = 300  # characters that a message quotes


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A file of sessions; `named` says how it calls a column, where staff chose one.

    With `removes`, sessions that no row is about are removed.
    """

    data: bytes
    named: Mapping[str, str] = field(default_factory=dict)
    removes: bool = False


@dataclass(frozen=True, slots=True)
class TakenSessions:
    """The draft with the sessions of a file, or as it would be after a dry run, and what became of each row.

    `is_saved` is False after a dry run, and where nothing changed.
    """

    merged: MergedSessions
    checked: CheckedDraft
    is_saved: bool

    @property
    def rows(self) -> tuple[SessionRow, ...]:
        """The rows, each with what the check of the draft says of its session."""
        said: dict[int, list[Problem]] = {}
        for problem in self.checked.problems:
            place, _, rest = problem.path.removeprefix("sessions[").partition("]")
            if problem.path.startswith("sessions[") and place.isdecimal():
                said.setdefault(int(place), []).append(replace(problem, path=_column(rest.lstrip("."))))
        return tuple(
            one if one.place is None else replace(one, problems=(*one.problems, *said.get(one.place, ())))
            for one in self.merged.rows
        )


def take_sessions(
    desk: DraftDesk, activity_id: str, file: SessionFile, *, seen: int | None, dry_run: bool
) -> TakenSessions | Refusal:
    """Puts the sessions of `file` into the draft of an activity, or into a new draft of the published document.

    `seen` is the revision of the draft that staff saw, 0 for none, None for any. Two reads, and the calls of saving
    the draft if anything changed.
    """
    present = desk.present(activity_id)
    if isinstance(present, Refusal):
        return present
    if seen not in (None, present.revision):
        return DRAFT_CHANGED.refuse(version=present.revision)
    zone = _zone(present)
    if zone is None:
        return DRAFT_WITHOUT_ZONE.refuse()
    merged = _merged(present.document, file, zone)
    if isinstance(merged, Refusal):
        return merged
    document = {**present.document, "sessions": list(merged.sessions)}
    if dry_run or document == present.document:
        return TakenSessions(merged, desk.checked(present, document), is_saved=False)
    saved = desk.save(activity_id, document, seen=present.revision, base=present.base)
    return saved if isinstance(saved, Refusal) else TakenSessions(merged, saved, is_saved=True)


def sessions_csv(desk: DraftDesk, activity_id: str) -> str | Refusal:
    """The sessions of the draft as CSV, or of the published document without one: two reads."""
    present = desk.present(activity_id)
    if isinstance(present, Refusal):
        return present
    zone = _zone(present)
    if zone is None:
        return DRAFT_WITHOUT_ZONE.refuse()
    statements = offered_statements(present.document)
    columns = (*WRITTEN, *map(credits_column, statements))
    listed = present.document.get("sessions")
    sessions = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    rows = (cells_of(one, zone, statements) for one in sessions)
    return csv_table(columns, ([cells[name] for name in columns] for cells in rows))


def _merged(document: Mapping[str, Any], file: SessionFile, zone: ZoneInfo) -> MergedSessions | Refusal:
    try:
        rows = table_rows(file.data, most=_MOST_ROWS, by_first_line=True)
    except UnreadableTable as error:
        return SESSIONS_UNREADABLE.refuse(why=error)
    heading = find_heading(rows, file.named)
    if heading is None:
        first = ", ".join(cell for cell in rows[0].cells if cell)[:_LONGEST_HEADING] if rows else ""
        return SESSION_COLUMNS_UNKNOWN.refuse(columns=first or "nothing")
    below = [row for row in rows if row.line > heading.row.line]
    return merge_sessions(document, heading, below, zone, _new_id, removes=file.removes)


def _zone(present: PresentDocument) -> ZoneInfo | None:
    named = present.document.get("time_zone")
    return zone_of(named) if isinstance(named, str) and named else None


def _new_id() -> str:
    return f"s-{secrets.token_hex(4)}"


def _column(path: str) -> str:
    """The column of a file for the path of a field within a session."""
    if path.startswith("maximum."):
        return f"credits_{path.removeprefix('maximum.')}"
    return {"id": "session_id", "maximum": "credits"}.get(path, path.partition("[")[0])
