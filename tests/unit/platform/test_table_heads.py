"""Which row of a table is its heading, and what staff are shown of its columns."""

from collections.abc import Mapping, Sequence

import pytest

from laurel.platform.table_heads import HeadColumn, TableHead, table_head
from laurel.platform.table_row import TableRow


def guess(cells: Sequence[str]) -> Mapping[str, int]:
    """Finds the columns "badge" and "site"."""
    return {what: cells.index(what) for what in ("badge", "site") if what in cells}


def head(*rows: Sequence[str]) -> TableHead | None:
    return table_head([TableRow(n, tuple(cells)) for n, cells in enumerate(rows, 1)], guess)


def test_the_first_three_cells_of_each_column_are_shown() -> None:
    assert head(["badge", "Size"], ["B1", "M"], ["B2", "S"], ["B3"], ["B4", "L"]) == TableHead(
        1, (HeadColumn("badge", ("B1", "B2", "B3")), HeadColumn("Size", ("M", "S", ""))), {"badge": "badge"}
    )


def test_long_cells_are_cut_at_sixty_letters_and_stand_on_one_line() -> None:
    found = head(["badge", "Size"], ["b" * 60, "c" * 61], ["a\nb  c", ""])
    assert found
    assert [one.cells for one in found.columns] == [("b" * 60, "a b c"), (f"{'c' * 59}…", "")]


def test_without_a_name_or_with_one_that_is_too_long_a_column_is_left_out_and_of_two_alike_the_first_counts() -> None:
    found = head(["badge", "", "n" * 200, "n" * 201, "Size", "Size"], ["B1", "x", "y", "z", "M", "other"])
    assert found
    assert [(one.name, one.cells) for one in found.columns] == [
        ("badge", ("B1",)),
        ("n" * 200, ("y",)),
        ("Size", ("M",)),
    ]
    assert head() is None


def test_two_hundred_columns_are_shown_and_those_found_by_name_too() -> None:
    names = [f"c{n}" for n in range(200)]
    found = head([*names, "badge"])
    assert found
    assert [one.name for one in found.columns] == names
    assert found.found == {"badge": "badge"}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        # A title has one cell.
        ([["Meeting"], ["badge", "site"]], 2),
        ([["badge"]], 1),
        # The row with most columns that are looked for.
        ([["badge", "x"], ["badge", "site"], ["site", "badge"]], 2),
        # Without any, the first row of words that is as wide as any.
        ([["Made", "by"], ["Name", "Size", "Seat"], ["Ana", "M", "A1"]], 2),
        ([["Name", "", "Seat"], ["Ana", "M", "A1"]], 1),
        ([["Ana", "ana@example.org"], ["Name", "Mail"]], 2),
        ([["Ana", "7th"], ["Name", "Row"]], 2),
        ([["Ana", "1"], ["Bo", "2"]], 1),
        # It is looked for in the first ten rows.
        ([*[["x"]] * 9, ["badge", "site"]], 10),
        ([*[["x"]] * 10, ["badge", "site"]], 1),
    ],
)
def test_the_heading_is_found_below_titles(rows: list[list[str]], line: int) -> None:
    found = head(*rows)
    assert found
    assert found.line == line
