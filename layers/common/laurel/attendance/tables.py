"""Reads a file as rows of cells: CSV in any encoding and with any separator, or the first sheet of an Excel file.

Rows keep the numbers of their lines, so that a message names the line that staff see.
"""

import csv
import io
from collections.abc import Iterator

from laurel.attendance.layouts import TableRow
from laurel.attendance.refusals import REPORT_UNREADABLE
from laurel.platform.refusal import Refusal
from laurel.platform.spreadsheets import UnusableSheet, is_spreadsheet, sheet_as_csv

_SEPARATORS = ",;\t|"
_MOST_ROWS = 20_000  # the answer has each row, and must fit in 6 MB
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_rows(data: bytes) -> tuple[TableRow, ...] | Refusal:
    """The rows of `data` that are not blank; a refusal if it is no table that we can read."""
    try:
        text = sheet_as_csv(data) if is_spreadsheet(data) else _text(data)
    except UnusableSheet as error:
        return REPORT_UNREADABLE.refuse(why=error)
    if text is None:
        return REPORT_UNREADABLE.refuse(why="it is no text in UTF-8 or UTF-16. Save it as CSV in UTF-8")
    try:
        rows = tuple(_rows(text))
    except csv.Error:
        return REPORT_UNREADABLE.refuse(why="its quotation marks are not in pairs. Save it as CSV again")
    if len(rows) > _MOST_ROWS:
        return REPORT_UNREADABLE.refuse(why=f"it has more than {_MOST_ROWS:,} rows. Split it")
    return rows


def _text(data: bytes) -> str | None:
    """`data` as text: UTF-16 by its mark or its zeros, else UTF-8, else the Windows code page of Western Europe."""
    if b"\x00" in data and not data.startswith(_UTF16):
        return _unmarked_utf16(data)
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None if data.startswith(_UTF16) else data.decode("cp1252", "replace")


def _unmarked_utf16(data: bytes) -> str | None:
    """`data` as text if it is UTF-16 without a mark: of the first characters, most are Latin, with a zero each."""
    start = data[:400]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if 2 * zeros.count(0) > len(zeros):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _rows(text: str) -> Iterator[TableRow]:
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before, last = 0, [""]
    for cells in reader:
        line, before = before + 1, reader.line_num
        stripped = tuple(cell.strip("\ufeff\u200b \u00a0\t\r\n") for cell in cells)
        if any(stripped):
            yield TableRow(line, stripped)
        last = cells
    if text.count('"') % 2 and last and "\n" in last[-1]:  # the rest of the file is in one cell
        raise csv.Error


def _separator(text: str) -> str:
    """The character that most lines have most often."""
    counts = {one: sum(one in line for line in text.splitlines()[:200]) for one in _SEPARATORS}
    most = max(counts.values())
    # A comma is also part of names and dates: tabs and semicolons come first where as many lines have them.
    return next(one for one in "\t;|," if counts[one] == most or (one in "\t;" and 2 * counts[one] > most > 0))
