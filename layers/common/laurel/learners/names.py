"""A name as a certificate prints it (pure)."""

import unicodedata

LONGEST = 120

# Marks that the writing of Persian, Hindi, Hebrew or Arabic names needs; every other invisible character is refused,
# above all those that turn the direction of the text around them (U+202A to U+202E, U+2066 to U+2069).
_NEEDED_MARKS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


class InvalidName(ValueError):
    """The text is no name that can be printed; the message says why, for the person who typed it."""


def printed_name(text: str) -> str:
    """`text` as it is kept and printed: in NFC, with single spaces. Any script is taken, 1 to 120 characters.

    Raises InvalidName.
    """
    # White space such as a tab is only a space typed oddly; it goes before the look for unprintable characters.
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(c) in _UNPRINTABLE and c not in _NEEDED_MARKS for c in name):
        raise InvalidName("The name holds a character that cannot be printed. Type it again instead of pasting it.")
    if not any(unicodedata.category(c).startswith("L") for c in name):
        raise InvalidName("Write your name as it should be printed on the certificate.")
    if len(name) > LONGEST:
        raise InvalidName(f"The name is too long: {len(name)} characters, at most {LONGEST}.")
    return name
