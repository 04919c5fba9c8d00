"""The request and the response of an act on many credits."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from laurel.ledger.states import State
from laurel.organizer.bulk_acts import BulkAct, BulkOutcome, BulkRow
from laurel.organizer.staff_views import ActRequest
from laurel.organizer.views import OrganizerModel
from laurel.platform.problem_words import CREDIT_ID

MOST = 100


def _each_once(credit_ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(credit_ids)) < len(credit_ids):
        raise PydanticCustomError("repeated", "Name each credit once.")
    return credit_ids


class BulkRequest(ActRequest):
    """An act of staff on many credits."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "act": "release",
                    "credit_ids": ["0f343b0931126a20f133d67c2b018a3b"],
                    "reason": "ASCP has corrected the names.",
                    "dry_run": True,
                }
            ]
        }
    )

    act: BulkAct = Field(
        description="`release`: send again what was refused, looks like another credit, or is overdue. `withdraw`."
        " `entered_by_hand`: they are at ASCP by hand. `undo_withdrawal`."
    )
    credit_ids: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=CREDIT_ID)], ...],
        Field(min_length=1, max_length=MOST, description="Each once."),
        AfterValidator(_each_once),
    ]
    dry_run: StrictBool = Field(default=False, description="Say what would become of each, and change nothing.")
    not_at_ascp: StrictBool = Field(
        default=False,
        description="For `undo_withdrawal`: confirms that ASCP has none of those that were entered by hand.",
    )


class BulkRowView(OrganizerModel):
    """What became of one credit; in a dry run, what would become of it."""

    credit_id: str
    outcome: BulkOutcome
    state: State | None = Field(description="Its state now, or as it would be; null if there is no such credit.")
    reason: str | None = Field(description="Why it is stuck now, or would be.")
    code: str | None = Field(description="Why it was not changed: a stable code.")
    message: str | None = Field(description="The same in words.")

    @classmethod
    def of(cls, row: BulkRow) -> Self:
        """`row` as the API shows it."""
        return cls(
            credit_id=row.credit_id,
            outcome=row.outcome,
            state=row.credit.state if row.credit else None,
            reason=row.credit.reason if row.credit else None,
            code=row.refusal.code if row.refusal else None,
            message=row.refusal.message if row.refusal else None,
        )


class BulkResult(OrganizerModel):
    """What became of many credits."""

    dry_run: bool
    done: int
    skipped: int
    failed: int
    items: tuple[BulkRowView, ...]

    @classmethod
    def of(cls, rows: Sequence[BulkRow], *, dry_run: bool) -> Self:
        """`rows` as the API shows them."""
        counts = {outcome: sum(1 for row in rows if row.outcome is outcome) for outcome in BulkOutcome}
        return cls(
            dry_run=dry_run,
            done=counts[BulkOutcome.DONE],
            skipped=counts[BulkOutcome.SKIPPED],
            failed=counts[BulkOutcome.FAILED],
            items=tuple(map(BulkRowView.of, rows)),
        )
