"""What other programs see in a PDF: poppler, qpdf, zbar, and the checker of PDF/A and PDF/UA."""

import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import page as conformance
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps
from pypdf import PdfReader

from laurel.certificates.content import CertificateContent
from laurel.certificates.logo import Logo
from tests.unit.certificates.samples import renderer

APPROVED = Path(__file__).parent / "approved"
DPI = 60

_PACKAGES = {
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "qpdf": "qpdf",
    "pdfsig": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "zbarimg": "zbar-tools",
}
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]")
# A stream's bytes and the end that PDF/A wants after as many of them as it says.


def printed(content: CertificateContent, logo: Logo | None = None) -> bytes:
    """The PDF of this content, from the renderer that all tests share."""
    return renderer().render(content, logo)


def tool(name: str, *arguments: str, given: bytes = b"") -> bytes:
    """What the program `name` answers; fails the test, and says what to install, if it is not there."""
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is needed for this test. On Debian and Ubuntu: apt-get install {_PACKAGES[name]}")
    done = subprocess.run([path, *arguments], input=given, capture_output=True, check=False)
    assert done.returncode == 0, f"{name}: {done.stdout.decode()}{done.stderr.decode()}"
    return done.stdout


def read(pdf: bytes) -> PdfReader:
    """The document as pypdf reads it."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    """The text of all pages as poppler reads it."""
    return tool("pdftotext", "-", "-", given=pdf).decode()


def bare(text: str) -> str:
    """`text` without invisible characters: spaces, line breaks and marks of direction."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def holds(pdf: bytes, text: str) -> bool:
    """Whether the document has this text, however its lines are broken."""
    return bare(text) in bare(text_of(pdf))


def words_with_boxes(pdf: bytes) -> list[tuple[tuple[float, float], tuple[float, float, float, float]]]:
    """For every word the size of its page and its box (left, top, right, bottom), in points."""
    found = []
    for sheet in tool("pdftotext", "-bbox", "-", "-", given=pdf).decode().split("<page ")[1:]:
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', sheet)
        assert size
        for box in re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', sheet):
            left, top, right, bottom = map(float, box)
            found.append(((float(size[1]), float(size[2])), (left, top, right, bottom)))
    return found


def picture_of(pdf: bytes, sheet: int = 1, dpi: int = DPI) -> Image.Image:
    """A page as poppler draws it, in gray."""
    arguments = ("-r", str(dpi), "-f", str(sheet), "-l", str(sheet), "-png", "-gray", "-")
    return Image.open(io.BytesIO(tool("pdftoppm", *arguments, given=pdf))).convert("L")


def nonconformities(pdf: bytes) -> list[str]:
    """What an independent checker has against the document as PDF/A-3a and as PDF/UA-1."""
    found = []
    for profile in ("3a", "ua1"):
        report = conformance.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    return found


def difference(one: Image.Image, other: Image.Image) -> int:
    """How much the two pictures differ where they differ most, from 0 to 255: the mean of a square of 16 dots.

    Versions of poppler draw the edges of letters a little differently, everywhere, so both are blurred first; a word
    that is not there, or stands elsewhere, still makes a large difference in one place.
    """
    if one.size != other.size:
        return 255
    blurred = (picture.convert("L").filter(ImageFilter.GaussianBlur(2)) for picture in (one, other))
    squares = ImageOps.scale(ImageChops.difference(*blurred), 1 / 16, Image.Resampling.BOX)
    return max(shade for shade, count in enumerate(squares.histogram()) if count)
