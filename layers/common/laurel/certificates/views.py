"""Request and response bodies of the certificate routes. Only the fields listed here are shown."""

import base64
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool

from laurel.catalog.field_types import Amount, SeenLine
from laurel.certificates.archive import LINK_SECONDS
from laurel.certificates.certificate import Certificate
from laurel.certificates.content import CertificateContent
from laurel.certificates.credit_follows import CreditEffect
from laurel.certificates.holder import HolderCorrection
from laurel.certificates.logo import LogoKind
from laurel.certificates.put_logo import LogoPut
from laurel.certificates.reissue_or_revoke import Corrected, Revocation
from laurel.certificates.reissued import Difference
from laurel.certificates.verified import VerifiedModel, VerifiedView
from laurel.learners.views import LicenseNumber, Name
from laurel.ledger.states import State


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


class CorrectionRequest(BaseModel):
    """Why a certificate is corrected. It is stored with who did it, and shown to the owner."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    reason: SeenLine = Field(examples=["License number corrected"])


class ReissueRequest(CorrectionRequest):
    """Why a certificate is reissued, and what of its holder is corrected in the same step."""

    name_as_printed: Name | None = Field(
        default=None, description="The right name, for the profile and the certificate. null: as the profile has it."
    )
    license_number: LicenseNumber | None = Field(
        default=None,
        description="The right number of the license that the certificate prints, for the profile too. null: as the"
        " profile has it.",
        examples=["SU 12345"],
    )

    def holder(self) -> HolderCorrection:
        """What of the holder is corrected."""
        return HolderCorrection(self.name_as_printed, self.license_number)


class RevocationRequest(CorrectionRequest):
    """Why a certificate is revoked, and what happens to its claim."""

    reopen: StrictBool = Field(
        default=False,
        description="Whether to reopen the claim, so that the learner can correct it and print it under a new number."
        " Also possible for a certificate that was revoked before.",
    )
    credit_stays: StrictBool = Field(
        default=False,
        description="Required to reopen a claim whose credit ASCP has: it stays there unchanged and is not sent again.",
    )

    def revocation(self) -> Revocation:
        """The revocation that is requested."""
        return Revocation(self.reason, self.reopen, self.credit_stays)


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


class CreditEffectView(VerifiedModel):
    """The effect on the credit in the ledger."""

    credit_id: str
    state: State
    followed: bool = Field(
        description="Whether the credit followed: it was corrected, withdrawn, or will be sent again."
    )
    message: str = Field(examples=["The credit is reported as it is on the new certificate."])

    @classmethod
    def of(cls, effect: CreditEffect) -> Self:
        """`told` as it goes over the wire."""
        return cls(credit_id=effect.credit_id, state=effect.state, followed=effect.followed, message=effect.message)


class MailedCertificateView(VerifiedModel):
    """A certificate that was sent by e-mail."""

    number: str = Field(examples=["7XKDA-9GQMT-C4WHE"])
    sent_to: str = Field(description="The address of the account.", examples=["ana@example.org"])
    sent_at: AwareDatetime = Field(description="When it was sent: a moment ago, or in the last five minutes.")
    state: Literal["sent", "unclear"] = Field(
        description="`sent`: Amazon SES took it. `unclear`: SES did not answer, so it may have been sent."
    )


class DifferenceView(VerifiedModel):
    """A difference of a reissued certificate."""

    what: str = Field(examples=["Florida license number"])
    before: str = Field(examples=["SU 12354"])
    after: str = Field(examples=["SU 12345"])

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """`difference` as it is sent."""
        return cls(what=difference.what, before=difference.before, after=difference.after)


class CorrectedView(VerifiedModel):
    """A certificate after staff corrected it, and the effect on its credit."""

    certificate: CertificateView
    changes: tuple[DifferenceView, ...] = Field(description="The differences of a reissued certificate.")
    reopened: bool = Field(description="Whether the claim is a draft again, which the learner can change and print.")
    dry_run: bool = Field(description="Whether nothing was written: `changes` says what would change.")
    credit: CreditEffectView | None = Field(description="Null if the certificate has none in the ledger.")

    @classmethod
    def linked(cls, corrected: Corrected, link: str, at: datetime, *, dry_run: bool = False) -> Self:
        """`corrected` with a link made at the instant `at`."""
        return cls(
            certificate=CertificateView.linked(corrected.certificate, link, at),
            changes=tuple(map(DifferenceView.of, corrected.changes)),
            reopened=corrected.reopened,
            dry_run=dry_run,
            credit=CreditEffectView.of(corrected.credit) if corrected.credit else None,
        )


class LogoView(VerifiedModel):
    """An uploaded logo."""

    activity_id: str
    kind: LogoKind
    sha256: str = Field(description="The digest of the drawing, in hexadecimal.")
    size: int = Field(description="Bytes.")

    @classmethod
    def of(cls, put: LogoPut) -> Self:
        """`put` as it is sent."""
        return cls(activity_id=put.owner_id, kind=put.logo.kind, sha256=put.logo.sha256, size=len(put.logo.data))


class ProviderLogoView(VerifiedModel):
    """An uploaded logo of a provider."""

    provider_id: str
    kind: LogoKind
    sha256: str = Field(description="The digest of the drawing, in hexadecimal.")
    size: int = Field(description="Bytes.")

    @classmethod
    def of(cls, put: LogoPut) -> Self:
        """`put` as it is sent."""
        return cls(provider_id=put.owner_id, kind=put.logo.kind, sha256=put.logo.sha256, size=len(put.logo.data))
