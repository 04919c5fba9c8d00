"""Direction, language and fonts of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.certificates.scripts import setting_of


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


@given(st.text())
def test_any_text_can_be_set(text: str) -> None:
    found = setting_of(text)
    assert found.direction in ("ltr", "rtl")
    assert len(set(found.han_fonts)) == 4
