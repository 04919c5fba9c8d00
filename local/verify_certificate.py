"""`make verify-certificate FILE=certificate.pdf`: what the signature of a certificate says, offline, in plain words.

Ends with 0 if the document is as it was signed by somebody whom TRUST names, with 1 if not.
"""

import argparse
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.troubles import TroubleError, told


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is good, and what it is."""

    good: bool
    words: str


def main() -> None:
    """Check the file that the arguments name. Raises TroubleError if it cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--trust", type=Path, help="PEM: the certificate authorities, or signers, that you trust")
    asked = parser.parse_args()
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # else it prints where it found a change
    findings = list(verify(_read(asked.file), _read(asked.trust) if asked.trust else None))
    for one in findings:
        print(f"{'yes' if one.good else 'NO '}  {one.words}")
    if not all(one.good for one in findings):
        raise TroubleError("This certificate is not shown to be genuine.", do="Check its number at the address on it.")
    print("     Whether it was revoked or replaced later is seen only at the address on it.")


def verify(pdf: bytes, trusted: bytes | None) -> Iterator[Finding]:
    """What was found about the signature of `pdf`; `trusted` are certificates in PEM."""
    import io

    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    except (PdfReadError, ValueError, TypeError, LookupError, AttributeError) as error:
        yield Finding(good=False, words=f"The file is no PDF that can be read: {error}.")
        return
    if len(signatures) != 1:
        count = "no signature" if not signatures else f"{len(signatures)} signatures"
        yield Finding(good=False, words=f"The document has {count}; a certificate has one.")
        return
    try:
        yield from list(_findings(signatures[0], trusted))
    except (PdfReadError, ValueError, TypeError, LookupError, AttributeError):  # what damaged entries make of it
        yield Finding(good=False, words="The signature is damaged: its entries cannot be read.")


def _findings(signature: Any, trusted: bytes | None) -> Iterator[Finding]:
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    from laurel.signing.chains import read_chain

    roots = list(read_chain(trusted)) if trusted else []
    at = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at, best_signature_time=at)
    try:
        status = validate_pdf_signature(signature, context)
    except (SignatureValidationError, SigningError, ValueError) as error:
        yield Finding(good=False, words=f"The signature is damaged: {error}.")
        return
    yield Finding(status.intact and status.valid, _integrity(status))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    yield Finding(
        whole,
        "The signature covers the whole file." if whole else "Something was added to the file after it was signed.",
    )
    signer = status.signing_cert
    yield Finding(good=True, words=f"The signer calls itself {signer.subject.human_friendly}.")
    yield Finding(status.trusted, _trust(status, trusted))
    stamp = status.timestamp_validity
    words = f"A time-stamp authority saw it on {stamp.timestamp:%B %-d, %Y}." if stamp else _said(at)
    yield Finding(good=stamp is None or (stamp.intact and stamp.valid), words=words)
    yield Finding(good=True, words=_level(signature, stamp.timestamp if stamp else None))


def _integrity(status: Any) -> str:
    if not status.intact:
        return "The document was changed after it was signed."
    return "The document is as it was signed." if status.valid else "The signature is by another key."


def _trust(status: Any, trusted: bytes | None) -> str:
    if status.trusted:
        return "Somebody whom you trust answers for the signer."
    if not (status.intact and status.valid):
        return "So nobody answers for what it says now."
    if trusted is None:
        return "You named nobody whom you trust: add TRUST=file.pem with the authority's certificate."
    return "Nobody whom you trust answers for the signer, or the signer's certificate had expired."


def _level(signature: Any, stamped_at: Any) -> str:
    """The level of the signature (ETSI EN 319 142-1), and how long it can be checked."""
    if stamped_at is None:
        return "Level B-B: it can be checked until the signer's certificate expires."
    if not _shows_validity(signature, stamped_at):
        return "Level B-T: it can be checked as long as the certificate authorities answer about that time."
    return "Level B-LT: the document itself has what the certificate authorities said about that time."


def _shows_validity(signature: Any, at: Any) -> bool:
    """Whether the document's own security store shows that no certificate of the signature was revoked then.

    The authorities in the document count here; whether you trust them is another question.
    """
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError

    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
        carried = list(store.load_certs())
        context = store.as_validation_context(
            {
                "trust_roots": [one for one in carried if one.issuer == one.subject],
                "allow_fetching": False,
                "revocation_mode": "require",
                "moment": at,
                "best_signature_time": at,
            }
        )
        status = validate_pdf_signature(signature, context)
    except (NoDSSFoundError, SignatureValidationError, SigningError, ValueError):
        return False
    stamp = status.timestamp_validity
    return bool(status.trusted and stamp and stamp.trusted)


def _said(at: Any) -> str:
    return f"The signer says it was on {at:%B %-d, %Y}; no third party saw it." if at else "No time is given."


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TroubleError(
            f"{file} cannot be read: {error.strerror}.", do="Name a file: FILE=certificate.pdf."
        ) from error


if __name__ == "__main__":
    sys.exit(told(main))
