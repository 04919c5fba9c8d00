"""Request and response bodies of learners' certificate routes. Only the fields listed here are shown."""

import base64
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool

from laurel.catalog.field_types import Amount
from laurel.certificates.archive import LINK_SECONDS
from laurel.certificates.certificate import Certificate
from laurel.certificates.content import CertificateContent
from laurel.certificates.verified import VerifiedModel, VerifiedView


class Attestation(BaseModel):
    """The learner attests that they attended what they claim. Printing is final."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    attested: StrictBool = Field(description="Must be true.", examples=[True])
    total: Amount | None = Field(
        default=None,
        description="The total that the learner saw in the summary. If the certificate would have another total,"
        " nothing is printed (409).",
        examples=["4.5"],
    )


class CertificatePreview(BaseModel):
    """A certificate as a draft would print it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    content: CertificateContent
    pdf: str = Field(description="The document in Base64, marked as a preview on each page.")

    @classmethod
    def of(cls, content: CertificateContent, pdf: bytes) -> Self:
        """The preview with this content and document."""
        return cls(content=content, pdf=base64.b64encode(pdf).decode())


class CertificateView(VerifiedView):
    """A certificate as its owner and staff see it, with a link to the document."""

    claim_id: str
    replaces: str | None = Field(description="The number of the certificate that it replaced.")
    reason: str | None = Field(description="Why it is no longer valid.")
    credit_id: str | None = Field(description="The credit of this certificate; null if none is reported.")
    verification_url: str = Field(description="Where anyone can check it; printed on it as a QR code.")
    pdf_url: str = Field(description="A link to the document, valid for 5 minutes. Ask again for a new link.")
    pdf_url_expires_at: AwareDatetime
    sha256: str = Field(description="The digest of the document, in hexadecimal.")

    @classmethod
    def linked(cls, certificate: Certificate, link: str, at: datetime) -> Self:
        """`certificate` with a link made at the instant `at`."""
        content, correction = certificate.content, certificate.correction
        return cls(
            **VerifiedView.of(certificate).model_dump(),
            claim_id=certificate.claim_id,
            replaces=certificate.replaces,
            reason=correction.reason if correction else None,
            credit_id=certificate.credit_id,
            verification_url=content.verification_url,
            pdf_url=link,
            pdf_url_expires_at=at + timedelta(seconds=LINK_SECONDS),
            sha256=certificate.sha256,
        )


class MailedCertificateView(VerifiedModel):
    """A certificate that was sent by e-mail."""

    number: str = Field(examples=["7XKDA-9GQMT-C4WHE"])
    sent_to: str = Field(description="The address of the account.", examples=["ana@example.org"])
    sent_at: AwareDatetime = Field(description="When it was sent: a moment ago, or in the last five minutes.")
    state: Literal["sent", "unclear"] = Field(
        description="`sent`: Amazon SES took it. `unclear`: SES did not answer, so it may have been sent."
    )
