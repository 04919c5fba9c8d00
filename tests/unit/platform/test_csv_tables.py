"""CSV that a spreadsheet opens and does not run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.csv_tables import csv_table

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_what_is_written_is_read_again(rows):
    text = csv_table(("one", "two"), rows)
    assert text.startswith("\ufeffone,two\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read[0] == ["one", "two"]
    assert len(read) == len(rows) + 1
    for row, wanted in zip(read[1:], rows, strict=True):
        assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in wanted]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_would_run_as_a_formula_is_held(start):
    text = csv_table(("one",), [[f"{start}cmd|' /C calc'!A0"]])
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    assert row[0].startswith(f"'{start}")
