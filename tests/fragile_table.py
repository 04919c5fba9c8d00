"""A table whose caller dies at a write, for tests of runs that stop half-way and are repeated."""

from typing import Any

from laurel.platform.table import Table


class Interrupted(Exception):
    """The function died, or the answer was lost."""


class Fragile(Table):
    """A table that dies `before` or `after` its next write, if `dies` says so."""

    dies: str | None = None

    def write_all(self, writes: Any) -> list[bool]:
        """As `Table.write_all`. Raises Interrupted."""
        dies, self.dies = self.dies, None
        if dies == "before":
            raise Interrupted
        held = super().write_all(writes)
        if dies == "after":
            raise Interrupted
        return held
