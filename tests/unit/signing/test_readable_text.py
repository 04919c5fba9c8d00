"""A signed document says its text as it was given, in readers that know ActualText and in those that do not."""

import zlib
from functools import cache
from unicodedata import normalize

import pytest
from PIL import ImageChops

from laurel.certificates.content import CertificateContent, SessionLine
from laurel.certificates.rendering import texts_of
from laurel.signing import increment
from laurel.signing.readable_text import _pieces
from tests.unit.certificates.pages import bare, nonconformities, picture_of, printed, read, text_of
from tests.unit.certificates.samples import content
from tests.unit.signing.test_signer import World

# The sequences of DIN 91379: letters with marks that have no code of their own.
_DIN_91379 = (
    "A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦ P̀ P̄ P̕ P̣ R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱"
    " T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧ a̋ c̀ c̄ c̆ c̈ c̕ c̣ c̦ c̨̆ d̂ f̀ f̄ g̀ h̄ h̦ j́ k̀ k̂ k̄ k̇ k̕ k̛ k̦ l̂ l̥ l̥̄ l̦ m̀ m̂ m̆ m̐ n̂ n̄ n̆ n̦ p̀ p̄ p̕ p̣ r̆ r̥ r̥̄"
    " s̀ s̄ s̛̄ s̱ t̀ t̄ t̕ t̛ u̇ z̀ z̄ z̆ z̈ z̧"
    " K͟H K͟h k͟h Ç̆ Û̄ ç̆ û̄ ÿ́ Č̕ Č̣ č̕ č̣ ē̍ Ī́ ī́ ō̍ Ž̦ Ž̧ ž̦ ž̧ Ḳ̄ ḳ̄ Ṣ̄ ṣ̄ Ṭ̄ ṭ̄ Ạ̈ ạ̈ Ọ̈ ọ̈ Ụ̄ Ụ̈ ụ̄ ụ̈"
)
LETTERS = [f"An{one}a" for one in normalize("NFC", _DIN_91379).split()]
# Readers that know no ActualText find these too: a letter, and marks in the order of the text.
MARKED = ["Adérónkẹ́ Ọ̀ṣọ́bà", "Jū̃ratė Petráitė", "Anna T̀T̀ira", "กุหลาบ ชื่นใจ", *LETTERS]
JOINED = [
    "ស្រីពៅ វ៉ាន់ដា",
    "ស្រីមុំ ចាន់",
    "শ্রাবন্তী মুখোপাধ্যায়",
    "সৌমিত্র চট্টোপাধ্যায়",
    "ปิ่นแก้ว น้ำใจ",
    "क्षितिजा त्रिपाठी",
    "ခင်မြတ်နိုး",
    "ഉണ്ണികൃഷ്ണൻ",
]


def signed(said: CertificateContent) -> bytes:
    pdf = printed(said)
    end = World().signer.increment(pdf, list(texts_of(said.model_dump())))
    assert end
    return pdf + end


def with_titles(titles: list[str]) -> CertificateContent:
    lines = tuple(SessionLine(held_on="June 4, 2026", title=f"<{one}>", credits="1") for one in titles)
    return content().model_copy(update={"sessions": lines})


@cache
def annexe(*titles: str) -> bytes:
    return signed(with_titles(list(titles)))


def lacking(pdf_text: str, texts: list[str]) -> list[str]:
    """The texts that are not in it whole."""
    found = bare(pdf_text)
    return [one for one in texts if bare(f"<{one}>") not in found]


@pytest.mark.slow
def test_poppler_reads_every_title_as_it_was_given() -> None:
    pdf = annexe(*MARKED, *JOINED)
    assert lacking(text_of(pdf), MARKED + JOINED) == []
    assert lacking(text_of(printed(with_titles(MARKED + JOINED))), MARKED + JOINED) != []


def test_readers_without_actual_text_read_letters_with_marks() -> None:
    pages = read(annexe(*MARKED, *JOINED)).pages
    assert lacking("".join(one.extract_text() for one in pages), MARKED) == []


def test_titles_of_a_document_with_hundreds_of_letters_are_read_as_given() -> None:
    """typst writes numbers of glyphs in another way when one is above 127."""
    many = "".join(map(chr, range(0xC0, 0x17F)))
    titles = [many[at : at + 30] for at in range(0, len(many), 30)]
    pairs = [f"{many[at : at + 9]} Ọ̀ṣọ́bà {many[at + 9 : at + 18]} J̌án" for at in range(0, 180, 18)]
    assert lacking(text_of(annexe(*titles, *pairs)), pairs) == []


def test_pairs_of_parentheses_in_a_run_are_glyphs() -> None:
    run = b"\n/f0 9 Tf 1 0 0 -1 0 0 Tm[(\\000(\\000))20<00280081>]TJ"
    letters = {7: {0x28: "a", 0x29: "b", 0x81: "c"}}
    assert [text for _, text in _pieces(run, {b"f0": 7}, letters)] == ["a", "b", "a", "c"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Adérónkẹ́ Ọ̀ṣọ́bà", "ស្រីពៅ វ៉ាន់ដា", "সৌমিত্র চট্টোপাধ্যায়"])
def test_the_page_looks_as_before_and_meets_both_standards(name: str) -> None:
    said = content(learner=name)
    before, after = printed(said), signed(said)
    assert bare(f"certifies that{name}has") in bare(text_of(after))
    for sheet in (1, 2):
        assert ImageChops.difference(picture_of(before, sheet, 110), picture_of(after, sheet, 110)).getbbox() is None
    assert nonconformities(after) == []


def test_a_document_without_such_letters_is_not_touched() -> None:
    said = content(learner="Zoë Łukasiewicz Nguyễn")
    pdf = printed(said)
    signer = World().signer
    plain, with_texts = (signer.increment(pdf, texts) for texts in ((), list(texts_of(said.model_dump()))))
    assert plain and with_texts and len(plain) == len(with_texts)


def test_lines_that_are_not_among_the_given_texts_stay() -> None:
    pdf = printed(content(learner="ស្រីពៅ"))
    signer = World().signer
    ends = [signer.increment(pdf, texts) for texts in ((), ["សុភា"])]
    assert ends[0] and ends[1]
    assert len(ends[0]) == len(ends[1])


@pytest.mark.slow
def test_a_long_document_adds_so_much_to_the_record_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    said = with_titles([f"সৌমিত্র চট্টোপাধ্যায় {one}" for one in range(300)])
    pdf, texts, signer = printed(said), list(texts_of(said.model_dump())), World().signer
    whole = signer.increment(pdf, texts)
    monkeypatch.setattr(increment, "_MOST_READABLE", 8_000)
    part = signer.increment(pdf, texts)
    assert whole and part
    assert len(zlib.compress(part)) < 20_000 < len(zlib.compress(whole)) < 100_000
