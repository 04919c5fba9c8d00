"""Every good row is read, also next to bad ones."""

import csv
import io
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from laurel.platform.csv_records import LONGEST_LINE, MOST_LINES, Record, Rejection, UnusableFile, read_records
from laurel.platform.csv_tables import without_guard
from laurel.platform.visible import is_blank
from tests.examples import examples

NEEDED = ("key", "title", "hours")
# An apostrophe before the sign of a formula is taken off: the tests of spreadsheets tell of that.
TEXT = st.text(
    st.one_of(
        st.sampled_from('a,"\n\r\t é日😀\u00a0\u2028;'),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=12,
).filter(lambda text: without_guard(text) == text)
LEFT_OPEN = b'"a"b,c,d'
"""A line of which nobody can tell whether its field ends on it."""
MAY_CLOSE = re.compile(rb'[^"]*"(?:,|\r*\n|\Z)')
"""Lines whose first mark may be the end of that field as well as the start of another."""
# A row in which nothing can be seen is a blank line, which has tests of its own.
ROW = st.tuples(TEXT, TEXT, TEXT).filter(lambda row: not all(map(is_blank, row)))


def read(data: bytes | str, needed=NEEDED) -> list[Record | Rejection]:
    return list(read_records(io.BytesIO(data if isinstance(data, bytes) else data.encode()), needed))


def written(rows, newline="\r\n") -> list[str]:
    """Each row as csv writes it, its line end included."""
    records = []
    for row in rows:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator=newline).writerow(row)
        records.append(out.getvalue())
    return records


def values(outcome: list[Record | Rejection]) -> list[tuple[str, ...]]:
    return [tuple(one.values[name] for name in NEEDED) for one in outcome if isinstance(one, Record)]


def rejections(outcome: list[Record | Rejection]) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.reason) for one in outcome if isinstance(one, Rejection)]


class TestGoodFiles:
    def test_lines_are_numbered_from_the_header(self) -> None:
        assert read("key,title,hours\na,b,1\n\nc,d,2") == [
            Record(2, {"key": "a", "title": "b", "hours": "1"}),
            Record(4, {"key": "c", "title": "d", "hours": "2"}),
        ]

    def test_columns_in_any_order_with_others_between(self) -> None:
        assert values(read("\ufeff Hours ,x, TITLE,x,Key\r\n1,?,b,?,a\r\n")) == [("a", "b", "1")]

    def test_byte_order_mark_before_a_quoted_name(self) -> None:
        assert values(read('\ufeff"key","title","hours"\na,b,1')) == [("a", "b", "1")]

    def test_blank_lines_are_no_rows(self) -> None:
        assert values(read("\n \r\nkey,title,hours\n\r\n\t\na,b,1\n\n")) == [("a", "b", "1")]

    def test_a_record_over_several_lines_has_the_number_of_its_first(self) -> None:
        found = read('key,title,hours\r\na,"one\r\ntwo, ""three""\r\n\r\nfour",1\r\nb,c,2\r\n')
        assert values(found) == [("a", 'one\r\ntwo, "three"\r\n\r\nfour', "1"), ("b", "c", "2")]
        assert [one.line for one in found] == [2, 6]

    def test_a_header_without_rows(self) -> None:
        assert read("key,title,hours") == []

    def test_lines_that_end_in_two_carriage_returns(self) -> None:
        assert values(read('key,title,hours\r\r\na,b,1\r\r\na,"b",1\r\r\n')) == [("a", "b", "1"), ("a", "b", "1")]

    def test_marks_within_a_field_that_does_not_begin_with_one(self) -> None:
        assert values(read('key,title,hours\na,the "best" talk,1')) == [("a", 'the "best" talk', "1")]

    def test_the_longest_record_that_is_taken(self) -> None:
        title = "\n" * (MOST_LINES - 1)
        assert values(read(f'key,title,hours\na,"{title}",1\nb,c,2')) == [("a", title, "1"), ("b", "c", "2")]

    @given(st.lists(ROW, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.integers(1, 40))
    def test_all_that_csv_writes_comes_back(self, rows, newline: str, mark: bool, piece: int) -> None:
        text = ("\ufeff" if mark else "") + "".join(written([NEEDED, *rows], newline))
        assert values(read(text)) == rows
        assert values(list(read_records(Trickle(text.encode(), piece), NEEDED))) == rows


class Trickle(io.BytesIO):
    """A source that gives a few bytes at a time, as a network does."""

    def __init__(self, data: bytes, piece: int) -> None:
        super().__init__(data)
        self._piece = piece

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._piece)


class TestUnusableFiles:
    @pytest.mark.parametrize(
        ("data", "reason", "says"),
        [
            (b"", "empty_file", "empty"),
            (b"\xef\xbb\xbf", "empty_file", "empty"),
            (b"\r\n \n", "empty_file", "empty"),
            (b"key,name\na,b", "columns_missing", "lacks title, hours"),
            (b"key;title;hours\na;b;1", "columns_missing", "separated by ';'"),
            (b"key\ttitle\thours\na\tb\t1", "columns_missing", r"separated by '\\t'"),
            (b"key,title,hours,KEY \na,b,1,c", "columns_repeated", "key more than once"),
            ("key,title,hours\na,b,1".encode("utf-16"), "not_utf8", "UTF-16"),
            ("key,title,hours\na,b,1".encode("utf-16-be"), "not_utf8", "UTF-16"),
            (b"key,ti\x00tle,hours\n", "not_utf8", "UTF-8"),
            (b'key,"title,hours\na,b,1', "header_unreadable", "line 1|Line 1"),
            (b"key,title,hours\ra,b,1\r", "header_unreadable", "CR alone"),
            (b"x" * (LONGEST_LINE + 1), "header_unreadable", "longer than"),
        ],
    )
    def test_is_refused_whole(self, data: bytes, reason: str, says: str) -> None:
        with pytest.raises(UnusableFile, match=says) as refusal:
            read_records(io.BytesIO(data), NEEDED)  # at once, before a row is asked for
        assert refusal.value.reason == reason

    def test_an_extra_column_may_be_repeated_or_misspelt(self) -> None:
        assert values(read(b"x,key,title,hours,x,caf\xe9\n?,a,b,1,?,?")) == [("a", "b", "1")]


class TestBadRows:
    @pytest.mark.parametrize(
        ("row", "column", "reason"),
        [
            (b"a,b", "", "wrong_column_count"),
            (b"a,b,1,", "", "wrong_column_count"),
            (b'a,"b,c",1,2', "", "wrong_column_count"),
            (b'a,"b"c,1', "", "malformed_quotes"),
            (b'a,5" tube,1', "", "malformed_quotes"),
            (b'a,"b,1', "", "malformed_quotes"),
            (b'a,"b""', "", "malformed_quotes"),
            (b"a,caf\xe9,1", "title", "not_utf8"),
            (b"a,\xed\xa0\x80,1", "title", "not_utf8"),
            (b"a,b\x00,1", "title", "control_character"),
            (b'a,"b\x07",1', "title", "control_character"),
            (b"a,b\x7f,1", "title", "control_character"),
            (b"a\rb,c,1", "", "control_character"),
            (b"a," + b"b" * LONGEST_LINE + b",1", "", "too_long"),
            (b"a," + b"b" * 4 * LONGEST_LINE + b",1", "", "too_long"),
            (b"a," + b"b" * 100_000 + b",1", "", "too_long"),
            (b'a,"' + b"b" * LONGEST_LINE + b",1", "", "too_long"),
        ],
    )
    def test_is_rejected_alone(self, row: bytes, column: str, reason: str) -> None:
        found = read(b"key,title,hours\ngood,before,1\n" + row + b'\ngood,"af\nter",2\ngood,last,3\n')
        assert rejections(found) == [(3, column, reason)]
        assert values(found) == [("good", "before", "1"), ("good", "af\nter", "2"), ("good", "last", "3")]

    def test_what_could_be_read_can_be_written(self) -> None:
        (found,) = read(b"key,title,hours\na,caf\xe9,1")
        assert found.values == {"key": "a", "title": "caf\ufffd", "hours": "1"}

    def test_faults_in_columns_that_are_not_needed_do_not_matter(self) -> None:
        assert values(read(b"key,x,title,hours\na,caf\xe9\x00,b,1")) == [("a", "b", "1")]

    def test_messages_say_what_to_do(self) -> None:
        assert read("key,title,hours\na,b")[0].message == (
            "The row has 2 columns, the header 3. Put a field that holds a comma in quotation marks."
        )
        assert "U+0007" in read("key,title,hours\na,b\x07,1")[0].message

    def test_a_record_of_several_lines_with_the_wrong_number_of_columns_is_rejected_whole(self) -> None:
        found = read('key,title,hours\na,"b\nc,d,2\ne",1,1\nf,g,3')
        assert rejections(found) == [(2, "", "wrong_column_count")]
        assert values(found) == [("f", "g", "3")]

    @pytest.mark.parametrize(
        "cell",
        [
            "\n" * MOST_LINES + "x,y,99\n",
            ("x" * 1000 + "\n") * 66 + "x,y,99\n",
            "x" * LONGEST_LINE + "\nx,y,99\n",
            "x\nx,y,99\n" + "x" * 2 * LONGEST_LINE,
            "x\nx,y,99\n" + 'x""' * LONGEST_LINE + "\nx,y,99\nx",
            '"",' * 20_000 + "x" * LONGEST_LINE + '"",' * 20_000 + "\nx,y,99\n",
        ],
        ids=["lines", "bytes", "first line", "last line", "marks", "marks and commas"],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_record_that_covers_too_much_is_rejected_whole(self, cell: str, end: str) -> None:
        text = f'key,title,hours\na,"{cell}",1\nb,c,2'.replace("\n", end)
        found = read(text)
        assert rejections(found) == [(2, "", "too_long")]
        assert values(found) == [("b", "c", "2")]
        assert [one.lines for one in found if isinstance(one, Rejection)] == [text.count("\n") - 1]
        assert list(read_records(Trickle(text.encode(), 1000), NEEDED)) == found

    def test_a_mark_on_every_line(self) -> None:
        found = read("key,title,hours\n" + 'a,5" tube,1\n' * 1000 + "b,c,2")
        assert rejections(found) == [(line, "", "malformed_quotes") for line in range(2, 1002)]
        assert values(found) == [("b", "c", "2")]

    @given(
        st.lists(ROW, max_size=6),
        st.integers(0, 6),
        st.sampled_from(
            [
                b"a,b",
                b"a,b,c,d",
                b'a,5" x,c',
                b'a"',
                LEFT_OPEN,
                b"a,\xff,c",
                b"a,\x00,c",
                b'a,"\xff"',
                b"a," + b"x" * LONGEST_LINE,
            ]
        ),
        st.sampled_from(["\n", "\r\n"]),
    )
    @examples(300)
    def test_one_bad_line_costs_no_good_record(self, rows, at: int, bad: bytes, newline: str) -> None:
        at = min(at, len(rows))
        records = [record.encode() for record in written([NEEDED, *rows], newline)]
        assume(bad != LEFT_OPEN or not MAY_CLOSE.match(b"".join(records[at + 1 :])))
        records.insert(at + 1, bad + newline.encode())
        found = read(b"".join(records))
        assert values(found) == rows
        assert [line for line, _, _ in rejections(found)] == [1 + b"".join(records[: at + 1]).count(b"\n")]


class TestBrokenQuotes:
    """What may stand inside quotation marks that do not pair up is never read as rows."""

    @pytest.mark.parametrize(
        "cell",
        [
            '"he said "hi" to all\nx,y,99\nbye"',
            '"he said "hi"\nx,y,99\nbye"',
            '"a"b\nx,y,99\nbye"',
            '"one\nhe said "hi" then\nx,y,99\nbye"',
            ' "one\nx,y,99\nbye"',
            '"he said \\"hi\\"\nx,y,99\nbye"',
        ],
    )
    def test_of_a_cell_whose_marks_are_not_doubled(self, cell: str) -> None:
        found = read(f"key,title,hours\na,{cell},1\nb,c,2\n")
        assert rejections(found) == [(2, "", "malformed_quotes")]
        assert values(found) == [("b", "c", "2")]

    @pytest.mark.parametrize("more", ["", "c,d,e\n", "c,d,e\n" * 90])
    def test_a_field_that_is_never_closed_takes_what_stands_behind_it_along(self, more: str) -> None:
        found = read('key,title,hours\ng,h,1\na,"b,1\nx,y,99\n' + more)
        assert rejections(found) == [(3, "", "malformed_quotes")]
        assert found[-1].lines == 2 + more.count("\n")
        assert values(found) == [("g", "h", "1")]

    @pytest.mark.parametrize("more", ["c,d,e\n" * 100, "c" * LONGEST_LINE])
    def test_a_file_in_which_that_would_be_more_than_a_record_is_refused(self, more: str) -> None:
        with pytest.raises(UnusableFile, match="on line 3 and is not closed") as refusal:
            read('key,title,hours\ng,h,1\na,"b,1\nx,y,99\n' + more)
        assert refusal.value.reason == "malformed_quotes"

    def test_rows_between_a_mark_too_many_and_the_next_field_that_opens_are_not_taken(self) -> None:
        found = read('key,title,hours\na,"b,1\nx,y,99\nc,"d",2\ne,f,3\n')
        assert rejections(found) == [(2, "", "malformed_quotes")]
        assert found[0].lines == 2
        assert "line 3" in found[0].message
        assert values(found) == [("c", "d", "2"), ("e", "f", "3")]

    @pytest.mark.parametrize("cell", ["\nx,y,99", ",\nx,y,99", "\r\nx,y,99"])
    def test_rows_before_a_mark_that_may_close_the_broken_field_are_not_taken(self, cell: str) -> None:
        left_open = LEFT_OPEN.decode()
        found = read(f'key,title,hours\n{left_open}\nq,r,3\n,,"{cell}"\nb,c,2\n')
        assert rejections(found) == [(2, "", "malformed_quotes")]
        assert found[0].lines == 4
        assert values(found) == [("b", "c", "2")]

    def test_a_file_that_leaves_open_which_mark_is_too_many_is_refused(self) -> None:
        with pytest.raises(UnusableFile, match="line 2"):
            read('key,title,hours\na,"one\nb,"two",1\nx,y,99\nthree",1\n')

    @pytest.mark.parametrize("marks", ['""', '"",'])
    def test_a_cell_of_marks_alone_is_read_up_to_the_longest_record_and_refused_from_there(self, marks: str) -> None:
        def text(times: int) -> str:
            return f'key,title,hours\na,"{marks * times}\nx,y,99",1\n'

        assert values(read(text(1000))) == [("a", marks.replace('""', '"') * 1000 + "\nx,y,99", "1")]
        with pytest.raises(UnusableFile, match="line 2"):
            read(text(2 * LONGEST_LINE))


class TestSpreadsheets:
    """What a spreadsheet leaves out of a CSV, and what it puts in."""

    BLANK = (",,", ",", ",,,,,,", " , ,\t", '"","",""', '" ",,', "\u00a0,,", "\u200b,,", ",\ufeff,", "\u200b")

    @pytest.mark.parametrize("blank", [*BLANK, "\u2060,\u200d \u200b,\u00ad", '"\u200b","",\u200e', "\u3164,\u2800,"])
    def test_rows_without_a_filled_cell_are_no_rows(self, blank: str) -> None:
        assert read(f"key,title,hours\na,b,1\n{blank}\n{blank}\r\nc,d,2\n{blank}") == [
            Record(2, {"key": "a", "title": "b", "hours": "1"}),
            Record(5, {"key": "c", "title": "d", "hours": "2"}),
        ]

    @pytest.mark.parametrize(
        ("header", "row"),
        [
            ("key,title,hours", "a,b"),
            ("key,title,hours,x,y", "a,b"),
            ("key,title,x,hours", 'a,"b"'),
            ("key,title,hours,x", "a,b,"),
        ],
    )
    def test_last_cells_that_may_be_empty_may_be_missing(self, header: str, row: str) -> None:
        (found,) = read_records(io.BytesIO(f"{header}\n{row}\n".encode()), NEEDED, may_be_empty=["hours"])
        assert found == Record(2, {"key": "a", "title": "b", "hours": ""})

    def test_a_cell_that_must_be_filled_may_not_be_missing(self) -> None:
        rows = b"hours,key,title\n,a\n1,a\n1\n"
        assert rejections(list(read_records(io.BytesIO(rows), NEEDED, may_be_empty=["hours"]))) == [
            (line, "", "wrong_column_count") for line in (2, 3, 4)
        ]

    @pytest.mark.parametrize("line", ["sep=,", "SEP=,\r", '"sep=,"', "\ufeffsep=,", "sep=,,,"])
    def test_the_line_that_names_the_separator_is_passed_over(self, line: str) -> None:
        assert values(read(f"{line}\nkey,title,hours\na,b,1\n")) == [("a", "b", "1")]

    @pytest.mark.parametrize("row", ["\u200bx,,", "\x00,,", ",-,", "\u0301,,", "ㄱ,,", "~,,"])
    def test_rows_with_a_visible_cell_or_a_control_are_rows(self, row: str) -> None:
        assert len(read(f"key,title,hours\n{row}\n")) == 1

    @pytest.mark.parametrize(
        "blank", [",,", " , ,\t", '"","",""', "\u00a0,,\r", "\ufeff,,", "\ufeff\ufeff,,\n,,", '\u200b,"",\u2060']
    )
    def test_rows_without_a_filled_cell_before_the_header_are_passed_over(self, blank: str) -> None:
        assert values(read(f"{blank}\nkey,title,hours\na,b,1\n")) == [("a", "b", "1")]

    @pytest.mark.parametrize(
        "header", ["\ufeff\ufeffkey,title,hours", "key,\u200btitle,hours", "key,\u00a0title,hours"]
    )
    def test_what_cannot_be_seen_in_the_header_does_not_count(self, header: str) -> None:
        assert values(read(f"{header}\na,b,1\n")) == [("a", "b", "1")]

    @pytest.mark.parametrize("line", ["sep=;", '"sep=|"', "sep=\t"])
    def test_another_separator_is_named(self, line: str) -> None:
        with pytest.raises(UnusableFile, match="must be separated by commas") as refusal:
            read(f"{line}\nkey;title;hours\n")
        assert refusal.value.reason == "columns_missing"

    @pytest.mark.parametrize("last", ["X", "X\r", "1 X\r\r", "\\", "."])
    def test_only_carriage_returns_at_the_end_of_a_row_are_no_part_of_its_last_cell(self, last: str) -> None:
        assert values(read(f"key,title,hours\na,b,{last}\n")) == [("a", "b", last.rstrip("\r"))]

    def test_a_carriage_return_within_a_row_is_named(self) -> None:
        (found,) = read("key,title,hours\na,b\rc,1\n")
        assert found.message == "The row has a carriage return (U+000D) within it. End each row with LF or CRLF."

    def test_the_apostrophe_that_keeps_a_formula_from_running_is_taken_off(self) -> None:
        assert values(read("key,title,hours\n'=1+1,'-a,'b\n'@x,'tis,''\n")) == [
            ("=1+1", "-a", "'b"),
            ("@x", "'tis", "''"),
        ]


@given(
    st.lists(
        st.sampled_from([b"a,b,c", b'a,"b\nb",c', b'"', b"", b'x,"y', b"1,2", b"x" * 40, b'"p","q","r"']), max_size=9
    )
)
def test_reading_goes_on_behind_any_row_as_if_it_had_never_stopped(lines: list[bytes]) -> None:
    data = b"\n".join([b"key,title,hours", *lines])
    try:
        whole = read(data)
    except UnusableFile:
        return
    for n, row in enumerate(whole):
        assert list(read_records(io.BytesIO(data), NEEDED, behind=row.line)) == whole[n + 1 :]


def test_an_optional_column_is_read_if_the_file_has_it_and_is_else_empty() -> None:
    def read(text: str) -> list[object]:
        return [
            one.values if isinstance(one, Record) else one.reason
            for one in read_records(io.BytesIO(text.encode()), ("a", "b"), optional=("c",))
        ]

    assert read("a,b\n1,2\n") == [{"a": "1", "b": "2", "c": ""}]
    assert read("c,a,b\n3,1,2\n") == [{"a": "1", "b": "2", "c": "3"}]
    assert read("a,b,c\n1,2\n") == [{"a": "1", "b": "2", "c": ""}], "its cell may be missing at the end"
    with pytest.raises(UnusableFile, match="c more than once"):
        read("a,b,c,c\n1,2,3,3\n")
