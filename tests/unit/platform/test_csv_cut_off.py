"""A file whose last line has no line end, where that means that it may have been cut off."""

import io

import pytest

from laurel.platform.csv_records import Rejection, read_records
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
