"""Names as certificates print them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.learners.names import InvalidName, printed_name


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
    ],
)
def test_names_of_every_script_are_kept(name: str) -> None:
    assert printed_name(name) == unicodedata.normalize("NFC", name)


def test_a_name_is_composed_and_its_spaces_are_single() -> None:
    assert printed_name("  Zoe\u0308 \t Le\u0301vy ") == "Zoë Lévy"


@pytest.mark.parametrize("name", ["", "   ", "...", "1234", "\u200d", "\u0301"])
def test_what_holds_no_letter_is_no_name(name: str) -> None:
    with pytest.raises(InvalidName, match="Write your name"):
        printed_name(name)


@pytest.mark.parametrize(
    "odd", ["\x00", "\x1b", "\u202e", "\u2066", "\u2069", "\ufeff", "\U000e0041", "\ue000", "\ud800"]
)
def test_invisible_and_direction_turning_characters_are_refused(odd: str) -> None:
    with pytest.raises(InvalidName, match="cannot be printed"):
        printed_name(f"Ana {odd}Lima")


def test_the_length_is_counted_after_composing() -> None:
    assert len(printed_name("e\u0301" * 120)) == 120
    with pytest.raises(InvalidName, match="121 characters, at most 120"):
        printed_name("x" * 121)


@given(st.text(max_size=150))
def test_a_kept_name_stays_as_it_is(text: str) -> None:
    try:
        name = printed_name(text)
    except InvalidName:
        return
    assert printed_name(name) == name
    assert 1 <= len(name) <= 120
