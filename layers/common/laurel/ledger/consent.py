"""A learner gives or withdraws consent to reporting: unsent claim credits are released or held back.

This runs at once, and again in the next nightly run, which finds credits that an index did not show yet. Credits that
providers send are not affected. Credits that ASCP has, or may have, stay as they are; the forwarder checks consent too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from laurel.ledger.credit import Credit, Source
from laurel.ledger.store import Change, Ledger


def follow_consent(
    ledger: Ledger, email_keys: Iterable[str], learner_id: str, *, agrees: bool, at: datetime
) -> list[Credit]:
    """Updates the learner's claim credits to their current choice. Returns the credits that changed.

    `email_keys` are the learner's addresses: one call for each, and one for each hundred changes. A credit that another
    process changes at the same moment is unchanged until the nightly run. Raises TableBusy.
    """
    changes = [
        Change(credit, after)
        for email_key in email_keys
        for credit in ledger.of_address(email_key)
        if (after := _decided(credit, learner_id, agrees=agrees, at=at))
    ]
    return [credit for credit in ledger.save(changes) if credit] if changes else []


def _decided(credit: Credit, learner_id: str, *, agrees: bool, at: datetime) -> Credit | None:
    """`credit` after its learner's choice; None if that changes nothing (pure)."""
    # Credits written before consent was kept by learner name no learner; this one is under an address that they hold.
    if credit.source is not Source.CLAIM or credit.learner_id not in (None, learner_id):
        return None
    mine, by = replace(credit, learner_id=learner_id), f"learner:{learner_id}"
    if agrees:
        return mine.agree(at=at, by=by) if credit.waits_for_consent else None
    return mine.withhold(at=at, by=by) if credit.can_be_withheld else None


def learners_of(credits: Iterable[Credit]) -> dict[str, str]:
    """By credit ID, the learner who must consent; a provider's credit has no entry (pure)."""
    return {credit.credit_id: credit.learner_id for credit in credits if credit.learner_id}


def without_consent(credits: Sequence[Credit], missing: Iterable[str]) -> frozenset[str]:
    """The IDs of the `credits` of learners in `missing`, who have not consented (pure)."""
    refused = frozenset(missing)
    return frozenset(one for one, learner_id in learners_of(credits).items() if learner_id in refused)
