"""The lines of a CSV file, and where its quotation marks open and close a field (pure).

Only a mark at the start of a field opens it, and only one before a comma or the end of a line closes it. So the end of
a record is known even if the record is too long to hold in memory, and text inside a quoted field is never taken for a
separate line.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

LONGEST_LINE = 64 * 1024
"""Bytes of the longest line, and of the longest record over several lines."""
MOST_LINES = 100
"""Lines of the longest record."""

_READ_AHEAD = 32 * 1024
_ENOUGH_TO_KNOW = 1024  # bytes
# Blanks before a mark are invalid in RFC 4180, but the field is meant to be quoted.
_OPENS = re.compile(rb'(?:^|,)[ \t]*"')
_INSIDE = re.compile(rb'(?P<pair>"")|(?P<closes>"(?=,|\r*\Z))|"')
_OPENS_FIRST = re.compile(rb'(?:[^"]*,)?[ \t]*"(?!,|\r*\Z)')
# Where a backslash stands before each quotation mark of a text, this one need not be the end of the field.
_ENDS_ESCAPED = re.compile(rb'\\"(?:,|\r*\Z)')
# A record of one line, the usual case: each field correctly quoted, or without a mark.
_ONE_LINE = re.compile(rb'(?:(?:"(?:[^"]++|"")*+"|[^",]*+),)*+(?:"(?:[^"]++|"")*+"|[^",]*+)\r*')
_SPECIAL = b'", \t\r'


class ByteSource(Protocol):
    """The source of a file's bytes: an open binary file, or the body of an S3 object."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none only at the end."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a line: whether a quoted field is open at its end, and what was wrong.

    `broken`: a mark inside a quoted field was neither doubled nor at the field's end. `reopens`: the first such mark
    looks like the start of a field. `odd`: the number of marks is odd.
    """

    inside: bool
    broken: bool = False
    reopens: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line over LONGEST_LINE, not held in memory: its marks if no field is open at its start, and if one is."""

    from_outside: Marks
    from_inside: Marks


class UnclearMarks(Exception):
    """The rows are ambiguous: `trouble` says in words what is wrong with the opening mark on line `number`."""

    def __init__(self, number: int, trouble: str) -> None:
        self.number = number
        self.trouble = trouble


type CsvLine = tuple[int, bytes | LongLine]
"""A line's number (from 1), and its bytes without the LF."""


class Lines:
    """The lines of a file, numbered from 1. Lines read too far can be put back.

    Raises UnclearMarks during reading.
    `beginning` holds the first bytes of the file; `unended` is the number of the last line if it has no line end,
    known once that line was read.
    """

    def __init__(self, stream: ByteSource) -> None:
        self.unended: int | None = None
        self.beginning = b""
        while len(self.beginning) < _ENOUGH_TO_KNOW and (piece := stream.read(_READ_AHEAD)):
            self.beginning += piece
        self._ahead = self._split(stream)
        self._put_back: deque[CsvLine] = deque()

    def __iter__(self) -> Iterator[CsvLine]:
        return self

    def __next__(self) -> CsvLine:
        return self._put_back.popleft() if self._put_back else next(self._ahead)

    def put_back(self, lines: Sequence[CsvLine]) -> None:
        """Puts `lines` back: they come next."""
        self._put_back.extendleft(reversed(lines))

    def pass_over(self, number: int) -> None:
        """Skips to line `number`."""
        for line in self:
            if line[0] >= number:
                self.put_back([line])
                return

    def _split(self, stream: ByteSource) -> Iterator[CsvLine]:
        """Splits the bytes at LF. A line that is too long is skipped, not held in memory."""
        number, tail = 0, b""
        long: _LongScan | None = None
        chunk = self.beginning
        while chunk:
            *whole, tail = (tail + chunk).split(b"\n")
            for line in whole:
                number += 1
                if long:
                    yield number, long.end(line)
                    long = None
                else:
                    yield number, line if len(line) <= LONGEST_LINE else _LongScan().end(line)
            if long or len(tail) > LONGEST_LINE:
                long = long or _LongScan()
                tail = long.take(tail, number + 1)
            chunk = stream.read(_READ_AHEAD)
        if tail or long:
            self.unended = number + 1
            yield number + 1, long.end(tail) if long else tail


class _LongScan:
    """Reads the marks of a line that is too long for memory, piece by piece, for both possible starts."""

    def __init__(self) -> None:
        self._marks = [Marks(False), Marks(True)]
        self._before = b""

    def take(self, piece: bytes, number: int) -> bytes:
        """Reads `piece` of line `number`, except its end that depends on what follows; returns that end.

        Raises UnclearMarks if that end is too long.
        """
        ordinary = piece.rstrip(_SPECIAL)
        if len(piece) - len(ordinary) > LONGEST_LINE:
            raise UnclearMarks(number, "is one of so many that it is unclear what it closes")
        self._read(ordinary)
        return piece[len(ordinary) :]

    def end(self, piece: bytes) -> LongLine:
        """Reads the last piece of the line."""
        self._read(piece)
        return LongLine(*self._marks)

    def _read(self, piece: bytes) -> None:
        # `x` stands for the ordinary byte before a later piece: the piece does not start a field.
        self._marks = [_joined(marks, marks_of(self._before + piece, inside=marks.inside)) for marks in self._marks]
        self._before = b"x"


def _joined(first: Marks, then: Marks) -> Marks:
    reopens = first.reopens if first.broken else then.reopens
    return Marks(then.inside, first.broken or then.broken, reopens, first.odd != then.odd)


def marks_of(text: bytes | LongLine, *, inside: bool) -> Marks:
    """The marks of a line; `inside` says whether a quoted field is open at its start."""
    if isinstance(text, LongLine):
        return text.from_inside if inside else text.from_outside
    broken = reopens = False
    at = 0
    while True:
        if not inside:
            opening = _OPENS.search(text, at)
            if not opening:
                return Marks(False, broken, reopens, text.count(b'"') % 2 == 1)
            at, inside = opening.end(), True
        for mark in _INSIDE.finditer(text, at):
            if mark["closes"]:
                at, inside = mark.end(), False
                break
            if not mark["pair"] and not broken:
                broken, reopens = True, text[: mark.start()].rstrip(b" \t")[-1:] in (b"", b",")
        if inside:
            return Marks(True, broken, reopens, text.count(b'"') % 2 == 1)


@dataclass(frozen=True, slots=True)
class Extent:
    """The extent of a record: the number of its `lines`, and all their bytes; None if too many.

    `broken`: its quotation marks do not pair up. `reopened`: it was given up where another field opened.
    """

    lines: int
    text: bytes | None
    broken: bool = False
    reopened: bool = False


class _Parts:
    """The lines of a record: all are counted, and only as much as a record may have is held in memory."""

    def __init__(self, first: bytes | LongLine) -> None:
        self.lines = 0
        self._size = -1
        self._parts: list[bytes] | None = []
        self.add(first)

    def add(self, line: bytes | LongLine) -> None:
        self.lines += 1
        if self._parts is None:
            return
        if isinstance(line, bytes) and self.lines <= MOST_LINES and self._size + len(line) < LONGEST_LINE:
            self._size += len(line) + 1
            self._parts.append(line)
        else:
            self._parts = None

    def text(self) -> bytes | None:
        return None if self._parts is None else b"\n".join(self._parts)


def take_record(number: int, line: bytes | LongLine, lines: Lines) -> Extent:
    """Finds the end of the record that starts on line `number`; takes its further lines from `lines`.

    What follows in `lines` is outside of any quoted field. Memory does not grow with the record. Raises UnclearMarks
    for a record that is not closed and too long.
    """
    if isinstance(line, bytes) and _ONE_LINE.fullmatch(line) and not _ENDS_ESCAPED.search(line):
        return Extent(1, line)
    marks = marks_of(line, inside=False)
    broken, inside, odd = marks.broken, marks.inside, marks.odd
    if broken and not (inside and odd):
        inside = _goes_on(lines)
    record = _Parts(line)
    while inside:
        further = next(lines, None)
        if further is None:
            if record.text() is None:
                raise UnclearMarks(number, "is not closed before the end of the file")
            return Extent(record.lines, None, broken=True)
        marks = marks_of(further[1], inside=True)
        if marks.reopens and not broken:  # so the mark that opened the field was the wrong one
            lines.put_back([further])
            return Extent(record.lines, None, broken=True, reopened=True)
        record.add(further[1])
        broken, inside, odd = broken or marks.broken, marks.inside, odd != marks.odd
        line = further[1]
        if broken and not inside:
            inside = _goes_on(lines)
    if not broken and isinstance(line, bytes) and _ENDS_ESCAPED.search(line) and _goes_on(lines):
        return _read_both_ways(number, record, lines)
    return Extent(record.lines, record.text(), broken or odd)


def _read_both_ways(number: int, record: _Parts, lines: Lines) -> Extent:
    """Take lines until no field is open under either reading of a mark after a backslash: as text, or as a field's end.

    For a record that ends by the rule although the next lines look like part of it. Raises UnclearMarks.
    """
    by_rule, escaped = False, True
    while by_rule or escaped:
        further = next(lines, None)
        if further is None and record.text() is not None:
            break
        if further is None or isinstance(further[1], LongLine):
            raise UnclearMarks(number, "is closed by one after a backslash, or not at all")
        record.add(further[1])
        by_rule = marks_of(further[1], inside=by_rule).inside
        escaped = marks_of(further[1].replace(b'\\"', b"__"), inside=escaped).inside
    return Extent(record.lines, record.text(), broken=True)


def _goes_on(lines: Lines) -> bool:
    """Whether a record whose marks do not pair up continues: the next mark, if one is near, does not open a field.

    Its own marks do not say, and text inside a field must not be read as a row. Takes nothing from `lines`.
    """
    ahead: list[CsvLine] = []
    goes_on = False
    for further in lines:
        ahead.append(further)
        text = further[1]
        if isinstance(text, LongLine):
            break
        if b'"' in text:
            goes_on = _OPENS_FIRST.match(text) is None
            break
        if len(ahead) == MOST_LINES:
            break
    lines.put_back(ahead)
    return goes_on
