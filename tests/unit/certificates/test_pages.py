"""The printed pages: their text as another program reads it, the QR code, the pictures that were approved."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from laurel.catalog.activity import Kind
from laurel.certificates.content import CertificateContent
from laurel.learners.profile import Paper
from laurel.statements import Statement
from tests.unit.certificates.approve import PICTURES, render
from tests.unit.certificates.pages import (
    APPROVED,
    bare,
    difference,
    holds,
    picture_of,
    printed,
    read,
    text_of,
    tool,
)
from tests.unit.certificates.samples import ACTIVITY, ADDRESS, NUMBER, content, logo, sessions, with_logo
from tests.unit.certificates.scripts_of_the_world import NAMES

# The most by which a page may differ: how poppler's versions draw edges, but not a word that moved.
TOLERANCE = 8


def all_texts(said: CertificateContent) -> list[str]:
    """Everything that the content says, in reading order."""
    return [
        said.kicker,
        said.heading,
        said.provider,
        said.opening,
        said.learner,
        said.deed,
        said.activity,
        said.occasion,
        said.award_lead,
        said.award,
        *(text for one in said.details for text in (one.label, one.value)),
        *(text for one in said.areas for text in (one.area, one.hours)),
        *said.paragraphs,
        said.number,
        said.issued,
        said.verification_url,
        said.signatory,
        said.signatory_title,
        said.annexe_heading,
        *(text for line in said.sessions for text in (line.held_on, line.title, line.area or "", line.credits)),
        said.total,
    ]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("statement", Statement)
def test_everything_in_the_content_is_printed(statement: Statement, paper: Paper) -> None:
    said = content(statement, paper=paper)
    text = bare(text_of(printed(said)))
    assert [one for one in all_texts(said) if bare(one) not in text] == []


@pytest.mark.parametrize("statement", Statement)
def test_it_is_read_in_the_order_in_which_it_is_meant(statement: Statement) -> None:
    said = content(statement, sessions=sessions(3))
    tagged = bare("".join(page.extract_text() for page in read(printed(said)).pages))
    at = 0
    for text in all_texts(said):
        found = tagged.find(bare(text), at)
        assert found >= 0, text
        at = found


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_and_titles_in_every_script_can_be_read_back(name: str) -> None:
    pdf = printed(content(learner=name, activity=replace(ACTIVITY, title=name)))
    lines = [bare(line) for line in text_of(pdf).splitlines()]
    # As the heading, as the title, and once more each above the annexe. Of mixed directions poppler gives the order of
    # the page, so that words are looked for one by one.
    for word in name.split():
        assert sum(bare(word) in line for line in lines) >= 4, word


@pytest.mark.parametrize("statement", Statement)
def test_the_certificate_itself_fits_on_one_page(statement: Statement) -> None:
    said = content(
        statement,
        issuer=with_logo(),
        learner="Anastasia-Maximiliana von Hohenlohe-Schillingsfürst y Fernández de Córdoba",
        activity=replace(ACTIVITY, title=("Antimicrobial Resistance in Clinical Laboratories " * 6).strip()),
    )
    document = read(printed(said, logo()))
    assert len(document.pages) == 2
    assert NUMBER in document.pages[0].extract_text()
    assert said.signatory_title in document.pages[0].extract_text()


@pytest.mark.slow
@pytest.mark.parametrize("statement", Statement)
def test_sixty_sessions_run_over_pages_with_repeated_headings(statement: Statement) -> None:
    said = content(statement, sessions=sessions(120))
    document = read(printed(said))
    texts = [page.extract_text() for page in document.pages]
    assert len(texts) >= 4
    for number, text in enumerate(texts, start=1):
        assert f"Certificate {NUMBER} · Page {number} of {len(texts)}" in text
    for text in texts[1:]:
        assert text.count("Date") >= 1
        assert said.credits_label in text
    assert "Total" in texts[-1]
    numbers = [int(found) for text in texts[1:] for found in re.findall(r"Session (\d+):", text)]
    assert numbers == list(range(1, 121))


def test_a_course_without_annexe_has_one_page_without_a_page_number() -> None:
    only = replace(sessions(1)[0], title=ACTIVITY.title)
    document = read(printed(content(activity=replace(ACTIVITY, kind=Kind.ONLINE), sessions=(only,))))
    assert len(document.pages) == 1
    assert "Page 1" not in document.pages[0].extract_text()


@pytest.mark.parametrize(("paper", "size"), [(Paper.LETTER, (792, 612)), (Paper.A4, (842, 595))])
def test_the_paper_is_the_learners(paper: Paper, size: tuple[int, int]) -> None:
    first, second = read(printed(content(paper=paper))).pages
    assert (round(first.mediabox.width), round(first.mediabox.height)) == size
    assert (round(second.mediabox.width), round(second.mediabox.height)) == size[::-1]


@pytest.mark.long
@pytest.mark.parametrize("statement", Statement)
@pytest.mark.parametrize("address", [ADDRESS, "https://" + "long." * 30 + f"example.org/v1/verify/{NUMBER}"])
def test_a_phone_reads_the_qr_code_of_the_printed_page(statement: Statement, address: str, tmp_path) -> None:
    pdf = printed(content(statement, verification_url=address))
    assert holds(pdf, address)
    # As a phone sees it: 150 dots to the inch, in gray.
    picture_of(pdf, dpi=150).save(tmp_path / "page.png")
    assert tool("zbarimg", "--quiet", "--raw", str(tmp_path / "page.png")).decode().strip() == address


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_pages_look_as_they_were_approved(name: str) -> None:
    approved = APPROVED / f"{name}.png"
    assert approved.is_file(), f"Look at the page, then approve it: python -m tests.unit.certificates.approve {name}"
    assert difference(render(name), Image.open(approved)) <= TOLERANCE


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.model_copy(update={"learner": "Ada Marie Lukaszewicz"}),
        lambda said: said.model_copy(update={"award": "6 P.A.C.E.® contact hours"}),
        lambda said: said.model_copy(update={"occasion": "Completed on June 8, 2026"}),
        lambda said: said.model_copy(update={"verification_url": "https://ce.example.org/v1/verify/7XKDA-9GQMT-C4WHF"}),
        lambda said: said.model_copy(update={"signatory_title": ""}),
    ],
)
def test_a_changed_word_is_seen(change: Callable[[CertificateContent], CertificateContent]) -> None:
    said = content()
    assert difference(picture_of(printed(said)), picture_of(printed(change(said)))) > TOLERANCE
