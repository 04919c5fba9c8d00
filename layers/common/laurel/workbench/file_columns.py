"""Which columns a file has that staff are about to upload, and which of them Laurel would take (no I/O).

A registration system calls its columns as it likes. Staff choose from what the file has, and see the first cells of
each column, before anything is uploaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from laurel.attendance.layouts import guess_columns as guess_attendance
from laurel.catalog.list_files import guess_columns as guess_list
from laurel.platform.file_kinds import kind_of
from laurel.platform.refusal import Refusal
from laurel.platform.spreadsheets import is_spreadsheet
from laurel.platform.table_files import UnreadableTable, first_rows
from laurel.platform.table_heads import Guess, TableHead, table_head
from laurel.workbench.refusals import FILE_WITHOUT_COLUMNS, NO_TABLE, TABLE_UNREADABLE
from laurel.workbench.session_columns import CREDITS
from laurel.workbench.session_columns import guess_columns as guess_sessions

_ROWS = 40
_BEGINNING = 1_000  # bytes that tell the kind of a file


class ColumnsOf(StrEnum):
    """What the file is: the list of Badge IDs or Group IDs, a report of attendance, or sessions."""

    BADGES = "badges"
    GROUPS = "groups"
    ATTENDANCE = "attendance"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The columns that can be chosen for such a file, and how they are found."""

    columns: tuple[str, ...]
    guess: Guess
    by_first_line: bool = True

    def parameters(self, head: TableHead) -> dict[str, str]:
        """The names of the columns that are found, by the parameter of the upload that can say another one."""
        return {_parameter(column): head.found[column] for column in self.columns if column in head.found}


_GROUP_COLUMNS = ("group_id", "site", "capacity")
_SESSION_COLUMNS = (
    *("session_id", "title", "speakers", "track", "date", "starts_at", "ends_at", "minutes"),
    CREDITS,
)
_WANTED: Mapping[ColumnsOf, _Wanted] = MappingProxyType(
    {
        ColumnsOf.BADGES: _Wanted(("badge_id",), partial(guess_list, columns=("badge_id",))),
        ColumnsOf.GROUPS: _Wanted(_GROUP_COLUMNS, partial(guess_list, columns=_GROUP_COLUMNS)),
        ColumnsOf.ATTENDANCE: _Wanted(
            ("email", "name", "join", "leave", "minutes"), guess_attendance, by_first_line=False
        ),
        ColumnsOf.SESSIONS: _Wanted(_SESSION_COLUMNS, guess_sessions),
    }
)


def file_columns(data: bytes, of: ColumnsOf) -> tuple[TableHead, Mapping[str, str]] | Refusal:
    """The head of the file, and which columns would be taken, by the parameter that can name another one.

    Only the first rows are read: whether all others can be, the upload says.
    """
    wanted = _WANTED[of]
    if refused := _no_table(data):
        return refused
    try:
        rows = first_rows(data, _ROWS, by_first_line=wanted.by_first_line)
    except UnreadableTable as error:
        return TABLE_UNREADABLE.refuse(why=error)
    head = table_head(rows, wanted.guess)
    return FILE_WITHOUT_COLUMNS.refuse() if head is None else (head, wanted.parameters(head))


def _no_table(data: bytes) -> Refusal | None:
    """Why the first bytes are no table; UTF-16 and Excel files are read."""
    beginning = data[:_BEGINNING]
    kind = None if is_spreadsheet(beginning) else kind_of(beginning)
    return NO_TABLE.refuse(why=kind.message) if kind and kind.reason == "not_csv" else None


def _parameter(column: str) -> str:
    """The parameter that names this column: `badge_column` for Badge IDs, as for Group IDs."""
    return f"{column.removesuffix('_id') if column != 'session_id' else column}_column"
