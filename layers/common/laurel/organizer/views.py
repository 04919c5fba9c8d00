"""What the routes of the CE organizer answer: credits for their learner, and what to enter by hand."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.explanations import FixPlace, explain
from laurel.ledger.states import State
from laurel.organizer.entries import PHASE_WORDS, OrganizerEntry, count_phases, count_states
from laurel.organizer.manual_entry import ManualEntry
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import Unreported
from laurel.platform.amounts import amount_text
from laurel.platform.masking import masked_number

type Hours = Annotated[
    Decimal,
    PlainSerializer(amount_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,2})?$", "examples": ["1.5"]}),
]
type ActorView = Literal["you", "staff"]


class OrganizerModel(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class ReasonView(OrganizerModel):
    """Why a credit is stuck, and what to do about it."""

    code: str = Field(description="Stable, for programs.", examples=["not_a_member"])
    says: str = Field(description="What is the matter.")
    do: str = Field(description="What helps.")
    where: FixPlace = Field(description="At whom it is done.")

    @classmethod
    def of(cls, reason: str | None, *, unjudged: bool = False) -> Self | None:
        """`reason` as it goes over the wire; None for none."""
        if reason is None:
            return None
        told = explain(reason, unjudged=unjudged)
        return cls(code=reason, says=told.words, do=told.do, where=told.where)


class StepView(OrganizerModel):
    """One entry of a credit's timeline."""

    at: AwareDatetime
    state: State
    reason: str | None
    detail: str | None = Field(description="In whose words it came: ASCP's, staff's, or ours.")
    by: ActorView | None = Field(description="Whose act it was; null where it went on by itself.")
    judged: bool = Field(description="False for a refusal that is not ASCP's decision: it could not read the credit.")

    @classmethod
    def of(cls, step: Step) -> Self:
        """`step` as its learner sees it: that staff did something, not who of them."""
        by: ActorView | None = None
        if step.by:
            by = "staff" if step.by.startswith("staff:") else "you"
        # Of a credit that is being sent, the detail is the id of the submission: nothing that its learner could use.
        detail = None if step.state is State.SENDING else step.detail
        return cls(at=step.at, state=step.state, reason=step.reason, detail=detail, by=by, judged=step.judged)


class CreditLine(OrganizerModel):
    """What a credit is, for whoever looks at it."""

    credit_id: str = Field(examples=["0f343b0931126a20f133d67c2b018a3b"])
    provider: str = Field(description="As people call it.", examples=["LabCE"])
    activity_number: str = Field(examples=["578-001-26"])
    title: str = Field(examples=["Blood smears, read right"])
    statement: str = Field(examples=["pace"])
    contact_hours: Hours
    completed_on: date = Field(description="Calendar date in the activity's time zone.")
    source: Source
    state: State
    reason: ReasonView | None
    attempts: int = Field(description="How often it was handed to ASCP.")
    receipt: str | None = Field(description="ASCP's.")


class CreditView(CreditLine):
    """A credit in the CE organizer of its learner."""

    name: str = Field(description="The learner's name as it is sent to ASCP.", examples=["Ada Chowdhury"])
    phase: Phase
    phase_says: str = Field(examples=["On its way."])
    reported_at: AwareDatetime | None = Field(description="When it was first with ASCLS.")
    expected_by: AwareDatetime | None = Field(
        description="By when ASCP should have answered: seven days later. After that it is late, and looked into."
    )
    member_number: str | None = Field(description="Masked but for the last three.", examples=["•••512"])
    can_retry: bool = Field(description="Whether another try can be asked for.")
    can_report_by_hand: bool = Field(description="Whether it may be entered by hand at ASCP and marked so here.")
    timeline: tuple[StepView, ...]

    @classmethod
    def of(cls, entry: OrganizerEntry) -> Self:
        """`entry` as it goes over the wire."""
        credit = entry.credit
        return cls(
            **line_of(credit),
            name=credit.name,
            phase=entry.phase,
            phase_says=PHASE_WORDS[entry.phase],
            reported_at=entry.reported_at,
            expected_by=entry.expected_by,
            member_number=masked_number(credit.member_number) if credit.member_number else None,
            can_retry=entry.can_be_retried,
            can_report_by_hand=entry.can_be_self_reported,
            timeline=tuple(map(StepView.of, credit.timeline)),
        )


def line_of(credit: Credit) -> dict[str, Any]:
    """The fields of a CreditLine."""
    same = ("credit_id", "provider", "activity_number", "statement", "contact_hours", "completed_on")
    there = ("source", "state", "attempts", "receipt")
    return {name: getattr(credit, name) for name in same + there} | {
        "title": credit.activity_title,
        "reason": ReasonView.of(credit.reason, unjudged=credit.unjudged),
    }


class UnreportedView(OrganizerModel):
    """A certificate of yours without a credit in the CE organizer, and why."""

    claim_id: str = Field(examples=["0f343b0931126a20f133d67c2b018a3b.micro-2026"])
    certificate_number: str = Field(examples=["7XKDA-9GQMT-C4WHX"])
    title: str
    provider: str
    statement: str = Field(examples=["ama_pra_1"])
    credits: Hours = Field(description="Of the statement's own type.")
    completed_on: date
    reason: ReasonView

    @classmethod
    def of(cls, unreported: Unreported) -> Self:
        """`unreported` as it goes over the wire."""
        same = ("claim_id", "certificate_number", "title", "provider", "statement", "credits", "completed_on")
        told = explain(unreported.reason)
        return cls(
            **{name: getattr(unreported.printed, name) for name in same},
            reason=ReasonView(code=unreported.reason, says=told.words, do=told.do, where=told.where),
        )


class TotalsView(OrganizerModel):
    """How many credits there are, over all pages."""

    credits: int
    by_state: dict[State, int]
    by_phase: dict[Phase, int]


class OrganizerView(OrganizerModel):
    """A page of the CE organizer: the latest completed first."""

    items: tuple[CreditView, ...]
    totals: TotalsView
    not_reported: tuple[UnreportedView, ...] = Field(
        description="Certificates of yours that brought no credit, and why. On the first page, where neither state nor"
        " phase is asked for."
    )
    next_cursor: str | None = Field(description="Pass it on as `cursor` for the next page; null at the end.")

    @classmethod
    def of(
        cls,
        page: Iterable[OrganizerEntry],
        entries: Sequence[OrganizerEntry],
        unreported: Iterable[Unreported],
        next_cursor: str | None,
    ) -> Self:
        """`page` of all the `entries` that are wanted, and what is shown beside them."""
        totals = TotalsView(credits=len(entries), by_state=count_states(entries), by_phase=count_phases(entries))
        return cls(
            items=tuple(map(CreditView.of, page)),
            totals=totals,
            not_reported=tuple(map(UnreportedView.of, unreported)),
            next_cursor=next_cursor,
        )


class ManualEntryView(OrganizerModel):
    """A credit as ASCP's form asks it: title, provider, date, contact hours."""

    credit_id: str
    title: str
    provider: str
    date: date
    contact_hours: Hours
    phase: Phase
    note: str = Field(description="What to mind before it is entered.")

    @classmethod
    def of(cls, entry: ManualEntry) -> Self:
        """`entry` as it goes over the wire."""
        same = ("credit_id", "title", "provider", "contact_hours", "phase", "note")
        return cls(date=entry.completed_on, **{name: getattr(entry, name) for name in same})


class ManualEntryList(OrganizerModel):
    """All that can be entered by hand. There is never more than one page."""

    items: tuple[ManualEntryView, ...]
    not_reported: tuple[UnreportedView, ...] = Field(
        description="Certificates of yours that brought no credit, and why; they are not among the items."
    )
    ascp_has_all: bool = Field(description="Whether ASCP has every credit of yours, and every certificate brought one.")
    next_cursor: str | None = None

    @classmethod
    def of(cls, entries: Iterable[ManualEntry], unreported: Iterable[Unreported], *, ascp_has_all: bool) -> Self:
        """`entries` as they go over the wire, and what is shown beside them."""
        return cls(
            items=tuple(map(ManualEntryView.of, entries)),
            not_reported=tuple(map(UnreportedView.of, unreported)),
            ascp_has_all=ascp_has_all,
        )
