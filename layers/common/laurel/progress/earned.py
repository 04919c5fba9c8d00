"""What a learner earned, from every source, as the rules look at it (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from laurel.claims.transcript import Transcript
from laurel.ledger.credit import Credit, Source
from laurel.ledger.states import State
from laurel.own_credits.own_credit import OwnCredit, OwnUnit
from laurel.statements import Statement

_HOURS_OF_A_CEU = 10


class EarnedSource(StrEnum):
    """Where it comes from. Of two for one course, the earlier one in this list counts."""

    CLAIM = "claim"
    FEED = "feed"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """A credit, in the unit of its statement. `statement` is None where nobody named one.

    `is_valid` is False for a revoked certificate, and for a credit that was withdrawn or looks like another. `topic` is
    what the learner says it is about, as rules name it; None where only the title tells.
    """

    id: str
    source: EarnedSource
    title: str
    provider: str
    completed_on: date
    hours: Decimal
    statement: Statement | None = None
    is_valid: bool = True
    topic: str | None = None


def earned_from(transcript: Transcript, credits: Iterable[Credit], own: Iterable[OwnCredit]) -> list[Earned]:
    """The completed claims of `transcript`, the `credits` that providers sent, and the learner's `own`.

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
    return [*claims, *fed, *map(_own, own)]


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


def _own(credit: OwnCredit) -> Earned:
    # A CEU is ten hours; an hour stays an hour, whether it has 50 or 60 minutes.
    is_ceu = credit.unit is OwnUnit.CEU
    return Earned(
        id=credit.credit_id,
        source=EarnedSource.OWN,
        title=credit.title,
        provider=credit.provider,
        completed_on=credit.completed_on,
        hours=credit.amount * _HOURS_OF_A_CEU if is_ceu else credit.amount,
        statement=credit.statement,
        topic=credit.topic.value.replace("_", "-") if credit.topic else None,
    )
