"""How erasures are listed in the claims table: `ERASURES`, one item for each learner, until the last step is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Put, Table, create

_LIST = "ERASURES"


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure that has started: whose, the keys of the addresses that they held, and when it started (UTC)."""

    learner_id: str
    email_keys: tuple[str, ...]
    started_at: datetime


def listing(erasure: Erasure) -> Put:
    """The write that lists an erasure, for the transaction that starts it."""
    item: Item = {
        "pk": _LIST,
        "sk": erasure.learner_id,
        "email_keys": list(erasure.email_keys),
        "started_at": instant(erasure.started_at),
    }
    return create(item)


def listed(table: Table) -> Iterator[Erasure]:
    """The erasures that have not ended. The cost grows only with their number."""
    for item in table.query(None, "pk = :pk", pk=_LIST):
        yield Erasure(item["sk"], tuple(item["email_keys"]), read_instant(item["started_at"]))


def conclude(table: Table, erasure: Erasure) -> None:
    """Takes an erasure off the list: its last step. May be repeated."""
    table.delete((_LIST, erasure.learner_id), where="pk", equals=_LIST)
