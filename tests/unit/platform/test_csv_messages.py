"""What is said of a file or a row that cannot be read: each sentence as a whole."""

import io
from collections.abc import Collection

import pytest

from laurel.platform.csv_records import LONGEST_LINE, Record, Rejection, UnusableFile, fault_of, read_records

NEEDED = ("key", "title", "hours")
HEAD = b"key,title,hours\n"
MARKS = (
    "The quotation marks of the row do not pair up. Put a field that holds a comma, a quotation mark or a line break in"
    " quotation marks, and double each quotation mark inside it."
)
NO_HEADER = (
    "Line 1 is no header: its quotation marks do not pair up, or the lines of the file end with CR alone. Save the file"
    " as CSV in UTF-8 with LF or CRLF."
)
LACKS = "The header lacks {}. The first line must name the columns key, title, hours."
UNCLEAR = (
    "A quotation mark opens a field on line 2 and {}, so it is unclear where rows begin and end. Correct that line, or"
    " send the whole file again if it was cut off: double each quotation mark inside a field."
)


def read(
    data: bytes, *, optional: Collection[str] = (), may_be_empty: Collection[str] = (), whole: bool = False
) -> list[Record | Rejection]:
    rows = read_records(
        io.BytesIO(data), NEEDED, optional=optional, may_be_empty=may_be_empty, ends_with_line_end=whole
    )
    return list(rows)


@pytest.mark.parametrize(
    ("data", "reason", "message"),
    [
        (b"", "empty_file", "The file is empty. Its first line must name the columns."),
        (b"\xef\xbb\xbf\xef\xbb\xbf,,\n\n", "empty_file", "The file is empty. Its first line must name the columns."),
        (b"key,name\n", "columns_missing", LACKS.format("title, hours")),
        (
            b"key;title;hours\n",
            "columns_missing",
            LACKS.format("key, title, hours") + " The columns look separated by ';'; they must be separated by commas.",
        ),
        (
            b"key|title\n",
            "columns_missing",
            LACKS.format("key, title, hours") + " The columns look separated by '|'; they must be separated by commas.",
        ),
        (b"key;title,hours\n", "columns_missing", LACKS.format("key, title")),
        (
            b"key,title,hours,KEY,Hours\n",
            "columns_repeated",
            "The header names key, hours more than once. Keep one column of each name.",
        ),
        (
            b"sep=;\nkey;title;hours\n",
            "columns_missing",
            "The first line says that ';' separates the columns. They must be separated by commas. Save the file as CSV"
            " with commas.",
        ),
        (
            b"\n" + b"x" * (LONGEST_LINE + 1),
            "header_unreadable",
            f"Line 2 is longer than {LONGEST_LINE} bytes, so it is no header. Save the file as CSV.",
        ),
        (b'key,"title,hours\na,b,1', "header_unreadable", NO_HEADER),
        (b"key,title,hours\ra,b,1\r", "header_unreadable", NO_HEADER),
        (b'key,title,hours,it"s\na,b,1,x\n', "header_unreadable", NO_HEADER),
        (b'"key",title,hours,"' + b"\n" * 101 + b'"\na,b,1,x\n', "header_unreadable", NO_HEADER),
        (HEAD + b'a,"b\nc,"d,1\ne,f"g,1\n', "malformed_quotes", UNCLEAR.format("may be closed on line 3 only")),
        (
            HEAD + b'a,"b,1\n' + b"c,d\n" * 200,
            "malformed_quotes",
            UNCLEAR.format("is not closed before the end of the file"),
        ),
    ],
)
def test_a_file_is_refused_in_a_sentence(data: bytes, reason: str, message: str) -> None:
    with pytest.raises(UnusableFile) as refusal:
        read(data)
    assert refusal.value.reason == reason
    assert refusal.value.message == str(refusal.value) == message


@pytest.mark.parametrize(
    ("row", "rejection"),
    [
        (
            b"a,b",
            Rejection(
                2,
                "",
                "wrong_column_count",
                "The row has 2 columns, the header 3. Put a field that holds a comma in quotation marks.",
                {},
            ),
        ),
        (b'a,"b"c,1', Rejection(2, "", "malformed_quotes", MARKS, {})),
        (
            b"a\rb,c,1",
            Rejection(
                2,
                "",
                "control_character",
                "The row has a carriage return (U+000D) within it. End each row with LF or CRLF.",
                {},
            ),
        ),
        (
            b"a," + b"b" * LONGEST_LINE + b",1",
            Rejection(
                2,
                "",
                "too_long",
                f"The row is longer than {LONGEST_LINE} bytes or 100 lines. Shorten it, or end each row with a line"
                " break.",
                {},
            ),
        ),
        (
            b"a,caf\xe9,1",
            Rejection(
                2,
                "title",
                "not_utf8",
                "title is not UTF-8 text. Save the file as CSV in UTF-8.",
                {"key": "a", "title": "caf\ufffd", "hours": "1"},
            ),
        ),
        (
            b'"a",b\x07,1',
            Rejection(
                2,
                "title",
                "control_character",
                "title holds the control character U+0007. Take it out.",
                {"key": "a", "title": "b\x07", "hours": "1"},
            ),
        ),
    ],
)
def test_a_row_is_rejected_in_a_sentence(row: bytes, rejection: Rejection) -> None:
    assert read(HEAD + row + b"\ngood,row,1\n")[0] == rejection


def test_a_row_without_a_line_end_keeps_what_it_says() -> None:
    cut = (
        "The last line has no line end, so the file may have been cut off here. Send the file again whole, with a line"
        " break after its last row."
    )
    values = {"key": "a", "title": 'b\n"c"', "hours": "1"}
    quoted = HEAD + b'a,"b\n""c""",1'
    assert read(quoted, whole=True) == [Rejection(2, "", "cut_off", cut, values, 2)]
    assert read(quoted + b"\n", whole=True) == read(quoted) == [Record(2, values, 2)]


def test_a_fault_names_its_column() -> None:
    assert fault_of("name", "a\x1fb") == ("control_character", "name holds the control character U+001F. Take it out.")
    assert fault_of("name", "a\udce9") == ("not_utf8", "name is not UTF-8 text. Save the file as CSV in UTF-8.")
    assert [fault_of("name", one) for one in ("Ana", "a\tb\r\nc", "\u200b")] == [None] * 3
    assert [bool(fault_of("name", chr(one))) for one in (0x08, 0x0B, 0x0E, 0x7E, 0x7F, 0x9F, 0xA0)] == [
        *(True, True, True, False, True, True, False)
    ]


def test_a_row_may_lack_last_cells_that_may_be_empty_and_no_others() -> None:
    every = Record(2, {"key": "", "title": "", "hours": "", "note": ""})
    head = HEAD.replace(b"\n", b",note\n")
    assert read(head + b"a\n", optional=["note"], may_be_empty=NEEDED) == [
        Record(2, {**every.values, "key": "a"}),
    ]
    (found,) = read(head + b"a\n", optional=["note"], may_be_empty=["hours"])
    assert isinstance(found, Rejection)
    assert read(HEAD + b"a,b\n", optional=["note"], may_be_empty=["hours"]) == [
        Record(2, {**every.values, "key": "a", "title": "b"}),
    ]


@pytest.mark.parametrize(
    ("row", "hours"), [(b'"a",b,1\r\r', "1"), (b'\r"a",b,1', None), (b'"a",b,1X', "1X"), (b'X,"b",1', "1")]
)
def test_only_line_ends_are_taken_from_the_end_of_a_quoted_row(row: bytes, hours: str | None) -> None:
    [found] = read(HEAD + row + b"\n")
    assert found.values.get("hours") == hours


def test_a_long_row_over_two_lines_may_hold_rows_if_its_marks_do_not_pair_up() -> None:
    long = b"x" * (LONGEST_LINE + 1)
    for end, reason in ((b'b"c"', "malformed_quotes"), (b'b",1', "too_long")):
        found = read(HEAD + long + b',"a\n' + end + b"\nd,e,1\n")
        assert [(one.line, one.lines, getattr(one, "reason", None)) for one in found] == [(2, 2, reason), (4, 1, None)]
