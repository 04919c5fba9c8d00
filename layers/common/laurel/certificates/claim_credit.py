"""The credit of a printed claim (pure)."""

from datetime import datetime

from laurel.claims.claim import Claim
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from laurel.statements import REPORTABLE


def claim_credit_id(claim_id: str) -> str:
    """The id of the one credit of this claim."""
    return derived_id("claim", claim_id)


def brings_credit(claim: Claim) -> bool:
    """Whether ASCP accepts credit of the claim's type."""
    return claim.statement in REPORTABLE and claim.completed_on is not None


def credit_of(claim: Claim, email: str, email_key: str, name: str, *, agreed: bool, at: datetime) -> Credit:
    """The credit of a final claim that `brings_credit`, earned at the instant `at` under this address and name.

    If the learner has not `agreed` to reporting, it waits until they do. Raises ValueError if there is no credit.
    """
    if claim.completed_on is None or not brings_credit(claim):
        raise ValueError(f"claim {claim.claim_id} brings no credit")
    credit = Credit(
        credit_id=claim_credit_id(claim.claim_id),
        reference=claim.claim_id,
        fingerprint=derived_id("certificate", claim.certificate_number or ""),
        source=Source.CLAIM,
        email=email,
        email_key=email_key,
        name=name,
        provider=claim.activity.credit_provider,
        activity_number=claim.activity.number,
        activity_title=claim.activity.title,
        statement=claim.statement.value,
        contact_hours=claim.total,
        completed_on=claim.completed_on,
        timeline=(Step(at, State.EARNED),),
        due_at=at,
        learner_id=claim.learner_id,
    )
    return credit if agreed else credit.withhold(at=at)
