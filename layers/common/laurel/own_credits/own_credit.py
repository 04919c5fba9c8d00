"""A credit from elsewhere, as its learner states it (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from laurel.statements import Statement

MOST_CREDITS = 200
"""The most that a learner can enter."""
LARGEST_PROOF = 10_000_000
"""The most bytes of a proof."""


class OwnUnit(StrEnum):
    """What one unit of the amount is. A CEU is ten contact hours."""

    CONTACT_HOUR = "contact_hour"
    HOUR = "hour"
    CEU = "ceu"

    @property
    def minutes(self) -> int:
        """The minutes of one unit."""
        return _MINUTES[self]


_MINUTES = {OwnUnit.CONTACT_HOUR: 50, OwnUnit.HOUR: 60, OwnUnit.CEU: 500}


class Topic(StrEnum):
    """What a credit is about, as far as rules ask for hours of it."""

    GENERAL = "general"
    SAFETY = "safety"
    ETHICS = "ethics"
    MEDICAL_ERRORS = "medical_errors"
    HIV_AIDS = "hiv_aids"
    LAWS_AND_RULES = "laws_and_rules"
    ADMINISTRATION = "administration"
    BLOOD_BANK = "blood_bank"
    CHEMISTRY = "chemistry"
    CYTOLOGY = "cytology"
    HEMATOLOGY = "hematology"
    HISTOLOGY = "histology"
    IMMUNOLOGY = "immunology"
    MICROBIOLOGY = "microbiology"
    MOLECULAR = "molecular"
    URINALYSIS = "urinalysis"


class ProofType(StrEnum):
    """What a proof is, by its content."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    HEIC = "image/heic"

    @property
    def ending(self) -> str:
        """How the name of such a file ends, without the dot."""
        return _ENDINGS[self]


_ENDINGS = {ProofType.PDF: "pdf", ProofType.PNG: "png", ProofType.JPEG: "jpg", ProofType.HEIC: "heic"}


@dataclass(frozen=True, slots=True)
class Proof:
    """The document that a learner handed in: the upload that brought it, its type and bytes, and when (UTC)."""

    upload_id: str
    type: ProofType
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFacts:
    """What the learner enters. `amount` is in `unit`s; no `statement`: of no kind that Laurel knows."""

    title: str
    provider: str
    completed_on: date
    amount: Decimal
    unit: OwnUnit
    statement: Statement | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCredit(OwnFacts):
    """A credit from elsewhere. `version` counts the writes."""

    credit_id: str
    learner_id: str
    created_at: datetime
    changed_at: datetime
    proof: Proof | None = None
    version: int = 1

    @property
    def minutes(self) -> Decimal:
        """The amount in minutes."""
        return self.amount * self.unit.minutes

    def with_facts(self, facts: OwnFacts, at: datetime) -> "OwnCredit":
        """The credit with other facts."""
        return replace(
            self,
            title=facts.title,
            provider=facts.provider,
            completed_on=facts.completed_on,
            amount=facts.amount,
            unit=facts.unit,
            statement=facts.statement,
            topic=facts.topic,
            changed_at=at,
            version=self.version + 1,
        )

    def with_proof(self, proof: Proof | None, at: datetime) -> "OwnCredit":
        """The credit with this proof, or without one."""
        return replace(self, proof=proof, changed_at=at, version=self.version + 1)


def in_order(credits: Iterable[OwnCredit]) -> list[OwnCredit]:
    """`credits`, the latest completed first."""
    return sorted(credits, key=lambda one: (one.completed_on, one.credit_id), reverse=True)
