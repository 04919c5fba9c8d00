"""Looks up certificates: the document for its owner and staff, validity for anyone."""

from laurel.certificates.certificate import Certificate
from laurel.certificates.number import InvalidNumber, parse_number
from laurel.certificates.printing import CertificatePrinter, ensure_archived
from laurel.certificates.refusals import CERTIFICATE_NOT_FOUND
from laurel.certificates.store import Certificates
from laurel.platform.callers import Caller
from laurel.platform.refusal import Refusal, refused


def find_certificate(printer: CertificatePrinter, who: Caller, typed: str) -> Certificate | Refusal:
    """The certificate for its owner or staff, with its document archived: one read and one call to the bucket.

    Another learner's certificate looks like none. If the document has to be reprinted, raises what printing raises.
    """
    certificate = look_up(printer.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if certificate.learner_id != who.learner_id and not who.is_staff:
        return CERTIFICATE_NOT_FOUND.refuse()
    ensure_archived(printer, certificate)
    return certificate


def look_up(certificates: Certificates, typed: str) -> Certificate | Refusal:
    """The certificate with the number that was typed, whatever its status: one read, none for a typing error."""
    try:
        number = parse_number(typed)
    except InvalidNumber as error:
        return refused(error.problem)
    return certificates.get(number) or CERTIFICATE_NOT_FOUND.refuse()
