"""Writing CSV for people who open it in a spreadsheet (pure)."""

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"

# What a spreadsheet takes for a formula, in its full-width forms too (OWASP, CSV injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """`rows` under `columns` as CSV: RFC 4180, with a byte order mark.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    page = io.StringIO(BYTE_ORDER_MARK)
    page.seek(0, io.SEEK_END)
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return page.getvalue()


def guarded(cell: str) -> str:
    """`cell` with an apostrophe before it if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def without_guard(cell: str) -> str:
    """`cell` without the apostrophe that `guarded` put before it."""
    return cell[1:] if cell[:1] == "'" and cell.startswith(_FORMULA, 1) else cell
