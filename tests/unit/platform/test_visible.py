"""Characters that say nothing: placeholders, private use, controls."""

import pytest

from laurel.platform.visible import has_piled_marks, hidden_characters, is_blank, lost_characters, trimmed


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Zoë", ()),
        ("Xoë", ()),
        ("Zoë\ufffd", ("\ufffd",)),
        ("Zoë\ufffc", ("\ufffc",)),
        ("Zoë\x07", ("\x07",)),  # Cc
        ("Zoë\u0378", ("\u0378",)),  # Cn
        ("Zoë\ue000", ("\ue000",)),  # Co
        ("Zoë\ud800", ("\ud800",)),  # Cs
        ("Zoë\u2028\u2029", ("\u2028", "\u2029")),  # Zl, Zp
        ("b\x07a\ue000\x07", ("\x07", "\ue000")),
    ],
)
def test_characters_without_a_meaning_are_named_once_in_order(text: str, lost: tuple[str, ...]) -> None:
    assert lost_characters(text) == lost


def test_marks_without_a_letter_are_piled_too() -> None:
    assert [has_piled_marks("\u0301" * count) for count in (5, 6)] == [False, True]


def test_white_space_and_invisible_formats_take_no_ink_and_controls_are_faults() -> None:
    assert all(map(is_blank, ("", " \n", "\u200b", "\u3164\u2060", "\ufeff")))
    assert not any(map(is_blank, ("a", "\x07é", ".")))
    assert trimmed("\u200b Zoë \ufeff") == "Zoë"
    assert trimmed("\ud800Zoë\x07") == "\ud800Zoë\x07"
    assert hidden_characters("Up\u200bdate\u00ad") == ("\u00ad", "\u200b")
