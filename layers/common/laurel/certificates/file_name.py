"""The file name of a downloaded certificate, in any script (pure).

Browsers use `filename*` (RFC 5987, UTF-8), which supports every script; other clients use `filename`, which is ASCII.
Sources: RFC 6266; the names that Windows refuses are those of its naming conventions.
"""

import re
import unicodedata
from urllib.parse import quote

from laurel.certificates.certificate import CertificateStatus
from laurel.certificates.content import CertificateContent

# Folder separators and signs that file systems refuse; what nobody sees is removed by its category.
_REFUSED = re.compile(r'[<>:"/\\|?*]')
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
# Names may have 255 bytes; the number, the extension and a browser's " (1)" need space.
_LONGEST_TITLE = 180


_SAID = {CertificateStatus.VALID: "", CertificateStatus.REVOKED: " REVOKED", CertificateStatus.SUPERSEDED: " REPLACED"}


def disposition(content: CertificateContent, status: CertificateStatus = CertificateStatus.VALID) -> str:
    """The Content-Disposition header of this certificate's document: ASCII only."""
    whole, plain = file_name(content, status), f"certificate-{content.number}{_SAID[status].replace(' ', '-')}.pdf"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole)}"


def file_name(content: CertificateContent, status: CertificateStatus = CertificateStatus.VALID) -> str:
    """The name of this certificate's document, in any script: no separator of folders, nothing hidden.

    The name of one that is no longer valid says so.
    """
    return f"{_title(content.activity)} {content.number}{_SAID[status]}.pdf".strip()


def _title(text: str) -> str:
    shown = "".join(" " if unicodedata.category(c) in _HIDDEN else c for c in _REFUSED.sub(" ", text))
    words = " ".join(unicodedata.normalize("NFC", shown).split())
    # Cut by bytes, but never within a character.
    cut = words.encode()[:_LONGEST_TITLE].decode(errors="ignore")
    return cut.strip(" .")
