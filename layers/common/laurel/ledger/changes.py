"""The changes of a provider's credits, for a reader that comes back: each is given at least once, none is missed.

The index `changes` has each credit once, under the instant of its last change. A change may appear there late: the
writer takes the instant first and writes after that, its clock is not ours, and an index lags. So the reader's place
counts only up to `LATEST` before now. What is later is given, and given again by the next round.

The index has parts (`CHANGE_SHARDS`). A call reads some of one part; a round goes through all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from laurel.ledger.records import CHANGE_SHARDS, changed_shard, credit_id_of, key_of
from laurel.ledger.states import State
from laurel.platform.clock import Clock, instant, read_instant
from laurel.platform.table import Item, Table

LATEST = timedelta(minutes=16)
"""How late a change may appear: Lambda ends each writer after 15 minutes; the rest is for clocks and the index."""

_START = "0"  # before every instant


@dataclass(frozen=True, slots=True)
class CreditChange:
    """A credit as it stands since `changed_at` (UTC). `state` is never `sending`: that is `reported` here."""

    credit_id: str
    reference: str
    state: State
    reason: str | None
    receipt: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far a reader is in one part.

    `sure`: everything up to this range key was given, and nothing can appear there any more. `order` and `credit_id`
    name the last entry given in the round; empty if the round begins at `sure`.
    """

    sure: str = _START
    order: str = ""
    credit_id: str = ""

    def after(self, entry: Item, settled: str) -> Self:
        """The mark after a page that ends with `entry`; before `settled` nothing can appear any more."""
        order = entry["changed_order"]
        return replace(self, sure=self._sure(min(order, settled)), order=order, credit_id=credit_id_of(entry["pk"]))

    def at_end(self, settled: str) -> Self:
        """The mark after the last page: the next round begins where this one was sure of everything."""
        return replace(self, sure=self._sure(settled), order="", credit_id="")

    def _sure(self, until: str) -> str:
        """`until`, unless an earlier page of the round went beyond what is sure: then there may be a gap."""
        return max(self.sure, until) if self.order in ("", self.sure) else self.sure


@dataclass(frozen=True, slots=True)
class Place:
    """A reader's place: its marks, and the part that comes next."""

    marks: tuple[_Mark, ...] = (_Mark(),) * CHANGE_SHARDS
    turn: int = 0

    @classmethod
    def read(cls, position: Sequence[str]) -> Self:
        """The place that `written` gave. One for another number of parts is the beginning: nothing is missed."""
        turn, *values = position
        if len(values) != 3 * CHANGE_SHARDS:
            return cls()
        marks = tuple(_Mark(*values[n : n + 3]) for n in range(0, len(values), 3))
        return cls(marks, int(turn))

    def written(self) -> list[str]:
        """The place as texts, for a cursor."""
        return [str(self.turn), *(text for one in self.marks for text in (one.sure, one.order, one.credit_id))]


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, the place after them, and whether the round has `more`."""

    items: tuple[CreditChange, ...]
    place: Place
    more: bool


@dataclass(frozen=True, slots=True)
class CreditChanges:
    """The changes in the ledger's `table`."""

    table: Table
    clock: Clock

    def since(self, provider: str, place: Place, *, limit: int) -> Changes:
        """At most `limit` changes of this provider's credits after `place`: one call. Raises TableBusy."""
        settled = instant(self.clock() - LATEST)
        mark = place.marks[place.turn]
        shard = changed_shard(provider, place.turn)
        start: Item | None = None
        if mark.order:
            pk, sk = key_of(mark.credit_id)
            start = {"pk": pk, "sk": sk, "changed_shard": shard, "changed_order": mark.order}
        condition = "changed_shard = :shard AND changed_order >= :sure"
        page = self.table.page("changes", condition, limit=limit, after=start, shard=shard, sure=mark.sure)
        ended = page.last_key is None
        mark = mark.at_end(settled) if page.last_key is None else mark.after(page.last_key, settled)
        marks = (*place.marks[: place.turn], mark, *place.marks[place.turn + 1 :])
        turn = (place.turn + ended) % CHANGE_SHARDS
        return Changes(tuple(map(_change, page.items)), Place(marks, turn), more=not ended or turn > 0)


def _change(item: Item) -> CreditChange:
    at, state, *_ = item["changed_order"].split("#")
    return CreditChange(
        credit_id=credit_id_of(item["pk"]),
        reference=item["reference"],
        state=State(state),
        reason=item.get("reason"),
        receipt=item.get("receipt"),
        changed_at=read_instant(at),
    )
