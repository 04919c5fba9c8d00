"""What functions without fonts say that certificates can print: against the fonts, typst, and what people write."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.certificates.rendering import LAYOUTS, PdfRenderer, RenderingFailed, UnprintableCharacter
from laurel.platform.printable import DATA, unprintable
from local.font_coverage import coverage
from tests.examples import examples
from tests.unit.certificates.samples import FONTS, content, renderer
from tests.unit.certificates.scripts_of_the_world import NAMES, OTHER_NAMES

EAST_ASIA = (*range(0x3041, 0x30FF), *range(0x3400, 0xA000), *range(0xAC00, 0xD7A4))
FILES = sorted(FONTS.rglob("*.ttf"))


def test_the_list_of_characters_is_that_of_the_fonts() -> None:
    assert DATA.read_text(encoding="ascii") == coverage(), "run `make font-coverage`"


def test_the_families_are_those_that_the_layouts_use() -> None:
    words = (LAYOUTS / "1" / "words.typ").read_text(encoding="utf-8")
    used = {
        *re.findall(r'"((?:Noto|Amiri)[A-Za-z ]*)"', words),
        *(f"Noto Sans {of}" for of in ("SC", "TC", "JP", "KR")),
    }
    known = {line.partition(":")[0] for line in DATA.read_text(encoding="ascii").splitlines()}
    assert known == used - {"Noto Serif Display"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_font_comes_with_its_licence(path: Path) -> None:
    assert "SIL OPEN FONT LICENSE" in path.with_name("OFL.txt").read_text(encoding="utf-8").upper()


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Ánh Tuyết, Zażółć gęślą jaźń, Siân Ŵyn Ŷnyr, ʻOkina Ḍḥ ʿAbd, ŞĞİı, Þórður, Ǩǩ, Ọlúwáṣeun",
        "Ελευθερία Παπαδοπούλου Ἀριστοτέλης",
        "Анастасия Щербакова Ђорђевић Їжакевич Өмүрбек",
        "فاطمة الزهراء پژوهش گچ ٹ ڈ ے ۱۲۳",
        "שרה בן־דוד שִׁמְעוֹן",
        "श्रीमती क्षितिजा त्रिपाठी ऴ",
        "นางสาว กัญญารัตน์ ศรีสุวรรณ",
        "欧阳丽华 歐陽麗華 髙橋 渡邉 﨑 𠮷 䶮 堃 김서연 힣",
        "Արամ გიორგი রবীন্দ্রনাথ ગાંધી ਗੁਰਮੀਤ ಕನ್ನಡ മലയാളം தமிழ் తెలుగు සිංහල ខ្មែរ ລາວ မြန်မာ አማርኛ",
        "β-lactamase → ≥ 37 °C ± 0.5 µm H₂O ™ ® ½ “…” – — № ∆ ≠ ✓",
    ],
)
def test_what_people_write_is_there(text: str) -> None:
    assert unprintable(text) == ()


@cache
def lacking_in_east_asia() -> frozenset[str]:
    """What cannot be printed of the kana, the Han characters and the Hangul syllables."""
    return frozenset(unprintable("".join(map(chr, EAST_ASIA))))


@pytest.mark.long  # every Han character and Hangul syllable
@pytest.mark.parametrize("encoding", ["gb2312", "big5", "cp932", "euc_kr", "gbk"])
def test_the_common_character_sets_of_east_asia_are_whole(encoding: str) -> None:
    characters = []
    for code in EAST_ASIA:
        try:
            chr(code).encode(encoding)
        except UnicodeEncodeError:
            continue
        characters.append(chr(code))
    assert len(characters) > 6000
    assert lacking_in_east_asia().isdisjoint(characters)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*NAMES.values(), *OTHER_NAMES.values()], ids=[*NAMES, *OTHER_NAMES])
def test_a_name_in_a_living_script_prints(name: str) -> None:
    assert unprintable(name) == ()
    assert renderer().render(content(learner=name)).startswith(b"%PDF")


def test_what_is_missing_is_named_once_and_in_order() -> None:
    assert unprintable("Ada \U0001f600", "𐤀\ue000 \U0001f600") == ("\ue000", "𐤀", "\U0001f600")


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\u200e", "\u200f", "\u00ad", "\ufe0f", "\u2068", "\u2069"])
def test_what_no_page_shows_needs_no_font(character: str) -> None:
    assert unprintable(character) == ()


@pytest.mark.parametrize("character", ["\n", "\x00", "\u0378", "\ud800", "\ufdd0", "\u2800", "\ufeff"])
def test_what_is_no_character_is_not_printed(character: str) -> None:
    assert unprintable(character) == (character,)


class Unasked(PdfRenderer):
    """A renderer that leaves it to typst to find what cannot be printed."""

    def unprintable(self, *texts: str) -> tuple[str, ...]:
        return ()


@cache
def unasked() -> Unasked:
    return Unasked(FONTS)


@pytest.mark.slow
@examples(25)
@given(st.text(st.characters(max_codepoint=0x2FFFF, exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=40))
def test_typst_agrees_character_by_character(text: str) -> None:
    """Pictures, private use, marks on letters of other scripts: what is said to print does, and nothing else."""
    name = unicodedata.normalize("NFC", f"Ada {text}")
    lacking = unprintable(name)
    unasked().render(content(learner="".join(c for c in name if c not in lacking)))
    for character in lacking[:2]:
        with pytest.raises(RenderingFailed):
            unasked().render(content(learner=f"Ada {character}"))


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f9a0",
        "☑",
        "✔",
        "⚕",
        "❤",
        "➔",
        "☣",
        "\uf0b7",
        "\uf061",
        "\U0001f1fa\U0001f1f8",
        "𐤀",
        "\U00100000",
        "𝅙",
        "ꦂ̃",
    ],
)
def test_typst_agrees_on_what_people_paste(text: str) -> None:
    lacking = unprintable(text)
    try:
        unasked().render(content(learner=f"Ada {text}"))
    except UnprintableCharacter as problem:
        assert set(problem.characters) <= set(lacking)
    else:
        assert lacking == ()
