"""Reads CSV files of any size, one record at a time: those of the intake bucket and those of staff
(pure except for the stream that it reads).

The format is RFC 4180 in UTF-8, with or without byte order mark, with LF or CRLF. A bad row never affects its
neighbors, and a quoted field is never read as rows: a correctly quoted record that is not valid is rejected with all of
its lines. If quotation marks do not pair up, the lines that may be inside them are rejected too; if that cannot be
decided, the file is refused. RFC 4180 leaves four points open, which are read in the usual way: a quotation mark inside
a field that does not start with one is an ordinary character, rows without any filled cell are skipped, trailing cells
that may be empty may be missing, and a first line `sep=,` is not a header.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from laurel.platform.csv_lines import LONGEST_LINE as LONGEST_LINE
from laurel.platform.csv_lines import MOST_LINES as MOST_LINES
from laurel.platform.csv_lines import ByteSource as ByteSource
from laurel.platform.csv_lines import Extent, Lines, LongLine, UnclearMarks, take_record
from laurel.platform.csv_tables import without_guard
from laurel.platform.file_kinds import kind_of
from laurel.platform.identifiers import comparable
from laurel.platform.visible import is_blank

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NOT_UTF8 = re.compile("[\ud800-\udfff]")  # what `surrogateescape` makes of a byte that is not UTF-8
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # C0 and C1, without tab, LF and CR
_SEPARATOR = re.compile(rb'"?sep=(.)"?[,;\t]*\s*', re.IGNORECASE)


class UnusableFile(Exception):
    """The whole file is refused. `reason` is a stable code; `message` says what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the needed columns as in the file, and the line where it starts (the header is line 1).

    `lines` is the number of lines it covers.
    """

    line: int
    values: Mapping[str, str]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Rejection:
    """One rejected row. `column` is empty if the whole row is at fault, `reason` is a stable code.

    `values` are the needed columns as far as they could be read, safe to write as UTF-8. `lines` is the number of lines
    of the file that are rejected with it. `faults` are all faults of its cells (column, reason, message), if these were
    read; `column` and `reason` are those of the first, `message` has the words of all.
    """

    line: int
    column: str
    reason: str
    message: str
    values: Mapping[str, str]
    lines: int = 1
    faults: tuple[tuple[str, str, str], ...] = ()


def read_records(
    stream: ByteSource,
    needed: Sequence[str],
    *,
    may_be_empty: Collection[str] = (),
    optional: Collection[str] = (),
    ends_with_line_end: bool = False,
    behind: int = 0,
) -> Iterator[Record | Rejection]:
    """Reads the header of `stream` at once, and its rows one by one.

    Header names are compared trimmed, without case and without invisible characters; columns may be in any order, and
    columns other than `needed` and `optional` are ignored. A file may lack the `optional` ones: their values are then
    empty. A row may lack its last cells if their columns `may_be_empty` or are not needed. With `ends_with_line_end`,
    a last row without a line end counts as cut off. Values keep their line breaks and tabs. Memory
    does not grow with the file. With `behind`, reading begins after the row that begins on that line. Raises
    UnusableFile, also while the rows are read: where quotation marks leave open what is a row.
    """
    lines = Lines(stream)
    _expect_text(lines.beginning)
    rows = _Rows(lines, _Layout.of(_read_header(lines), needed, may_be_empty, optional), ends_with_line_end)
    if behind:
        lines.pass_over(behind)
        rows.next_unit()  # read again, because it may cover several lines
    return iter(rows)


def expect_clear_rows(stream: ByteSource, needed: Sequence[str]) -> None:
    """Raises UnusableFile if reading the rows of `stream` would. Costs a small part of reading them."""
    lines = Lines(stream)
    _Rows(lines, _Layout.of(_read_header(lines), needed, ()), False).check()


@contextmanager
def _unclear_is_unusable() -> Iterator[None]:
    try:
        yield
    except UnclearMarks as unclear:
        raise UnusableFile(
            "malformed_quotes",
            f"A quotation mark opens a field on line {unclear.number} and {unclear.trouble}, so it is unclear "
            "where rows begin and end. Correct that line, or send the whole file again if it was cut off: double each "
            "quotation mark inside a field.",
        ) from None


def _expect_text(beginning: bytes) -> None:
    """Raises UnusableFile for a file that is not UTF-8 text, and names what it is."""
    if kind := kind_of(beginning):
        raise UnusableFile(kind.reason, kind.message)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The positions of the columns that are read, the number of columns, and the least number that a row must have.

    `absent` are the optional columns that the file lacks.
    """

    columns: tuple[tuple[str, int], ...]
    width: int
    least: int
    absent: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, header: list[str], needed: Sequence[str], may_be_empty: Collection[str], optional: Collection[str] = ()
    ) -> "_Layout":
        """Finds `needed` and `optional` in `header`. Raises UnusableFile if one is missing or repeated."""
        names = [comparable(name) for name in header]
        missing = [name for name in needed if name not in names]
        if missing:
            hint = ""
            if len(header) == 1 and (found := re.search("[;\t|]", header[0].strip())):
                hint = f" The columns look separated by {found.group()!r}; they must be separated by commas."
            raise UnusableFile(
                "columns_missing",
                f"The header lacks {_list(missing)}. The first line must name the columns {_list(needed)}.{hint}",
            )
        read = [*needed, *(name for name in optional if name in names)]
        repeated = [name for name in read if names.count(name) > 1]
        if repeated:
            raise UnusableFile(
                "columns_repeated",
                f"The header names {_list(repeated)} more than once. Keep one column of each name.",
            )
        columns = tuple((name, names.index(name)) for name in read)
        filled = [at for name, at in columns if name in needed and name not in may_be_empty]
        return cls(columns, len(names), max(filled, default=-1) + 1, tuple(set(optional) - set(read)))


def _read_header(lines: Lines) -> list[str]:
    """Reads the first line that has a filled cell and does not name a separator. Raises UnusableFile."""
    for number, line in lines:
        if isinstance(line, LongLine):
            raise UnusableFile(
                "header_unreadable",
                f"Line {number} is longer than {LONGEST_LINE} bytes, so it is no header. Save the file as CSV.",
            )
        first = line
        while number == 1 and first.startswith(_BYTE_ORDER_MARK):  # a program may add one to a file that has one
            first = first.removeprefix(_BYTE_ORDER_MARK)
        if _shows_nothing(first.replace(b'""', b"").decode(errors="surrogateescape")) or _names_separator(first):
            continue
        try:
            header = _fields_of(take_record(number, first, lines))
        except UnclearMarks:
            header = None
        if header is None:
            raise UnusableFile(
                "header_unreadable",
                f"Line {number} is no header: its quotation marks do not pair up, or the lines of the file end with "
                "CR alone. Save the file as CSV in UTF-8 with LF or CRLF.",
            )
        return header
    raise UnusableFile("empty_file", "The file is empty. Its first line must name the columns.")


def _shows_nothing(line: str) -> bool:
    """Whether a line without quoted cells holds nothing but commas, white space and invisible characters."""
    return is_blank(line.replace(",", ""))


def _names_separator(line: bytes) -> bool:
    """Whether `line` tells a spreadsheet that commas separate. Raises UnusableFile for other separators."""
    found = _SEPARATOR.fullmatch(line)
    if found and found[1] != b",":
        raise UnusableFile(
            "columns_missing",
            f"The first line says that {chr(ord(found[1]))!r} separates the columns. They must be separated by "
            "commas. Save the file as CSV with commas.",
        )
    return found is not None


class _Rows:
    """The rows of a file after its header."""

    def __init__(self, lines: Lines, layout: _Layout, ends_with_line_end: bool) -> None:
        self._lines = lines
        self._layout = layout
        self._ends_with_line_end = ends_with_line_end
        self._reopened = 0  # the line of a field that was given up where another one opened

    def __iter__(self) -> Iterator[Record | Rejection]:
        with _unclear_is_unusable():
            for line in self._lines:
                if row := self._row_at(*line):
                    yield row

    def check(self) -> None:
        """Finds the end of each row without reading its content. Raises UnusableFile."""
        with _unclear_is_unusable():
            for number, line in self._lines:
                if isinstance(line, LongLine) or b'"' in line:
                    self._take(number, line)

    def next_unit(self) -> None:
        """Skips the row that starts on the next line."""
        for line in self._lines:
            self._row_at(*line)
            return

    def _row_at(self, number: int, line: bytes | LongLine) -> Record | Rejection | None:
        """The row that starts with `line`; None for a blank one."""
        if isinstance(line, bytes) and b'"' not in line:
            row, last = self._plain(number, line), number
        else:
            extent = self._take(number, line)
            row, last = self._quoted(number, extent, too_long=isinstance(line, LongLine)), number + extent.lines - 1
        if row and self._ends_with_line_end and last == self._lines.unended:
            return _cut_off(number, row, last - number + 1)
        return row

    def _plain(self, number: int, line: bytes) -> Record | Rejection | None:
        """The row of a line without quotation marks."""
        text = line.decode(errors="surrogateescape").rstrip("\r")
        if "\r" in text:
            message = "The row has a carriage return (U+000D) within it. End each row with LF or CRLF."
            return _whole_row(number, "control_character", message)
        if not ("0" <= text[:1] <= "z") and _shows_nothing(text):
            return None
        return _row(number, text.split(","), self._layout)

    def _take(self, number: int, line: bytes | LongLine) -> Extent:
        """Finds the end of the record. Raises UnclearMarks if there is none, or if a later line makes it uncertain."""
        extent = take_record(number, line, self._lines)
        if extent.reopened:
            self._reopened = number
        elif extent.broken and self._reopened:
            raise UnclearMarks(self._reopened, f"may be closed on line {number} only")
        return extent

    def _quoted(self, number: int, extent: Extent, *, too_long: bool) -> Record | Rejection | None:
        if extent.broken and (extent.lines > 1 or not too_long):
            return _malformed(number, extent)
        if extent.text is None:
            message = (
                f"The row is longer than {LONGEST_LINE} bytes or {MOST_LINES} lines. Shorten it, or end each row with "
                "a line break."
            )
            return _whole_row(number, "too_long", message, extent.lines)
        fields = _fields_of(extent)
        if fields is None:
            return _malformed(number, extent)
        if all(map(is_blank, fields)):
            return None
        return _row(number, fields, self._layout, extent.lines)


def _fields_of(extent: Extent) -> list[str] | None:
    """The fields of a record; None if its quotation marks do not pair up."""
    if extent.text is None or extent.broken:
        return None
    text = extent.text.decode(errors="surrogateescape").rstrip("\r")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        return None


def _row(line: int, fields: list[str], layout: _Layout, lines: int = 1) -> Record | Rejection:
    """The record of `fields`, or why it is rejected."""
    if not layout.least <= len(fields) <= layout.width:
        return _whole_row(
            line,
            "wrong_column_count",
            f"The row has {len(fields)} columns, the header {layout.width}. "
            "Put a field that holds a comma in quotation marks.",
            lines,
        )
    if len(fields) < layout.width:
        fields += [""] * (layout.width - len(fields))
    values = {name: cell if (cell := fields[at])[:1] != "'" else without_guard(cell) for name, at in layout.columns}
    for name, value in values.items():
        if not value.isprintable() and (fault := fault_of(name, value)):
            safe = {each: _NOT_UTF8.sub("\ufffd", text) for each, text in values.items()}
            return Rejection(line, name, *fault, safe, lines)
    for name in layout.absent:
        values[name] = ""
    return Record(line, values, lines)


def fault_of(column: str, value: str) -> tuple[str, str] | None:
    """The reason and message if the cell has bytes that are not UTF-8, or control characters; else None."""
    if _NOT_UTF8.search(value):
        return "not_utf8", f"{column} is not UTF-8 text. Save the file as CSV in UTF-8."
    if found := _CONTROL.search(value):
        return "control_character", f"{column} holds the control character U+{ord(found.group()):04X}. Take it out."
    return None


def _malformed(line: int, extent: Extent) -> Rejection:
    message = (
        "The quotation marks of the row do not pair up. Put a field that holds a comma, a quotation mark or a "
        "line break in quotation marks, and double each quotation mark inside it."
    )
    if extent.lines > 1:
        message += (
            f" What follows up to line {line + extent.lines - 1} may stand inside the marks, so no row of it was taken."
        )
    return _whole_row(line, "malformed_quotes", message, extent.lines)


def _cut_off(line: int, row: Record | Rejection, lines: int) -> Rejection:
    message = (
        "The last line has no line end, so the file may have been cut off here. Send the file again whole, with a line "
        "break after its last row."
    )
    return Rejection(line, "", "cut_off", message, row.values, lines)


def _whole_row(line: int, reason: str, message: str, lines: int = 1) -> Rejection:
    return Rejection(line, "", reason, message, {}, lines)


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)
