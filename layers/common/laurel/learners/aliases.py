"""Aliases: a learner's former addresses and their current one, for the nightly run.

They are in the ledger's table: one record for each address of a learner who ever changed theirs. All of them point to
the current address, also its own record, so there are no chains and no cycles. `MOVES` lists former addresses under
which credits may still wait.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from laurel.platform.clock import instant
from laurel.platform.table import Item, Key, Put, Table

_MOVES = "MOVES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """The alias of the address `key`: the learner's current address is `to_key`, as given `to_email`.

    `linked` are the keys of all addresses that the learner holds.
    """

    key: str
    to_key: str
    to_email: str
    linked: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether it is the learner's current address itself."""
        return self.key == self.to_key


@dataclass(frozen=True, slots=True)
class Move:
    """An address that a learner gave up, or one of a joined account, and when (UTC, as stored).

    `listed_as` is its place in the list.
    """

    key: str
    since: str
    listed_as: str


class Aliases:
    """The aliases in `table` (the ledger's)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, email_keys: Iterable[str]) -> dict[str, Alias]:
        """The aliases of `email_keys`, by key; most addresses have none. One call for each hundred."""
        items = self._table.get_many(_key_of(email_key) for email_key in email_keys).values()
        return {alias.key: alias for alias in map(_alias, items)}

    def moves(self) -> list[Move]:
        """The addresses whose credits must still be looked at. The cost grows only with their number."""
        items = self._table.query(None, "pk = :pk", pk=_MOVES)
        return [Move(item.get("email_key") or item["sk"], item["since"], item["sk"]) for item in items]

    def conclude(self, move: Move) -> None:
        """Removes `move` from the list, unless the address was given up again since."""
        self._table.delete((_MOVES, move.listed_as), where="since", equals=move.since)


def writes_of_change(
    learner_id: str, left: str | None, to_key: str, to_email: str, former: Sequence[str], *, at: datetime
) -> list[Put]:
    """The writes to the ledger's table for a change of address from `left` to `to_key` at `at`, in one transaction.

    `former` are the keys of the former addresses that the learner holds; if there are none, nothing is written. `left`
    is not among them if there was none, or if another learner holds it now: then all of them may still have to be
    moved. Each write requires that the record does not exist or belongs to the same learner.
    """
    if not former:
        return []
    linked = [to_key, *former]
    records: list[Item] = [
        {**_named(_key_of(key)), "to_key": to_key, "to_email": to_email, "kin": linked, "learner_id": learner_id}
        for key in linked
    ]
    moved = [left] if left is not None and left in former else former
    records += [{**_named((_MOVES, key)), "since": instant(at), "learner_id": learner_id} for key in moved]
    return [_written(record, learner_id) for record in records]


def writes_of_transfer(
    learner_id: str, current: str | None, addresses: Mapping[str, str], took: str = "", took_from: str = ""
) -> list[Put]:
    """The writes to the ledger's table for a learner who lost an address, or who got `took` from the learner
    `took_from`, in one transaction.

    `addresses` are all that they have now, by key, each as given. Their credits follow to the key `current`, if there
    is one. Those of `took` stay where they are, so that the transfer can be undone.
    """
    writes = []
    for key, email in addresses.items():
        to_key = key if key == took or current is None else current
        record = {"to_key": to_key, "to_email": addresses.get(to_key, email), "kin": list(addresses)}
        owner = took_from if key == took else learner_id
        writes.append(_written({**_named(_key_of(key)), **record, "learner_id": learner_id}, owner))
    return writes


def write_of_join(learner_id: str, email_key: str, *, at: datetime) -> Put:
    """The write to the ledger's table that has the next night look at the credits of a joined account.

    `email_key` is an address of the account, whose learner is `learner_id`: it leads to all addresses of the person.
    """
    record = {"email_key": email_key, "since": instant(at), "learner_id": learner_id}
    return _written({**_named(key_of_join(learner_id)), **record}, learner_id)


def key_of_join(learner_id: str) -> Key:
    """The key of the record that a join puts on the list; it names the learner."""
    return _MOVES, f"JOINED#{learner_id}"


def write_of_freed(email_key: str, email: str, took_from: str) -> Put:
    """The write to the ledger's table for an address that the learner `took_from` lost, and that nobody has now."""
    record = {"to_key": email_key, "to_email": email, "kin": [email_key]}
    return _written({**_named(_key_of(email_key)), **record}, took_from)


def _written(record: Item, owner: str) -> Put:
    """The write of `record` if there is none, or if it is of the learner `owner`, or of nobody."""
    condition = "attribute_not_exists(#learner_id) OR #learner_id = :owner"
    return Put(record, condition, {"#learner_id": "learner_id"}, {":owner": owner})


def keys_of_address(email_key: str) -> tuple[Key, Key]:
    """The keys of all records about this address; each names the learner."""
    return _key_of(email_key), (_MOVES, email_key)


def _key_of(email_key: str) -> Key:
    return f"ALIAS#{email_key}", "ALIAS"


def _named(key: Key) -> Item:
    return {"pk": key[0], "sk": key[1]}


def _alias(item: Item) -> Alias:
    return Alias(
        key=item["pk"].removeprefix("ALIAS#"),
        to_key=item["to_key"],
        to_email=item["to_email"],
        linked=tuple(item["kin"]),
    )
