"""The office that issues certificates: what its use cases work with, and how a document gets printed and shelved.

A document is printed before its record is written, so that a claim never becomes final for something that cannot be
printed; it is shelved after, so that nothing lies in the bucket that is not on record. Whoever asks for a certificate
whose document is missing, since a process died between the two or the object was lost, has it printed again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from laurel.certificates.archive import Archive
from laurel.certificates.certificate import Certificate
from laurel.certificates.content import CertificateContent
from laurel.certificates.rendering import PdfRenderer, UnprintableCharacter
from laurel.certificates.store import Certificates
from laurel.claims.store import Claims
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.platform.refusal import Problem, Refusal


class NotReproduced(Exception):
    """A document that was to be printed again came out otherwise than it is on record; it was not stored."""


@dataclass(frozen=True, slots=True)
class CertificatePrinter:
    """What the use cases work with. `below(n)` gives a random whole number from 0 until before n."""

    claims: Claims
    certificates: Certificates
    ledger: Ledger
    archive: Archive
    press: PdfRenderer
    clock: Clock
    below: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class PrintedCertificate:
    """A document, its digest in hexadecimal, and what printed it."""

    pdf: bytes
    sha256: str
    typesetter: str


def print_out(office: CertificatePrinter, content: CertificateContent) -> PrintedCertificate | Refusal:
    """Prints the document; a character that no font has refuses it. Raises RenderingFailed, LogoLost."""
    logo = office.archive.logo(content.logo_sha256) if content.logo_sha256 else None
    try:
        pdf = office.press.render(content, logo)
    except UnprintableCharacter as problem:
        logger.warning("unprintable", extra={"characters": [f"U+{ord(c):04X}" for c in problem.characters]})
        return _unprintable(content, problem)
    return PrintedCertificate(pdf, hashlib.sha256(pdf).hexdigest(), f"typst {version('typst')}")


def shelve(office: CertificatePrinter, certificate: Certificate) -> None:
    """Sees to it that the document of a certificate on record is in the archive: one call if it is.

    Raises NotReproduced, RenderingFailed, LogoLost.
    """
    if office.archive.holds(certificate):
        return
    printed = print_out(office, certificate.content)
    if isinstance(printed, Refusal) or printed.sha256 != certificate.sha256:
        raise NotReproduced(f"{certificate.number}, printed by {certificate.typesetter}")
    office.archive.keep(certificate, printed.pdf)
    logger.warning("a document was printed again", extra={"certificate": certificate.number})


def _unprintable(content: CertificateContent, problem: UnprintableCharacter) -> Refusal:
    """Says it to whoever can change the text: the learner of the name, staff of everything else."""
    in_name = any(c in content.learner for c in problem.characters)
    path, who = ("me.name_as_printed", "Your name") if in_name else ("activity", "Staff: the activity")
    message = f"{who} holds characters that cannot be printed. {problem}"
    return Refusal(409, "unprintable", message, (Problem(path, "unprintable", message),))
