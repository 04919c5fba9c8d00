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


@pytest.mark.parametrize(
    ("data", "reason", "says"),
    [
        (gzip.compress(CSV, mtime=0), "not_csv", "gzip"),
        (bz2.compress(CSV), "not_csv", "bzip2"),
        (lzma.compress(CSV), "not_csv", "xz"),
        (zipped(feed_DOT_csv=CSV), "not_csv", "a zip file"),
        (zipped(_rels__x=b"", xl__workbook_DOT_xml=b"<x/>"), "not_csv", ".xlsx"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "not_csv", "LibreOffice"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_csv", ".xls"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "not_csv", "a PDF"),
        (b"<!DOCTYPE html>\n<html><table></table></html>", "not_csv", "HTML"),
        (b"\xef\xbb\xbf\r\n <html lang='en'>", "not_csv", "HTML"),
        (b'<?xml version="1.0"?>\n<Workbook/>', "not_csv", "XML"),
        (b"{\\rtf1\\ansi}", "not_csv", "RTF"),
        (CSV.decode().encode("utf-16"), "not_utf8", "UTF-16"),
        (CSV.decode().encode("utf-16-le"), "not_utf8", "UTF-16"),
        (CSV.decode().encode("utf-32"), "not_utf8", "UTF-16"),
        (zipped(), "not_csv", "a zip file"),
        (b"<Error><Code>AccessDenied</Code></Error>", "not_csv", "HTML"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_csv", "picture"),
        (b"feed.csv" + b"\0" * 249 + b"ustar\x0000" + b"\0" * 247 + CSV, "not_csv", "tar"),
        (b"\0" * 600, "not_utf8", "binary zeros"),
    ],
)
def test_what_is_no_csv_is_refused_by_its_name(data: bytes, reason: str, says: str) -> None:
    with pytest.raises(UnusableFile, match=says) as refusal:
        read_records(io.BytesIO(data), ["key", "title"])
    assert refusal.value.reason == reason
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    "data", [CSV, b"", b"PK,key\n", b"<key>,title\n", b"<p>,title\n", b"%PDF,key\n", "é,日\n".encode()]
)
def test_what_may_be_csv_is_not_judged(data: bytes) -> None:
    assert kind_of(data) is None
