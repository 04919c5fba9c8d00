"""Choices of learners that nightly runs still have to apply to credits: lists in the ledger's table, one for each kind.

Whoever changes a choice writes the entry in one transaction with the choice. A run takes it off when it has applied it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Key, Put, Table

# By then every index shows all writes from before the change; that takes a second, rarely more.
SHOWN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """A learner who changed their choice, when (UTC, as stored), and the keys of their addresses at that time."""

    learner_id: str
    since: str
    email_keys: tuple[str, ...]

    def is_shown(self, at: datetime) -> bool:
        """Whether the indexes show at `at` all writes from before the change."""
        return read_instant(self.since) + SHOWN_AFTER <= at


class ChoiceChanges:
    """The list of one `kind` of choice in the ledger's `table`."""

    def __init__(self, table: Table, kind: str) -> None:
        self._table = table
        self._kind = kind

    def changes(self) -> list[ChoiceChange]:
        """The changes that no nightly run has finished yet. One query; the cost grows only with their number."""
        items = self._table.query(None, "pk = :pk", pk=self._kind)
        return [ChoiceChange(item["sk"], item["since"], tuple(item["email_keys"])) for item in items]

    def conclude(self, change: ChoiceChange) -> None:
        """Removes `change` from the list, unless the learner changed their choice again since."""
        self._table.delete(key_of_change(self._kind, change.learner_id), where="since", equals=change.since)


def choice_change(kind: str, learner_id: str, email_keys: Collection[str], *, at: datetime) -> Put:
    """The write that puts the change of a learner on the list, for the transaction that changes the choice."""
    pk, sk = key_of_change(kind, learner_id)
    return Put({"pk": pk, "sk": sk, "since": instant(at), "email_keys": list(email_keys)}, "", {}, {})


def key_of_change(kind: str, learner_id: str) -> Key:
    """The key of the learner's latest change of this kind."""
    return kind, learner_id
