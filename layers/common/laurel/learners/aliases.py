"""Aliases: the addresses a learner held before, and the one they hold now, as the nightly run must know them.

They lie in the ledger's table: one record for each address of a learner who ever changed theirs. The former ones point
at the present one, which points at itself, so that no chain and no circle can come about. `MOVES` lists the addresses
that were left and under which credits may still wait.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from laurel.platform.clock import instant
from laurel.platform.table import Item, Key, Put, Table

_MOVES = "MOVES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """What is known of the address `key`: the learner's present one is `to_key`, as given `to_email`.

    `kin` are the keys of all addresses that the learner holds.
    """

    key: str
    to_key: str
    to_email: str
    kin: tuple[str, ...]

    @property
    def is_present(self) -> bool:
        """Whether it is the learner's present address itself."""
        return self.key == self.to_key


@dataclass(frozen=True, slots=True)
class Move:
    """An address that a learner left, and when (UTC, as it is written)."""

    key: str
    since: str


class Aliases:
    """The aliases in `table` (the ledger's)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, email_keys: Iterable[str]) -> dict[str, Alias]:
        """What is known of `email_keys`, by key; most addresses were never changed. One call for each hundred."""
        items = self._table.get_many(_key_of(email_key) for email_key in email_keys).values()
        return {alias.key: alias for alias in map(_alias, items)}

    def moves(self) -> list[Move]:
        """The addresses that were left and not done with yet. Cost grows with those alone."""
        return [Move(item["sk"], item["since"]) for item in self._table.query(None, "pk = :pk", pk=_MOVES)]

    def conclude(self, move: Move) -> None:
        """Takes `move` off the list, unless the address was left once more meanwhile."""
        self._table.delete((_MOVES, move.key), where="since", equals=move.since)


def writes_of_change(
    learner_id: str, left: str | None, to_key: str, to_email: str, former: Sequence[str], *, at: datetime
) -> list[Put]:
    """What a change of address writes to the ledger's table, for one transaction: `left` for `to_key`, at `at`.

    `former` are the keys of the former addresses that the learner holds; without any, nothing is written. `left` is
    not among them if there was none, or another holds it by now: then all of them may still have to be moved. Each
    write is for a record that is not there or is the same learner's.
    """
    if not former:
        return []
    kin = [to_key, *former]
    records: list[Item] = [
        {**_named(_key_of(key)), "to_key": to_key, "to_email": to_email, "kin": kin, "learner_id": learner_id}
        for key in kin
    ]
    moved = [left] if left is not None and left in former else former
    records += [{**_named((_MOVES, key)), "since": instant(at), "learner_id": learner_id} for key in moved]
    own = "attribute_not_exists(pk) OR #learner_id = :learner_id"
    return [Put(record, own, {"#learner_id": "learner_id"}, {":learner_id": learner_id}) for record in records]


def _key_of(email_key: str) -> Key:
    return f"ALIAS#{email_key}", "ALIAS"


def _named(key: Key) -> Item:
    return {"pk": key[0], "sk": key[1]}


def _alias(item: Item) -> Alias:
    return Alias(
        key=item["pk"].removeprefix("ALIAS#"),
        to_key=item["to_key"],
        to_email=item["to_email"],
        kin=tuple(item["kin"]),
    )
