"""Files named CSV that are not CSV: recognized by their first bytes, with advice (pure)."""

import re
from dataclasses import dataclass

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")  # also an empty one, and one in several parts
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PAIRS = 64  # bytes
_TAR, _TAR_AT = b"ustar", 257
_HTML = re.compile(
    rb"<(!doctype|html|head|body|table|meta|div|script|style|svg|pre|h1|p|error|\?xml|!--)(?![\w>]*,)", re.IGNORECASE
)

# The first bytes of such a file, the name of its kind, and what to do.
_MAGIC = (
    (b"\x1f\x8b", "a gzip file", "Unpack it and send the CSV itself."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)", "Save it as CSV UTF-8 and send that."),
    (b"%PDF-", "a PDF", "Send the table that it was made of, as CSV in UTF-8."),
    (b"{\\rtf", "a text document (RTF)", "Send the table itself, as CSV in UTF-8."),
    (b"BZh", "a bzip2 file", "Unpack it and send the CSV itself."),
    (b"\xfd7zXZ\x00", "an xz file", "Unpack it and send the CSV itself."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file", "Unpack it and send the CSV itself."),
    (b"Rar!\x1a\x07", "a RAR file", "Unpack it and send the CSV itself."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "Unpack it and send the CSV itself."),
    (b"PAR1", "a Parquet file", "Send the table as CSV in UTF-8."),
    (b"-----BEGIN PGP MESSAGE", "an encrypted file (PGP)", "Send it without encryption of its own."),
    (b"\x1f\x9d", "a compressed file (.Z)", "Unpack it and send the CSV itself."),
    (b"\x89PNG\r\n", "a picture (PNG)", "Send the table itself, as CSV in UTF-8."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Send the table itself, as CSV in UTF-8."),
    (b"SQLite format 3\x00", "an SQLite database", "Send the table as CSV in UTF-8."),
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """Why a file is refused: a stable code, and a message that says what the file is and what to do."""

    reason: str
    message: str


def kind_of(beginning: bytes) -> FileKind | None:
    """The kind of a file with these first bytes (about a thousand), if it cannot be CSV in UTF-8; else None."""
    text = beginning.removeprefix(_BYTE_ORDER_MARK).lstrip()
    for magic, name, advice in _MAGIC:
        if beginning.startswith(magic) or (magic.isascii() and text.startswith(magic)):
            return _no_csv(name, advice)
    if beginning.startswith(_ZIP):
        return _zip(beginning)
    if _HTML.match(text):
        return _no_csv(
            "an HTML or XML page",
            "It may be an error page, or a table that was only named .csv. Save the table as CSV.",
        )
    if beginning[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return _no_csv("a tar archive", "Unpack it and send the CSV itself.")
    if beginning.startswith(_UTF16) or _has_a_zero_in_each_pair(beginning[:_PAIRS]):
        return FileKind("not_utf8", "The file is not UTF-8 text (it looks like UTF-16). Save it as CSV in UTF-8.")
    if b"\0" in beginning.partition(b"\n")[0]:
        return FileKind("not_utf8", "The file holds binary zeros, so it is not UTF-8 text. Save it as CSV in UTF-8.")
    return None


def _has_a_zero_in_each_pair(beginning: bytes) -> bool:
    """Whether it looks like UTF-16 or UTF-32: nearly each character of a header has a zero byte."""
    pairs = [beginning[at : at + 2] for at in range(0, len(beginning), 2)]
    return any(beginning) and 10 * sum(b"\0" in pair for pair in pairs) >= 9 * len(pairs)


def _zip(beginning: bytes) -> FileKind:
    if b"[Content_Types].xml" in beginning or b"xl/" in beginning or b"_rels/" in beginning:
        return _no_csv("an Excel workbook (.xlsx)", "Save it as CSV UTF-8 and send that.")
    if b"opendocument" in beginning:
        return _no_csv("a LibreOffice document", "Save it as CSV in UTF-8 and send that.")
    return _no_csv("a zip file", "Unpack it and send the CSV itself.")


def _no_csv(name: str, advice: str) -> FileKind:
    return FileKind("not_csv", f"The file is {name}, no CSV. {advice}")
