"""What a proof is, by its content alone: a name or a media type that somebody sends says nothing (pure).

A file is taken only if it is one document from its first byte to its last. A second format before, after or around it
is refused, as is HTML that a browser could find at the beginning. What cameras add after a JPEG is cut off.
"""

import re
import zlib
from dataclasses import dataclass

from laurel.own_credits.own_credit import ProofType

_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_SNIFFED = 1024  # bytes in which a browser looks for HTML, and a reader of PDF for its end
_END_OF_PDF = re.compile(rb"%%EOF[\s\x00]*\Z")
# What a PDF runs. Names of 7 letters and more: compressed data does not have them by chance.
_RUNS = re.compile(rb"/(JavaScript|Launch)\b")
_END_OF_ZIP = b"PK\x05\x06"
_ZIP_TAIL = 65_557  # bytes: where the end of a ZIP file can be
_PNG = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_HEIC_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"free", b"skip"})


@dataclass(frozen=True, slots=True)
class CheckedProof:
    """A file that was taken: its type, and its bytes without what was cut off."""

    type: ProofType
    data: bytes


def checked(data: bytes) -> CheckedProof | None:
    """The proof in `data`; None if it is no PDF, PNG, JPEG or HEIC, or something else besides."""
    if _MARKUP.search(data, 0, _SNIFFED) or _END_OF_ZIP in data[-_ZIP_TAIL:]:
        return None
    if data.startswith(b"%PDF-"):
        return CheckedProof(ProofType.PDF, data) if _is_whole_pdf(data) else None
    if data.startswith(_PNG):
        return CheckedProof(ProofType.PNG, data) if _is_whole_png(data) else None
    if data.startswith(b"\xff\xd8\xff"):
        end = _end_of_jpeg(data)
        return CheckedProof(ProofType.JPEG, data[:end]) if end else None
    return CheckedProof(ProofType.HEIC, data) if _is_whole_heic(data) else None


def _is_whole_pdf(data: bytes) -> bool:
    return bool(_END_OF_PDF.search(data[-_SNIFFED:])) and not _RUNS.search(data)


def _is_whole_png(data: bytes) -> bool:
    """Whether chunk follows chunk, each with its checksum, from the header to the end."""
    at, seen = len(_PNG), list[bytes]()
    while seen[-1:] != [b"IEND"]:
        size = int.from_bytes(data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            return False
        seen.append(kind)
        at = end
    return at == len(data) and seen[0] == b"IHDR" and b"IDAT" in seen


def _end_of_jpeg(data: bytes) -> int | None:
    """Where the picture ends; None if it does not."""
    at, has_frame, has_scan = 2, False, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a byte that fills
            at += 1
            continue
        has_frame |= 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:
            has_scan = True
            at = _after_scan(data, at)
        if data[at : at + 2] == b"\xff\xd9":
            return at + 2 if has_frame and has_scan else None
    return None


def _after_scan(data: bytes, at: int) -> int:
    """The next marker that ends the data of a scan."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        follows = data[at + 1]
        if follows not in (0x00, 0xFF) and not 0xD0 <= follows <= 0xD7:
            return at
        at += 1 if follows == 0xFF else 2
    return len(data)


def _is_whole_heic(data: bytes) -> bool:
    """Whether box follows box, the first one naming the brand, to the end."""
    at, kinds = 0, list[bytes]()
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        if size < 8 or kind not in _HEIC_BOXES or at + size > len(data):
            return False
        if not kinds:
            brands = {data[place : place + 4] for place in (at + 8, *range(at + 16, at + size, 4))}
            if kind != b"ftyp" or not brands & _HEIC_BRANDS:
                return False
        kinds.append(kind)
        at += size
    return at == len(data) and {b"ftyp", b"meta", b"mdat"} <= set(kinds)
