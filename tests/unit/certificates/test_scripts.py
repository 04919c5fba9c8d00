"""Direction, language and fonts of a text."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.certificates.content import CertificateContent
from laurel.certificates.scripts import guessed_language, setting_of
from laurel.learners.name_languages import NameLanguage
from tests.unit.certificates.samples import content, renderer


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Ada", "ltr"),
        ("", "ltr"),
        ("123 – (…)", "ltr"),
        ("فاطمة", "rtl"),
        ("שרה", "rtl"),
        ("123 فاطمة Fatima", "rtl"),
        ("“Fatima” فاطمة", "ltr"),
        ("\u200fAda", "rtl"),
        ("김서연", "ltr"),
    ],
)
def test_the_first_strong_letter_gives_the_direction(text: str, direction: str) -> None:
    assert setting_of(text).direction == direction


@pytest.mark.parametrize(
    ("text", "language", "region"),
    [
        ("Łukasiewicz", "en", "US"),
        ("Παπαδοπούλου", "el", None),
        ("Щербакова", "ru", None),
        ("فاطمة", "ar", None),
        ("שרה", "he", None),
        ("क्षितिजा", "hi", None),
        ("ศรีสุวรรณ", "th", None),
        ("さくら", "ja", None),
        ("カタカナ", "ja", None),
        ("김서연", "ko", None),
        ("欧阳丽华", "zh", "CN"),
        ("歐陽麗華", "zh", "TW"),
        ("渡邉 邦彦", "ja", None),
        ("山田 さくら", "ja", None),
        ("金 서연", "ko", None),
        ("李明", "zh", "CN"),
        ("𠮷", "zh", "CN"),
        ("2026!", "en", "US"),
    ],
)
def test_the_letters_give_the_language(text: str, language: str, region: str | None) -> None:
    found = setting_of(text)
    assert (found.language, found.region) == (language, region)


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("欧阳", "Noto Sans SC"),
        ("歐陽", "Noto Sans TC"),
        ("渡邉", "Noto Sans JP"),
        ("直 さくら", "Noto Sans JP"),
        ("直 서연", "Noto Sans KR"),
        ("Ada 歐陽", "Noto Sans TC"),
    ],
)
def test_han_characters_are_drawn_as_their_country_does(text: str, font: str) -> None:
    assert setting_of(text).han_fonts[0] == font


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("欧阳", ["SC", "TC", "JP", "KR"]),
        ("歐陽", ["TC", "SC", "JP", "KR"]),
        ("渡邉", ["JP", "SC", "TC", "KR"]),
        ("직 서연", ["KR", "TC", "SC", "JP"]),
        ("Ada", ["SC", "TC", "JP", "KR"]),
    ],
)
def test_a_character_that_a_font_lacks_is_drawn_by_the_next_one(text: str, countries: list[str]) -> None:
    assert list(setting_of(text).han_fonts) == [f"Noto Sans {country}" for country in countries]


@given(st.text())
def test_any_text_can_be_set(text: str) -> None:
    found = setting_of(text)
    assert found.direction in ("ltr", "rtl")
    assert set(found.han_fonts) == {f"Noto Sans {country}" for country in ("SC", "TC", "JP", "KR")}


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("پژمان", "fa"),
        ("گلاره", "fa"),
        ("ڈوگرہ", "ur"),
        ("ٹیپو چوہدری", "ur"),
        ("محمد شہزاد", "ur"),
        ("علی رضایی", "fa"),
        ("کامران", "fa"),
        ("ئاوات عەبدوڵڵا", "ckb"),
        ("شۆڕش", "ckb"),
        ("على", None),  # Arabic, with the ya that has no dots
        ("Андрій Коваленко", "uk"),
        ("Қайрат Нұрланұлы", "kk"),
        ("Фарҳод", "tg"),
        ("ښایسته", "ps"),
        ("Ґалаґан", "uk"),
        ("Їжакевич", "uk"),
        ("Јелена Ђурић", "sr"),
        ("Ѓорѓи", "mk"),
        ("Ўладзімір", "be"),
        ("山田 さくら", "ja"),
        ("Nguyễn Thị Ánh", "vi"),
        ("बाळ", "mr"),
        ("Анастасия", None),
        ("فاطمة", None),
        ("श्रेष्ठ", None),
        ("佐藤 令子", None),
        ("김서연", None),
        ("Ọlúwáṣeun Ẹ̀bùn", None),
        ("Zażółć", None),
        ("", None),
    ],
)
def test_letters_of_one_language_alone_tell_it(name: str, language: str | None) -> None:
    assert guessed_language(name) == language


# Letters of an alphabet that no earlier language of the table has.
OWN_LETTERS = {
    "ur": "ٹڈڑںےہۃھ",
    "ps": "ټډړښځڅۍڼګ",
    "sd": "ڄڃٻڀٺڦڻڳڪڊڌڏ",
    "ckb": "ڕڵێەۆ",
    "ug": "ۇۈ",
    "fa": "پچژگیک",
    "be": "ўЎ",
    "mk": "ѓЃќЌѕЅ",
    "sr": "ђЂћЋјЈљЉњЊџЏ",
    "uk": "ґҐєЄїЇіІ",
    "tg": "ҷҶӣӢӯӮҳҲ",
    "kk": "ұҰқҚғҒ",
    "mr": "ळ",
    "as": "ৰৱ",
    "vi": "ơƠưƯảẢẩẨẳẲẻẺểỂỉỈỏỎổỔởỞủỦửỬấẤầẦẫẪậẬắẮằẰẵẴặẶếẾềỀễỄệỆốỐồỒỗỖộỘớỚờỜỡỠợỢứỨừỪữỮựỰ",
}


@pytest.mark.parametrize(("language", "letters"), OWN_LETTERS.items())
def test_each_letter_of_one_language_tells_it(language: str, letters: str) -> None:
    assert {one: guessed_language(one) for one in letters} == dict.fromkeys(letters, language)


def test_no_letter_of_english_tells_a_language() -> None:
    assert guessed_language(string.printable) is None


@pytest.mark.parametrize(
    ("name", "language"),
    # Each has a letter of the second language too.
    [("ہیل", "ur"), ("ښی", "ps"), ("ڄی", "sd"), ("ڕۈ", "ckb"), ("ۇە", "ug"), ("ەی", "ckb")],
)
def test_of_two_languages_with_these_letters_the_first_one_is_meant(name: str, language: str) -> None:
    assert guessed_language(name) == language


@pytest.mark.parametrize(
    ("name", "chosen", "language", "region", "font"),
    [
        ("佐藤 令子", "ja", "ja", None, "Noto Sans JP"),
        ("佐藤 令子", "zh-Hant", "zh", "TW", "Noto Sans TC"),
        ("歐陽", "zh-Hans", "zh", "CN", "Noto Sans SC"),
        ("金直", "ko", "ko", None, "Noto Sans KR"),
        ("श्रेष्ठ", "ne", "ne", None, "Noto Sans SC"),
        ("علی", "fa", "fa", None, "Noto Sans SC"),
        ("Tanaka", "ja", "ja", None, "Noto Sans JP"),
    ],
)
def test_what_was_chosen_goes_before_the_letters(
    name: str, chosen: str, language: str, region: str | None, font: str
) -> None:
    found = setting_of(name, chosen)
    assert (found.language, found.region, found.han_fonts[0]) == (language, region, font)
    assert found.direction == setting_of(name).direction


@pytest.mark.slow
@pytest.mark.parametrize("language", NameLanguage)
def test_a_certificate_is_printed_in_every_language_that_can_be_chosen(language: NameLanguage) -> None:
    assert renderer().render(content(learner="Ada", learner_language=language.value)).startswith(b"%PDF")


@pytest.mark.slow
def test_the_choice_is_seen_on_paper_and_heard_by_a_screen_reader() -> None:
    pdfs = {
        tag: renderer().render(content(learner="佐藤 令子", learner_language=tag))
        for tag in (None, "ja", "zh-Hans", "ko")
    }
    fonts = {tag: set(re.findall(rb"NotoSans(?:SC|TC|JP|KR)", pdf)) for tag, pdf in pdfs.items()}
    assert (fonts["ja"], fonts["ko"], fonts[None]) == ({b"NotoSansJP"}, {b"NotoSansKR"}, {b"NotoSansSC"})


def test_a_certificate_from_before_says_nothing_of_a_language_and_comes_out_as_it_was() -> None:
    said = content(learner="پژمان")
    assert said.learner_language == "fa"
    before = CertificateContent.model_validate_json(said.model_dump_json(exclude={"learner_language"}))
    assert before.learner_language is None
    assert setting_of(before.learner, before.learner_language).language == "ar"


# fmt: off
ONE_LETTER = {
    "ا": "ar", "Ա": "hy", "ক": "bn", "Я": "ru", "क": "hi", "አ": "am",
    "ა": "ka", "Ω": "el", "ક": "gu", "ਕ": "pa", "한": "ko", "א": "he",
    "あ": "ja", "ಕ": "kn", "ア": "ja", "ក": "km", "ກ": "lo", "ക": "ml",
    "က": "my", "ක": "si", "க": "ta", "క": "te", "ก": "th", "𞤀": "ff",
    "ᬅ": "ban", "ᐃ": "iu", "𑄇": "ccp", "Ꭰ": "chr", "𐴀": "rhg", "ꦲ": "jv",
    "ꓐ": "lis", "ꯀ": "mni", "ᠮ": "mn", "ߒ": "nqo", "ᱚ": "sat", "କ": "or",
    "𐒰": "osa", "ܐ": "syr", "ދ": "dv", "ཀ": "bo", "ⵣ": "zgh", "ꕙ": "vai",
    "ꆈ": "ii",
}
# fmt: on


@pytest.mark.parametrize(("letter", "language"), ONE_LETTER.items())
def test_each_script_is_read_as_its_most_spoken_language(letter: str, language: str) -> None:
    assert setting_of(letter).language == language
