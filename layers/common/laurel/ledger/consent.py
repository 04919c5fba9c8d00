"""A learner changes their mind about reporting: what was not sent yet is held back, or begins its way.

Done at once when they say so, and once more by the next night: what was on its way into an index is found then. Credits
that providers send are not governed by it. What ASCP has, or may have, stays as it is; the forwarder looks again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from laurel.ledger.credit import Credit, Source
from laurel.ledger.store import Change, Ledger


def follow_consent(
    ledger: Ledger, email_keys: Iterable[str], learner_id: str, *, agrees: bool, at: datetime
) -> list[Credit]:
    """Brings the claim credits of the learner into line with what they say now; gives those that changed.

    `email_keys` are the addresses they hold: one call for each, and one for each hundred changes. What somebody else
    changes at that moment stays for the night. Raises TableBusy.
    """
    changes = [
        Change(credit, after)
        for email_key in email_keys
        for credit in ledger.of_address(email_key)
        if (after := _decided(credit, learner_id, agrees=agrees, at=at))
    ]
    return [credit for credit in ledger.save(changes) if credit] if changes else []


def _decided(credit: Credit, learner_id: str, *, agrees: bool, at: datetime) -> Credit | None:
    """`credit` after what its learner says; None where that changes nothing (pure)."""
    # A credit from before consent was kept by learner names none: it lies under an address that this learner holds.
    if credit.source is not Source.CLAIM or credit.learner_id not in (None, learner_id):
        return None
    mine, by = replace(credit, learner_id=learner_id), f"learner:{learner_id}"
    if agrees:
        return mine.agree(at=at, by=by) if credit.waits_for_consent else None
    return mine.withhold(at=at, by=by) if credit.can_be_withheld else None


def learners_of(credits: Iterable[Credit]) -> dict[str, str]:
    """By credit id, the learner whose consent it needs; none for a provider's credit (pure)."""
    return {credit.credit_id: credit.learner_id for credit in credits if credit.learner_id}


def without_consent(credits: Sequence[Credit], missing: Iterable[str]) -> frozenset[str]:
    """The ids of those of `credits` whose learner is among the `missing`, who do not agree (pure)."""
    refused = frozenset(missing)
    return frozenset(one for one, learner_id in learners_of(credits).items() if learner_id in refused)
