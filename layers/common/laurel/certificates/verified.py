"""What anyone may know of a certificate (pure). A field shows only because it is written here."""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.certificates.certificate import Certificate, Standing
from laurel.statements import Statement

_NUMBER = Field(description="As it is printed.", examples=["7XKDA-9GQMT-C4WHX"])


class View(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class VerifiedView(View):
    """What anyone may know of a certificate: what is printed on it, but for the licence, and what it is worth now."""

    number: str = _NUMBER
    status: Standing
    learner: str = Field(description="The name as printed.", examples=["Nguyễn Thị Thu Trang"])
    activity: str = Field(examples=["Clinical Microbiology 2026"])
    provider: str = Field(examples=["Example Society for Microbiology"])
    statement: Statement
    award: str = Field(
        description="What the certificate says was awarded, or designated.", examples=["4.5 P.A.C.E.® contact hours"]
    )
    credits: str = Field(description="The credits claimed, of the statement's own type.", examples=["4.5"])
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
            activity=content.activity,
            provider=content.provider,
            statement=content.statement,
            award=content.award,
            credits=content.total,
            completed_on=certificate.completed_on,
            issued_on=content.issued_on,
            reissued_on=certificate.reissued_on,
            superseded_by=certificate.superseded_by,
        )
