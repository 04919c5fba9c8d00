"""What is appended to a document for its signature, byte for byte, on a small document as typst writes them."""

import hashlib
import re
import zlib
from datetime import UTC, datetime

import pytest

from laurel.signing.increment import SignatureFacts, UnknownLayout, with_place_for_signature
from laurel.signing.revocation import ValidationInfo

FACTS = SignatureFacts("Zoë", "Ok", datetime(2026, 12, 1, 15, 30, 5, tzinfo=UTC))
CATALOG = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R>>"
TREE = b"<</Type/StructTreeRoot/K[5 0 R]/ParentTree<</Nums[0 7 0 R]>>/ParentTreeNextKey 1>>"
BODY = b"<</Type/StructElem/S/Document/P 4 0 R/K[7 0 R]>>"
SMALL = (CATALOG, PAGES, PAGE, TREE, BODY, b"<</Title(A)>>", b"[5 0 R]")


def pdf_of(*objects: bytes) -> bytes:
    """A document with these objects, numbered from 1."""
    made, places = b"%PDF-1.7\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f\r\n%strailer\n<</Size %d/Root 1 0 R/Info 6 0 R"
        % (
            size,
            table,
            size,
        )
        + b"/ID[(AAA=)(BBB=)]>>\nstartxref\n%d\n%%%%EOF" % len(made)
    )


def added(before: bytes, after: bytes) -> tuple[dict[int, bytes], bytes]:
    """The objects that were appended, found by their table as a reader finds them, and the trailer."""
    assert after.startswith(before + b"\n")
    start = int(after[after.rindex(b"startxref\n") + 10 : -len(b"\n%%EOF\n")])
    table, _, trailer = after[start:].partition(b"trailer\n")
    lines = table.splitlines(keepends=True)
    assert lines[0] == b"xref\n"
    found = dict[int, bytes]()
    for head, entry in zip(lines[1::2], lines[2::2], strict=True):
        assert re.fullmatch(rb"\d{10} 00000 n \n", entry)
        number, count = map(int, head.split())
        begun, place = b"%d 0 obj\n" % number, int(entry[:10])
        assert count == 1
        assert after.startswith(begun, place)
        found[number] = after[place + len(begun) : after.index(b"\nendobj\n", place)]
    return found, trailer.partition(b"startxref")[0]


def signature_with(byte_range: bytes) -> bytes:
    return (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name<feff005a006f00eb>/Reason<feff004f006b>"
        b"/M(D:20261201153005Z)/ByteRange[%s]/Reference[<</Type/SigRef/TransformMethod/DocMDP"
        b"/TransformParams<</Type/TransformParams/V/1.2/P 1>>>>]/Contents<00000000>>>" % byte_range
    )


def test_a_signature_adds_these_objects() -> None:
    before = pdf_of(*SMALL)
    made = with_place_for_signature(before, FACTS, 4)
    objects, trailer = added(before, made.document)
    signed = b"%010d %010d %010d %010d" % (0, made.start - 1, made.end + 1, len(made.document) - made.end - 1)
    assert objects == {
        1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/AcroForm<</Fields[9 0 R]/SigFlags 3>>"
        b"/Perms<</DocMDP 8 0 R>>>>",
        3: b"<</Type/Page/Parent 2 0 R/Annots[9 0 R]>>",
        4: b"<</Type/StructTreeRoot/K[5 0 R]/ParentTree<</Nums[0 7 0 R 1 10 0 R]>>/ParentTreeNextKey 2>>",
        5: b"<</Type/StructElem/S/Document/P 4 0 R/K[7 0 R 10 0 R]>>",
        8: signature_with(signed),
        9: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU(Digital signature)/F 132/Rect[0 0 0 0]/P 3 0 R"
        b"/V 8 0 R/StructParent 1>>",
        10: b"<</Type/StructElem/S/Form/P 5 0 R/Pg 3 0 R/K<</Type/OBJR/Obj 9 0 R/Pg 3 0 R>>>>",
    }
    assert list(objects) == sorted(objects)
    start = before[before.index(b"startxref\n") + 10 : -len(b"\n%%EOF")]
    zeros = made.document[len(before) : made.document.index(b"trailer\n", len(before))].replace(
        signed, b"0000000000 0000000000 0000000000 0000000000"
    )
    digest = hashlib.sha256(before + zeros).hexdigest()[:32].encode()
    assert trailer == b"<</Size 11/Root 1 0 R/Info 6 0 R/ID[(AAA=)<%s>]/Prev %s>>\n" % (digest, start)


def test_the_signature_covers_all_but_its_own_place() -> None:
    made = with_place_for_signature(pdf_of(*SMALL), FACTS, 4)
    before, after = made.document[: made.start - 1], made.document[made.end + 1 :]
    assert before.endswith(b"/Contents")
    assert made.document[made.start - 1 : made.end + 1] == b"<00000000>"
    assert made.signed_part == before + after
    assert made.with_signature(b"\x01\xab") == before + b"<01ab0000>" + after
    assert made.with_signature(b"\x01\x02\x03\x04") == before + b"<01020304>" + after
    with pytest.raises(ValueError) as found:
        made.with_signature(bytes(5))
    assert str(found.value) == "a signature of 5 bytes is longer than the place for it"


def test_what_looks_like_the_place_of_a_signature_is_not_taken_for_it() -> None:
    alike = b"<</Contents<00>/ByteRange[0000000000 0000000000 0000000000 0000000000]>>"
    before = pdf_of(*SMALL, alike)
    info = ValidationInfo((b"/Contents<00000000>",), (), (), FACTS.at)
    made = with_place_for_signature(before, FACTS, 4, info)
    objects, _ = added(before, made.document)
    signed = b"%010d %010d %010d %010d" % (0, made.start - 1, made.end + 1, len(made.document) - made.end - 1)
    assert objects[9] == signature_with(signed)
    assert made.document[made.start - 1 : made.end + 3] == b"<00000000>>>"


def test_a_page_with_notes_keeps_them() -> None:
    noted = pdf_of(CATALOG, PAGES, b"<</Type/Page/Annots[6 0 R 7 0 R]/Parent 2 0 R>>", TREE, BODY, *SMALL[5:])
    objects, _ = added(noted, with_place_for_signature(noted, FACTS, 4).document)
    assert objects[3] == b"<</Type/Page/Annots[6 0 R 7 0 R 9 0 R]/Parent 2 0 R>>"


def stores_of(info: ValidationInfo) -> dict[int, bytes]:
    """What the document says of this store, the store, and the objects in it."""
    before = pdf_of(*SMALL)
    objects, trailer = added(before, with_place_for_signature(before, FACTS, 4, info).document)
    assert trailer.startswith(b"<</Size %d/" % (max(objects) + 1))
    assert objects[1].endswith(b"/Perms<</DocMDP 8 0 R>>/DSS 11 0 R>>")
    return {number: one for number, one in objects.items() if number > 10}


def test_what_authorities_said_is_listed_by_kind() -> None:
    info = ValidationInfo((b"one", b"two\r"), (b"status",), (b"list 1", b"list 2"), FACTS.at)
    assert stores_of(info) == {
        11: b"<</Type/DSS/Certs[12 0 R 13 0 R]/OCSPs[14 0 R]/CRLs[15 0 R 16 0 R]>>",
        12: b"<</Length 3>>stream\none\nendstream",
        13: b"<</Length 4>>stream\ntwo\r\r\nendstream",
        14: b"<</Length 6>>stream\nstatus\nendstream",
        15: b"<</Length 6>>stream\nlist 1\nendstream",
        16: b"<</Length 6>>stream\nlist 2\nendstream",
    }


def test_a_kind_of_which_there_is_nothing_is_not_listed() -> None:
    assert stores_of(ValidationInfo((), (), (b"list",), FACTS.at)) == {
        11: b"<</Type/DSS/CRLs[12 0 R]>>",
        12: b"<</Length 4>>stream\nlist\nendstream",
    }


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def contents(stored: bytes) -> tuple[bytes, bytes]:
    """The entries of a stream, and its bytes."""
    entries, _, packed = stored.partition(b"\nstream\n")
    packed = packed.removesuffix(b"endstream")
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(packed)
    assert unpacking.unused_data in (b"\n", b"\r\n")
    assert entries.startswith(b"<</Length %d/" % (len(packed) - len(unpacking.unused_data)))
    return re.sub(rb"/Length \d+", b"", entries), data


LETTERS = b"<000A> <0061>\n<00AB> <004A030C>\n<00BC> <004A030C>\n"
RUN = b"/Span<</MCID %d>>BDC\nq 1 0 0 -1 10 %d cm/c0 cs\nBT/f0 9 Tf 1 0 0 -1 0 0 Tm[%s]TJ\nET\nQ\nEMC"
SPLIT = RUN % (1, 20, b"<000A00AB>") + RUN % (2, 18, b"/Span<</ActualText<FEFF004A030C>>>BDC<00BC>\nEMC")


def drawn(*pages: bytes) -> bytes:
    """A document of pages with these contents, and one font: of an a, and of a J with a caron in two parts."""
    first = 9 + 2
    numbers = [first + 2 * at for at in range(len(pages))]
    listed = b"<</Type/Pages/Kids[%s]/MediaBox[9 0 R]>>" % b" ".join(b"%d 0 R" % number for number in numbers)
    fonts = [b"<</Font<</f0 9 0 R>>>>", b"<</Type/Font/ToUnicode 10 0 R>>", stream(LETTERS)]
    page = b"<</Type/Page/Resources 8 0 R/Contents %d 0 R>>"
    each = [one for number, text in zip(numbers, pages, strict=True) for one in (page % (number + 1), stream(text))]
    return pdf_of(CATALOG, listed, PAGE, TREE, BODY, *SMALL[5:], *fonts, *each)


def readable(pdf: bytes, *texts: str) -> dict[int, tuple[bytes, bytes]]:
    """The streams that are changed so that the document says these texts."""
    objects, _ = added(pdf, with_place_for_signature(pdf, FACTS, 4, texts=texts).document)
    return {number: contents(one) for number, one in objects.items() if b"/FlateDecode" in one}


def test_a_letter_in_parts_becomes_one_run_and_each_glyph_stands_for_its_part() -> None:
    pdf = drawn(RUN % (1, 20, b"<000A>"), SPLIT, SPLIT)
    merged = (
        b"/Span<</MCID 1>>BDC\nq 1 0 0 -1 10 20 cm/c0 cs\nBT/Span<</ActualText<FEFF0061004A030C>>>BDC"
        b"/f0 9 Tf 1 0 0 -1 0.00000 0.00000 Tm[<000A00AB>]TJ\n/f0 9 Tf 1 0 0 -1 0.00000 2.00000 Tm[<00BC>]TJ"
        b"\nEMC\nET\nQ\nEMC/Span<</MCID 2>>BDC\nEMC"
    )
    assert readable(pdf, "An", "x aJ\u030c y") == {
        10: (b"<</Filter/FlateDecode/Type/CMap/WMode 0>>", b"<000A> <0061>\n<00AB> <004A>\n<00BC> <030C>\n"),
        14: (b"<</Filter/FlateDecode>>", merged),
        16: (b"<</Filter/FlateDecode>>", merged),
    }
    for texts in ((), ("a",), ("An",)):
        assert readable(pdf, *texts) == {}


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (b"%%EOF", b"%%EOF\n", "no trailer"),
        (b"xref\n0 ", b"xref\n1 ", "no table of objects"),
        (b"/StructTreeRoot 4", b"/XtructTreeRoot 4", r"no /StructTreeRoot (\d+) 0 R"),
        (b"/ParentTreeNextKey", b"/XarentTreeNextKey", r"no /ParentTreeNextKey (\d+)"),
        (b"/StructTreeRoot 4", b"/StructTreeRoot 3", r"no /K\[(\d+) 0 R\]"),
        (b"4 0 obj", b"9 0 obj", "object 4"),
        (b"\nendobj", b"\nendxxx", "object 1"),
        (b"/Pages 2", b"/Pages x", r"no /Pages (\d+) 0 R"),
        (b"/Kids[3", b"/Kids[x", r"no /Kids\[(\d+) 0 R"),
        (b"/K[5 0 R]", b"/K[5 0 X]", r"no /K\[(\d+) 0 R\]"),
        (b"/Nums[0", b"/Xums[0", r"0 places of /Nums\[([^\]]*)\]"),
        (b"/ParentTreeNextKey 1>>", b"/ParentTreeNextKey 1/Nums[1 7 0 R]>>", r"2 places of /Nums\[([^\]]*)\]"),
    ],
)
def test_another_layout_is_named(before: bytes, after: bytes, says: str) -> None:
    pdf = pdf_of(*SMALL)
    assert before in pdf
    if len(before) == len(after):
        changed = pdf.replace(before, after)
    else:
        changed = pdf_of(*(one.replace(before, after) for one in SMALL))
        changed = changed if changed != pdf else pdf.replace(before, after)
    with pytest.raises(UnknownLayout) as found:
        with_place_for_signature(changed, FACTS, 4)
    assert str(found.value) == says


def test_what_should_be_packed_and_is_not_is_named() -> None:
    plain = drawn(SPLIT).replace(b"/Filter/FlateDecode", b"/Filter/XlateDecode")
    with pytest.raises(UnknownLayout) as found:
        with_place_for_signature(plain, FACTS, 4, texts=["J\u030c"])
    assert str(found.value) == "object 10 is no stream"
