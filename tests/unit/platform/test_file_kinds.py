"""A file that is only called CSV is named for what it is."""

import bz2
import gzip
import io
import lzma
import zipfile

import pytest

from laurel.platform.csv_records import UnusableFile, read_records
from laurel.platform.file_kinds import kind_of

CSV = b"key,title\na,b\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


UNPACK = "Unpack it and send the CSV itself."
TABLE = "Send the table itself, as CSV in UTF-8."
UTF16 = "The file is not UTF-8 text (it looks like UTF-16). Save it as CSV in UTF-8."


def no_csv(name: str, advice: str) -> str:
    return f"The file is {name}, no CSV. {advice}"


PAGE = no_csv(
    "an HTML or XML page",
    "It may be an error page, or a table that was only named .csv. Save the table as CSV.",
)

WORKBOOK = no_csv("an Excel workbook (.xlsx)", "Save it as CSV UTF-8 and send that.")


@pytest.mark.parametrize(
    ("data", "reason", "says"),
    [
        (gzip.compress(CSV, mtime=0), "not_csv", no_csv("a gzip file", UNPACK)),
        (bz2.compress(CSV), "not_csv", no_csv("a bzip2 file", UNPACK)),
        (lzma.compress(CSV), "not_csv", no_csv("an xz file", UNPACK)),
        (zipped(feed_DOT_csv=CSV), "not_csv", no_csv("a zip file", UNPACK)),
        (
            zipped(_rels__x=b"", xl__workbook_DOT_xml=b"<x/>"),
            "not_csv",
            "The file is an Excel workbook (.xlsx), no CSV. Save it as CSV UTF-8 and send that.",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "not_csv",
            "The file is a LibreOffice document, no CSV. Save it as CSV in UTF-8 and send that.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "not_csv",
            "The file is an old Excel workbook (.xls), no CSV. Save it as CSV UTF-8 and send that.",
        ),
        (
            b"%PDF-1.7\n%\xe2\xe3\n",
            "not_csv",
            "The file is a PDF, no CSV. Send the table that it was made of, as CSV in UTF-8.",
        ),
        (b"<!DOCTYPE html>\n<html><table></table></html>", "not_csv", PAGE),
        (b"\xef\xbb\xbf\r\n <html lang='en'>", "not_csv", PAGE),
        (b'<?xml version="1.0"?>\n<Workbook/>', "not_csv", PAGE),
        (
            b"{\\rtf1\\ansi}",
            "not_csv",
            "The file is a text document (RTF), no CSV. Send the table itself, as CSV in UTF-8.",
        ),
        (
            CSV.decode().encode("utf-16"),
            "not_utf8",
            UTF16,
        ),
        (
            CSV.decode().encode("utf-16-le"),
            "not_utf8",
            UTF16,
        ),
        (
            CSV.decode().encode("utf-32"),
            "not_utf8",
            UTF16,
        ),
        (b"\x28\xb5\x2f\xfd", "not_csv", no_csv("a Zstandard file", UNPACK)),
        (b"\xff\xd8\xff\xe0", "not_csv", no_csv("a picture (JPEG)", TABLE)),
        (b"SQLite format 3\0", "not_csv", no_csv("an SQLite database", "Send the table as CSV in UTF-8.")),
        (zipped(), "not_csv", no_csv("a zip file", UNPACK)),
        (b"<Error><Code>AccessDenied</Code></Error>", "not_csv", PAGE),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "not_csv",
            "The file is a picture (PNG), no CSV. Send the table itself, as CSV in UTF-8.",
        ),
        (
            b"feed.csv" + b"\0" * 249 + b"ustar\x0000" + b"\0" * 247 + CSV,
            "not_csv",
            "The file is a tar archive, no CSV. Unpack it and send the CSV itself.",
        ),
        (b"\0" * 600, "not_utf8", "The file holds binary zeros, so it is not UTF-8 text. Save it as CSV in UTF-8."),
    ],
)
def test_what_is_no_csv_is_refused_by_its_name(data: bytes, reason: str, says: str) -> None:
    with pytest.raises(UnusableFile) as refusal:
        read_records(io.BytesIO(data), ["key", "title"])
    assert (refusal.value.reason, refusal.value.message) == (reason, says)


@pytest.mark.parametrize(
    "data",
    [
        CSV,
        b"",
        b"PK,key\n",
        b"pk\x03\x04",
        b"PK\x03\x05",
        b"<h2>",
        b"<key>,title\n",
        b"<p>,title\n",
        b"%PDF,key\n",
        "é,日\n".encode(),
    ],
)
def test_what_may_be_csv_is_not_judged(data: bytes) -> None:
    assert kind_of(data) is None


@pytest.mark.parametrize(
    ("beginning", "says"),
    [
        (b"\x1f\x8b", no_csv("a gzip file", UNPACK)),
        *((start, no_csv("a zip file", UNPACK)) for start in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")),
        *((b"PK\x03\x04 " + part, WORKBOOK) for part in (b"[Content_Types].xml", b"xl/", b"_rels/")),
        *((b"<" + tag + b">", PAGE) for tag in (b"!doctype", b"html", b"head", b"body", b"table", b"meta", b"div")),
        *((b"<" + tag + b">", PAGE) for tag in (b"script", b"style", b"svg", b"pre", b"h1", b"p", b"error", b"P")),
        *((start, PAGE) for start in (b'<?xml version="1.0"?>', b"<?XML?>", b"<!-- x -->")),
        *((start + b"x", UTF16) for start in (b"\xff\xfe", b"\xfe\xff")),
        (b"BZh91AY", no_csv("a bzip2 file", UNPACK)),
        (b"\xfd7zXZ\0", no_csv("an xz file", UNPACK)),
        (b"7z\xbc\xaf\x27\x1c", no_csv("a 7-Zip file", UNPACK)),
        (b"Rar!\x1a\x07\x01", no_csv("a RAR file", UNPACK)),
        (b"\x1f\x9d\x90", no_csv("a compressed file (.Z)", UNPACK)),
        (b"PAR1\x15", no_csv("a Parquet file", "Send the table as CSV in UTF-8.")),
        (
            b"-----BEGIN PGP MESSAGE-----",
            no_csv("an encrypted file (PGP)", "Send it without encryption of its own."),
        ),
    ],
)
def test_each_kind_is_known_by_its_first_bytes_alone(beginning: bytes, says: str) -> None:
    found = kind_of(beginning)
    assert found
    assert found.message == says


def test_utf16_is_told_by_the_first_32_letters_and_no_more() -> None:
    """A header may be in UTF-16 and what follows be anything; a file with zeros later on has another fault."""
    header = "".join(chr(65 + at % 26) for at in range(32)).encode("utf-16-le")
    found = kind_of(header + b"abc" * 20)
    assert found
    assert found.message == UTF16
    nearly = b"A\0" * 29 + b"AAAAAA"  # 29 of 32 pairs
    assert kind_of(nearly + b"A" * 9) == found
    assert kind_of(b"A\0" * 28 + b"A" * 8 + b"A" * 9) != found
    assert kind_of(b"A\0" * 9 + b"AA") == found  # nine in ten
    assert kind_of(b"A\0\0A" * 16) == found
    assert kind_of(b"AA\0A" * 16) != found  # in each second pair
    plain = kind_of(b"A" * 62 + b"\0B" * 300)
    assert plain
    assert plain.message != UTF16
