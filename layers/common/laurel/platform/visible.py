"""What a reader can see of a text: invisible characters, marks stacked on one letter, blank texts (pure).

Source: Unicode 16, Default_Ignorable_Code_Point and Bidi_Control. Python's tables have neither.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

MOST_MARKS = 5
"""Marks on one letter. Vietnamese needs 2, Hebrew with points 4; Tibetan stacks letters and has its own limit."""
MOST_TIBETAN_MARKS = 8

# First and last code of each range: Default_Ignorable_Code_Point, annotation marks, and glyphs that are blank.
_HIDDEN = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x2800, 0x2800),  # Braille without a dot
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x13441, 0x13442),
    (0x16FE4, 0x16FE4),
    (0x1BCA0, 0x1BCA3),
    (0x1D159, 0x1D159),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
_FIRST = tuple(first for first, _ in _HIDDEN)

# Persian and Hindi need the joiners between letters; Hebrew and Arabic the marks of direction, which reorder digits and
# punctuation and so have no place in a text without such letters.
_JOINERS = frozenset("\u200c\u200d")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
# Letters of these never join, and have no forms to select.
_UNJOINED = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "DIGIT")
# Placeholders for characters that a program could not read, and characters without a common meaning.
_LOST = frozenset("\ufffc\ufffd")
_MEANINGLESS = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})
_MONGOLIAN_SEPARATOR = "\u180e"
_MARKS = frozenset({"Mn", "Me"})
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_hidden(character: str) -> bool:
    """Whether `character` is invisible: a control, an ignorable character or a filler. A space is not."""
    code = ord(character)
    if code < 0xA0:
        return not character.isprintable()
    at = bisect_right(_FIRST, code) - 1
    return (at >= 0 and code <= _HIDDEN[at][1]) or unicodedata.category(character) == "Cs"


def is_blank(text: str) -> bool:
    """Whether nothing of `text` takes any ink: it is empty, or white space and invisible format characters alone.

    Control characters and broken Unicode are faults of their own, and not blank.
    """
    text = text.strip()
    return not text or (not text.isascii() and all(map(_takes_no_ink, text)))


def trimmed(text: str) -> str:
    """`text` without white space and invisible format characters at its ends."""
    text = text.strip()
    if text.isascii():
        return text
    shown = [at for at, character in enumerate(text) if not _takes_no_ink(character)]
    return text[shown[0] : shown[-1] + 1] if shown else ""


def _takes_no_ink(character: str) -> bool:
    return character.isspace() or (is_hidden(character) and unicodedata.category(character) not in ("Cc", "Cs"))


def hidden_characters(text: str) -> tuple[str, ...]:
    """The hidden characters that no script needs at their position, each once, sorted."""
    if text.isascii() and text.isprintable():
        return ()
    return tuple(sorted(set(_out_of_place(text))))


def lost_characters(text: str) -> tuple[str, ...]:
    """The characters of `text` without a meaning, each once, sorted: placeholders, private use, unassigned."""
    if text.isascii() and text.isprintable():
        return ()
    return tuple(sorted({c for c in text if c in _LOST or unicodedata.category(c) in _MEANINGLESS}))


def turning_characters(text: str) -> tuple[str, ...]:
    """The controls that change the direction of the surrounding text, each once."""
    return () if text.isascii() else tuple(sorted(_TURNS & set(text)))


def shows_letter(text: str) -> bool:
    """Whether a letter is visible. A modifier letter (category Lm) alone is only a mark."""
    return any(c.isalpha() and unicodedata.category(c) != "Lm" and not is_hidden(c) for c in text)


def shows_letter_or_digit(text: str) -> bool:
    """Whether a letter or a number is visible."""
    return shows_letter(text) or any(unicodedata.category(c).startswith("N") for c in text)


def shows_something(text: str) -> bool:
    """Whether anything is visible: a letter, a number, punctuation or a symbol."""
    return shows_letter(text) or any(unicodedata.category(c)[0] in "NPS" and not is_hidden(c) for c in text)


def has_piled_marks(text: str) -> bool:
    """Whether a letter has more marks than any spelling needs: they would overlap the lines around it."""
    if text.isascii():
        return False
    here = 0
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.category(character) not in _MARKS or is_hidden(character):
            here = 0
            continue
        here += 1
        if here > (MOST_TIBETAN_MARKS if "\u0f00" <= character <= "\u0fff" else MOST_MARKS):
            return True
    return False


def visible_length(text: str) -> int:
    """The number of visible characters: marks and joiners belong to the letter before them."""
    return sum(not unicodedata.category(c).startswith("M") and not is_hidden(c) for c in text)


def named(characters: Iterable[str]) -> str:
    """`characters` for people: `“🦠” (U+1F9A0), U+202E`."""
    return ", ".join(
        f"U+{ord(c):04X}" if is_hidden(c) or not c.isprintable() else f"“{c}” (U+{ord(c):04X})" for c in characters
    )


def _out_of_place(text: str) -> Iterator[str]:
    before = ""
    from_the_right = any(unicodedata.bidirectional(c) in ("R", "AL") and not is_hidden(c) for c in text)
    for character in text:
        if is_hidden(character) and not _is_needed(character, before, from_the_right):
            yield character
        before = character


def _is_needed(character: str, before: str, from_the_right: bool) -> bool:
    if character in _DIRECTION_MARKS:
        return from_the_right
    if character in _JOINERS:
        return not _is_unjoined(before)
    if character == _MONGOLIAN_SEPARATOR:
        return "\u1820" <= before <= "\u18aa"
    # A variation selector selects the form of the letter before it, as in some Japanese and Mongolian names.
    return bool(before.strip()) and _varies(character, before) and not is_hidden(before)


def _is_unjoined(before: str) -> bool:
    """Whether a joiner has nothing to join after `before`: it would only make another text that looks the same."""
    return bool(before) and (before.isspace() or unicodedata.name(before, "").startswith(_UNJOINED))


def _varies(character: str, before: str) -> bool:
    """Whether `character` is a variation selector for which `before` can have forms."""
    code = ord(character)
    if 0x180B <= code <= 0x180F:
        return "\u1800" <= before <= "\u18aa"
    if 0xE0100 <= code <= 0xE01EF:
        return unicodedata.name(before, "").startswith("CJK")
    alphabetic = unicodedata.name(before, "").startswith(("LATIN", "GREEK", "CYRILLIC"))
    return 0xFE00 <= code <= 0xFE0F and not alphabetic
