"""Consent to reporting by learner, in the ledger's table, where the nightly run and the forwarder look it up.

The profile is the source of truth. Each learner with a credit from a claim has a record that says the same. It is
written in one transaction with the profile, or with a credit on condition that the profile has not changed. `CONSENTS`
lists the learners who changed their choice, until a nightly run has updated their credits.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from laurel.learners.choice_changes import ChoiceChanges, choice_change, key_of_change
from laurel.platform.clock import instant
from laurel.platform.table import Key, Put, Table

_CHANGES = "CONSENTS"


class Consents(ChoiceChanges):
    """The records of consent in `table` (the ledger's), and their changes."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, _CHANGES)

    def missing_among(self, learner_ids: Iterable[str]) -> frozenset[str]:
        """The `learner_ids` without consent to reporting. One call for each hundred, none for an empty list."""
        asked = frozenset(learner_ids)
        items = self._table.get_many(map(_key_of, asked)) if asked else {}
        agreed = {_learner_of(key) for key, item in items.items() if item.get("given_at")}
        return asked - agreed


def consent_record(learner_id: str, given_at: datetime | None) -> Put:
    """The write of the profile's choice, for a transaction that requires the profile to be unchanged."""
    pk, sk = _key_of(learner_id)
    item = {"pk": pk, "sk": sk, "given_at": given_at and instant(given_at)}
    return Put(item, "", {}, {})


def consent_change(learner_id: str, email_keys: Collection[str], *, at: datetime) -> Put:
    """The write that tells the nightly run about a changed choice, for the same transaction."""
    return choice_change(_CHANGES, learner_id, email_keys, at=at)


def keys_of_consent(learner_id: str) -> tuple[Key, Key]:
    """The keys of the learner's choice and of its latest change."""
    return _key_of(learner_id), key_of_change(_CHANGES, learner_id)


def _key_of(learner_id: str) -> Key:
    return f"CONSENT#{learner_id}", "CONSENT"


def _learner_of(key: Key) -> str:
    return key[0].removeprefix("CONSENT#")
