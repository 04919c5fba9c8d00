"""The name and the titles are in the PDF as they were given, whatever a reader makes of the letters that are drawn."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from laurel.certificates.plain_text import plain_text
from laurel.statements import Statement
from tests.unit.certificates.pages import nonconformities, read, tool
from tests.unit.certificates.samples import content, renderer, sessions
from tests.unit.certificates.scripts_of_the_world import NAMES, OTHER_NAMES

# Letters with marks that have no form of their own, and scripts that join letters: copied text is often wrong.
HARD = {
    "lithuanian": "Rū́ta Klevaitė̃",
    "transliterated": "Anna T̀ira K͟hāled",
    "yoruba": "Fọláṣadé Ọ̀ṣọ́bà",
    "khmer": "សុភា ខៀវ",
    "bengali": "কৌশিক চক্রবর্তী",
    "thai": "ปิ่นแก้ว น้ำใจ",
}
EVERY = {**NAMES, **OTHER_NAMES, **{f"hard {name}": text for name, text in HARD.items()}}

VERSION_2 = """\
Certificate of Continuing Education
Example Society for Microbiology
certifies that Ada Marie Łukasiewicz
has successfully completed the program titled Clinical Microbiology Today: From Blood Culture to Genome
Example Convention Center, Atlanta, Georgia · completed on June 8, 2026
and is awarded 0.5 P.A.C.E.® contact hours

P.A.C.E.® program number: 578-104-26
Level of instruction: Intermediate
Format: Live meeting
Location: Example Convention Center, Atlanta, Georgia
Activity dates: June 4–8, 2026
Date of completion: June 8, 2026
Contact hours: 0.5
The Example Society for Microbiology is approved as a provider of continuing education programs \
in the clinical laboratory sciences by the ASCLS P.A.C.E.® Program.
Grace Okonkwo, PhD, Director of Education
Certificate number: 7XKDA-9GQMT-C4WHE
Date of issue: June 20, 2026
https://ce.example.org/v1/verify/7XKDA-9GQMT-C4WHE
June 4, 2026, Session 1: Resistance, and how it is found, 0.5
"""


def attached_text(pdf: bytes) -> str:
    (text,) = dict(PdfReader(io.BytesIO(pdf)).attachments)["certificate.txt"]
    return text.decode()


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY.values(), ids=EVERY)
def test_the_title_and_the_attached_text_have_the_name_as_it_was_given(name: str) -> None:
    given = unicodedata.normalize("NFC", name)
    pdf = renderer().render(content(learner=name), badge="e.e.e")
    assert f"\ncertifies that {given}\n" in attached_text(pdf)
    assert given in read(pdf).metadata.title
    assert given in tool("pdfinfo", "-", given=pdf).decode().partition("\n")[0]


@pytest.mark.parametrize("statement", Statement)
def test_the_attached_text_says_all_that_is_printed(statement: Statement) -> None:
    printed = content(statement)
    text = attached_text(renderer().render(printed, badge="e.e.e"))
    facts = [printed.activity, printed.provider, printed.award, printed.signatory, printed.number]
    facts += [detail.value for detail in printed.details] + [session.title for session in printed.sessions]
    facts += [printed.verification_url, *printed.paragraphs, *(area.hours for area in printed.areas)]
    assert [fact for fact in facts if fact not in text] == []


def test_the_text_of_a_template_version_stays_as_it_is() -> None:
    """A lost document is printed again with the same bytes. For another text, increment the template version."""
    printed = content(sessions=sessions(1))
    assert printed.template_version == "2"
    assert plain_text(printed) == VERSION_2


def test_both_attachments_leave_the_document_archival_and_accessible() -> None:
    pdf = renderer().render(content(learner=HARD["khmer"]), badge="e" * 2_500)
    assert sorted(dict(PdfReader(io.BytesIO(pdf)).attachments)) == ["certificate.txt", "open-badge.jwt"]
    assert nonconformities(pdf) == []
