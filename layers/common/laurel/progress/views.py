"""The request and the response of `/v1/me/progress`."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from laurel.catalog.field_types import Day
from laurel.platform.amounts import amount_text
from laurel.progress.choices import Followed, ProgressChoices, ReminderChoice
from laurel.progress.counting import CreditVerdict, Why
from laurel.progress.cycles import LicenseFacts, MissingDate
from laurel.progress.earned import EarnedSource
from laurel.progress.progress import RuleProgress, TopicProgress, UnknownCycle
from laurel.progress.rule import Confidence, CycleKind, Rule

MOST_FOLLOWED = 20
AN_ESTIMATE = "This is an estimate. The board decides."

type CountedHours = Annotated[
    Decimal,
    PlainSerializer(amount_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,5}(\.[0-9]{1,2})?$", "examples": ["4.5"]}),
]
type NeededDate = Literal["issued_on", "expires_on"]


class ProgressModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class FollowedModel(BaseModel):
    """A rule that you follow, with the dates of your license."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str = Field(max_length=40, description="The `rule` of an item.", examples=["california"])
    issued_on: Day | None = Field(default=None, description="Since when you have the license or the certification.")
    expires_on: Day | None = Field(default=None, description="Its last day, as printed on it.")


class ProgressChange(BaseModel):
    """What you follow from now on."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [{"followed": [{"rule": "california", "expires_on": "2027-06-30"}], "reminders": "missing"}]
        },
    )

    followed: tuple[FollowedModel, ...] = Field(max_length=MOST_FOLLOWED)
    reminders: ReminderChoice = Field(
        default=ReminderChoice.MISSING,
        description="Reminders by e-mail, 90, 30 and 7 days before the end of a cycle: while hours are `missing`,"
        " `always`, or `never`. None go out while you have turned off all e-mails in your profile.",
    )

    def followed_rules(self) -> list[Followed]:
        """What is followed, as the rules look at it."""
        return [Followed(one.rule, LicenseFacts(one.issued_on, one.expires_on)) for one in self.followed]


class CycleView(ProgressModel):
    """The present cycle; both dates belong to it."""

    first: date
    last: date
    days_left: int = Field(description="With today and the last day.")
    is_first: bool = Field(description="Whether it is your first one, for which the rule asks for fewer hours.")


class TopicView(ProgressModel):
    """Hours that must be about one subject."""

    id: str = Field(examples=["safety"])
    name: str
    needed: CountedHours
    counted: CountedHours
    missing: CountedHours

    @classmethod
    def of(cls, one: TopicProgress) -> Self:
        """`one` as the API shows it."""
        topic = one.topic
        return cls(id=topic.id, name=topic.name, needed=topic.hours, counted=one.counted, missing=one.missing)


class VerdictView(ProgressModel):
    """Whether one of your credits counts, and why."""

    id: str
    source: EarnedSource
    title: str
    provider: str
    completed_on: date
    hours: CountedHours = Field(description="In the unit of its statement; never converted.")
    counts: bool
    why: Why = Field(description="Stable, for programs.")
    says: str = Field(description="Why, for people.")
    topic: str | None = Field(description="The `id` of the topic that it fills.")

    @classmethod
    def of(cls, one: CreditVerdict) -> Self:
        """`one` as the API shows it."""
        same = ("id", "source", "title", "provider", "completed_on", "hours")
        about = {name: getattr(one.earned, name) for name in same}
        return cls(**about, counts=one.counts, why=one.why, says=one.says, topic=one.topic)


class RuleSourceView(ProgressModel):
    """Where the rule is written."""

    title: str
    url: str | None


class KeptEvidenceView(ProgressModel):
    """What the authority wants to see, and for how many years you must keep it."""

    what: str
    kept_years: int | None


class RuleName(ProgressModel):
    """A rule that you can follow."""

    rule: str = Field(examples=["california"])
    name: str
    authority: str
    needs: NeededDate | None = Field(description="The date without which your cycle is not known.")

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """`rule` as the API names it."""
        return cls(rule=rule.id, name=rule.name, authority=rule.authority, needs=_NEEDS.get(rule.cycle.kind))


_NEEDS: dict[CycleKind, NeededDate] = {
    CycleKind.FROM_ISSUE: "issued_on",
    CycleKind.TO_EXPIRY: "expires_on",
    CycleKind.CALENDAR_BEFORE_RENEWAL: "expires_on",
}


class RuleProgressView(RuleName):
    """How far you are under one rule. Without the needed date there is no cycle, and nothing is counted."""

    followed: bool = Field(description="False for a license of your profile for which you entered no dates yet.")
    issued_on: date | None
    expires_on: date | None
    missing_date: MissingDate | None
    unit: Literal["hour", "point"]
    unit_minutes: int | None = Field(description="The minutes of one hour under the rule; null where it does not say.")
    hours: CountedHours = Field(description="What a whole cycle needs.")
    cycle_years: int
    cycle_kind: CycleKind = Field(description="From what the cycle is counted.")
    cycle: CycleView | None = None
    needed: CountedHours | None = None
    counted: CountedHours | None = None
    carried: CountedHours | None = Field(default=None, description="From the cycle before.")
    missing: CountedHours | None = Field(default=None, description="Those of topics too.")
    topics: tuple[TopicView, ...] = ()
    credits: tuple[VerdictView, ...] = Field(default=(), description="The latest completed first.")
    source: RuleSourceView
    checked_on: date = Field(description="When we last compared the rule with its source.")
    confidence: Confidence
    evidence: KeptEvidenceView
    reminders: tuple[int, ...] = Field(description="Days before the end of the cycle.")
    check_yourself: tuple[str, ...] = Field(description="Parts of the rule that we cannot count.")

    @classmethod
    def with_progress(cls, one: Followed, found: RuleProgress | UnknownCycle, *, is_followed: bool) -> Self:
        """The progress under the rule of `one`."""
        rule, of_cycle = found.rule, {}
        if isinstance(found, RuleProgress):
            cycle = CycleView(
                first=found.cycle.first, last=found.cycle.last, days_left=found.days_left, is_first=found.is_first
            )
            of_cycle = {"cycle": cycle} | {
                name: getattr(found, name) for name in ("needed", "counted", "carried", "missing")
            }
            of_cycle |= {
                "topics": tuple(map(TopicView.of, found.topics)),
                "credits": tuple(map(VerdictView.of, found.verdicts)),
            }
        return cls(
            **RuleName.of(rule).model_dump(),
            **of_cycle,
            followed=is_followed,
            issued_on=one.facts.issued_on,
            expires_on=one.facts.expires_on,
            missing_date=found.missing if isinstance(found, UnknownCycle) else None,
            unit=rule.unit,
            unit_minutes=rule.unit_minutes,
            hours=rule.hours,
            cycle_years=rule.cycle.years,
            cycle_kind=rule.cycle.kind,
            source=RuleSourceView(title=rule.source.title, url=rule.source.url),
            checked_on=rule.checked_on,
            confidence=rule.confidence,
            evidence=KeptEvidenceView(what=rule.evidence.what, kept_years=rule.evidence.kept_years),
            reminders=rule.reminders,
            check_yourself=rule.check_yourself,
        )


class ProgressView(ProgressModel):
    """What you still need. The ETag is the version of your choices; 0 if you made none."""

    note: str = Field(default=AN_ESTIMATE, description="What to keep in mind.")
    today: date
    reminders: ReminderChoice
    mails: bool = Field(description="False while your profile turns off all e-mails: then no reminder goes out.")
    items: tuple[RuleProgressView, ...] = Field(description="What you follow, then the licenses in your profile.")
    others: tuple[RuleName, ...] = Field(description="What you can follow besides.")
    version: int

    @classmethod
    def of(
        cls,
        choices: ProgressChoices,
        found: Sequence[tuple[Followed, RuleProgress | UnknownCycle]],
        rules: Iterable[Rule],
        *,
        today: date,
        mails: bool,
    ) -> Self:
        """The progress under each rule, and the other `rules`."""
        followed, shown = {one.rule_id for one in choices.followed}, {one.rule_id for one, _ in found}
        return cls(
            today=today,
            reminders=choices.reminders,
            mails=mails,
            items=tuple(
                RuleProgressView.with_progress(one, each, is_followed=one.rule_id in followed) for one, each in found
            ),
            others=tuple(RuleName.of(one) for one in rules if one.id not in shown),
            version=choices.version,
        )
