"""Certificates without a credit in the ledger, and why there is none (pure).

Certificates of types that ASCP does not accept have none. Others may have none only if they were printed before the
ledger kept credits without consent, or while their learner held no address. A credit that was withdrawn with an
earlier, revoked certificate of the same claim does not count for the one that holds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.ledger.credit import Credit
from laurel.ledger.states import UnmatchedReason
from laurel.statements import REPORTABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedClaim:
    """A valid certificate, and the ID that its credit would have. `credits` are in the unit of the statement."""

    claim_id: str
    credit_id: str
    certificate_number: str
    title: str
    provider: str
    statement: str
    statement_name: str
    credits: Decimal
    completed_on: date


@dataclass(frozen=True, slots=True)
class Unreported:
    """A certificate without a credit in the ledger, and why."""

    printed: PrintedClaim
    reason: UnmatchedReason


def unreported_of(printed: Iterable[PrintedClaim], credits: Collection[Credit]) -> list[Unreported]:
    """The learner's certificates that have no credit among their `credits`, the latest completed first."""
    known = {credit.credit_id for credit in credits if not credit.is_revoked}
    found = [
        Unreported(one, UnmatchedReason.NO_CONSENT if one.statement in REPORTABLE else UnmatchedReason.NOT_REPORTABLE)
        for one in printed
        if one.credit_id not in known
    ]
    return sorted(found, key=lambda one: (one.printed.completed_on, one.printed.claim_id), reverse=True)
