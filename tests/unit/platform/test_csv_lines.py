"""Where a quoted field of a CSV file ends: limits, and the words about a mark that is unclear."""

import io
from collections.abc import Iterator

import pytest

from laurel.platform.csv_lines import (
    LONGEST_LINE,
    MOST_LINES,
    Extent,
    Lines,
    LongLine,
    Marks,
    UnclearMarks,
    marks_of,
    take_record,
)


def records(data: bytes) -> Iterator[tuple[int, Extent]]:
    """Each record with the number of its first line."""
    lines = Lines(io.BytesIO(data))
    for number, line in lines:
        yield number, take_record(number, line, lines)


def trouble(data: bytes) -> tuple[int, str]:
    with pytest.raises(UnclearMarks) as found:
        list(records(data))
    return found.value.number, found.value.trouble


def test_a_field_that_is_open_at_the_end_of_a_long_record_is_unclear() -> None:
    text = b'a,"' + b"text\n" * (MOST_LINES + 1)
    assert trouble(b"key\n" + text) == (2, "is not closed before the end of the file")


def test_a_backslash_before_the_last_mark_of_a_long_record_is_unclear() -> None:
    text = b'a,"say \\"\nso" b\n' + b"text\n" * MOST_LINES
    assert trouble(b"key\n" + text) == (2, "is closed by one after a backslash, or not at all")


def test_marks_that_fill_the_memory_are_unclear() -> None:
    assert trouble(b"key\n" + b'a,"' + b'"' * (4 * LONGEST_LINE)) == (
        *(2, "is one of so many that it is unclear what it closes"),
    )


def test_a_line_is_held_up_to_the_longest_and_not_beyond() -> None:
    longest = b"x" * LONGEST_LINE
    assert list(Lines(io.BytesIO(longest + b"\n"))) == [(1, longest)]
    nothing = LongLine(Marks(False), Marks(True))
    assert list(Lines(io.BytesIO(longest + b"x\n"))) == [(1, nothing)]
    assert list(Lines(io.BytesIO(longest + b"x"))) == [(1, nothing)]
    assert (LONGEST_LINE, MOST_LINES) == (65_536, 100)


@pytest.mark.parametrize("lines", [2, 3, 50])
def test_a_record_is_held_up_to_as_many_bytes_as_a_line_and_not_beyond(lines: int) -> None:
    longest = b'a,"' + b"\n" * (lines - 1) + b"x" * (LONGEST_LINE - lines - 3) + b'"'
    assert len(longest) == LONGEST_LINE
    assert list(records(longest)) == [(1, Extent(lines, longest))]
    assert list(records(longest[:-1] + b'x"')) == [(1, Extent(lines, None))]


def test_a_record_is_held_up_to_the_most_lines_and_not_beyond() -> None:
    def of(lines: int) -> bytes:
        return b'a,"' + b"\n" * (lines - 1) + b'end"'

    assert list(records(of(MOST_LINES))) == [(1, Extent(MOST_LINES, of(MOST_LINES)))]
    assert list(records(of(MOST_LINES + 1))) == [(1, Extent(MOST_LINES + 1, None))]


def test_the_last_line_without_an_end_has_its_number() -> None:
    for data, number in ((b"a\nb", 2), (b"a\nb\n", None), (b"", None), (b"x" * (LONGEST_LINE + 1), 1)):
        lines = Lines(io.BytesIO(data))
        assert lines.unended is None
        list(lines)
        assert lines.unended == number


def test_lines_that_were_put_back_come_again_in_their_order() -> None:
    lines = Lines(io.BytesIO(b"a\nb\nc\nd\n"))
    first, second = next(lines), next(lines)
    lines.put_back([first, second])
    assert list(lines) == [(1, b"a"), (2, b"b"), (3, b"c"), (4, b"d")]
    lines = Lines(io.BytesIO(b"a\nb\nc\nd\n"))
    lines.pass_over(3)
    assert list(lines) == [(3, b"c"), (4, b"d")]


def test_a_long_line_of_one_letter_is_a_line_and_no_row_of_marks() -> None:
    _, row = records(b"key\n" + b"X" * (4 * LONGEST_LINE))
    assert row


LONG = b"x" * (3 * LONGEST_LINE)


@pytest.mark.parametrize(
    ("line", "from_outside", "from_inside"),
    [
        (b'"' + LONG, Marks(True, odd=True), Marks(True, broken=True, reopens=True, odd=True)),
        (b'a"b' + LONG, Marks(False, odd=True), Marks(True, broken=True, odd=True)),
        (LONG + b'a"b', Marks(False, odd=True), Marks(True, broken=True, odd=True)),
        (LONG + b',"b', Marks(True, odd=True), Marks(True, broken=True, reopens=True, odd=True)),
        # The first mark that is wrong says whether a field opens again.
        (b'a"b' + LONG + b',"b', Marks(True), Marks(True, broken=True)),
        (b',"b' + LONG + b'a"b', Marks(True, broken=True), Marks(True, broken=True, reopens=True)),
        # Where a piece begins, no field does.
        (b"x" * (2 * LONGEST_LINE - 1) + b'x"b', Marks(False, odd=True), Marks(True, broken=True, odd=True)),
    ],
)
def test_a_long_line_has_the_marks_of_its_pieces_together(line: bytes, from_outside: Marks, from_inside: Marks) -> None:
    for data in (line, line + b"\n"):
        assert list(Lines(io.BytesIO(data))) == [(1, LongLine(from_outside, from_inside))]


def test_as_many_blanks_at_the_end_of_a_piece_as_a_line_may_have_are_held() -> None:
    half = LONGEST_LINE // 2  # a piece that is read at once
    nothing = LongLine(Marks(False), Marks(True))
    assert list(Lines(io.BytesIO(b"x" * half + b" " * LONGEST_LINE + b"x"))) == [(1, nothing)]
    assert trouble(b"x" * (half - 1) + b" " * (LONGEST_LINE + 1) + b"x") == (
        *(1, "is one of so many that it is unclear what it closes"),
    )


@pytest.mark.parametrize(
    ("line", "reopens"),
    [
        (b'"y', True),
        (b' \t"y', True),
        (b'x,"y', True),
        (b'x, \t "y', True),
        (b'x"y', False),
        (b'x, y"z', False),
        (b',X"y', False),
        (b'x,\r"y', False),
    ],
)
def test_a_mark_inside_a_field_looks_like_a_start_after_a_comma_and_blanks(line: bytes, reopens: bool) -> None:
    assert marks_of(line, inside=True) == Marks(True, broken=True, reopens=reopens, odd=True)


@pytest.mark.parametrize(
    ("lines", "extents"),
    [
        # Closed by the rule: the next line is a row of its own, with its own fault.
        ([b'a,"x', b'y"', b'so" b'], [2, 1]),
        # Marks that do not pair up, and the next mark opens a field: a row of its own.
        ([b'a,"x" y', b'b,"z"'], [1, 1]),
        ([b'a,"x" y', b'b "z"'], [2]),
        # A mark after a backslash may be text: lines are taken until both readings are outside of a field.
        ([b'a,"x', b'say \\"', b'so" b'], [3]),
        ([b'a,"say \\"', b'so \\"",b', b"c,d"], [2, 1]),
        ([b'a,"say \\"', b'so" ,"y', b'z,"', b"c,d"], [3, 1]),
        ([b'a,"say \\"', b'so \\" ,"', b'z"', b"c,d"], [3, 1]),
    ],
)
def test_a_record_ends_where_no_field_is_open(lines: list[bytes], extents: list[int]) -> None:
    found = [extent for _, extent in records(b"\n".join(lines) + b"\n")]
    assert [one.lines for one in found] == extents
    assert b"\n".join(one.text or b"" for one in found) == b"\n".join(lines)


def test_a_record_that_was_read_both_ways_is_broken() -> None:
    both = b'a,"say \\"\nso \\"",b'
    assert list(records(both)) == [(1, Extent(2, both, broken=True))]


def test_a_long_line_ends_a_search_for_marks() -> None:
    assert list(records(b'a,"x" y\n' + LONG)) == [(1, Extent(1, b'a,"x" y', broken=True)), (2, Extent(1, None))]
    assert trouble(b'a,"say \\"\nso" b\n' + LONG) == (1, "is closed by one after a backslash, or not at all")
