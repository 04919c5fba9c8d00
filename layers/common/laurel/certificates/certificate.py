"""A certificate on record, and the only ways in which it may change (pure).

The record holds everything that was printed, so that the document can be printed again to the same bytes. Nothing in it
is edited: a certificate only stops being valid, and then says why.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from laurel.certificates.content import CertificateContent


class CertificateStatus(StrEnum):
    """What a certificate is worth now."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class NotValid(Exception):
    """A certificate that is not valid any more was asked to change: a use case forgot to look."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What staff decided about a certificate: who (the `sub` of their sign-in), when, and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate.

    `issued_at` is when the record was made; the date of issue that is printed is the content's, and stays the first one
    when it is reissued: then `reissued_on` (in the activity's zone) and `replaces` are set. `sha256` is the digest of
    the document, in hexadecimal, `typesetter` what printed it. `credit_id` names the credit in the ledger, if there is
    one. `ruling` says why it is no longer valid. `version` counts the writes.
    """

    number: str
    learner_id: str
    claim_id: str
    activity_id: str
    content: CertificateContent
    completed_on: date
    attested_at: datetime
    issued_at: datetime
    sha256: str
    typesetter: str
    credit_id: str | None = None
    reissued_on: date | None = None
    replaces: str | None = None
    status: CertificateStatus = CertificateStatus.VALID
    superseded_by: str | None = None
    ruling: Correction | None = None
    version: int = 1


def superseded(certificate: Certificate, number: str, ruling: Correction) -> Certificate:
    """The certificate once `number` was issued in its place. Raises NotValid."""
    return replace(_ruled(certificate, ruling), status=CertificateStatus.SUPERSEDED, superseded_by=number)


def revoked(certificate: Certificate, ruling: Correction) -> Certificate:
    """The certificate once it was taken back. Raises NotValid."""
    return replace(_ruled(certificate, ruling), status=CertificateStatus.REVOKED)


def _ruled(certificate: Certificate, ruling: Correction) -> Certificate:
    if certificate.status is not CertificateStatus.VALID:
        raise NotValid(certificate.number)
    return replace(certificate, ruling=ruling, version=certificate.version + 1)
