"""A name as a certificate prints it (pure)."""

import unicodedata

from laurel.platform.printable import unprintable
from laurel.platform.visible import (
    MOST_MARKS,
    has_piled_marks,
    hidden_characters,
    lost_characters,
    named,
    shows_letter,
    visible_length,
)

LONGEST = 120


class InvalidName(ValueError):
    """The text cannot be printed as a name; the message tells the person who typed it why."""


def printed_name(text: str) -> str:
    """`text` as stored and printed: in NFC, with single spaces, 1 to 120 visible characters.

    It needs a visible letter. Invisible characters are refused, except the few that Persian, Hindi, Hebrew, Arabic,
    Mongolian and Japanese names need. Raises InvalidName.
    """
    # A tab or other white space counts as a space, so it is replaced before unprintable characters are refused.
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not shows_letter(name):
        raise InvalidName("Enter your name as it should appear on the certificate. It needs a visible letter.")
    if hidden := (*hidden_characters(name), *lost_characters(name)):
        raise InvalidName(
            f"The name contains characters that cannot be printed: {named(dict.fromkeys(hidden))}."
            " Type it again instead of pasting it."
        )
    if lacking := unprintable(name):
        raise InvalidName(
            f"Certificates cannot print these characters of the name: {named(lacking)}. Write them another way:"
            " Latin letters and those of most living languages can be printed; emoji and symbols cannot."
        )
    if has_piled_marks(name):
        raise InvalidName(f"One letter has more than {MOST_MARKS} marks. Write the name with fewer marks.")
    if (length := visible_length(name)) > LONGEST:
        raise InvalidName(f"The name is too long: {length} characters, at most {LONGEST}.")
    return name
