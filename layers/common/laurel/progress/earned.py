"""What a learner earned, from every source, as the rules look at it (pure)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from laurel.claims.transcript import Transcript
from laurel.ledger.credit import Credit, Source
from laurel.ledger.states import State
from laurel.statements import Statement


class EarnedSource(StrEnum):
    """Where it comes from. Of two for one course, the earlier one in this list counts."""

    CLAIM = "claim"
    FEED = "feed"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """A credit, in the unit of its statement. `statement` is None where nobody named one.

    `is_valid` is False for a revoked certificate, and for a credit that was withdrawn or looks like another.
    """

    id: str
    source: EarnedSource
    title: str
    provider: str
    completed_on: date
    hours: Decimal
    statement: Statement | None = None
    is_valid: bool = True


def earned_from(transcript: Transcript, credits: list[Credit]) -> list[Earned]:
    """The completed claims of `transcript`, and the `credits` that providers sent.

    The credit of a claim is the claim's: it is not taken again from the ledger.
    """
    claims = [
        Earned(
            id=one.claim_id,
            source=EarnedSource.CLAIM,
            title=one.activity.title,
            provider=one.activity.provider,
            completed_on=one.completed_on,
            hours=one.total,
            statement=one.statement,
            is_valid=transcript.counts(one),
        )
        for one in transcript.completed
        if one.completed_on
    ]
    fed = [_of_feed(one) for one in credits if one.source is Source.FEED]
    return [*claims, *fed]


def _of_feed(credit: Credit) -> Earned:
    return Earned(
        id=credit.credit_id,
        source=EarnedSource.FEED,
        title=credit.activity_title,
        provider=credit.provider,
        completed_on=credit.completed_on,
        hours=credit.contact_hours,
        statement=Statement(credit.statement),
        is_valid=credit.state is not State.WITHDRAWN and not credit.is_likely_duplicate,
    )
