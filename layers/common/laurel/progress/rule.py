"""A rule of continuing education: what a file in `rules/` may say (pure).

UnknownCycle keys and wrong types are refused, so that a misspelled line cannot make a rule weaker without a word.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from laurel.statements import Statement

type Text = Annotated[str, Field(min_length=1, max_length=400)]
type RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,39}$")]


class Confidence(StrEnum):
    """How sure we are of a rule: its own text was read; others describe it; or nobody confirmed it."""

    RULE = "rule"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"


class CycleKind(StrEnum):
    """From what a cycle is counted: one day for everyone, a date of the learner's, or the calendar years before it."""

    FIXED = "fixed"
    CALENDAR_BEFORE_RENEWAL = "calendar_before_renewal"
    TO_EXPIRY = "to_expiry"
    FROM_ISSUE = "from_issue"


class RulePart(BaseModel):
    """Base of a rule and its parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleSource(RulePart):
    """Where the rule is written."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https://")] | None = None


class CycleRule(RulePart):
    """How long a cycle is, and from what it is counted; `starts_on` is the first day of any one fixed cycle."""

    kind: CycleKind
    years: Annotated[int, Field(ge=1, le=10)]
    starts_on: date | None = None

    @model_validator(mode="after")
    def _has_its_day(self) -> Self:
        if (self.starts_on is not None) is not (self.kind is CycleKind.FIXED):
            raise ValueError("starts_on belongs to fixed cycles, and to them alone")
        return self


class FirstStep(RulePart):
    """The hours of a first cycle for a license that was issued `months_in` whole months into it, or later."""

    months_in: Annotated[int, Field(ge=0, le=119)]
    hours: Annotated[Decimal, Field(ge=0, le=999, decimal_places=2)]


class RuleTopic(RulePart):
    """Hours that must be about one subject. A title with one of the `words` suggests it.

    `in_first_cycle` is False if a first cycle does not ask for it.
    """

    id: RuleId
    name: Text
    hours: Annotated[Decimal, Field(gt=0, le=99, decimal_places=2)]
    words: tuple[Text, ...] = Field(min_length=1)
    in_first_cycle: bool = True


class Counts(RulePart):
    """What counts: the kinds of statement, and whether the learner's own credits do. `excluded` are words of titles."""

    statements: tuple[Statement, ...] = Field(min_length=1)
    own: bool
    excluded: tuple[Text, ...] = ()


class CarryOver(RulePart):
    """At most so many hours of the cycle before, beyond what it needed, count again for the next one."""

    hours: Annotated[Decimal, Field(gt=0, le=99, decimal_places=2)]


class KeptEvidence(RulePart):
    """What the authority wants to see, and for how many years it must be kept; None if no time is known."""

    what: Text
    kept_years: Annotated[int, Field(ge=1, le=20)] | None = None


class Rule(RulePart):
    """A rule of one authority. `state` is the postal code of its licenses; None for a credential of ASCP.

    `hours` are for one whole cycle, in `unit`; `unit_minutes` is None where the rule does not say it. `checked_on` is
    when a person last compared it with its source. `check_yourself` are parts of the rule that Laurel cannot count.
    """

    id: RuleId
    name: Text
    authority: Text
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    source: RuleSource
    checked_on: date
    confidence: Confidence
    cycle: CycleRule
    hours: Annotated[Decimal, Field(gt=0, le=999, decimal_places=2)]
    unit: Literal["hour", "point"] = "hour"
    unit_minutes: Annotated[int, Field(ge=30, le=120)] | None = None
    counts: Counts
    topics: tuple[RuleTopic, ...] = ()
    first_cycle: tuple[FirstStep, ...] = ()
    carry_over: CarryOver | None = None
    evidence: KeptEvidence
    reminders: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (90, 30, 7)
    check_yourself: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        months = [one.months_in for one in self.first_cycle]
        if months != sorted(set(months)) or (months and (months[0] != 0 or months[-1] >= 12 * self.cycle.years)):
            raise ValueError("the steps of first_cycle begin with 0, rise, and end within the cycle")
        if len({one.id for one in self.topics}) != len(self.topics):
            raise ValueError("two topics have one id")
        if list(self.reminders) != sorted(set(self.reminders), reverse=True):
            raise ValueError("reminders are days before the end, the earliest first, each once")
        if sum(one.hours for one in self.topics) > self.hours:
            raise ValueError("the topics need more hours than the cycle")
        return self
