"""Reads a file as rows of cells: CSV in any encoding and with any separator, or the first sheet of an Excel file.

Rows keep the numbers of their lines, so that a message names the line that staff see (no I/O).
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from laurel.platform.spreadsheets import is_spreadsheet, sheet_as_csv
from laurel.platform.table_row import TableRow
from laurel.platform.workbook_parts import UnusableSheet

_SEPARATORS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_QUOTED = re.compile('"[^"]*"')
_LINES_LOOKED_AT = 200


class UnreadableTable(Exception):
    """The file is no table that can be read. The message says why, as the end of a sentence."""


def table_rows(data: bytes, *, most: int, by_first_line: bool = False) -> tuple[TableRow, ...]:
    """The rows of `data` that are not blank, at most `most`.

    The separator is the character that most lines have; with `by_first_line`, the one of the first line that has any.
    Raises UnreadableTable.
    """
    rows = _read(data, by_first_line=by_first_line, at_most=None)
    if len(rows) > most:
        raise UnreadableTable(f"it has more than {most:,} rows. Split it")
    return rows


def first_rows(data: bytes, count: int, *, by_first_line: bool = False) -> tuple[TableRow, ...]:
    """The first `count` rows of `data`, read as `table_rows` reads them. Raises UnreadableTable."""
    return _read(data, by_first_line=by_first_line, at_most=count)


def _read(data: bytes, *, by_first_line: bool, at_most: int | None) -> tuple[TableRow, ...]:
    try:
        text = sheet_as_csv(data) if is_spreadsheet(data) else table_text(data)
    except UnusableSheet as error:
        raise UnreadableTable(str(error)) from error
    if text is None:
        raise UnreadableTable("it is no text in UTF-8 or UTF-16. Save it as CSV in UTF-8")
    try:
        return tuple(islice(_rows(text, _first_separator(text) if by_first_line else _separator(text)), at_most))
    except csv.Error as error:
        raise UnreadableTable("its quotation marks are not in pairs. Save it as CSV again") from error


def table_text(data: bytes) -> str | None:
    """`data` as text: UTF-16 by its mark or its zeros, else UTF-8, else the Windows code page of Western Europe.

    None for UTF-16 that is cut off.
    """
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


def _rows(text: str, separator: str) -> Iterator[TableRow]:
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
    counts = {one: sum(one in line for line in text.splitlines()[:_LINES_LOOKED_AT]) for one in _SEPARATORS}
    most = max(counts.values())
    # A comma is also part of names and dates: tabs and semicolons come first where as many lines have them.
    return next(one for one in "\t;|," if counts[one] == most or (one in "\t;" and 2 * counts[one] > most > 0))


def _first_separator(text: str) -> str:
    """The separator of the first line that has any outside quotation marks; cells below may hold all of them."""
    for line in text.splitlines()[:_LINES_LOOKED_AT]:
        counts = {one: _QUOTED.sub("", line).count(one) for one in _SEPARATORS}
        if most := max(counts.values()):
            return next(one for one, count in counts.items() if count == most)
    return _SEPARATORS[0]
