"""Names as certificates print them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.learners.names import InvalidName, printed_name
from laurel.platform.visible import hidden_characters, visible_length


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "Łucja Śmigły-Wężyk",
        "Siân Ŵyn ap Gruffydd",
        "Ελένη Παπαδοπούλου",
        "محمد بن علي",
        "می\u200cخواهم",  # Persian, with the zero-width non-joiner it needs
        "יוסף כהן",
        "क्षिति\u200dज शर्मा",
        "สมชาย ใจดี",
        "王小明",
        "김서연",
        "M",
        "O",
        "김",
        "葛\U000e0100城 小春",  # Japanese, with the form of a letter chosen
        "ᠪᠠᠶᠠᠷ\u180eᠠ",  # Mongolian, with its vowel separator
        "ʻIolani Kaʻahumanu",
        "בְּרֵאשִׁ֖ית",
        "Nguyễn Thị Ánh Tuyết",
        "ཀརྨ་བསྟན་འཛིན",
        "நமச்சிவாயம் " * 10 + "க",  # 121 code points and more, 81 letters
    ],
)
def test_names_of_every_script_are_kept(name: str) -> None:
    assert printed_name(name) == unicodedata.normalize("NFC", name)


def test_a_name_is_composed_and_its_spaces_are_single() -> None:
    assert printed_name("  Zoe\u0308 \t Le\u0301vy ") == "Zoë Lévy"


@pytest.mark.parametrize(
    "name",
    [
        *("", "   ", "...", "1234", "\u200d", "\u0301", "\u3164", "\u115f", "\u1160", "\uffa0", "\uffa0 \u3164"),
        *("\u2800", "ʼ", "ˈ", "ー", "ـــ", "々", "\u200b", "\u202e", "\ufeff", "\u00ad", "\u034f", "\u180e"),
        *("\U000e0101", "—", "“”", "®"),
    ],
)
def test_what_holds_no_letter_is_no_name(name: str) -> None:
    with pytest.raises(InvalidName) as error:
        printed_name(name)
    assert str(error.value) == "Enter your name as it should appear on the certificate. It needs a visible letter."


@pytest.mark.parametrize(
    "odd",
    [
        *("\x00", "\x1b", "\u202e", "\u2066", "\u2069", "\ufeff", "\U000e0041", "\ue000", "\ud800", "\u3164"),
        *("\u1160", "\u115f", "\uffa0", "\u2800", "\u00ad", "\u200b", "\u2060", "\u180e", "\ufe0f", "\u034f"),
        "\ufff9",
    ],
)
def test_invisible_and_direction_turning_characters_are_refused(odd: str) -> None:
    with pytest.raises(InvalidName, match=f"cannot be printed: U\\+{ord(odd):04X}"):
        printed_name(f"Ana {odd}Lima")


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        *(("\u200eAna Lima", "200E"), ("Ana\u200f Lima", "200F"), ("Ana Lima\u061c", "061C"), ("Jo\u200dhn", "200D")),
        *(("Jo\u200chn", "200C"), ("Ana \u200dLima", "200D"), ("Tit\ufe0fus", "FE0F"), ("Ana\u180b", "180B")),
        *(("王\u200d小明", "200D"), ("Ан\u200cна", "200C"), ("Ana\U000e0100", "E0100"), ("Ana 2\u200d", "200D")),
    ],
)
def test_marks_that_only_other_scripts_need_are_refused(name: str, odd: str) -> None:
    with pytest.raises(InvalidName, match=rf"cannot be printed: U\+{odd}"):
        printed_name(name)


@pytest.mark.parametrize("name", ["د. محمد\u200f (MLS)", "Dr. יוסף כהן\u200e, PhD", "র\u200d্যাম", "👩\u200d🔬 ও"])
def test_marks_that_a_script_needs_are_not_hidden(name: str) -> None:
    assert hidden_characters(name) == ()


@pytest.mark.parametrize("lost", ["\ufffc", "\ufffd"])
def test_what_stands_for_a_lost_character_is_refused(lost: str) -> None:
    with pytest.raises(InvalidName, match=f"cannot be printed: “{lost}”"):
        printed_name(f"Ren{lost} Roy")


@pytest.mark.parametrize("count", [6, 12, 40, 100])
def test_marks_that_would_run_over_other_lines_are_refused(count: int) -> None:
    with pytest.raises(InvalidName, match="fewer marks"):
        printed_name("A" + "\u0301\u0328\u0331\u0307" * (count // 4) + "\u0301" * (count % 4) + "na")


def test_the_length_is_counted_after_composing() -> None:
    assert len(printed_name("e\u0301" * 120)) == 120
    with pytest.raises(InvalidName, match="121 characters, at most 120"):
        printed_name("x" * 121)


@pytest.mark.parametrize("name", ["Ana \U0001f9ec Lima", "𐤀𐤁", "Ana ☑ and \U0001f600"])
def test_what_no_font_has_is_named(name: str) -> None:
    with pytest.raises(InvalidName, match=r"cannot print these characters of the name: “.” \(U\+"):
        printed_name(name)


@given(st.text(max_size=150))
def test_a_kept_name_stays_as_it_is(text: str) -> None:
    try:
        name = printed_name(text)
    except InvalidName:
        return
    assert printed_name(name) == name
    assert 1 <= visible_length(name) <= 120


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "Ana\u200b Lima\ufffc\u200b",
            "The name contains characters that cannot be printed: U+200B, “\ufffc” (U+FFFC). Type it again instead of"
            " pasting it.",
        ),
        (
            "Ana \U0001f9ec",
            "Certificates cannot print these characters of the name: “\U0001f9ec” (U+1F9EC). Write them another way:"
            " Latin letters and those of most living languages can be printed; emoji and symbols cannot.",
        ),
        ("A" + "\u0301" * 6, "One letter has more than 5 marks. Write the name with fewer marks."),
        ("x" * 121, "The name is too long: 121 characters, at most 120."),
    ],
)
def test_what_is_wrong_with_a_name_is_told_in_a_sentence(name: str, says: str) -> None:
    with pytest.raises(InvalidName) as error:
        printed_name(name)
    assert str(error.value) == says
