"""Asking for a certificate: its owner and staff for the document, anyone for whether a number is genuine."""

from laurel.certificates.certificate import Certificate
from laurel.certificates.number import InvalidNumber, parse_number
from laurel.certificates.printing import CertificatePrinter, shelve
from laurel.certificates.store import Certificates
from laurel.platform.callers import Caller
from laurel.platform.refusal import Problem, Refusal


def find_certificate(office: CertificatePrinter, who: Caller, typed: str) -> Certificate | Refusal:
    """The certificate, for its owner and for staff, its document on the shelf: one read and one look into the bucket.

    Another learner's looks like none at all. Raises what printing raises, if it has to be printed again.
    """
    certificate = look_up(office.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if certificate.learner_id != who.learner_id and not who.is_staff:
        return _not_found()
    shelve(office, certificate)
    return certificate


def look_up(certificates: Certificates, typed: str) -> Certificate | Refusal:
    """The certificate whose number somebody typed, whatever its status: one read, and none for a slip."""
    try:
        number = parse_number(typed)
    except InvalidNumber as error:
        return Refusal(422, "number_mistyped", str(error), (Problem("number", "number_mistyped", str(error)),))
    return certificates.get(number) or _not_found()


def _not_found() -> Refusal:
    said = (
        "There is no certificate with this number. Compare it with the certificate, letter by letter; if it is right,"
        " the certificate was not issued here."
    )
    return Refusal(404, "certificate_not_found", said)
