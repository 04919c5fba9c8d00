"""Requests and responses of the routes of credits from elsewhere."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from laurel.catalog.field_types import Amount, Day, SeenLine
from laurel.own_credits.own_credit import LARGEST_PROOF, MOST_CREDITS, OwnCredit, OwnFacts, OwnUnit, ProofType, Topic
from laurel.own_credits.own_desk import ProofForm
from laurel.own_credits.proof_files import FORM_SECONDS, LINK_SECONDS
from laurel.platform.amounts import amount_text
from laurel.platform.problem_words import CREDIT_ID
from laurel.statements import Statement

type OwnAmount = Annotated[
    Decimal,
    PlainSerializer(amount_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,2})?$", "examples": ["1.5"]}),
]


class OwnModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class OwnCreditRequest(BaseModel):
    """A credit from elsewhere, as its learner states it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: SeenLine = Field(description="What it was.", examples=["Errors in the blood bank"])
    provider: SeenLine = Field(description="Who gave it.", examples=["Lakeside Hospital"])
    completed_on: Day = Field(description="The day on which it was completed.", examples=["2026-05-04"])
    amount: Amount = Field(description="How much, in `unit`s.", examples=["1.5"])
    unit: OwnUnit = Field(description="Contact hours of 50 minutes, hours of 60 minutes, or CEUs of ten contact hours.")
    statement: Statement | None = Field(default=None, description="The type; null for another than these.")
    topic: Topic | None = Field(default=None, description="What it was about, for rules that ask for it.")

    def facts(self) -> OwnFacts:
        """What was entered."""
        return OwnFacts(
            title=self.title,
            provider=self.provider,
            completed_on=self.completed_on,
            amount=self.amount,
            unit=self.unit,
            statement=self.statement,
            topic=self.topic,
        )


class ProofRequest(BaseModel):
    """The upload that is to become the proof."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    upload_id: str = Field(pattern=CREDIT_ID, description="`upload_id` of the form with which the file was sent.")


class ProofView(OwnModel):
    """The proof of a credit."""

    type: ProofType = Field(description="By its content.")
    size: int = Field(description="Bytes.", examples=[48213])
    added_at: AwareDatetime


class OwnCreditView(OwnModel):
    """A credit from elsewhere: the learner's own statement. Nobody has checked it, and it is never reported."""

    credit_id: str
    source: Literal["own"] = Field(default="own", description="Always: it is the learner's own statement.")
    title: str
    provider: str
    completed_on: date
    amount: OwnAmount
    unit: OwnUnit
    statement: Statement | None
    topic: Topic | None
    proof: ProofView | None
    created_at: AwareDatetime
    changed_at: AwareDatetime
    version: int = Field(description="Counts the changes; the ETag.")

    @classmethod
    def of(cls, credit: OwnCredit) -> Self:
        """`credit` as it is sent."""
        proof = credit.proof
        return cls(
            credit_id=credit.credit_id,
            title=credit.title,
            provider=credit.provider,
            completed_on=credit.completed_on,
            amount=credit.amount,
            unit=credit.unit,
            statement=credit.statement,
            topic=credit.topic,
            proof=ProofView(type=proof.type, size=proof.size, added_at=proof.added_at) if proof else None,
            created_at=credit.created_at,
            changed_at=credit.changed_at,
            version=credit.version,
        )


class OwnCreditList(OwnModel):
    """All of a learner's credits from elsewhere, the latest completed first. There is never more than one page."""

    items: tuple[OwnCreditView, ...]
    most: int = Field(default=MOST_CREDITS, description="How many there may be.")
    next_cursor: str | None = None

    @classmethod
    def of(cls, credits: Iterable[OwnCredit]) -> Self:
        """`credits` as they are sent."""
        return cls(items=tuple(map(OwnCreditView.of, credits)))


class ProofFormView(OwnModel):
    """A signed form. Send one file with it, as `multipart/form-data`, then name the upload as the proof."""

    upload_id: str
    url: str = Field(description="Where the form is sent.")
    fields: dict[str, str] = Field(
        description="The fields of the form, all of them, in any order. The file is the last field, named `file`."
    )
    expires_at: AwareDatetime = Field(description=f"The form can be sent until then: {FORM_SECONDS // 60} minutes.")
    largest_bytes: int = Field(default=LARGEST_PROOF, description="The most bytes of the file.")

    @classmethod
    def of(cls, form: ProofForm) -> Self:
        """`form` as it is sent."""
        return cls(upload_id=form.upload_id, url=form.url, fields=form.fields, expires_at=form.expires_at)


class ProofLinkView(OwnModel):
    """A link that downloads a proof."""

    url: str
    expires_at: AwareDatetime = Field(description=f"{LINK_SECONDS // 60} minutes. Ask again for a new link.")

    @classmethod
    def of(cls, url: str, at: datetime) -> Self:
        """The link that was made at the instant `at`."""
        return cls(url=url, expires_at=at + timedelta(seconds=LINK_SECONDS))
