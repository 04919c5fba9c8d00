"""A certificate on record, and the only ways in which it may change (pure).

The record has everything that was printed, so that the document can be reprinted with the same bytes. Its content is
never edited: a certificate can only become invalid, with a reason.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from laurel.certificates.content import CertificateContent

if TYPE_CHECKING:
    from laurel.open_badges.statuses import Badge


class CertificateStatus(StrEnum):
    """Whether a certificate is valid."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class NotValid(Exception):
    """A bug: a certificate that is no longer valid was to be changed."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What staff decided about a certificate: who (their `sub` in Cognito), when, and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate.

    `issued_at` is when the record was created; the printed date of issue is in the content and stays the first one
    after a reissue, which sets `reissued_on` (in the activity's zone) and `replaces`. `sha256` is the digest of the
    document in hexadecimal, `typesetter` the software that printed it, `signature` what signing added at its end,
    `badge` the open badge in it.
    `credit_id` is the credit in the ledger, if there is one. `correction` says why it is no longer valid. `version`
    counts the writes.
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
    signature: bytes | None = None
    badge: "Badge | None" = None
    credit_id: str | None = None
    reissued_on: date | None = None
    replaces: str | None = None
    status: CertificateStatus = CertificateStatus.VALID
    superseded_by: str | None = None
    correction: Correction | None = None
    version: int = 1


def superseded(certificate: Certificate, number: str, correction: Correction) -> Certificate:
    """The certificate after `number` replaced it. Raises NotValid."""
    return replace(_corrected(certificate, correction), status=CertificateStatus.SUPERSEDED, superseded_by=number)


def revoked(certificate: Certificate, correction: Correction) -> Certificate:
    """The certificate after its revocation. Raises NotValid."""
    return replace(_corrected(certificate, correction), status=CertificateStatus.REVOKED)


def with_badge(certificate: Certificate, badge: "Badge") -> Certificate:
    """The certificate, printed before there were badges, with one. Raises NotValid."""
    if certificate.status is not CertificateStatus.VALID:
        raise NotValid(certificate.number)
    return replace(certificate, badge=badge, version=certificate.version + 1)


def _corrected(certificate: Certificate, correction: Correction) -> Certificate:
    if certificate.status is not CertificateStatus.VALID:
        raise NotValid(certificate.number)
    return replace(certificate, correction=correction, version=certificate.version + 1)
