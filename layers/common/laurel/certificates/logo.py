"""A provider's logo: checked before it is stored (pure).

A logo is drawn in a PDF that must stay readable for years, and is served to browsers. So it may only be a drawing: no
script, no text in a missing font, no external resources, no more pixels than paper can show. From a PNG only the chunks
for drawing are kept.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from laurel.certificates.png import drawn_png
from laurel.certificates.refusals import LOGO_TOO_LARGE, NO_FILE, NO_PICTURE
from laurel.certificates.svg import checked_svg
from laurel.platform.refusal import ProblemFound

LARGEST = 200 * 1024


class LogoKind(StrEnum):
    """The accepted kinds of picture."""

    PNG = "png"
    SVG = "svg"


class InvalidLogo(ProblemFound):
    """The file is not a printable logo; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A checked logo."""

    kind: LogoKind
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of the drawing, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def check_logo(data: bytes) -> Logo:
    """The logo in this file; its bytes determine its kind.

    Raises InvalidLogo.
    """
    if not data:
        raise InvalidLogo(NO_FILE.at(""))
    if len(data) > LARGEST:
        size = -(-len(data) // 1024)
        raise InvalidLogo(LOGO_TOO_LARGE.at("", size=size, largest=LARGEST // 1024))
    try:
        if data.startswith(b"\x89PNG"):
            return Logo(LogoKind.PNG, drawn_png(data))
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return Logo(LogoKind.SVG, checked_svg(data))
    except ProblemFound as found:
        raise InvalidLogo(found.problem) from None
    raise InvalidLogo(NO_PICTURE.at(""))
