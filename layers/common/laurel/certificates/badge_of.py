"""The open badge of a certificate, for its owner and staff; one printed before there were badges gets its badge now."""

from laurel.certificates.certificate import Certificate, CertificateStatus, with_badge
from laurel.certificates.lookup import IsStaffFor, find_certificate
from laurel.certificates.open_badge import Awarded
from laurel.certificates.printing import CertificatePrinter, new_badge
from laurel.certificates.refusals import CERTIFICATE_BUSY, CERTIFICATE_SUPERSEDED, REVOKED_WITHOUT_BADGE
from laurel.certificates.store import replacement
from laurel.platform.callers import Caller
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal


def badge_of(
    printer: CertificatePrinter, who: Caller, typed: str, is_staff_for: IsStaffFor
) -> tuple[Certificate, str] | Refusal:
    """The certificate and its badge, whatever its status: the status list says whether it still counts.

    What `find_certificate` costs; for one without a badge also what `BadgeIssuer.issue` costs, and a write.
    """

    def attempt() -> tuple[Certificate, str] | Refusal | None:
        certificate = find_certificate(printer, who, typed, is_staff_for)
        if isinstance(certificate, Refusal):
            return certificate
        if certificate.badge:
            return certificate, certificate.badge.token
        match certificate.status:
            case CertificateStatus.SUPERSEDED:
                return CERTIFICATE_SUPERSEDED.refuse(number=certificate.superseded_by)
            case CertificateStatus.REVOKED:
                return REVOKED_WITHOUT_BADGE.refuse()
        badge = new_badge(printer, _awarded(certificate))
        after = with_badge(certificate, badge)
        # If it is no longer valid meanwhile, or has a badge from another call, the next attempt reads it again.
        return (after, badge.token) if all(printer.claims.write_all([replacement(certificate, after)])) else None

    return retry_on_conflict(attempt) or CERTIFICATE_BUSY.refuse()


def _awarded(certificate: Certificate) -> Awarded:
    return Awarded(certificate.content, certificate.activity_id, certificate.completed_on, certificate.issued_at)
