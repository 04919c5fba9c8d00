"""A file whose last line has no line end, where that means that it may have been cut off."""

import io

import pytest

from laurel.platform.csv_records import Rejection, UnusableFile, expect_clear_rows, read_records
from tests.unit.platform.test_csv_records import NEEDED, rejections, values


@pytest.mark.parametrize(
    ("last", "lines"), [("c,d,1", 1), ('c,"d\ne",1', 2), ('c,"d\n\ne",1', 3), ("c,d", 1), ("c", 1)]
)
def test_a_last_row_without_a_line_end_is_taken_for_cut_off_where_that_is_asked(last: str, lines: int) -> None:
    data = f"key,title,hours\na,b,1\n{last}".encode()
    found = list(read_records(io.BytesIO(data), NEEDED, ends_with_line_end=True))
    assert values(found) == [("a", "b", "1")]
    assert rejections(found) == [(3, "", "cut_off")]
    assert found[-1].lines == lines
    whole = list(read_records(io.BytesIO(data + b"\n"), NEEDED, ends_with_line_end=True))
    assert "cut_off" not in {one.reason for one in whole if isinstance(one, Rejection)}


@pytest.mark.parametrize("last", ["", ",,", " "])
def test_what_is_no_row_is_not_cut_off(last: str) -> None:
    data = f"key,title,hours\na,b,1\n{last}".encode()
    assert rejections(list(read_records(io.BytesIO(data), NEEDED, ends_with_line_end=True))) == []


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('a,b,1\nc,"d,2\ne,f,3\n', None),  # the row alone is rejected
        ('a,"b\nc",1\n', None),
        ('a,"b\nc,d,1\n' * 2, "malformed_quotes"),
        (f"a,b,{'1' * 70_000}\n", None),  # too long for a row, and clear
    ],
)
def test_a_look_at_the_ends_of_rows_finds_what_reading_them_would(rows, reason):
    data = f"{','.join(NEEDED)}\n{rows}".encode()
    assert reason_of(lambda: list(read_records(io.BytesIO(data), NEEDED))) == reason
    assert reason_of(lambda: expect_clear_rows(io.BytesIO(data), NEEDED)) == reason


def test_a_look_at_the_ends_of_rows_needs_a_header_with_the_columns():
    for data, reason in ((b"key,title\na,b\n", "columns_missing"), (b"", "empty_file")):
        assert reason_of(lambda data=data: expect_clear_rows(io.BytesIO(data), NEEDED)) == reason


def reason_of(read):
    try:
        read()
    except UnusableFile as error:
        return error.reason
    return None
