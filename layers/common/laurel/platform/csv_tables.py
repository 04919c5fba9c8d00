"""Writing CSV files that are safe to open in a spreadsheet (pure)."""

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"

# Characters that start a formula in a spreadsheet, in full-width forms too (OWASP, CSV injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """`rows` under `columns` as CSV: RFC 4180, with a byte order mark.

    Text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    return csv_head(columns) + "".join(map(csv_line, rows))


def csv_head(columns: Sequence[str]) -> str:
    """The byte order mark and the line of `columns`, for a table that is written line by line."""
    return BYTE_ORDER_MARK + _line(columns)


def csv_line(row: Sequence[str]) -> str:
    """One row of such a table."""
    return _line([guarded(cell) for cell in row])


def _line(cells: Sequence[str]) -> str:
    page = io.StringIO()
    csv.writer(page).writerow(cells)
    return page.getvalue()


def guarded(cell: str) -> str:
    """`cell`, with a leading apostrophe if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def without_guard(cell: str) -> str:
    """`cell` without the apostrophe that `guarded` added."""
    return cell[1:] if cell[:1] == "'" and cell.startswith(_FORMULA, 1) else cell
