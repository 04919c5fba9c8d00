"""Request and response bodies of staff's certificate routes. Only the fields listed here are shown."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from laurel.catalog.field_types import SeenLine
from laurel.certificates.credit_follows import CreditEffect
from laurel.certificates.holder import HolderCorrection
from laurel.certificates.logo import LogoKind
from laurel.certificates.put_logo import LogoPut
from laurel.certificates.reissue_or_revoke import Corrected, Revocation
from laurel.certificates.reissued import Difference
from laurel.certificates.verified import VerifiedModel
from laurel.certificates.views import CertificateView
from laurel.learners.views import LicenseNumber, Name
from laurel.ledger.states import State


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
        """`effect` as it is sent."""
        return cls(credit_id=effect.credit_id, state=effect.state, followed=effect.followed, message=effect.message)


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
