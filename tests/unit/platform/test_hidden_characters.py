"""Which characters cannot be seen, at both ends of each range, and where a script needs one."""

import pytest

from laurel.platform.visible import (
    has_piled_marks,
    hidden_characters,
    is_blank,
    is_hidden,
    named,
    shows_letter,
    shows_letter_or_digit,
    shows_something,
    trimmed,
    turning_characters,
    visible_length,
)

RANGES = [
    *((0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164)),
    *((0xD800, 0xDFFF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x13441, 0x13442)),
    *((0x16FE4, 0x16FE4), (0x1BCA0, 0x1BCA3), (0x1D159, 0x1D159), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
]


@pytest.mark.parametrize(("first", "last"), RANGES)
def test_each_range_begins_and_ends_where_it_does(first: int, last: int) -> None:
    around = [code for code in (first - 1, first, last, last + 1) if code >= 0]
    assert [code for code in around if is_hidden(chr(code))] == [code for code in around if first <= code <= last]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("می\u200cخواهم", ""),
        ("क्षिति\u200dज", ""),
        ("a\u200cb", "\u200c"),
        ("α\u200db", "\u200d"),
        ("я\u200db", "\u200d"),
        ("漢\u200d", "\u200d"),
        ("あ\u200d", "\u200d"),
        ("ア\u200d", "\u200d"),
        ("한\u200d", "\u200d"),
        ("1\u200d", "\u200d"),
        (" \u200d", "\u200d"),
        ("\u200dक", ""),
        ("a\u200e", "\u200e"),
        ("יוסף\u200e", ""),
        ("محمد\u061c\u200f", ""),
        ("ᠪ\u180eᠠ", ""),
        ("\u1820\u180e\u18aa\u180e", ""),
        ("\u181f\u180e", "\u180e"),
        ("\u18ab\u180e", "\u180e"),
        ("a\u180e", "\u180e"),
        ("\u1800\u180b", ""),
        ("a\u180b\u180f", "\u180b\u180f"),
        ("\u18aa\u180b", ""),
        ("\u18ab\u180b", "\u180b"),
        ("葛\ufe00\u200b葛\ufe0f", "\u200b"),
        # A character without a name.
        ("\ue000\u200d", ""),
        ("\ue000\U000e0100", "\U000e0100"),
        ("葛\U000e0100", ""),
        ("葛\U000e01ef", ""),
        ("葛\U000e01f0", "\U000e01f0"),
        ("a\U000e0100", "\U000e0100"),
        ("☺\ufe0f", ""),
        ("a\ufe0f", "\ufe0f"),
        ("α\ufe00", "\ufe00"),
        ("я\ufe00", "\ufe00"),
        (" \ufe0f", "\ufe0f"),
        ("\ufe0f", "\ufe0f"),
        ("☺\ufe0f\ufe0f", "\ufe0f"),
        ("b\u200b\u00ad\u200b", "\u00ad\u200b"),
        ("a\x00\n", "\x00\n"),
        ("plain", ""),
    ],
)
def test_what_no_script_needs_where_it_is_is_named_once_in_order(text: str, hidden: str) -> None:
    assert "".join(hidden_characters(text)) == hidden


@pytest.mark.parametrize(
    ("text", "piled"),
    [
        ("A" + "\u0301" * 5, False),
        ("A" + "\u0301" * 6, True),
        ("A" + "\u0301" * 5 + "b" + "\u0301" * 5, False),
        ("A" + "\u0301" * 4 + "\u034f" + "\u0301" * 4, False),
        ("\u0f40" + "\u0f71" * 8, False),
        ("\u0f40" + "\u0f71" * 9, True),
        ("A" + "\u20dd" * 6, True),
        ("plain", False),
    ],
)
def test_marks_pile_up_from_the_sixth_on_and_in_tibetan_from_the_ninth(text: str, piled: bool) -> None:
    assert has_piled_marks(text) is piled


@pytest.mark.parametrize(
    ("text", "letter", "letter_or_digit", "something"),
    [
        ("a", True, True, True),
        ("あ", True, True, True),
        ("7", False, True, True),
        ("Ⅷ", False, True, True),
        ("½", False, True, True),
        ("!", False, False, True),
        ("☺", False, False, True),
        ("ʼ", False, False, False),
        ("\u3164\u2800", False, False, False),
        ("\u0301", False, False, False),
        (" ", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_can_be_seen(text: str, letter: bool, letter_or_digit: bool, something: bool) -> None:
    assert (shows_letter(text), shows_letter_or_digit(text), shows_something(text)) == (
        *(letter, letter_or_digit, something),
    )


def test_what_takes_no_ink_is_cut_off_at_the_ends_alone() -> None:
    assert trimmed(" \u200b\ufeff a\u200bé \u200b\n") == "a\u200bé"
    assert (trimmed("  plain "), trimmed("\u200b"), trimmed(""), trimmed("é")) == ("plain", "", "", "é")
    assert [is_blank(one) for one in ("", " \n", "\u200b \u3164", "\u200ba", "\x00", "\ud800", "é")] == [
        *(True, True, True, False, False, False, False),
    ]


def test_turns_marks_and_names() -> None:
    turns = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert turning_characters(f"b\u200e{turns[::-1]}{turns}") == tuple(turns)
    assert turning_characters("plain") == ()
    assert visible_length("e\u0301a\u200d\u3164 b") == 4
    assert named("🦠\u202e\ue000a") == "“🦠” (U+1F9A0), U+202E, U+E000, “a” (U+0061)"
