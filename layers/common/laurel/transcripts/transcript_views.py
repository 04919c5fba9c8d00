"""The transcript of everything as the API shows it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field

from laurel.claims.views import ClaimModel, Credits, TotalView, TranscriptView
from laurel.own_credits.own_credit import OwnUnit
from laurel.own_credits.views import OwnAmount, OwnCreditView
from laurel.statements import Statement
from laurel.transcripts.whole import LineStanding, ProviderLine, WholeTranscript


class ProviderCreditView(ClaimModel):
    """A credit that a provider sent: by a file or by its program."""

    credit_id: str
    source: Literal["provider"] = "provider"
    title: str
    provider: str
    number: str
    statement: Statement
    credits: Credits
    completed_on: date
    standing: LineStanding = Field(
        description="`counts`; `withdrawn` by its provider or by staff; `in_question` while staff decide whether it is"
        " another credit again."
    )

    @classmethod
    def of(cls, line: ProviderLine) -> Self:
        """`line` as it is sent."""
        credit = line.credit
        return cls(
            credit_id=credit.credit_id,
            title=credit.activity_title,
            provider=credit.provider,
            number=credit.activity_number,
            statement=line.statement,
            credits=credit.contact_hours,
            completed_on=credit.completed_on,
            standing=line.standing,
        )


class YearView(ClaimModel):
    """What counts of a calendar year."""

    year: int = Field(examples=[2026])
    totals: tuple[TotalView, ...]


class OwnTotalView(ClaimModel):
    """What the learner entered, in one unit."""

    unit: OwnUnit
    amount: OwnAmount


class WholeTranscriptView(TranscriptView):
    """Completed credits of every source, the latest first, their totals by type, and the drafts separately.

    `items` are the claims. `totals` and `years` count these and `provider_credits`; what the learner entered is in
    neither.
    """

    provider_credits: tuple[ProviderCreditView, ...] = Field(
        description="Credits that providers sent. A claim's own credit is not among them: it is the line of the claim."
    )
    own_credits: tuple[OwnCreditView, ...] = Field(description="The learner's own statements, which nobody checked.")
    own_totals: tuple[OwnTotalView, ...]
    years: tuple[YearView, ...] = Field(description="The latest first.")

    @classmethod
    def of_whole(cls, whole: WholeTranscript) -> Self:
        """`whole` as it is sent."""
        of_claims = TranscriptView.of(whole.claims)
        return cls(
            items=of_claims.items,
            totals=_totals(whole.totals),
            drafts=of_claims.drafts,
            uncounted=of_claims.uncounted,
            provider_credits=tuple(map(ProviderCreditView.of, whole.provider_lines)),
            own_credits=tuple(map(OwnCreditView.of, whole.own)),
            own_totals=tuple(OwnTotalView(unit=unit, amount=amount) for unit, amount in whole.own_totals.items()),
            years=tuple(YearView(year=one.year, totals=_totals(one.totals)) for one in whole.years),
        )


def _totals(totals: Mapping[Statement, Decimal]) -> tuple[TotalView, ...]:
    return tuple(TotalView(statement=statement, credits=credits) for statement, credits in totals.items())
