"""The transcript of everything: each credit once, with its source, and what counts (pure).

A claim and its own credit in the ledger are one line, that of the claim. A credit that a provider sent is a line of its
own. What a learner entered is apart: it is in no total of these.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from laurel.certificates.claim_credit import claim_credit_id
from laurel.claims.claim import Claim
from laurel.claims.transcript import Transcript, transcript_of
from laurel.ledger.credit import Credit, Source
from laurel.ledger.states import State, WithdrawnReason
from laurel.own_credits.own_credit import OwnCredit, OwnUnit
from laurel.statements import Statement


class LineStanding(StrEnum):
    """Whether a provider's credit counts, or why not.

    `in_question`: it looks like another credit, and staff have not decided yet.
    """

    COUNTS = "counts"
    WITHDRAWN = "withdrawn"
    IN_QUESTION = "in_question"


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """A credit that a provider sent."""

    credit: Credit
    standing: LineStanding

    @property
    def statement(self) -> Statement:
        """Its type."""
        return Statement(self.credit.statement)


@dataclass(frozen=True, slots=True)
class YearTotals:
    """What counts of one calendar year, by type."""

    year: int
    totals: dict[Statement, Decimal]


@dataclass(frozen=True, slots=True)
class WholeTranscript:
    """The transcript of a span: claims with drafts, providers' credits, and own statements, the latest first.

    `totals` are those of claims and providers' credits; `own_totals` those of own statements, by unit.
    """

    claims: Transcript
    provider_lines: tuple[ProviderLine, ...]
    own: tuple[OwnCredit, ...]
    totals: dict[Statement, Decimal]
    years: tuple[YearTotals, ...]
    own_totals: dict[OwnUnit, Decimal]


def whole_transcript(
    claims: Sequence[Claim],
    credits: Collection[Credit],
    own: Iterable[OwnCredit],
    *,
    learner_ids: Collection[str],
    starting: date | None,
    ending: date | None,
) -> WholeTranscript:
    """The transcript from `starting` to `ending`, both included (None: all), of the learner with these joined accounts.

    `credits` are all that are found under their addresses, `claims` and `own` all of theirs.
    """
    first, last = starting or date.min, ending or date.max
    of_claims = transcript_of(claims, starting, ending)
    lines = [one for one in _provider_lines(claims, credits, learner_ids) if first <= one.credit.completed_on <= last]
    lines.sort(key=lambda one: (one.credit.completed_on, one.credit.credit_id), reverse=True)
    mine = tuple(one for one in own if first <= one.completed_on <= last)
    counting = [
        *((one.completed_on, one.statement, one.total) for one in of_claims.completed if of_claims.counts(one)),
        *(
            (one.credit.completed_on, one.statement, one.credit.contact_hours)
            for one in lines
            if one.standing is LineStanding.COUNTS
        ),
    ]
    years = sorted({day.year for day, _, _ in counting if day}, reverse=True)
    return WholeTranscript(
        of_claims,
        tuple(lines),
        mine,
        _totals((statement, amount) for _, statement, amount in counting),
        tuple(
            YearTotals(year, _totals((kind, amount) for day, kind, amount in counting if day and day.year == year))
            for year in years
        ),
        {unit: sum((one.amount for one in mine if one.unit is unit), Decimal(0)) for unit in _units(mine)},
    )


def _provider_lines(
    claims: Iterable[Claim], credits: Collection[Credit], learner_ids: Collection[str]
) -> Iterable[ProviderLine]:
    """A line for each credit that is not that of one of the claims, nor of a claim of somebody else."""
    of_claims = {claim_credit_id(one.claim_id) for one in claims}
    # Of two that look alike the later one is held. If that is the claim's, its certificate counts, and not the other.
    doubted = {one.resembles for one in credits if one.credit_id in of_claims and one.is_likely_duplicate}
    for credit in credits:
        if credit.credit_id in of_claims or (credit.source is Source.CLAIM and credit.learner_id not in learner_ids):
            continue
        if credit.is_likely_duplicate or credit.credit_id in doubted:
            yield ProviderLine(credit, LineStanding.IN_QUESTION)
        else:
            yield ProviderLine(credit, LineStanding.WITHDRAWN if _is_withdrawn(credit) else LineStanding.COUNTS)


def _is_withdrawn(credit: Credit) -> bool:
    """Whether it was taken back. One that its learner entered at ASCP by hand was earned all the same."""
    return credit.state is State.WITHDRAWN and credit.withdrawn_for is not WithdrawnReason.BY_HAND


def _totals(amounts: Iterable[tuple[Statement, Decimal]]) -> dict[Statement, Decimal]:
    found: dict[Statement, Decimal] = {}
    for statement, amount in amounts:
        found[statement] = found.get(statement, Decimal(0)) + amount
    return {statement: found[statement] for statement in Statement if statement in found}


def _units(own: Iterable[OwnCredit]) -> list[OwnUnit]:
    used = {one.unit for one in own}
    return [unit for unit in OwnUnit if unit in used]
