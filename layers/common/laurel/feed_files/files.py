"""The files of providers that were taken or refused, for staff: the latest first."""

from dataclasses import dataclass

from laurel.intake.feed_cards import FeedCard, card_key, from_item, list_of
from laurel.platform.table import Item, Table


@dataclass(frozen=True, slots=True)
class FilePage:
    """Files, the latest first, and the position of the next page; None at the end."""

    files: list[FeedCard]
    position: list[str] | None


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """The cards of files in the ledger's `table`."""

    table: Table

    def get(self, file_id: str) -> FeedCard | None:
        """The file, or None. One call."""
        item = self.table.get(card_key(file_id))
        return from_item(item) if item else None

    def page(self, provider: str | None, *, limit: int, after: list[str] | None) -> FilePage:
        """At most `limit` files of `provider` (None: of all) after the position `after`. Two calls."""
        pk = list_of(provider)
        start: Item | None = {"pk": pk, "sk": after[0]} if after else None
        page = self.table.page(None, "pk = :pk", pk=pk, limit=limit, after=start, descending=True)
        keys = [card_key(item["sk"].rpartition("#")[2]) for item in page.items]
        found = self.table.get_many(keys)
        files = [from_item(found[key]) for key in keys if key in found]
        return FilePage(files, [page.last_key["sk"]] if page.last_key else None)
