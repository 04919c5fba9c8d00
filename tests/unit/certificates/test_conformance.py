"""The document as an archive and a screen reader take it: PDF/A-3a, PDF/UA-1, structure, language, fonts."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf.generic import IndirectObject

from laurel.certificates.logo import Logo, check_logo
from laurel.learners.profile import Paper
from laurel.statements import Statement
from tests.unit.certificates.pages import nonconformities, printed, read, tool
from tests.unit.certificates.samples import ADDRESS, ISSUER, NUMBER, content, logo, sessions, with_logo
from tests.unit.certificates.scripts_of_the_world import NAMES


def png_logo(mode: str) -> Logo:
    page = io.BytesIO()
    Image.linear_gradient("L").resize((200, 80)).convert(mode).save(page, "PNG")
    return check_logo(page.getvalue())


def elements(pdf: bytes) -> Iterator[dict[str, Any]]:
    """The elements of the structure tree, in reading order."""

    def below(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for one in node:
                yield from below(one)
        elif isinstance(node, dict) and "/S" in node:
            yield node
            yield from below(node.get("/K", []))

    yield from below(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])


def tags(pdf: bytes) -> list[str]:
    return [element["/S"] for element in elements(pdf)]


@pytest.mark.slow
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("statement", Statement)
def test_every_layout_is_archival_and_accessible(statement: Statement, paper: Paper, tmp_path: Path) -> None:
    pdf = printed(content(statement, paper=paper, issuer=with_logo(), sessions=sessions(60)), logo())
    assert nonconformities(pdf) == []
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    assert b"No syntax or stream encoding errors found" in tool("qpdf", "--check", str(tmp_path / "certificate.pdf"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_script_is_archival_and_accessible(name: str) -> None:
    assert nonconformities(printed(content(learner=name))) == []


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_logo_is_printed(mode: str) -> None:
    picture = png_logo(mode)
    pdf = printed(content(issuer=replace(ISSUER, logo=picture)), picture)
    assert nonconformities(pdf) == []
    assert any("/Figure" in tag for tag in tags(pdf))


def test_the_checker_finds_faults() -> None:
    pdf = printed(content())
    assert nonconformities(pdf.replace(b"/MarkInfo", b"/XarkInfo"))
    assert nonconformities(re.sub(rb"/Alt\(", b"/Xlt(", pdf))


@pytest.mark.parametrize("statement", Statement)
def test_title_language_and_marks(statement: Statement) -> None:
    document = read(printed(content(statement)))
    root = document.trailer["/Root"]
    assert document.metadata.title == content(statement).document_title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert str(root["/Lang"]) == "en-US"
    assert root["/MarkInfo"]["/Marked"].value is True
    marks = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>3<.*<pdfaid:conformance>A<", marks, re.DOTALL)
    assert "<pdfuaid:part>1<" in marks
    assert "2026-06-20T00:00:00" in marks


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_all_fonts_are_embedded(name: str) -> None:
    document = read(printed(content(learner=name)))
    fonts = [
        descendant.get_object()["/FontDescriptor"]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)


def test_headings_pictures_links_and_tables_are_tagged() -> None:
    pdf = printed(content(Statement.FLORIDA, issuer=with_logo(), sessions=sessions(60)), logo())
    found = tags(pdf)
    assert found.count("/H1") == 1
    assert found.count("/H2") == 1
    assert found.count("/Table") == 2
    # Two columns of areas; four of the annexe, tagged once although they are printed on every page.
    assert found.count("/TH") == 2 + 4
    assert found.count("/Link") == 1
    alternatives = [str(element["/Alt"]) for element in elements(pdf) if element["/S"] == "/Figure"]
    assert alternatives == ["Logo of Example Society for Microbiology", f"QR code of the address {ADDRESS}"]


def test_the_link_leads_to_the_verification() -> None:
    page = read(printed(content())).pages[0]
    assert [note.get_object()["/A"]["/URI"] for note in page["/Annots"]] == [ADDRESS]


@pytest.mark.parametrize(
    ("name", "language"),
    [("فاطمة", "ar"), ("שרה", "he"), ("髙橋 さくら", "ja"), ("欧阳", "zh-CN"), ("歐陽", "zh-TW"), ("김서연", "ko")],
)
def test_names_carry_their_language(name: str, language: str) -> None:
    page = read(printed(content(learner=name))).pages[0]
    assert f"/Lang({language})" in page.get_contents().get_data().decode("latin-1").replace("/Lang (", "/Lang(")


def test_ornaments_are_no_part_of_what_is_read() -> None:
    pdf = printed(content())
    content_stream = read(pdf).pages[0].get_contents().get_data()
    assert content_stream.count(b"/Artifact") >= 3
    assert [element for element in elements(pdf) if element["/S"] == "/Figure" and "/Alt" not in element] == []


def test_the_number_of_the_certificate_is_found_by_a_search_of_the_file() -> None:
    assert NUMBER in read(printed(content())).pages[0].extract_text()
