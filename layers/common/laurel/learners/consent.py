"""Consent to reporting by learner, in the ledger's table, where the nightly run and the forwarder look it up.

The profile is the source of truth. Each learner with a credit from a claim has a record that says the same. It is
written in one transaction with the profile, or with a credit on condition that the profile has not changed. `CONSENTS`
lists the learners who changed their choice, until a nightly run has updated their credits.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Key, Put, Table

_CHANGES = "CONSENTS"

# By then every index shows all writes from before the change; that takes a second, rarely more.
SHOWN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """A learner who changed their choice, when (UTC, as stored), and the keys of their addresses at that time."""

    learner_id: str
    since: str
    email_keys: tuple[str, ...]

    def is_shown(self, at: datetime) -> bool:
        """Whether the indexes show at `at` all writes from before the change."""
        return read_instant(self.since) + SHOWN_AFTER <= at


class Consents:
    """The records of consent in `table` (the ledger's)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def missing_among(self, learner_ids: Iterable[str]) -> frozenset[str]:
        """The `learner_ids` without consent to reporting. One call for each hundred, none for an empty list."""
        asked = frozenset(learner_ids)
        items = self._table.get_many(map(_key_of, asked)) if asked else {}
        agreed = {_learner_of(key) for key, item in items.items() if item.get("given_at")}
        return asked - agreed

    def changes(self) -> list[ConsentChange]:
        """The changes that no nightly run has finished yet. The cost grows only with their number."""
        items = self._table.query(None, "pk = :pk", pk=_CHANGES)
        return [ConsentChange(item["sk"], item["since"], tuple(item["email_keys"])) for item in items]

    def conclude(self, change: ConsentChange) -> None:
        """Removes `change` from the list, unless the learner changed their choice again since."""
        self._table.delete((_CHANGES, change.learner_id), where="since", equals=change.since)


def consent_record(learner_id: str, given_at: datetime | None) -> Put:
    """The write of the profile's choice, for a transaction that requires the profile to be unchanged."""
    pk, sk = _key_of(learner_id)
    item = {"pk": pk, "sk": sk, "given_at": given_at and instant(given_at)}
    return Put(item, "", {}, {})


def consent_change(learner_id: str, email_keys: Collection[str], *, at: datetime) -> Put:
    """The write that tells the nightly run about a changed choice, for the same transaction."""
    item = {"pk": _CHANGES, "sk": learner_id, "since": instant(at), "email_keys": list(email_keys)}
    return Put(item, "", {}, {})


def keys_of_consent(learner_id: str) -> tuple[Key, Key]:
    """The keys of the learner's choice and of its latest change."""
    return _key_of(learner_id), (_CHANGES, learner_id)


def _key_of(learner_id: str) -> Key:
    return f"CONSENT#{learner_id}", "CONSENT"


def _learner_of(key: Key) -> str:
    return key[0].removeprefix("CONSENT#")
