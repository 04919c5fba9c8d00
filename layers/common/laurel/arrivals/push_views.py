"""Requests and responses of the routes on which providers push credits and look at them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, Self, assert_never

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.arrivals.push import MOST_ROWS
from laurel.intake.row_intake import RowOutcome, TakenRow
from laurel.ledger.changes import CreditChange
from laurel.ledger.credit import Credit
from laurel.ledger.explanations import explain
from laurel.ledger.follow_ups import asked_of, status_of
from laurel.ledger.states import State
from laurel.ledger.timeline import FollowUpEvent
from laurel.platform.amounts import amount_text
from laurel.platform.csv_records import Rejection
from laurel.platform.problems import path_of

type PushOutcome = Literal["taken", "repeat", "rejected"]


class PushModel(BaseModel):
    """Base of requests and responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class PushRequest(PushModel):
    """Rows with the columns of a feed, each an object. A row is checked for itself; a bad one costs no good one."""

    credits: list[Any] = Field(
        description=f"1 to {MOST_ROWS} rows with the columns of a feed as fields. `ascp_customer_id` is optional. Other"
        " fields are ignored.",
        examples=[
            [
                {
                    "reference": "LC-2026-0117",
                    "email": "ada.ng@example.org",
                    "name": "Ada Ng",
                    "activity_number": "571-021-26",
                    "activity_title": "Malaria smears",
                    "statement": "pace",
                    "contact_hours": "1.5",
                    "completed_on": "2026-11-20",
                    "ascp_customer_id": "00412345",
                }
            ]
        ],
    )


class PushError(PushModel):
    """One thing that is wrong with a row."""

    path: str = Field(description="The field.", examples=["credits[0].contact_hours"])
    code: str = Field(description="Stable, for programs; the reasons of rejected rows of files.")
    message: str = Field(description="What is wrong and what to do.")


class PushResult(PushModel):
    """What became of one row."""

    reference: str | None = Field(description="As sent; null if the row has none that can be read.")
    outcome: PushOutcome = Field(
        description="`repeat`: the same row was taken before. Nothing changed, unless it brought an ASCP customer ID to"
        " a credit whose learner ASCP did not find."
    )
    credit_id: str | None
    state: State | None = Field(description="The state of the credit now.")
    reason: str | None = Field(description="Why the credit is unmatched or refused.")
    errors: tuple[PushError, ...] = Field(description="Why the row was rejected; every fault at once.")

    @classmethod
    def of(cls, number: int, given: object, outcome: RowOutcome) -> Self:
        """The result of the row `given` with this index (from 0)."""
        sent = given.get("reference") if isinstance(given, dict) else None
        reference = sent if isinstance(sent, str) else None
        match outcome:
            case TakenRow(held=held, new=new):
                word: PushOutcome = "taken" if new else "repeat"
                return cls(
                    reference=reference,
                    outcome=word,
                    credit_id=held.credit_id,
                    state=held.state,
                    reason=held.reason,
                    errors=(),
                )
            case Rejection():
                errors = _errors(number, outcome)
                return cls(
                    reference=reference, outcome="rejected", credit_id=None, state=None, reason=None, errors=errors
                )
            case _:
                assert_never(outcome)


class PushAnswer(PushModel):
    """What became of each row, in the order of the request."""

    results: tuple[PushResult, ...]
    taken: int
    repeats: int
    rejected: int

    @classmethod
    def of(cls, given: Sequence[object], outcomes: Sequence[RowOutcome]) -> Self:
        """The answer for the rows `given`."""
        results = tuple(
            PushResult.of(number, row, outcome)
            for number, (row, outcome) in enumerate(zip(given, outcomes, strict=True))
        )
        taken, repeats, rejected = (
            sum(one.outcome == word for one in results) for word in ("taken", "repeat", "rejected")
        )
        return cls(results=results, taken=taken, repeats=repeats, rejected=rejected)


class PushedStep(PushModel):
    """One entry of a credit's timeline, without who did it."""

    at: AwareDatetime
    state: State
    reason: str | None
    event: FollowUpEvent | None = Field(default=None, description="If it is about a correction or withdrawal at ASCP.")


class PushedFollowUp(PushModel):
    """The latest correction or withdrawal of a credit that ASCP had accepted. It counts once ASCP accepts it."""

    action: Literal["correct", "withdraw"]
    status: Literal["under_way", "accepted", "refused"]
    activity_number: str = Field(description="As it was sent to ASCP, like the other facts here.")
    activity_title: str
    contact_hours: str
    completed_on: date
    receipt: str | None = Field(description="ASCP's receipt for it; the credit keeps its own.")
    reason: str | None = Field(description="Why ASCP refused it.")
    detail: str | None = Field(description="ASCP's words about the refusal.")

    @classmethod
    def of(cls, one: Credit) -> Self:
        """The follow-up `one` of a credit."""
        return cls(
            action=asked_of(one),
            status=status_of(one),
            activity_number=one.activity_number,
            activity_title=one.activity_title,
            contact_hours=amount_text(one.contact_hours),
            completed_on=one.completed_on,
            receipt=one.receipt,
            reason=one.reason,
            detail=one.detail if one.state is State.REJECTED else None,
        )


class PushedCredit(PushModel):
    """A credit as its provider sees it."""

    reference: str = Field(description="As it was first taken.")
    credit_id: str
    state: State
    reason: str | None = Field(description="A stable code, when the credit is unmatched or refused.")
    says: str | None = Field(description="The reason in words.")
    receipt: str | None = Field(description="ASCP's receipt.")
    activity_number: str
    activity_title: str
    statement: str
    contact_hours: str
    completed_on: date
    changed_at: AwareDatetime
    timeline: tuple[PushedStep, ...]
    follow_up: PushedFollowUp | None = Field(default=None, description="Its latest correction or withdrawal at ASCP.")

    @classmethod
    def of(cls, credit: Credit) -> Self:
        """`credit` as the API shows it to its provider: without the learner's name and address."""
        return cls(
            reference=credit.reference,
            credit_id=credit.credit_id,
            state=credit.state,
            reason=credit.reason,
            says=explain(credit.reason, unjudged=credit.unjudged).words if credit.reason else None,
            receipt=credit.receipt,
            activity_number=credit.activity_number,
            activity_title=credit.activity_title,
            statement=credit.statement,
            contact_hours=amount_text(credit.contact_hours),
            completed_on=credit.completed_on,
            changed_at=credit.timeline[-1].at,
            timeline=tuple(
                PushedStep(at=step.at, state=step.state, reason=step.reason, event=step.event)
                for step in credit.timeline
            ),
            follow_up=PushedFollowUp.of(credit.follow_up) if credit.follow_up else None,
        )


class ChangedCredit(PushModel):
    """A credit as it stands since its last change."""

    reference: str = Field(description="As it was first taken.")
    credit_id: str
    state: State = Field(description="Never `sending`: that is `reported` here, on its way.")
    reason: str | None = Field(description="A stable code, when the credit is unmatched or refused.")
    receipt: str | None = Field(description="ASCP's receipt.")
    changed_at: AwareDatetime

    @classmethod
    def of(cls, change: CreditChange) -> Self:
        """`change` as the API shows it."""
        return cls(
            reference=change.reference,
            credit_id=change.credit_id,
            state=change.state,
            reason=change.reason,
            receipt=change.receipt,
            changed_at=change.changed_at,
        )


class ChangesAnswer(PushModel):
    """Credits that have changed; a page may be empty and not be the last."""

    items: tuple[ChangedCredit, ...]
    cursor: str = Field(description="Keep it, and give it as `since` in the next call. It never becomes too old.")
    more: bool = Field(description="Whether to call again at once. If not, call again after a while.")


def _errors(number: int, rejection: Rejection) -> tuple[PushError, ...]:
    faults = rejection.faults or ((rejection.column, rejection.reason, rejection.message),)
    return tuple(
        PushError(path=path_of(["credits", number, *([column] if column else [])]), code=code, message=message)
        for column, code, message in faults
    )
