"""The list of drafts: its filter, and a page of it. The draft that was saved last comes first."""

from dataclasses import dataclass

from laurel.catalog.library_pages import filtered_page
from laurel.platform.cursors import Cursors
from laurel.platform.table import Item, Table
from laurel.platform.text_search import has_words, search_text, search_words
from laurel.workbench.drafts import DRAFTS, DraftLine


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """Which drafts to list: those with all words of `query`, and those of `providers`; None for all."""

    query: str | None = None
    providers: frozenset[str] | None = None


def page_of_drafts(
    table: Table, wanted: DraftFilter, *, limit: int, cursor: str | None, cursors: Cursors
) -> tuple[tuple[DraftLine, ...], str | None]:
    """A page of drafts and the cursor of the next one: one call, or a few if filtered. Raises InvalidCursor."""
    words = search_words(wanted.query or "")
    own = wanted.providers

    def line_of(item: Item) -> DraftLine | None:
        line = DraftLine.of(item["summary"])
        is_own = own is None or line.texts.get("provider_id") in own
        return line if is_own and has_words(_searched(line), words) else None

    return filtered_page(
        table,
        DRAFTS,
        line_of,
        scope=("drafts", None if own is None else ",".join(sorted(own)), *words),
        is_loose=bool(words) or own is not None,
        limit=limit,
        cursor=cursor,
        cursors=cursors,
    )


def _searched(line: DraftLine) -> str:
    """The text that is searched."""
    return search_text(
        line.activity_id, *(line.texts.get(name) for name in ("title", "provider", "number", "location"))
    )
