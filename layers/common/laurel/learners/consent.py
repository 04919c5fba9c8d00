"""Consent to reporting, where the nightly run and the forwarder look it up: in the ledger's table, by learner.

The profile is the truth. A record of each learner whose claims brought a credit says the same, and is written in one
transaction with the profile, or with a credit while the profile stands. `CONSENTS` lists the learners who changed their
mind of late, until a night has gone through their credits.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Key, Put, Table

_CHANGES = "CONSENTS"

# By then every index shows what was written when the learner changed their mind; it takes a second, seldom more.
SHOWN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """A learner who changed their mind, since when (UTC, as it is written), and the keys of the addresses they held."""

    learner_id: str
    since: str
    email_keys: tuple[str, ...]

    def is_shown(self, at: datetime) -> bool:
        """Whether the indexes show by `at` all that was written before the change."""
        return read_instant(self.since) + SHOWN_AFTER <= at


class Consents:
    """The records of consent in `table` (the ledger's)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def missing_among(self, learner_ids: Iterable[str]) -> frozenset[str]:
        """Those of `learner_ids` who do not agree to reporting. One call for each hundred, none for nobody."""
        asked = frozenset(learner_ids)
        items = self._table.get_many(map(_key_of, asked)) if asked else {}
        agreed = {_learner_of(key) for key, item in items.items() if item.get("given_at")}
        return asked - agreed

    def changes(self) -> list[ConsentChange]:
        """The changes that no night is done with yet. Cost grows with those alone."""
        items = self._table.query(None, "pk = :pk", pk=_CHANGES)
        return [ConsentChange(item["sk"], item["since"], tuple(item["email_keys"])) for item in items]

    def conclude(self, change: ConsentChange) -> None:
        """Takes `change` off the list, unless the learner changed their mind once more meanwhile."""
        self._table.delete((_CHANGES, change.learner_id), where="since", equals=change.since)


def consent_record(learner_id: str, given_at: datetime | None) -> Put:
    """The write of what the profile says, for a transaction that holds only while the profile is as it was read."""
    pk, sk = _key_of(learner_id)
    item = {"pk": pk, "sk": sk, "given_at": given_at and instant(given_at)}
    return Put(item, "", {}, {})


def consent_change(learner_id: str, email_keys: Collection[str], *, at: datetime) -> Put:
    """The write by which a night learns that the learner changed their mind, for the same transaction."""
    item = {"pk": _CHANGES, "sk": learner_id, "since": instant(at), "email_keys": list(email_keys)}
    return Put(item, "", {}, {})


def _key_of(learner_id: str) -> Key:
    return f"CONSENT#{learner_id}", "CONSENT"


def _learner_of(key: Key) -> str:
    return key[0].removeprefix("CONSENT#")
