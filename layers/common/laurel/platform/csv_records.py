"""Read CSV files, one record at a time, however large the file is: those of the intake bucket and those of staff.

The format is RFC 4180 in UTF-8, with or without byte order mark, with LF or CRLF. A bad row never takes a neighbour
with it: when a record over several lines does not come out right, only its first line is rejected and reading goes
on with the next line. Two things that RFC 4180 leaves open are read as everyone means them: a quotation mark inside
a field that does not begin with one stands for itself, and blank lines are no rows.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

LONGEST_LINE = 64 * 1024
"""Bytes of the longest line, and of the longest record over several lines."""
MOST_LINES = 100
"""Lines of the longest record."""

_READ_AHEAD = 32 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NOT_UTF8 = re.compile("[\ud800-\udfff]")  # what `surrogateescape` makes of a byte that is not UTF-8
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # C0 and C1, without tab, LF and CR

type _Line = tuple[int, bytes | None]
"""A line's number, and its bytes without the LF; None for a line over LONGEST_LINE."""


class ByteSource(Protocol):
    """What bytes are read from: an open binary file, or the body of an S3 object."""

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes, and none only at the end."""


class UnusableFile(Exception):
    """The file is refused whole. `reason` is a stable code; `message` says what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the needed columns as they stand in the file, and the line (the header is 1) where it begins."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that cannot be taken. `column` is empty when the whole row is at fault, `reason` is a stable code.

    `values` are the needed columns as far as they could be read, safe to write as UTF-8.
    """

    line: int
    column: str
    reason: str
    message: str
    values: Mapping[str, str]


def read_records(stream: ByteSource, needed: Sequence[str], *, behind: int = 0) -> Iterator[Record | Rejection]:
    """Read the header of `stream` at once, and its rows as they are asked for.

    Header names are compared trimmed and without case; columns come in any order and others than `needed` are
    ignored. Values keep their line breaks and tabs. Memory does not grow with the file. With `behind`, reading begins
    behind the row that begins on that line. Raises UnusableFile.
    """
    lines = _Lines(stream)
    header = _read_header(lines)
    rows = _read_rows(lines, _Layout.of(header, needed))
    if behind:
        lines.pass_over(behind)
        next(rows, None)  # read once more, since it may cover several lines
    return rows


class _Lines:
    """The lines of a file, numbered from 1; lines that were read too far can be put back."""

    def __init__(self, stream: ByteSource) -> None:
        self._ahead = _split(stream)
        self._put_back: deque[_Line] = deque()

    def __iter__(self) -> Iterator[_Line]:
        return self

    def __next__(self) -> _Line:
        return self._put_back.popleft() if self._put_back else next(self._ahead)

    def put_back(self, lines: Sequence[_Line]) -> None:
        self._put_back.extendleft(reversed(lines))

    def pass_over(self, number: int) -> None:
        """Goes to the line `number`."""
        for line in self:
            if line[0] >= number:
                self.put_back([line])
                return


def _split(stream: ByteSource) -> Iterator[_Line]:
    """Split the bytes at LF, numbering the lines. A line that is too long is passed over, not held."""
    number, tail, too_long = 0, b"", False
    while chunk := stream.read(_READ_AHEAD):
        *whole, tail = (tail + chunk).split(b"\n")
        for line in whole:
            number += 1
            yield number, None if too_long or len(line) > LONGEST_LINE else line
            too_long = False
        if len(tail) > LONGEST_LINE:
            tail, too_long = b"", True
    if tail or too_long:
        yield number + 1, None if too_long else tail


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the needed columns stand, and how many columns there are."""

    columns: tuple[tuple[str, int], ...]
    width: int

    @classmethod
    def of(cls, header: list[str], needed: Sequence[str]) -> "_Layout":
        """Find `needed` in `header`. Raises UnusableFile if one is missing or there twice."""
        names = [name.strip().casefold() for name in header]
        missing = [name for name in needed if name not in names]
        if missing:
            hint = ""
            if len(names) == 1 and (found := re.search("[;\t|]", names[0])):
                hint = f" The columns look separated by {found.group()!r}; they must be separated by commas."
            raise UnusableFile(
                "columns_missing",
                f"The header lacks {_list(missing)}. The first line must name the columns {_list(needed)}.{hint}",
            )
        repeated = [name for name in needed if names.count(name) > 1]
        if repeated:
            raise UnusableFile(
                "columns_repeated",
                f"The header names {_list(repeated)} more than once. Keep one column of each name.",
            )
        return cls(tuple((name, names.index(name)) for name in needed), len(names))


def _read_header(lines: _Lines) -> list[str]:
    """Read the first line that is not blank. Raises UnusableFile."""
    for number, line in lines:
        if line is None:
            raise UnusableFile(
                "header_unreadable",
                f"Line {number} is longer than {LONGEST_LINE} bytes, so it is no header. Save the file as CSV.",
            )
        if b"\0" in line or line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnusableFile(
                "not_utf8", "The file is not UTF-8 text (it looks like UTF-16). Save it as CSV in UTF-8."
            )
        first = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if not first.strip():
            continue
        header = _fields_of(first, lines, width=None)
        if header is None:
            raise UnusableFile(
                "header_unreadable",
                f"Line {number} is no header: its quotation marks do not pair up, or the lines of the file end with "
                "CR alone. Save the file as CSV in UTF-8 with LF or CRLF.",
            )
        return header
    raise UnusableFile("empty_file", "The file is empty. Its first line must name the columns.")


def _read_rows(lines: _Lines, layout: _Layout) -> Iterator[Record | Rejection]:
    for number, line in lines:
        if line is None:
            message = f"The row is longer than {LONGEST_LINE} bytes. Shorten it, or end each row with a line break."
            yield _whole_row(number, "too_long", message)
        elif b'"' in line:
            yield _row(number, _fields_of(line, lines, layout.width), layout)
        else:
            text = line.decode("utf-8", "surrogateescape").rstrip("\r")
            if "\r" in text:
                message = "The row has a carriage return (U+000D) within it. End each row with LF or CRLF."
                yield _whole_row(number, "control_character", message)
            elif text and not text.isspace():
                yield _row(number, text.split(","), layout)


def _fields_of(line: bytes, lines: _Lines, width: int | None) -> list[str] | None:
    """Parse the record that begins with `line`, taking from `lines` the further ones it covers.

    A record is complete when its quotation marks are even in number. None, with every further line put back, if it
    is never complete, or does not parse, or covers several lines and has not `width` columns.
    """
    taken: list[_Line] = []
    parts, size, marks = [line], len(line), line.count(b'"')
    while marks % 2:
        further = next(lines, None)
        if further is None:
            break
        taken.append(further)
        part = further[1]
        if part is None or len(parts) == MOST_LINES or size + len(part) + 1 > LONGEST_LINE:
            break
        parts.append(part)
        size += len(part) + 1
        marks += part.count(b'"')
    else:
        text = b"\n".join(parts).decode("utf-8", "surrogateescape").rstrip("\r")
        try:
            fields = next(csv.reader([text], strict=True))
        except csv.Error:
            pass
        else:
            if not taken or width is None or len(fields) == width:
                return fields
    lines.put_back(taken)
    return None


def _row(line: int, fields: list[str] | None, layout: _Layout) -> Record | Rejection:
    """Give the record of `fields` (None: they could not be told apart), or why it is none."""
    if fields is None:
        return _whole_row(
            line,
            "malformed_quotes",
            "The quotation marks of the row do not pair up. Put a field that holds a comma, a quotation mark or a "
            "line break in quotation marks, and double each quotation mark inside it.",
        )
    if len(fields) != layout.width:
        return _whole_row(
            line,
            "wrong_column_count",
            f"The row has {len(fields)} columns, the header {layout.width}. "
            "Put a field that holds a comma in quotation marks.",
        )
    values = {name: fields[at] for name, at in layout.columns}
    for name, value in values.items():
        if not value.isprintable() and (fault := _fault(name, value)):
            safe = {each: _NOT_UTF8.sub("\ufffd", text) for each, text in values.items()}
            return Rejection(line, name, *fault, safe)
    return Record(line, values)


def _fault(column: str, value: str) -> tuple[str, str] | None:
    """Give reason and message if `value` has bytes that are not UTF-8, or characters that no text has."""
    if _NOT_UTF8.search(value):
        return "not_utf8", f"{column} is not UTF-8 text. Save the file as CSV in UTF-8."
    if found := _CONTROL.search(value):
        return "control_character", f"{column} holds the control character U+{ord(found.group()):04X}. Take it out."
    return None


def _whole_row(line: int, reason: str, message: str) -> Rejection:
    return Rejection(line, "", reason, message, {})


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)
