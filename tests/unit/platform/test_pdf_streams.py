"""Data that end with CR end clearly, and the document's table still finds each object."""

import re

import pytest

from laurel.certificates.rendering import PdfRenderer
from laurel.platform.pdf_streams import line_end, with_clear_ends
from tests.unit.certificates.pages import nonconformities
from tests.unit.certificates.samples import FONTS, content

_LAST_BYTE = re.compile(rb"[^\r](?=\nendstream)", re.DOTALL)


@pytest.fixture(scope="module")
def document() -> bytes:
    return PdfRenderer(FONTS).render(content())


def ending_with_cr(document: bytes, which: slice) -> bytes:
    """`document`, of which some streams now end with CR."""
    changed = bytearray(document)
    for found in list(_LAST_BYTE.finditer(document))[which]:
        changed[found.start()] = 0x0D
    return bytes(changed)


def misplaced(document: bytes) -> list[int]:
    """The numbers of the objects that are not where the table says."""
    start = int(document[document.rindex(b"startxref\n") + 10 :].split()[0])
    entries = document[start:].split(b"trailer")[0].splitlines()[2:]
    return [
        number
        for number, entry in enumerate(entries)
        if b" n" in entry and not document.startswith(b"%d 0 obj\n" % number, int(entry[:10]))
    ]


def lengths(document: bytes) -> list[str]:
    return [one for one in nonconformities(document) if "STREAM-LENGTH" in one]


@pytest.mark.parametrize("which", [slice(0, 1), slice(3, 5), slice(-1, None), slice(None)])
def test_data_that_end_with_cr_end_clearly(document: bytes, which: slice) -> None:
    unclear = ending_with_cr(document, which)
    assert lengths(unclear) != []
    clear = with_clear_ends(unclear)
    assert lengths(clear) == []
    assert misplaced(unclear) == misplaced(clear) == []
    assert clear.replace(b"\r\r\nendstream", b"\r\nendstream")[: unclear.rindex(b"\nxref\n")].startswith(
        unclear[: unclear.rindex(b"\nxref\n")]
    )


def test_the_table_is_the_last_one_and_what_follows_its_place_stays() -> None:
    """An older table, or its words in a stream, are data."""
    data = b"0 obj\r\nendstream\nxref\n0000000009 00000 n\nstartxref\n5\nx"
    pdf = data + b"\nxref\n0000000003 00000 n\n0000000009 00000 n\nstartxref\n60\n%%EOF\nmore\n"
    assert with_clear_ends(pdf) == data.replace(b"\r\n", b"\r\r\n") + (
        b"\nxref\n0000000003 00000 n\n0000000010 00000 n\nstartxref\n61\n%%EOF\nmore\n"
    )


def test_other_documents_stay_as_they_are(document: bytes) -> None:
    other = document.replace(b"\r\nendstream", b" \nendstream")
    assert with_clear_ends(other) is other


def test_a_line_end_is_no_part_of_the_data() -> None:
    assert (line_end(b"a\n"), line_end(b""), line_end(b"a\r")) == (b"\n", b"\n", b"\r\n")
