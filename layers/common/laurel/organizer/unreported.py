"""Certificates without a credit in the ledger, and why there is none (pure).

Certificates of types that ASCP does not accept have none. Others may have none only if they were printed before the
ledger kept credits without consent, or while their learner held no address. A credit that was withdrawn with an
earlier, revoked certificate of the same claim does not count for the one that holds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from laurel.ledger.credit import Credit
from laurel.ledger.explanations import Explanation, FixPlace, explain
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


class UnreportedReason(StrEnum):
    """Why a certificate has no credit. `no_address`: its learner agreed to reporting and holds no usable address."""

    NOT_REPORTABLE = UnmatchedReason.NOT_REPORTABLE.value
    NO_CONSENT = UnmatchedReason.NO_CONSENT.value
    NO_ADDRESS = "no_address"


_NO_ADDRESS = Explanation(
    "You agreed to reporting, but you have no e-mail address here with which this credit can be sent.",
    "See the address in your profile. Change it if it cannot be used, or write to us if another account has it. Then"
    " look at your credits here: the credit is sent.",
    FixPlace.PROFILE,
)


@dataclass(frozen=True, slots=True)
class Unreported:
    """A certificate without a credit in the ledger, and why."""

    printed: PrintedClaim
    reason: UnreportedReason

    @property
    def explanation(self) -> Explanation:
        """The reason in plain words, and what helps."""
        return _NO_ADDRESS if self.reason is UnreportedReason.NO_ADDRESS else explain(self.reason)


def unreported_of(printed: Iterable[PrintedClaim], credits: Collection[Credit], *, agreed: bool) -> list[Unreported]:
    """The learner's certificates that have no credit among their `credits`, the latest completed first.

    `agreed`: the learner agrees to reporting.
    """
    known = {credit.credit_id for credit in credits if not credit.is_revoked}
    missing = UnreportedReason.NO_ADDRESS if agreed else UnreportedReason.NO_CONSENT
    found = [
        Unreported(one, missing if one.statement in REPORTABLE else UnreportedReason.NOT_REPORTABLE)
        for one in printed
        if one.credit_id not in known
    ]
    return sorted(found, key=lambda one: (one.printed.completed_on, one.printed.claim_id), reverse=True)
