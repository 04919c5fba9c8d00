"""Every good row is read, whatever stands beside it."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laurel.platform.csv_records import LONGEST_LINE, MOST_LINES, Record, Rejection, UnusableFile, read_records

NEEDED = ("key", "title", "hours")
TEXT = st.text(
    st.one_of(
        st.sampled_from('a,"\n\r\t é日😀\u00a0\u2028;'),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=12,
)
ROW = st.tuples(TEXT, TEXT, TEXT).filter(lambda row: row != ("", "", ""))


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
        assert "2 columns, the header 3" in read("key,title,hours\na,b")[0].message
        assert "U+0007" in read("key,title,hours\na,b\x07,1")[0].message

    def test_a_record_of_several_lines_with_the_wrong_number_of_columns(self) -> None:
        found = read('key,title,hours\na,"b\nc,d,2\ne",1,1\nf,g,3')
        assert rejections(found) == [(2, "", "malformed_quotes"), (4, "", "malformed_quotes")]
        assert values(found) == [("c", "d", "2"), ("f", "g", "3")]

    @pytest.mark.parametrize("title", ["\n" * MOST_LINES, ("x" * 1000 + "\n") * 66])
    def test_a_record_that_covers_too_much_is_not_taken(self, title: str) -> None:
        found = read(f'key,title,hours\na,"{title}",1\nb,c,2')
        assert rejections(found)[0] == (2, "", "malformed_quotes")
        assert values(found) == [("b", "c", "2")]

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
                b'"a"b,c,d',
                b"a,\xff,c",
                b"a,\x00,c",
                b'a,b,c,d,"e',
                b'a,"\xff"',
                b"a," + b"x" * LONGEST_LINE,
            ]
        ),
        st.sampled_from(["\n", "\r\n"]),
    )
    @settings(max_examples=300)
    def test_one_bad_line_costs_no_good_record(self, rows, at: int, bad: bytes, newline: str) -> None:
        at = min(at, len(rows))
        records = [record.encode() for record in written([NEEDED, *rows], newline)]
        records.insert(at + 1, bad + newline.encode())
        found = read(b"".join(records))
        assert values(found) == rows
        assert [line for line, _, _ in rejections(found)] == [1 + b"".join(records[: at + 1]).count(b"\n")]


@pytest.mark.parametrize("row", [b"a,b,1\n", b'a,"b\nc",1\n', b'a,"b\n', b"x" * 100_000 + b"\n", b"x"])
def test_memory_does_not_grow_with_the_file(row: bytes) -> None:
    def peak(size: int) -> int:
        file = Repeated(b"key,title,hours\n", row, size)
        tracemalloc.start()
        try:
            for _ in read_records(file, NEEDED):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(300_000) < peak(100_000) + 20_000


class Repeated:
    """A source that makes up a file of `row` over and over, about `size` bytes long, without holding it."""

    def __init__(self, header: bytes, row: bytes, size: int) -> None:
        self._ahead, self._row, self._left = header, row, size

    def read(self, size: int, /) -> bytes:
        if not self._ahead:
            if self._left <= 0:
                return b""
            self._ahead = self._row * max(1, size // len(self._row))
            self._left -= len(self._ahead)
        piece, self._ahead = self._ahead[:size], self._ahead[size:]
        return piece


@given(
    st.lists(
        st.sampled_from([b"a,b,c", b'a,"b\nb",c', b'"', b"", b'x,"y', b"1,2", b"x" * 40, b'"p","q","r"']), max_size=9
    )
)
def test_reading_goes_on_behind_any_row_as_if_it_had_never_stopped(lines: list[bytes]) -> None:
    data = b"\n".join([b"key,title,hours", *lines])
    whole = read(data)
    for n, row in enumerate(whole):
        assert list(read_records(io.BytesIO(data), NEEDED, behind=row.line)) == whole[n + 1 :]
