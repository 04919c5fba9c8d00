"""ASCP customer IDs by e-mail address, in the ledger's table, where matching looks them up.

The profile is the source of truth. Each address of a learner who entered an ID has a record that says the same, written
in one transaction with the profile or with the address. `CUSTOMERS` lists the learners who changed theirs, until a
nightly run has updated their credits.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from laurel.learners.choice_changes import ChoiceChanges, choice_change, key_of_change
from laurel.platform.table import Item, Key, Put, Table

_CHANGES = "CUSTOMERS"

MOST_RECORDS = 60
"""The most records that one change of an ID writes: a transaction has room for a hundred items."""


@dataclass(frozen=True, slots=True)
class OwnId:
    """The ASCP customer ID in the profile of the learner who has an address; an empty `value` is none."""

    learner_id: str
    value: str

    def of_credit(self, learner_id: str | None) -> str | None:
        """The ID for a credit with this address; `learner_id` is the learner of its claim, None for a provider's."""
        return self.value or None if learner_id in (None, self.learner_id) else None


class CustomerIds(ChoiceChanges):
    """The IDs in `table` (the ledger's), and their changes."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, _CHANGES)

    def of(self, email_keys: Iterable[str]) -> dict[str, OwnId]:
        """The IDs that the learners with these addresses entered, by key. One call for each hundred."""
        return own_ids(self._table.get_many(map(customer_id_key, email_keys)))


def own_ids(items: Mapping[Key, Item]) -> dict[str, OwnId]:
    """The IDs among these items, by key of the address (pure)."""
    return {
        pk.removeprefix("CUSTOMER#"): OwnId(item["learner_id"], item["value"])
        for (pk, _), item in items.items()
        if pk.startswith("CUSTOMER#")
    }


def customer_id_records(learner_id: str, email_keys: Collection[str], customer_id: str | None) -> list[Put]:
    """The writes of the ID for these addresses of the learner, for a transaction that requires them to be theirs."""
    records = []
    for email_key in list(email_keys)[:MOST_RECORDS]:
        pk, sk = customer_id_key(email_key)
        records.append(Put({"pk": pk, "sk": sk, "learner_id": learner_id, "value": customer_id or ""}, "", {}, {}))
    return records


def customer_id_change(learner_id: str, email_keys: Collection[str], *, at: datetime) -> Put:
    """The write that tells the nightly run about a changed ID, for the same transaction."""
    return choice_change(_CHANGES, learner_id, email_keys, at=at)


def customer_id_key(email_key: str) -> Key:
    """The key of the record of this address; the item names the learner."""
    return f"CUSTOMER#{email_key}", "ID"


def key_of_customer_id_change(learner_id: str) -> Key:
    """The key of the learner's latest change."""
    return key_of_change(_CHANGES, learner_id)
