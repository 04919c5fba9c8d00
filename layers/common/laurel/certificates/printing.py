"""Prints documents and archives them; holds the dependencies of the use cases that issue certificates.

A document is printed before its record is written, so that a claim never becomes final without a printable certificate.
It is archived after that, so that the bucket has only documents on record. If a document is missing, because a process
died in between or the object was lost, the next request for it prints it again.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from laurel.audit.log import AuditLog
from laurel.certificates.archive import Archive
from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.content import CertificateContent
from laurel.certificates.open_badge import Awarded, badge_payload
from laurel.certificates.refusals import CONTENT_UNPRINTABLE, LEARNER_UNPRINTABLE
from laurel.certificates.rendering import PdfRenderer, UnprintableCharacter, Watermark, texts_of
from laurel.certificates.store import Certificates
from laurel.claims.store import Claims
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.platform.refusal import Refusal
from laurel.platform.visible import named

if TYPE_CHECKING:
    from laurel.open_badges.issuer import BadgeIssuer
    from laurel.open_badges.statuses import Badge
    from laurel.signing.signer import Signer


class NotReproduced(Exception):
    """A reprinted document differs from the one on record; it was not stored."""


@dataclass(frozen=True, slots=True)
class CertificatePrinter:
    """The dependencies of the use cases. `below(n)` returns a random integer from 0 to n - 1."""

    claims: Claims
    certificates: Certificates
    ledger: Ledger
    archive: Archive
    renderer: PdfRenderer
    clock: Clock
    below: Callable[[int], int]
    audit: AuditLog
    signer: "Signer"
    badges: "BadgeIssuer"


@dataclass(frozen=True, slots=True)
class PrintedCertificate:
    """A document, its digest in hexadecimal, and the software that printed it.

    `signature` is the end of the document that the signature added; None if the document is not signed. `badge` is
    attached to it.
    """

    pdf: bytes
    sha256: str
    typesetter: str
    signature: bytes | None = None
    badge: "Badge | None" = None


def print_out(printer: CertificatePrinter, awarded: Awarded) -> PrintedCertificate | Refusal:
    """Prints the document with its open badge and signs it, or refuses it because of a character that no font has.

    Raises RenderingFailed, LogoLost, AwsError, TableBusy.
    """
    badge = new_badge(printer, awarded)
    printed = unsigned(printer, awarded.content, badge)
    if isinstance(printed, Refusal):
        return printed
    texts = list(texts_of(awarded.content.model_dump()))
    return _signed(printed, printer.signer.increment(printed.pdf, texts))


def new_badge(printer: CertificatePrinter, awarded: Awarded) -> "Badge":
    """An open badge with a place that no other has. Raises AwsError, TableBusy."""
    from laurel.open_badges.addresses import IssuerAddresses
    from laurel.open_badges.statuses import status_entry

    addresses = IssuerAddresses.next_to(awarded.content.verification_url)
    issuer = printer.badges.profile(addresses)
    return printer.badges.issue(addresses, lambda place: badge_payload(awarded, issuer, status_entry(addresses, place)))


def unsigned(
    printer: CertificatePrinter, content: CertificateContent, badge: "Badge | None" = None, *, is_preview: bool = False
) -> PrintedCertificate | Refusal:
    """As `print_out`, without a signature, for what nobody is to trust. A preview says so on each page."""
    return _printed(printer, content, Watermark("Preview") if is_preview else None, badge)


def link_to(printer: CertificatePrinter, certificate: Certificate) -> str:
    """A link to the document, valid for 5 minutes: no call for a valid certificate.

    One that is no longer valid is printed with a mark on each page, without a signature, and stored under a key of its
    own: one call. The document that was valid stays in the archive as it was. Raises RenderingFailed, LogoLost.
    """
    mark = _MARKS[certificate.status](certificate)
    if mark is None:
        return printer.archive.link(certificate)
    title = f"{mark.word}: {certificate.content.document_title}"
    printed = _printed(printer, certificate.content.model_copy(update={"document_title": title}), mark)
    if isinstance(printed, Refusal):
        raise NotReproduced(f"{certificate.number}, printed by {certificate.typesetter}")
    printer.archive.keep_marked(certificate, printed.pdf)
    return printer.archive.link(certificate)


_MARKS: Mapping[CertificateStatus, Callable[[Certificate], Watermark | None]] = {
    CertificateStatus.VALID: lambda _: None,
    CertificateStatus.REVOKED: lambda _: Watermark("Revoked", "This certificate is no longer valid."),
    CertificateStatus.SUPERSEDED: lambda one: Watermark("Replaced", f"No longer valid: see {one.superseded_by}."),
}


def _printed(
    printer: CertificatePrinter, content: CertificateContent, mark: Watermark | None, badge: "Badge | None" = None
) -> PrintedCertificate | Refusal:
    logo = printer.archive.logo(content.logo_sha256) if content.logo_sha256 else None
    try:
        pdf = printer.renderer.render(content, logo, mark, badge.token if badge else None)
    except UnprintableCharacter as problem:
        logger.warning("unprintable", extra={"characters": [f"U+{ord(c):04X}" for c in problem.characters]})
        return _unprintable(content, problem)
    return PrintedCertificate(pdf, hashlib.sha256(pdf).hexdigest(), f"typst {version('typst')}", badge=badge)


def _signed(printed: PrintedCertificate, signature: bytes | None) -> PrintedCertificate:
    """The document with this end."""
    if signature is None:
        return printed
    pdf = printed.pdf + signature
    return replace(printed, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), signature=signature)


def ensure_archived(printer: CertificatePrinter, certificate: Certificate) -> None:
    """Ensures that the document of a recorded certificate is in the archive: one call if it already is.

    Raises NotReproduced, RenderingFailed, LogoLost.
    """
    if printer.archive.holds(certificate):
        return
    printed = unsigned(printer, certificate.content, certificate.badge)
    if not isinstance(printed, Refusal):
        # The signature of then: a new one would name another time, and perhaps another key.
        printed = _signed(printed, certificate.signature)
    if isinstance(printed, Refusal) or printed.sha256 != certificate.sha256:
        raise NotReproduced(f"{certificate.number}, printed by {certificate.typesetter}")
    printer.archive.keep(certificate, printed.pdf)
    logger.warning("a missing document was printed again", extra={"certificate": certificate.number})


def _unprintable(content: CertificateContent, problem: UnprintableCharacter) -> Refusal:
    """A refusal addressed to who can change the text: the learner for the name, staff for everything else."""
    in_name = any(c in content.learner for c in problem.characters)
    path, kind = ("me.name_as_printed", LEARNER_UNPRINTABLE) if in_name else ("activity", CONTENT_UNPRINTABLE)
    return kind.refuse(path, characters=named(problem.characters))
