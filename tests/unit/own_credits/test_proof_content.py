"""What a proof is, by its content: four formats, each whole, and nothing else before, after or around it."""

import io
import zipfile

import pytest

from laurel.own_credits.own_credit import ProofType
from laurel.own_credits.proof_content import checked
from tests.unit.own_credits.proofs import HEIC_FILE, JPEG_FILE, PDF_FILE, PNG_FILE, box, chunk, segment

GOOD = {ProofType.PDF: PDF_FILE, ProofType.PNG: PNG_FILE, ProofType.JPEG: JPEG_FILE, ProofType.HEIC: HEIC_FILE}


def zipped(before: bytes = b"") -> bytes:
    file = io.BytesIO(before)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("run.js", "alert(1)")
    return file.getvalue()


@pytest.mark.parametrize("kind", GOOD, ids=str)
def test_a_whole_file_is_what_its_content_says(kind: ProofType) -> None:
    found = checked(GOOD[kind])
    assert found and (found.type, found.data) == (kind, GOOD[kind])


@pytest.mark.parametrize("kind", GOOD, ids=str)
def test_a_file_that_was_cut_off_is_not_taken(kind: ProofType) -> None:
    # The last bytes of a PDF are a line break, which may be absent.
    assert [end for end in range(len(GOOD[kind]) - 1) if checked(GOOD[kind][:end])] == []


@pytest.mark.parametrize("kind", GOOD, ids=str)
@pytest.mark.parametrize("tail", [zipped(), b"<html><script>alert(1)</script>", b"MZ\x90\0", PDF_FILE])
def test_a_second_file_behind_the_first_is_refused_or_cut_off(kind: ProofType, tail: bytes) -> None:
    found = checked(GOOD[kind] + tail)
    if kind is ProofType.PDF and tail is PDF_FILE:  # one PDF with an update is that, too
        assert found
    elif found:  # what cameras add
        assert found.type is ProofType.JPEG
        assert found.data == JPEG_FILE
    else:
        assert kind is not ProofType.JPEG or b"PK" in tail or b"<" in tail


@pytest.mark.parametrize("head", [b"<html>", b"GIF89a", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b" "])
@pytest.mark.parametrize("kind", GOOD, ids=str)
def test_a_second_file_before_the_first_is_refused(kind: ProofType, head: bytes) -> None:
    assert checked(head + GOOD[kind]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<!doctype html><html><body>%PDF-1.7 %%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF",
        b"%PDF-1.7\n< HTML>\n%%EOF",
        b"%PDF-1.7\n/OpenAction<</S/JavaScript/JS(app.alert(1))>>\n%%EOF",
        b"%PDF-1.7\n<</S/Launch/F(cmd.exe)>>\n%%EOF",
        zipped(b"%PDF-1.7\n")[:-2] + b"\x05\0%%EOF",  # the end of a PDF as the comment of a ZIP file
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        PNG_FILE[:30] + b"\0" + PNG_FILE[31:],  # a checksum that is wrong
        PNG_FILE.replace(chunk(b"IEND"), b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND"),
        b"\xff\xd8" + segment(0xE1, b"Exif") + b"\xff\xd9",  # no picture in it
        b"\xff\xd8" + segment(0xFE, b"<html><script>alert(1)</script>") + JPEG_FILE[2:],
        box(b"ftyp", b"mp42\0\0\0\0isom") + box(b"meta") + box(b"mdat"),  # a film
        box(b"ftyp", b"heic\0\0\0\0heic") + box(b"moov") + box(b"meta") + box(b"mdat"),
        box(b"ftyp", b"heic\0\0\0\0heic") + box(b"meta"),
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    assert checked(data) is None


def test_what_a_camera_adds_behind_a_jpeg_is_cut_off() -> None:
    found = checked(JPEG_FILE + b"SEFH\0\1\2\3")
    assert found
    assert found.data == JPEG_FILE


def test_a_jpeg_with_several_scans_ends_at_the_last() -> None:
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x01\xff\x00"
    progressive = JPEG_FILE[:-2] + segment(0xC4, b"\0" * 17) + scan + b"\xff\xd9"
    found = checked(progressive + b"tail")
    assert found
    assert found.data == progressive


def test_a_segment_of_a_jpeg_is_passed_over_by_its_whole_length() -> None:
    data = JPEG_FILE[:2] + segment(0xE1, b"\xff\xd9" * 200) + JPEG_FILE[2:]
    found = checked(data)
    assert found
    assert found.data == data


def test_a_picture_without_a_scan_is_none() -> None:
    tables = segment(0xDB, b"\0" * 65)
    assert checked(JPEG_FILE[: JPEG_FILE.index(b"\xff\xda")] + tables + b"\xff\xd9") is None


@pytest.mark.parametrize("fill", [b"\xff", b"\xff\xff"])
@pytest.mark.parametrize("marker", [b"\xff\xc0", b"\xff\xd9"], ids=["frame", "end"])
def test_bytes_that_fill_may_stand_before_each_mark(marker: bytes, fill: bytes) -> None:
    data = JPEG_FILE.replace(marker, fill + marker)
    found = checked(data + b"tail")
    assert found
    assert found.data == data


def test_a_heic_with_a_long_box_is_walked_to_its_end() -> None:
    long_box = (1).to_bytes(4) + b"mdat" + (16 + 3).to_bytes(8) + b"abc"
    data = box(b"ftyp", b"mif1\0\0\0\0mif1") + box(b"meta", b"\0\0\0\0") + long_box
    assert checked(data)
    assert checked(data + b"\0") is None


def test_the_end_of_a_pdf_stands_at_the_end_of_the_file() -> None:
    spaces = 1024 - len(b"%%EOF\n")
    assert checked(PDF_FILE + b" " * spaces)
    assert checked(PDF_FILE + b" " * (spaces + 1)) is None


def test_a_picture_without_a_frame_is_none() -> None:
    frame = segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0")
    tables = segment(0xDB, b"\0" * 65) + segment(0xC4, b"\0" * 17) + segment(0xC8, b"\0") + segment(0xCC, b"\0")
    assert checked(JPEG_FILE.replace(frame, tables + frame))
    assert checked(JPEG_FILE.replace(frame, tables)) is None


def test_a_heic_may_end_with_an_empty_box() -> None:
    assert checked(HEIC_FILE + box(b"free"))
    assert checked(HEIC_FILE + box(b"free")[:-1]) is None


def test_a_long_box_has_its_length_in_eight_bytes() -> None:
    head, size = HEIC_FILE.removesuffix(box(b"mdat", b"picture")), 16 + len(b"picture")
    assert checked(head + b"\0\0\0\1mdat" + size.to_bytes(8) + b"picture")
    assert checked(head + b"\0\0\0\1mdat" + (size + (1 << 56)).to_bytes(8) + b"picture") is None


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"heim", b"heis", b"mif1"])
def test_each_brand_of_a_picture_is_taken_as_the_first_or_as_a_further_one(brand: bytes) -> None:
    rest = box(b"meta", b"\0\0\0\0") + box(b"free") + box(b"skip", b"x") + box(b"mdat", b"picture")
    for brands in (brand + b"\0\0\0\0", b"msf1\0\0\0\0miaf" + brand):
        found = checked(box(b"ftyp", brands) + rest)
        assert found
        assert found.type is ProofType.HEIC
    # Between the two is a version, not a brand.
    assert checked(box(b"ftyp", b"msf1" + brand) + rest) is None


def test_a_picture_ends_at_its_end_whatever_follows_in_the_form_of_chunks() -> None:
    assert checked(PNG_FILE + chunk(b"tEXt", b"more") + chunk(b"IEND")) is None


@pytest.mark.parametrize(("marker", "goes_on"), [(0xCF, False), (0xD0, True), (0xD7, True), (0xD8, False)])
def test_only_marks_of_restart_are_within_a_scan(marker: int, goes_on: bool) -> None:
    """Whatever else is marked ends the scan, and what follows must be a segment of its own length."""
    data = JPEG_FILE[:-2] + bytes([0xFF, marker]) + b"\xff\xff\xff\xff\xff\xd9"
    assert (checked(data) is not None) is goes_on


@pytest.mark.parametrize(("length", "is_taken"), [(65_557, False), (65_558, True)])
def test_the_end_of_an_archive_is_looked_for_where_it_can_be(length: int, is_taken: bool) -> None:
    tail = b"PK\x05\x06" + b" " * (length - 4 - len(PDF_FILE)) + PDF_FILE
    assert (checked(b"%PDF-1.7\n" + tail) is not None) is is_taken


@pytest.mark.parametrize(("marker", "is_frame"), [(0xBF, False), (0xC0, True), (0xC2, True), (0xCF, True)])
def test_each_kind_of_frame_makes_a_picture(marker: int, is_frame: bool) -> None:
    frame = b"\x08\0\1\0\1\1\1\x11\0"
    picture = JPEG_FILE.replace(segment(0xC0, frame), segment(marker, frame))
    assert (checked(picture) is not None) is is_frame
