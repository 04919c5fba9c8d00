"""The files of providers that were taken or refused, for staff: the latest first."""

from dataclasses import dataclass

from laurel.feed_files.undo import FileUndo
from laurel.feed_files.undo_records import undo_from_item, undo_key
from laurel.intake.feed_cards import FeedCard, card_key, from_item, list_of
from laurel.platform.table import Item, Table


@dataclass(frozen=True, slots=True)
class FilePage:
    """Files, the latest first, and the position of the next page; None at the end."""

    files: list[FeedCard]
    position: list[str] | None


@dataclass(frozen=True, slots=True)
class FileAndUndo:
    """A file with its latest undo and its latest dry run."""

    card: FeedCard
    undo: FileUndo | None
    dry_run: FileUndo | None


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """The cards of files in the ledger's `table`."""

    table: Table

    def get(self, file_id: str) -> FileAndUndo | None:
        """The file with its undo, or None. One call."""
        undo, dry_run = (undo_key(file_id, dry_run=one) for one in (False, True))
        found = self.table.get_many([card_key(file_id), undo, dry_run])
        if card_key(file_id) not in found:
            return None
        undos = [undo_from_item(found[key]) if key in found else None for key in (undo, dry_run)]
        return FileAndUndo(from_item(found[card_key(file_id)]), *undos)

    def page(self, provider: str | None, *, limit: int, after: list[str] | None) -> FilePage:
        """At most `limit` files of `provider` (None: of all) after the position `after`. Two calls."""
        pk = list_of(provider)
        start: Item | None = {"pk": pk, "sk": after[0]} if after else None
        page = self.table.page(None, "pk = :pk", pk=pk, limit=limit, after=start, descending=True)
        places = [item["sk"].rpartition("#") for item in page.items]
        found = self.table.get_many(card_key(file_id) for _, _, file_id in places)
        cards = [(arrived_at, found.get(card_key(file_id))) for arrived_at, _, file_id in places]
        # A file that was undone and has arrived again has its former place too.
        files = [from_item(item) for arrived_at, item in cards if item and item["arrived_at"] == arrived_at]
        return FilePage(files, [page.last_key["sk"]] if page.last_key else None)
