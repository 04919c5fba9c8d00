"""The bodies of ASCP intake version 1.1, as `docs/partners/ascp-intake-v1.openapi.yaml` writes them down.

The shape of a submission is checked here; a wrong shape refuses the whole of it. The values inside a credit are
plain text to the contract: they are judged credit by credit (`local.ascp.judge`), so that one bad date does not stop
the others.
"""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

MAX_CREDITS = 100
MAX_BODY_BYTES = 1024 * 1024

type Reason = Literal["unknown_email", "name_mismatch", "outside_cycle", "invalid", "customer_id_mismatch"]
type Outcome = Literal["accepted", "duplicate", "rejected"]


def _real_instant(text: str) -> str:
    """Refuse what has the form of an instant and is none, such as 30 February."""
    datetime.fromisoformat(text)
    return text


SubmissionId = Annotated[str, Field(pattern=r"^[!-~]{1,128}$")]
Instant = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"),
    AfterValidator(_real_instant),
]
Reference = Annotated[str, Field(min_length=1, max_length=256)]


class Body(BaseModel):
    """A JSON object of the contract: nothing missing, nothing more, no value of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CreditedPerson(Body):
    """Who the credit is for, as the sender knows them; an empty `ascp_customer_id` is none."""

    email: str
    name: str
    member_number: str
    ascp_customer_id: str = ""


class CreditedActivity(Body):
    """What the credit was earned with."""

    provider: str
    number: str
    title: str


class Credit(Body):
    """One credit of a submission; `reference` is the sender's own key and stays the same for ever.

    With another `action` than `add` it is a follow-up of the credit that was accepted as `corrects`.
    """

    reference: Reference
    participant: CreditedPerson
    activity: CreditedActivity
    statement: str
    contact_hours: str
    completed_on: str
    action: Literal["add", "correct", "withdraw"] = "add"
    corrects: Reference | None = None


class Submission(Body):
    """1 to 100 credits handed over at once."""

    submission_id: SubmissionId
    submitted_at: Instant
    credits: Annotated[tuple[Credit, ...], Field(min_length=1, max_length=MAX_CREDITS)]

    @model_validator(mode="after")
    def _each_reference_once(self) -> Self:
        if len({credit.reference for credit in self.credits}) < len(self.credits):
            message = "each reference may appear only once in a submission"
            raise ValueError(message)
        return self


class Result(Body):
    """What became of one credit; `accepted` and `duplicate` carry a receipt, `rejected` a reason and its detail."""

    reference: str
    outcome: Outcome
    receipt: str | None = None
    reason: Reason | None = None
    detail: str | None = None
