"""Responses of the organizer's routes: a learner's credits, and what to enter by hand."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from laurel.learners.views import NewEmailView
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.customer_id import IdSource
from laurel.ledger.explanations import FixPlace, explain
from laurel.ledger.follow_ups import asked_of, reference_of, status_of
from laurel.ledger.states import State
from laurel.ledger.timeline import FollowUpEvent
from laurel.organizer.entries import PHASE_WORDS, OrganizerEntry, count_months, count_phases, count_states
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
type FollowUpAction = Literal["correct", "withdraw"]
type FollowUpStatus = Literal["under_way", "accepted", "refused"]
type ActorView = Literal["you", "staff", "provider"]


class OrganizerModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class ReasonView(OrganizerModel):
    """Why a credit is stuck, and what to do about it."""

    code: str = Field(description="Stable, for programs.", examples=["not_a_member"])
    says: str = Field(description="What is wrong.")
    do: str = Field(description="What to do.")
    where: FixPlace = Field(description="Where to do it.")

    @classmethod
    def of(cls, reason: str | None, *, unjudged: bool = False) -> Self | None:
        """`reason` as the API shows it; None for none."""
        if reason is None:
            return None
        why = explain(reason, unjudged=unjudged)
        return cls(code=reason, says=why.words, do=why.do, where=why.where)


class StepView(OrganizerModel):
    """One entry of a credit's timeline."""

    at: AwareDatetime
    state: State
    reason: str | None
    detail: str | None = Field(description="More about it, in ASCP's, staff's or our words.")
    by: ActorView | None = Field(description="Who did it; null if it happened automatically.")
    judged: bool = Field(description="False if ASCP could not read the credit, and so has not decided about it.")
    event: FollowUpEvent | None = Field(default=None, description="If it is about a correction or withdrawal at ASCP.")

    @classmethod
    def of(cls, step: Step) -> Self:
        """`step` as its learner sees it: it shows that staff did something, but not which person."""
        kinds: dict[str, ActorView] = {"staff": "staff", "client": "provider"}
        by = kinds.get(step.by.partition(":")[0], "you") if step.by else None
        # While a credit is being sent, the detail is the submission's ID, which is of no use to the learner.
        detail = None if step.state is State.SENDING else step.detail
        return cls(
            at=step.at,
            state=step.state,
            reason=step.reason,
            detail=detail,
            by=by,
            judged=step.judged,
            event=step.event,
        )


class FollowUpView(OrganizerModel):
    """The latest correction or withdrawal of a credit that ASCP has accepted. It counts once ASCP accepts it."""

    action: FollowUpAction
    status: FollowUpStatus
    reference: str = Field(description="The reference by which ASCP knows it.")
    asked_at: AwareDatetime
    why: str | None
    title: str = Field(description="As it was sent to ASCP, like the other facts here.")
    activity_number: str
    name: str
    contact_hours: Hours
    completed_on: date
    receipt: str | None = Field(description="ASCP's receipt for it; the credit keeps its own.")
    reason: str | None = Field(description="Why ASCP refused it.")
    detail: str | None = Field(description="ASCP's words about the refusal, or why the last attempt failed.")

    @classmethod
    def of(cls, credit: Credit) -> Self | None:
        """The follow-up of `credit` as the API shows it; None for none."""
        one = credit.follow_up
        if one is None:
            return None
        asked = one.timeline[0]
        same = ("activity_number", "name", "contact_hours", "completed_on", "receipt", "reason")
        return cls(
            **{name: getattr(one, name) for name in same},
            action=asked_of(one),
            status=status_of(one),
            reference=reference_of(one),
            asked_at=asked.at,
            why=asked.detail,
            title=one.activity_title,
            # While it is being sent the detail is the submission's ID, and once it is accepted, the receipt.
            detail=one.detail if one.state in (State.REPORTED, State.REJECTED) and len(one.timeline) > 1 else None,
        )


class CreditLine(OrganizerModel):
    """The facts of a credit, for learners and staff."""

    credit_id: str = Field(examples=["0f343b0931126a20f133d67c2b018a3b"])
    provider: str = Field(description="The provider's name.", examples=["LabCE"])
    activity_number: str = Field(examples=["578-001-26"])
    title: str = Field(examples=["Blood smears, read right"])
    statement: str = Field(examples=["pace"])
    contact_hours: Hours
    completed_on: date = Field(description="Calendar date in the activity's time zone.")
    source: Source
    state: State
    reason: ReasonView | None
    attempts: int = Field(description="How often it was sent to ASCP.")
    receipt: str | None = Field(description="ASCP's receipt.")
    follow_up: FollowUpView | None = Field(default=None, description="Its latest correction or withdrawal at ASCP.")


class CreditView(CreditLine):
    """A credit as its learner sees it."""

    name: str = Field(description="The learner's name as sent to ASCP.", examples=["Ada Chowdhury"])
    phase: Phase
    phase_says: str = Field(examples=["On its way."])
    reported_at: AwareDatetime | None = Field(description="When it was first reported to ASCLS.")
    expected_by: AwareDatetime | None = Field(
        description="When ASCP should have answered: seven days later. After that it is late, and we look into it."
    )
    member_number: str | None = Field(description="Masked except for the last three characters.", examples=["•••512"])
    ascp_customer_id: str | None = Field(
        default=None,
        description="The ASCP customer ID that is sent with it, masked except for the last three digits.",
        examples=["•••345"],
    )
    customer_id_from: IdSource | None = Field(default=None, description="Who gave that ID.")
    can_retry: bool = Field(description="Whether a retry can be requested.")
    can_report_by_hand: bool = Field(description="Whether you can enter it by hand at ASCP and mark it so here.")
    timeline: tuple[StepView, ...]

    @classmethod
    def of(cls, entry: OrganizerEntry) -> Self:
        """`entry` as the API shows it."""
        credit = entry.credit
        return cls(
            **line_of(credit),
            name=credit.name,
            phase=entry.phase,
            phase_says=PHASE_WORDS[entry.phase],
            reported_at=entry.reported_at,
            expected_by=entry.expected_by,
            member_number=masked_number(credit.member_number) if credit.member_number else None,
            ascp_customer_id=masked_number(credit.ascp_customer_id) if credit.ascp_customer_id else None,
            customer_id_from=credit.customer_id.source if credit.customer_id else None,
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
        "follow_up": FollowUpView.of(credit),
    }


class UnreportedView(OrganizerModel):
    """A certificate of yours without a credit, and why."""

    claim_id: str = Field(examples=["0f343b0931126a20f133d67c2b018a3b.micro-2026"])
    certificate_number: str = Field(examples=["7XKDA-9GQMT-C4WHX"])
    title: str
    provider: str
    statement: str = Field(examples=["ama_pra_1"])
    credits: Hours = Field(description="In the unit of the statement.")
    completed_on: date
    reason: ReasonView

    @classmethod
    def of(cls, unreported: Unreported) -> Self:
        """`unreported` as the API shows it."""
        same = ("claim_id", "certificate_number", "title", "provider", "statement", "credits", "completed_on")
        why = unreported.explanation
        return cls(
            **{name: getattr(unreported.printed, name) for name in same},
            reason=ReasonView(code=unreported.reason, says=why.words, do=why.do, where=why.where),
        )


class TotalsView(OrganizerModel):
    """The numbers of credits, over all pages."""

    credits: int
    by_state: dict[State, int]
    by_phase: dict[Phase, int]
    by_month: dict[str, dict[Phase, int]] = Field(
        default_factory=dict,
        description="By the month of completion, the latest first: with `from` and `to` a month can be read alone.",
        examples=[{"2026-10": {"done": 2}}],
    )


class OrganizerView(OrganizerModel):
    """A page of your credits: the latest completed first."""

    items: tuple[CreditView, ...]
    totals: TotalsView
    not_reported: tuple[UnreportedView, ...] = Field(
        description="Your certificates that gave no credit, and why. On the first page only, and only without a"
        " filter by state or phase."
    )
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")
    new_email: NewEmailView | None = Field(
        default=None, description="While a change of your address waits; on the first page only."
    )

    @classmethod
    def of(
        cls,
        page: Iterable[OrganizerEntry],
        entries: Sequence[OrganizerEntry],
        unreported: Iterable[Unreported],
        next_cursor: str | None,
        new_email: NewEmailView | None = None,
    ) -> Self:
        """`page` of the `entries` that match, with the unreported certificates, and a new address that waits."""
        totals = TotalsView(
            credits=len(entries),
            by_state=count_states(entries),
            by_phase=count_phases(entries),
            by_month=count_months(entries),
        )
        return cls(
            items=tuple(map(CreditView.of, page)),
            totals=totals,
            not_reported=tuple(map(UnreportedView.of, unreported)),
            next_cursor=next_cursor,
            new_email=new_email,
        )


class ManualEntryView(OrganizerModel):
    """A credit as ASCP's form needs it: title, provider, date, contact hours."""

    credit_id: str
    title: str
    provider: str
    date: date
    contact_hours: Hours
    phase: Phase
    note: str = Field(description="What to check before entering it.")

    @classmethod
    def of(cls, entry: ManualEntry) -> Self:
        """`entry` as the API shows it."""
        same = ("credit_id", "title", "provider", "contact_hours", "phase", "note")
        return cls(date=entry.completed_on, **{name: getattr(entry, name) for name in same})


class ManualEntryList(OrganizerModel):
    """All credits that you can enter by hand. There is only one page."""

    items: tuple[ManualEntryView, ...]
    not_reported: tuple[UnreportedView, ...] = Field(
        description="Your certificates that gave no credit, and why; they are not among the items."
    )
    ascp_has_all: bool = Field(description="Whether ASCP has all your credits, and each of your certificates gave one.")
    ascp_customer_id: str | None = Field(default=None, description="From your profile: you log in at ASCP with it.")
    next_cursor: str | None = None

    @classmethod
    def of(
        cls,
        entries: Iterable[ManualEntry],
        unreported: Iterable[Unreported],
        *,
        ascp_has_all: bool,
        ascp_customer_id: str | None = None,
    ) -> Self:
        """`entries` as the API shows them, with the unreported certificates and the learner's ASCP customer ID."""
        return cls(
            items=tuple(map(ManualEntryView.of, entries)),
            not_reported=tuple(map(UnreportedView.of, unreported)),
            ascp_has_all=ascp_has_all,
            ascp_customer_id=ascp_customer_id,
        )
