"""Looks up certificates: the document for its owner and staff, validity for anyone."""

from collections.abc import Callable

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.attempts import note_attempt
from laurel.audit.log import Acting
from laurel.certificates.certificate import Certificate
from laurel.certificates.number import InvalidNumber, parse_number
from laurel.certificates.printing import CertificatePrinter, ensure_archived
from laurel.certificates.refusals import CERTIFICATE_NOT_FOUND
from laurel.certificates.store import Certificates
from laurel.platform.callers import Caller
from laurel.platform.log import logger
from laurel.platform.refusal import Refusal, refused

type IsStaffFor = Callable[[Caller, Certificate], bool]
"""Whether somebody is staff who may see the certificate."""


def _operators(who: Caller, certificate: Certificate) -> bool:
    return who.is_staff


def find_certificate(
    printer: CertificatePrinter, who: Caller, typed: str, is_staff_for: IsStaffFor = _operators
) -> Certificate | Refusal:
    """The certificate for its owner or staff, with its document archived: one read and one call to the bucket.

    Another learner's certificate looks like none. The audit log records that staff saw it, and once a day that
    somebody else asked for it: one more call. If the document has to be reprinted, raises what printing raises.
    """
    certificate = look_up(printer.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if certificate.learner_id not in who.learner_ids:
        as_staff = is_staff_for(who, certificate)
        _note(printer, who, certificate, as_staff=as_staff)
        if not as_staff:
            return CERTIFICATE_NOT_FOUND.refuse()
    ensure_archived(printer, certificate)
    return certificate


def _note(printer: CertificatePrinter, who: Caller, certificate: Certificate, *, as_staff: bool) -> None:
    """Records that `who` asked for the certificate of another."""
    about = {"certificate": certificate.number}
    on, at = certificate.learner_id, printer.clock()
    if as_staff:
        acting = Acting(printer.audit, Actor.staff(who.learner_id))
        acting.note(AuditAct.CERTIFICATE_SEEN, on=on, at=at, about=about)
        return
    logger.warning("another learner's certificate was asked for", extra={"learner_id": who.learner_id})
    note_attempt(printer.audit, who.learner_id, AuditSubject.learner(on), at, about)


def look_up(certificates: Certificates, typed: str) -> Certificate | Refusal:
    """The certificate with the number that was typed, whatever its status: one read, none for a typing error."""
    try:
        number = parse_number(typed)
    except InvalidNumber as error:
        return refused(error.problem)
    return certificates.get(number) or CERTIFICATE_NOT_FOUND.refuse()
