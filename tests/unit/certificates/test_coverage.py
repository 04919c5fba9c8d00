"""Which characters the fonts hold: against another reader of fonts, and against what people write."""

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from laurel.certificates.coverage import Coverage
from tests.unit.certificates.samples import FONTS

FILES = sorted(FONTS.rglob("*.ttf"))


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return Coverage(FONTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_font_is_read_as_another_library_reads_it(path: Path, tmp_path: Path) -> None:
    (tmp_path / path.name).symlink_to(path)
    with TTFont(path, lazy=True) as font:
        held = {chr(code) for code, glyph in font.getBestCmap().items() if glyph != ".notdef"}
    # The characters of the font and those beside them: where a range begins or ends too early or too late shows there.
    beside = {chr(min(max(ord(c) + step, 0x21), 0x10FFFF)) for c in held for step in (-1, 1)}
    asked = {c for c in held | beside if unicodedata.category(c) not in ("Cn", "Co", "Cs", "Cc", "Cf")}
    asked = {
        c for c in asked if not unicodedata.name(c).startswith(("VARIATION SELECTOR", "COMBINING GRAPHEME JOINER"))
    }
    # A composed letter can be drawn from its parts.
    drawn = {c for c in asked if c in held or all(part in held for part in unicodedata.normalize("NFD", c)) or c == " "}
    assert asked - set(Coverage(tmp_path).lacking(asked)) == drawn
    assert len(drawn) > 90


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
def test_what_people_write_is_there(coverage: Coverage, text: str) -> None:
    assert coverage.lacking([text]) == ()


@pytest.mark.parametrize("encoding", ["gb2312", "big5", "cp932", "euc_kr", "gbk"])
def test_the_common_character_sets_of_east_asia_are_whole(coverage: Coverage, encoding: str) -> None:
    characters = []
    for code in (*range(0x3041, 0x30FF), *range(0x3400, 0xA000), *range(0xAC00, 0xD7A4)):
        try:
            chr(code).encode(encoding)
        except UnicodeEncodeError:
            continue
        characters.append(chr(code))
    assert len(characters) > 6000
    assert coverage.lacking(characters) == ()


def test_what_is_missing_is_named_once_and_in_order(coverage: Coverage) -> None:
    assert coverage.lacking(["Ada \U0001f600", "ᠠ\ue000 \U0001f600"]) == ("ᠠ", "\ue000", "\U0001f600")


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\u200e", "\u200f", "\u00ad", "\ufe0f", "\u2068", "\u2069"])
def test_what_no_page_shows_needs_no_font(coverage: Coverage, character: str) -> None:
    assert coverage.lacking([character]) == ()


@pytest.mark.parametrize("character", ["\n", "\x00", "\u0378", "\ud800", "\ufdd0"])
def test_what_is_no_character_is_not_printed(coverage: Coverage, character: str) -> None:
    assert coverage.lacking([character]) == (character,)
