"""Finds credits in the lists of an index: page by page, the latest change first, with the number of all.

Several lists are read side by side. A position names the last credit that was looked at; credits with the same range
key come in the order of their IDs, whatever order the index gives them, so a page misses none and repeats none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby

from laurel.ledger.credit import Credit
from laurel.ledger.listing import CreditFilter, CreditList, ListedCredit
from laurel.ledger.store import Ledger
from laurel.platform.table import READ_BATCH, Table

type Position = list[str]
"""The range key and the ID of the last credit of a page."""

MOST_KEYS = 60_000
"""So many entries of the lists are looked at for one answer."""
MOST_READ = 1_000
"""So many credits are read for one answer, because their keys do not tell whether they are wanted."""


@dataclass(frozen=True, slots=True)
class CreditPage:
    """Some credits of a list, and the position of the next page: None at the end.

    `total` is the number of all; None if it was not counted, or if there are so many that counting stopped at
    `more_than`.
    """

    credits: list[Credit]
    position: Position | None
    total: int | None = None
    more_than: int | None = None


@dataclass(slots=True)
class _Search:
    """One answer in the making: reads the credits of the page, and counts the others by their keys."""

    ledger: Ledger
    wanted: CreditFilter
    limit: int
    found: list[Credit] = field(default_factory=list)
    position: Position | None = None
    is_full: bool = False
    counted: int = 0
    looked_at: int = 0
    read: int = 0
    unread: list[str] = field(default_factory=list)

    def take(self, entries: Iterator[ListedCredit]) -> bool:
        """Reads what belongs on the page. Returns whether the lists may have more."""
        batch: list[ListedCredit] = []
        for entry in entries:
            self.looked_at += 1
            if self.wanted.judge(entry.known) is not False:
                batch.append(entry)
            if len(batch) == min(READ_BATCH, self.limit - len(self.found)):
                self._read(batch)
                batch = []
            self.position = [entry.order, entry.credit_id]
            if len(self.found) == self.limit or self._is_spent():
                break
        else:
            self._read(batch)
            return False
        self._read(batch)
        return True

    def count(self, entries: Iterator[ListedCredit]) -> bool:
        """Counts the credits after the page. Returns whether it came to the end."""
        for entry in entries:
            self.looked_at += 1
            verdict = self.wanted.judge(entry.known)
            if verdict is None:
                self.unread.append(entry.credit_id)
                if len(self.unread) == READ_BATCH:
                    self._count_unread()
            self.counted += verdict is True
            if self._is_spent():
                return False
        self._count_unread()
        return True

    def _read(self, batch: Sequence[ListedCredit]) -> None:
        self.read += sum(1 for one in batch if self.wanted.judge(one.known) is None)
        stored = self.ledger.get_many(one.credit_id for one in batch)
        credits = [stored[one.credit_id] for one in batch if one.credit_id in stored]
        self.found += [one for one in credits if self.wanted.takes(one)]

    def _count_unread(self) -> None:
        self.read += len(self.unread)
        self.counted += sum(map(self.wanted.takes, self.ledger.get_many(self.unread).values()))
        self.unread = []

    def _is_spent(self) -> bool:
        return self.looked_at >= MOST_KEYS or self.read >= MOST_READ


def find_credits(
    ledger: Ledger,
    table: Table,
    lists: Sequence[CreditList],
    wanted: CreditFilter,
    *,
    limit: int,
    after: Position | None = None,
) -> CreditPage:
    """At most `limit` credits of `lists` that are `wanted`, after the position `after`. Raises TableBusy.

    One call for each list and for each hundred credits, more if the keys of many others are in between. The first page
    also counts all, up to MOST_KEYS entries and MOST_READ credits. A page may be short, or empty, and still have a
    next page.
    """
    search = _Search(ledger, wanted, limit, position=after)
    entries = _in_order(table, lists, after)
    more = search.take(entries)
    following = search.position if more else None
    if after is not None:
        return CreditPage(search.found, following)
    if not more:
        return CreditPage(search.found, None, total=len(search.found))
    ended = search.count(entries)
    known = len(search.found) + search.counted
    return CreditPage(search.found, following, total=known if ended else None, more_than=None if ended else known)


def _in_order(table: Table, lists: Sequence[CreditList], after: Position | None) -> Iterator[ListedCredit]:
    """The credits of all `lists`, by their range keys, the highest first, from the position `after` on."""
    upto, seen = after or (None, None)
    merged = merge(*(one.entries(table, upto=upto) for one in lists), key=lambda one: one.order, reverse=True)
    for order, group in groupby(merged, key=lambda one: one.order):
        alike = sorted(group, key=lambda one: one.credit_id)
        yield from (one for one in alike if order != upto or seen is None or one.credit_id > seen)
