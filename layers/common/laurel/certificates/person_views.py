"""The certificates of one learner, for staff. Only the fields listed here are shown."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from laurel.certificates.certificate import Certificate
from laurel.certificates.verified import VerifiedModel, VerifiedView


class PersonCertificate(VerifiedView):
    """A certificate in the list of its learner."""

    activity_id: str
    claim_id: str
    credit_id: str | None = Field(description="The credit of this certificate; null if none is reported.")
    replaces: str | None = Field(description="The number of the certificate that it replaced.")
    reason: str | None = Field(description="Why it is no longer valid.")

    @classmethod
    def in_list(cls, certificate: Certificate) -> Self:
        """`certificate` as it is sent."""
        correction = certificate.correction
        return cls(
            **VerifiedView.of(certificate).model_dump(),
            activity_id=certificate.activity_id,
            claim_id=certificate.claim_id,
            credit_id=certificate.credit_id,
            replaces=certificate.replaces,
            reason=correction.reason if correction else None,
        )


class PersonCertificates(VerifiedModel):
    """The certificates of a learner, the latest issued first. There is only one page."""

    items: tuple[PersonCertificate, ...]
    next_cursor: str | None = None

    @classmethod
    def of(cls, certificates: Iterable[Certificate]) -> Self:
        """`certificates` as they are sent."""
        return cls(items=tuple(map(PersonCertificate.in_list, certificates)))
