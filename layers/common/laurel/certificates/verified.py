"""What anyone may see of a certificate (pure). Only the fields listed here are shown."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.content import CertificateContent
from laurel.statements import Statement

_NUMBER = Field(description="As printed.", examples=["7XKDA-9GQMT-C4WHX"])


class VerifiedModel(BaseModel):
    """Base of the responses."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class VerifiedView(VerifiedModel):
    """What anyone may see of a certificate: its printed content without the license, and whether it is valid."""

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
        description="The type of statement in words; show it with the award.", examples=["P.A.C.E.® contact hours"]
    )
    award: str = Field(
        description="What the certificate awards. A statement of attendance awards nothing, and this text says so.",
        examples=["4.5 P.A.C.E.® contact hours"],
    )
    credits: str = Field(
        description="The claimed credits in the statement's type; for attendance, the hours attended.",
        examples=["4.5"],
    )
    completed_on: date = Field(description="Calendar date in the activity's time zone.")
    issued_on: date = Field(description="When it was first issued.")
    reissued_on: date | None
    superseded_by: str | None = Field(description="The number of the certificate that replaced it.")

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
            statement_name=content.statement.kind.name,
            award=award_of(content),
            credits=content.total,
            completed_on=certificate.completed_on,
            issued_on=content.issued_on,
            reissued_on=certificate.reissued_on,
            superseded_by=certificate.superseded_by,
        )


def award_of(content: CertificateContent) -> str:
    """The award as a text of its own. For attendance the certificate prints it as part of a sentence."""
    if not content.statement.kind.awards_credit:
        return f"Attended; designated for {content.award}; awards no such credit"
    return content.award
