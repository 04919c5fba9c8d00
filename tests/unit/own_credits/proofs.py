"""Samples of proofs, each as small as its format allows, and a credit from elsewhere as a learner sends it."""

import zlib

OWN_CREDIT = {
    "title": "Errors in the blood bank",
    "provider": "Lakeside Hospital",
    "completed_on": "2026-05-04",
    "amount": "1.5",
    "unit": "contact_hour",
    "statement": "pace",
    "topic": "medical_errors",
}
PDF_FILE = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    """A chunk of a PNG."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


PNG_FILE = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND")
)


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


JPEG_FILE = (
    b"\xff\xd8"
    + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    + segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0")
    + segment(0xDA, b"\1\1\0\0\x3f\0")
    + b"\x12\xff\x00\x34\xff\xd3\x56"
    + b"\xff\xd9"
)


def box(kind: bytes, data: bytes = b"") -> bytes:
    """A box of a HEIC."""
    return (len(data) + 8).to_bytes(4) + kind + data


HEIC_FILE = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0\0\0\0") + box(b"mdat", b"picture")
