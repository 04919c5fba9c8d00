"""Reads the file of a report of attendance as rows of cells."""

from laurel.attendance.refusals import REPORT_UNREADABLE
from laurel.platform.refusal import Refusal
from laurel.platform.table_files import UnreadableTable, table_rows
from laurel.platform.table_row import TableRow

_MOST_ROWS = 20_000  # the answer has each row, and must fit in 6 MB


def read_rows(data: bytes) -> tuple[TableRow, ...] | Refusal:
    """The rows of `data` that are not blank; a refusal if it is no table that we can read."""
    try:
        return table_rows(data, most=_MOST_ROWS)
    except UnreadableTable as error:
        return REPORT_UNREADABLE.refuse(why=error)
