"""Pages of the index `library`, of which a filter lets only some lines through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from laurel.platform.cursors import Cursors
from laurel.platform.table import Item, Table

# A filter may skip most lines, so more are read than shown; after _MOST_READS calls the cursor says where to continue.
_READ_AT_ONCE = 200
_MOST_READS = 5
LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class ShardOfLibrary:
    """A part of the index: its items have the sort key `sk` and are in the order of `library_order`."""

    name: str
    sk: str

    def index_key(self, order: str) -> Item:
        """The key of an item in the index, by its `library_order`."""
        activity_id = order.partition("#")[2]
        return {"pk": f"ACTIVITY#{activity_id}", "sk": self.sk, "library_shard": self.name, "library_order": order}


def filtered_page[Line](
    table: Table,
    shard: ShardOfLibrary,
    line_of: Callable[[Item], Line | None],
    *,
    scope: Sequence[str | None],
    is_loose: bool,
    limit: int,
    cursor: str | None,
    cursors: Cursors,
    upto: str = LAST,
) -> tuple[tuple[Line, ...], str | None]:
    """At most `limit` lines of `shard`, the last of its order first, and the next cursor; None at the end.

    `line_of` gives the line of an item, or None for one that is not listed; `is_loose` says whether it may skip any.
    One call, or a few if it does. A page can be short, or empty, and still have a next page. Raises InvalidCursor.
    """
    after = cursors.read(scope, cursor)[0] if cursor else None
    reads, size = (_MOST_READS, max(_READ_AT_ONCE, limit + 1)) if is_loose else (1, limit + 1)
    found: list[Line] = []
    for _ in range(reads):
        page = table.page(
            "library",
            "library_shard = :shard AND library_order <= :upto",
            limit=size,
            after=shard.index_key(after) if after else None,
            descending=True,
            shard=shard.name,
            upto=upto,
        )
        for item in page.items:
            line = line_of(item)
            if line is not None and len(found) == limit:
                return tuple(found), cursors.write(scope, [after or ""])
            if line is not None:
                found.append(line)
            after = item["library_order"]
        if page.last_key is None:
            return tuple(found), None
    return tuple(found), cursors.write(scope, [after or ""])
