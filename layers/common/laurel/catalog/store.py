"""The catalog's store: one activity by its id, and pages of the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from laurel.catalog.activity import Activity
from laurel.catalog.closings import closing_write
from laurel.catalog.library import LIBRARY_SHARD, ActivitySummary, LibraryFilter
from laurel.catalog.records import StoredActivity, activity_item, activity_key, library_entry, stored_activity
from laurel.catalog.revisions import revision_writes
from laurel.platform.cursors import Cursors
from laurel.platform.table import Elsewhere, Item, Table, replace_seen

# A filter may skip most lines, so more are read than shown; after _MOST_READS calls the cursor says where to continue.
_READ_AT_ONCE = 200
_MOST_READS = 5
_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page of the library; `next_cursor` is None at the end."""

    items: tuple[ActivitySummary, ...]
    next_cursor: str | None


class Catalog:
    """The activities in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, activity_id: str) -> StoredActivity | None:
        """The activity with this id, read consistently: one call."""
        item = self._table.get(activity_key(activity_id))
        return stored_activity(item) if item else None

    def save(self, activity: Activity, *, seen: int | None, entries: Sequence[Elsewhere] = ()) -> StoredActivity | None:
        """Writes the activity if the stored revision is still `seen`: one call.

        `seen` is None if it is not stored yet. The revision, for those who print, and the end of the claim window, for
        those who remind, are written with it.

        `entries` are written together with it. Returns the stored activity; None if somebody else wrote first.
        Raises DocumentTooLarge.
        """
        after = StoredActivity(activity, (seen or 0) + 1)
        write = replace_seen(activity_item(after), seen)
        done = self._table.write_all(
            [write, *revision_writes(activity.id, after.revision), closing_write(activity), *entries]
        )
        return after if all(done) else None

    def library(
        self, wanted: LibraryFilter, *, at: datetime, limit: int, cursor: str | None, cursors: Cursors
    ) -> LibraryPage:
        """At most `limit` lines of the library as of `at`, the latest activity first: one call, or a few if filtered.

        A page can be short, or empty, and still have a next page. Raises InvalidCursor.
        """
        after = cursors.read(wanted.scope, cursor)[0] if cursor else None
        upto = f"{wanted.ending}#{_LAST}" if wanted.ending else _LAST
        reads, size = (_MOST_READS, max(_READ_AT_ONCE, limit + 1)) if wanted.is_loose else (1, limit + 1)
        found: list[ActivitySummary] = []
        for _ in range(reads):
            page = self._table.page(
                "library",
                "library_shard = :shard AND library_order <= :upto",
                limit=size,
                after=_index_key(after) if after else None,
                descending=True,
                shard=LIBRARY_SHARD,
                upto=upto,
            )
            for item in page.items:
                entry = library_entry(item)
                if not wanted.lets_through(entry, at):
                    after = item["library_order"]
                    continue
                if len(found) == limit:
                    return LibraryPage(tuple(found), cursors.write(wanted.scope, [after or ""]))
                found.append(entry.summary)
                after = item["library_order"]
            if page.last_key is None:
                return LibraryPage(tuple(found), None)
        return LibraryPage(tuple(found), cursors.write(wanted.scope, [after or ""]))


def _index_key(order: str) -> Item:
    pk, sk = activity_key(order.partition("#")[2])
    return {"pk": pk, "sk": sk, "library_shard": LIBRARY_SHARD, "library_order": order}
