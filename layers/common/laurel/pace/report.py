"""The quarterly activity report: a line for each program of a provider, counted from its claims (pure).

A learner counts in the quarter in which they completed the activity, a calendar date in the activity's zone. A program
that took place in the quarter has a line even if nobody completed it. An online course can be completed after its last
day, while claims are open: it has a line in each quarter in which somebody did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from laurel.catalog.activity import Activity, Kind, Level, QuestionPart
from laurel.claims.claim import Claim, Status
from laurel.evaluations.results import results_of
from laurel.statements import Statement

MEANS = (QuestionPart.SPEAKER, QuestionPart.OBJECTIVE, QuestionPart.CONTENT)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter: `number` is 1 to 4."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        following = date(self.year + self.number // 4, 3 * (self.number % 4) + 1, 1)
        return following - timedelta(days=1)

    def has(self, day: date | None) -> bool:
        """Whether `day` is in it."""
        return day is not None and self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramLine:
    """A program in the report.

    `participants` printed a certificate of any statement; `certificates` and `hours_awarded` are those of P.A.C.E. that
    are not revoked. The means are those of the participants' answers 1 to 5, to two places.
    """

    activity_id: str
    provider_number: str
    program_number: str
    title: str
    kind: Kind
    location: str
    starts_on: date
    ends_on: date
    level: Level
    hours_offered: Decimal
    participants: int
    certificates: int
    hours_awarded: Decimal
    mean_speaker: Decimal | None
    mean_objectives: Decimal | None
    mean_content: Decimal | None
    canceled: bool


def offers_pace(activity: Activity) -> bool:
    """Whether the activity offers P.A.C.E."""
    return activity.offered(Statement.PACE) is not None


def is_reported(line: ProgramLine, quarter: Quarter) -> bool:
    """Whether the program took place in the quarter, in part at least, or somebody completed it then."""
    in_time = line.starts_on <= quarter.last_day and line.ends_on >= quarter.first_day
    return in_time or line.participants > 0


def program_line(activity: Activity, quarter: Quarter, claims: Iterable[Claim], provider_number: str) -> ProgramLine:
    """The line of `activity`, from its claims; those that were not completed in the quarter are passed over."""
    tally = _Tally(quarter)
    # No comments are asked for, so nothing is shuffled.
    found = results_of(activity, tally.counted(claims), comments_of=None, comments_from=1, random=Random(0))  # noqa: S311
    offered = activity.offered(Statement.PACE)
    speaker, objectives, content = (found.means[part] for part in MEANS)
    return ProgramLine(
        activity_id=activity.id,
        provider_number=provider_number,
        program_number=activity.number,
        title=activity.title,
        kind=activity.kind,
        location=activity.location or "",
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        level=activity.level,
        hours_offered=offered.maximum if offered else Decimal(0),
        participants=tally.participants,
        certificates=tally.certificates,
        hours_awarded=tally.hours,
        mean_speaker=speaker,
        mean_objectives=objectives,
        mean_content=content,
        canceled=activity.canceled,
    )


@dataclass(slots=True)
class _Tally:
    quarter: Quarter
    participants: int = 0
    certificates: int = 0
    hours: Decimal = Decimal(0)

    def counted(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """Those claims that were completed in the quarter, counted on the way."""
        for claim in claims:
            if claim.status is not Status.FINAL or not self.quarter.has(claim.completed_on):
                continue
            self.participants += 1
            if claim.is_certified and claim.statement is Statement.PACE:
                self.certificates += 1
                self.hours += claim.total
            yield claim
