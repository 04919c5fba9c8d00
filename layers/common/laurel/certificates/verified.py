"""What anyone may know of a certificate (pure). A field shows only because it is written here."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.content import CertificateContent
from laurel.certificates.wording import STATEMENT_NAMES
from laurel.statements import Statement

_NUMBER = Field(description="As it is printed.", examples=["7XKDA-9GQMT-C4WHX"])


class VerifiedModel(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class VerifiedView(VerifiedModel):
    """What anyone may know of a certificate: what is printed on it, but for the licence, and what it is worth now."""

    number: str = _NUMBER
    status: CertificateStatus
    learner: str = Field(description="The name as printed.", examples=["Nguyễn Thị Thu Trang"])
    learner_language: str | None = Field(
        description="The language of the name (BCP 47), if it is known.", examples=["vi"]
    )
    activity: str = Field(examples=["Clinical Microbiology 2026"])
    provider: str = Field(examples=["Example Society for Microbiology"])
    statement: Statement
    statement_name: str = Field(
        description="The type of statement in words; show it beside the award.", examples=["P.A.C.E.® contact hours"]
    )
    award: str = Field(
        description="What the certificate awards. One of attendance awards nothing, and this says so.",
        examples=["4.5 P.A.C.E.® contact hours"],
    )
    credits: str = Field(
        description="The credits claimed, of the statement's own type; of attendance, the hours attended.",
        examples=["4.5"],
    )
    completed_on: date = Field(description="Calendar date in the activity's time zone.")
    issued_on: date = Field(description="When it was first issued.")
    reissued_on: date | None
    superseded_by: str | None = Field(description="The number of the certificate that holds instead.")

    @classmethod
    def of(cls, certificate: Certificate) -> Self:
        """`certificate` as anyone may see it."""
        content = certificate.content
        return cls(
            number=certificate.number,
            status=certificate.status,
            learner=content.learner,
            learner_language=content.learner_language,
            activity=content.activity,
            provider=content.provider,
            statement=content.statement,
            statement_name=STATEMENT_NAMES[content.statement],
            award=_award(content),
            credits=content.total,
            completed_on=certificate.completed_on,
            issued_on=content.issued_on,
            reissued_on=certificate.reissued_on,
            superseded_by=certificate.superseded_by,
        )


def _award(content: CertificateContent) -> str:
    """What was awarded, as it may stand alone. Of attendance the paper prints a designation within a sentence."""
    if content.statement is Statement.ATTENDANCE:
        return f"Attended; designated for {content.award}; awards no such credit"
    return content.award
