"""A name as a certificate prints it (pure)."""

import unicodedata

from laurel.platform.printable import unprintable
from laurel.platform.visible import (
    MOST_MARKS,
    has_piled_marks,
    hidden_characters,
    named,
    shows_letter,
    visible_length,
)

LONGEST = 120

_UNPRINTABLE = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})


class InvalidName(ValueError):
    """The text is no name that can be printed; the message says why, for the person who typed it."""


def printed_name(text: str) -> str:
    """`text` as it is kept and printed: in NFC, with single spaces, 1 to 120 characters as a reader counts them.

    A letter must be visible. Invisible characters are refused but for the few that Persian, Hindi, Hebrew, Arabic,
    Mongolian and Japanese names need. Raises InvalidName.
    """
    # White space such as a tab is only a space typed oddly; it goes before the look for unprintable characters.
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not shows_letter(name):
        raise InvalidName("Write your name as it should be printed on the certificate. It needs a visible letter.")
    if hidden := (*hidden_characters(name), *_no_characters(name)):
        raise InvalidName(
            f"The name holds characters that cannot be printed: {named(dict.fromkeys(hidden))}."
            " Type it again instead of pasting it."
        )
    if lacking := unprintable(name):
        raise InvalidName(
            f"Certificates cannot print these characters of the name: {named(lacking)}. Write them another way:"
            " Latin letters and those of most living languages can be printed, pictures cannot."
        )
    if has_piled_marks(name):
        raise InvalidName(f"More than {MOST_MARKS} marks stand on one letter. Write the name with fewer marks.")
    if (length := visible_length(name)) > LONGEST:
        raise InvalidName(f"The name is too long: {length} characters, at most {LONGEST}.")
    return name


def _no_characters(name: str) -> tuple[str, ...]:
    return tuple(sorted({c for c in name if unicodedata.category(c) in _UNPRINTABLE}))
