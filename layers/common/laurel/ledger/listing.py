"""Lists of credits in one state, for staff: in pages, each with the credits as they are now."""

from dataclasses import dataclass

from laurel.ledger.credit import Credit
from laurel.ledger.records import SHARDS, STUCK, WORK, credit_id_of, key_of, stuck_prefix
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import Item, Page, Table

# States that are not listed: such a credit waits for nothing, and there is nothing to do about it.
UNLISTED = frozenset(State) - STUCK - WORK.keys()

type Position = list[str]
"""Where a page ends: the shard, then the ID and the index range key of the last credit, if there was one."""


@dataclass(frozen=True, slots=True)
class CreditPage:
    """Some credits of a list, and the position of the next page: None at the end."""

    credits: list[Credit]
    position: Position | None


@dataclass(frozen=True, slots=True)
class _Index:
    """An index by shard: the start of its hash keys, its range key, and the start of that."""

    name: str
    group: str
    order: str
    prefix: str = ""

    def read(self, table: Table, shard: int, limit: int, after: Position) -> Page:
        hashed, value = f"{self.name}_shard", f"{self.group}#{shard:02d}"
        start: Item | None = None
        if after:
            credit_id, order = after
            pk, sk = key_of(credit_id)
            start = {"pk": pk, "sk": sk, hashed: value, self.order: order}
        condition = f"{hashed} = :shard"
        if not self.prefix:
            return table.page(self.name, condition, limit=limit, after=start, shard=value)
        condition += f" AND begins_with({self.order}, :prefix)"
        return table.page(self.name, condition, limit=limit, after=start, shard=value, prefix=self.prefix)

    def position(self, item: Item) -> Position:
        return [credit_id_of(item["pk"]), item[self.order]]


def in_state(
    ledger: Ledger, table: Table, state: State, provider: str | None, *, limit: int, after: Position | None = None
) -> CreditPage:
    """Credits in `state` (none of UNLISTED), of one provider or of all, from the position `after`.

    A page may hold fewer than `limit` and not be the last. Costs one call for each shard it reads, at most 16, and one
    for each hundred credits.
    """
    index = _index_of(state, provider)
    shard, key = (int(after[0]), after[1:]) if after else (0, [])
    found: list[str] = []
    position: Position | None = None
    while position is None and shard < SHARDS:
        page = index.read(table, shard, limit - len(found), key)
        found += [credit_id_of(item["pk"]) for item in page.items]
        shard, key = (shard, index.position(page.last_key)) if page.last_key else (shard + 1, [])
        if len(found) >= limit and shard < SHARDS:
            position = [str(shard), *key]
    stored = ledger.get_many(found)
    credits = [stored[one] for one in found if one in stored]
    return CreditPage([one for one in credits if _is_wanted(one, state, provider)], position)


def _index_of(state: State, provider: str | None) -> _Index:
    """`stuck` lists stuck credits by provider; `due` lists credits with work pending, of all providers."""
    if state in STUCK:
        return _Index("stuck", state, "stuck_order", stuck_prefix(provider) if provider else "")
    return _Index("due", WORK[state], "due_at")


def _is_wanted(credit: Credit, state: State, provider: str | None) -> bool:
    return credit.state is state and (provider is None or credit.provider.casefold() == provider.casefold())
