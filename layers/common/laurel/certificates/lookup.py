"""Looks up certificates: the document for its owner and staff, validity for anyone."""

from laurel.certificates.certificate import Certificate
from laurel.certificates.number import InvalidNumber, parse_number
from laurel.certificates.printing import CertificatePrinter, ensure_archived
from laurel.certificates.store import Certificates
from laurel.platform.callers import Caller
from laurel.platform.refusal import Problem, Refusal


def find_certificate(printer: CertificatePrinter, who: Caller, typed: str) -> Certificate | Refusal:
    """The certificate for its owner or staff, with its document archived: one read and one call to the bucket.

    Another learner's certificate looks like none. If the document has to be reprinted, raises what printing raises.
    """
    certificate = look_up(printer.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if certificate.learner_id != who.learner_id and not who.is_staff:
        return _not_found()
    ensure_archived(printer, certificate)
    return certificate


def look_up(certificates: Certificates, typed: str) -> Certificate | Refusal:
    """The certificate with the number that was typed, whatever its status: one read, none for a typing error."""
    try:
        number = parse_number(typed)
    except InvalidNumber as error:
        return Refusal(422, "number_mistyped", str(error), (Problem("number", "number_mistyped", str(error)),))
    return certificates.get(number) or _not_found()


def _not_found() -> Refusal:
    said = (
        "There is no certificate with this number. Compare it with the certificate, letter by letter. If it is right,"
        " the certificate was not issued here."
    )
    return Refusal(404, "certificate_not_found", said)
