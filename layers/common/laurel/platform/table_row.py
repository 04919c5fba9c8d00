"""A row of a table that somebody handed in (pure)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not blank: the number of its first line, and its cells without surrounding blanks."""

    line: int
    cells: tuple[str, ...]
