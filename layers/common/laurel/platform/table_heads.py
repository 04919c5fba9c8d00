"""Finds the heading of a table that somebody hands in, with the first cells of each column (pure).

Staff choose a column by what is in it: they are shown a few cells of each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from laurel.platform.table_row import TableRow

MOST_COLUMNS = 200
LONGEST_NAME = 200  # characters of a column's name: a form on the web asks whole questions
_HEADING_WITHIN = 10  # rows
_SHOWN_ROWS = 3
_LONGEST_CELL = 60

type Guess = Callable[[Sequence[str]], Mapping[str, int]]
"""Which cell of a heading stands for which column that we look for, by the usual names."""


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column by its name, with its first cells; long ones are cut."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableHead:
    """The heading in `line`, its columns, and the names of those that were `found` by what they stand for."""

    line: int
    columns: tuple[HeadColumn, ...]
    found: Mapping[str, str]


def table_head(rows: Sequence[TableRow], guess: Guess) -> TableHead | None:
    """The head of `rows`; None if they name no column."""
    heading = _heading(rows, guess)
    if heading is None:
        return None
    below = [row.cells for row in rows if row.line > heading.line][:_SHOWN_ROWS]
    columns: dict[str, HeadColumn] = {}
    for place, name in enumerate(heading.cells):
        # Of two with one name, the reader of the file takes the first.
        if name and len(name) <= LONGEST_NAME and name not in columns:
            columns[name] = HeadColumn(name, tuple(_cell(cells, place) for cells in below))
    found = {what: heading.cells[place] for what, place in guess(heading.cells).items()}
    known = {what: name for what, name in found.items() if name in columns}
    return TableHead(heading.line, tuple(columns.values())[:MOST_COLUMNS], known) if columns else None


def _heading(rows: Sequence[TableRow], guess: Guess) -> TableRow | None:
    """The row with most of the columns that are looked for; without one, the first that is as wide as any.

    A title above a table has one cell, and a row of data has an address or begins cells with digits.
    """
    first = rows[:_HEADING_WITHIN]
    wide = [row for row in first if sum(map(bool, row.cells)) > 1] or list(first)
    if known := max(wide, key=lambda row: len(guess(row.cells)), default=None):
        if guess(known.cells):
            return known
        return max(filter(_is_of_words, wide), key=_width, default=known)
    return None


def _width(row: TableRow) -> int:
    """How far the row reaches; a column without a name may be on the way."""
    return max(place for place, cell in enumerate(row.cells) if cell)


def _is_of_words(row: TableRow) -> bool:
    return not any("@" in cell or cell[:1].isdigit() for cell in row.cells)


def _cell(cells: Sequence[str], place: int) -> str:
    text = " ".join(cells[place].split()) if place < len(cells) else ""
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
