"""The catalog's store: one activity by its id, and pages of the library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from laurel.catalog.activity import Activity, Kind
from laurel.catalog.closings import closing_write
from laurel.catalog.library import ARCHIVE_SHARD, LIBRARY_SHARD, ActivitySummary, LibraryFilter
from laurel.catalog.library_pages import LAST, ShardOfLibrary, filtered_page
from laurel.catalog.records import (
    DeletedActivity,
    StoredActivity,
    activity_item,
    activity_key,
    deleted_activity,
    library_entry,
    stored_activity,
)
from laurel.catalog.revisions import revision_writes
from laurel.platform.clock import instant
from laurel.platform.cursors import Cursors
from laurel.platform.table import Elsewhere, Item, Put, Table, Write, create, replace_seen

_LIBRARY = ShardOfLibrary(LIBRARY_SHARD, "DOCUMENT")
_ARCHIVE = ShardOfLibrary(ARCHIVE_SHARD, "DOCUMENT")
# Whether an activity is open is not asked.
_ANY_TIME = datetime.min


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
        found = self.find(activity_id)
        return found if isinstance(found, StoredActivity) else None

    def find(self, activity_id: str) -> StoredActivity | DeletedActivity | None:
        """As `get`, and what a deleted activity left."""
        item = self._table.get(activity_key(activity_id))
        return stored_activity(item) or deleted_activity(item)

    def save(
        self,
        activity: Activity,
        *,
        seen: int | None,
        at: datetime | None = None,
        by: str | None = None,
        entries: Sequence[Write | Elsewhere] = (),
        archived_at: str | None = None,
    ) -> StoredActivity | None:
        """Writes the activity if the stored revision is still `seen`: one call.

        `seen` is None if it is not stored yet, `at` is now, `by` is who saves it. The revision, for those who print,
        and the end of the claim window, for those who remind, are written with it. `archived_at` must be as it is
        stored: it stays.

        `entries` are written together with it. Returns the stored activity; None if somebody else wrote first, or if
        an activity of another provider with this ID was deleted.
        Raises DocumentTooLarge.
        """
        after = StoredActivity(activity, (seen or 0) + 1, instant(at) if at else None, archived_at, by)
        write = _replacing(activity_item(after), seen, archived_at)
        if self._write(after, write, entries):
            return after
        deleted = self.find(activity.id) if seen is None else None
        if not isinstance(deleted, DeletedActivity) or deleted.provider_id != activity.provider_id:
            return None
        # Revisions go on where they ended, so that an old ETag never fits a later document.
        last = deleted.revision
        after = replace(after, revision=last + 1)
        return after if self._write(after, replace_seen(activity_item(after), last), entries) else None

    def _write(self, after: StoredActivity, write: Put, entries: Sequence[Write | Elsewhere]) -> bool:
        activity = after.activity
        also = [*revision_writes(activity.id, after.revision), closing_write(activity), *entries]
        return all(self._table.write_all([write, *also]))

    def library(
        self, wanted: LibraryFilter, *, at: datetime, limit: int, cursor: str | None, cursors: Cursors
    ) -> LibraryPage:
        """At most `limit` lines of the library as of `at`, the latest activity first: one call, or a few if filtered.

        A page can be short, or empty, and still have a next page. Raises InvalidCursor.
        """
        upto = f"{wanted.ending}#{LAST}" if wanted.ending else LAST

        def line_of(item: Item) -> ActivitySummary | None:
            entry = library_entry(item)
            return entry.summary if wanted.lets_through(entry, at) else None

        items, following = filtered_page(
            self._table,
            _ARCHIVE if wanted.archived else _LIBRARY,
            line_of,
            scope=wanted.scope,
            is_loose=wanted.is_loose,
            limit=limit,
            cursor=cursor,
            cursors=cursors,
            upto=upto,
        )
        return LibraryPage(items, following)

    def ids_of_provider(self, provider_id: str, first: date, last: date) -> Iterator[str]:
        """IDs of the provider's activities that took place from `first` to `last`, in part at least; archived ones too.

        Online ones that began before are among them: a learner may complete one after its last day. One call for each
        megabyte of the library up to `last`, and of the archive.
        """
        wanted = LibraryFilter(ending=last, providers=frozenset({provider_id}))
        condition, upto = "library_shard = :shard AND library_order <= :upto", f"{last}#{LAST}"
        for shard in (LIBRARY_SHARD, ARCHIVE_SHARD):
            for item in self._table.query("library", condition, shard=shard, upto=upto):
                entry = library_entry(item)
                is_over = entry.summary.ends_on < first and entry.summary.kind is not Kind.ONLINE
                if wanted.lets_through(entry, _ANY_TIME) and not is_over:
                    yield entry.summary.id


def _replacing(item: Item, seen: int | None, archived_at: str | None) -> Put:
    """The write over the revision `seen` that is archived since `archived_at`, or is not."""
    if seen is None:
        return create(item)
    names = {"#revision": "revision", "#archived": "archived_at"}
    same = "#archived = :archived" if archived_at else "attribute_not_exists(#archived)"
    values = {":seen": seen, **({":archived": archived_at} if archived_at else {})}
    return Put(item, f"#revision = :seen AND {same}", names, values)
