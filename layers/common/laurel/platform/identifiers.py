"""Identifiers that went through spreadsheets: which are still the same, and which are damaged (pure)."""

import re
import unicodedata

from laurel.platform.visible import is_hidden

# What a spreadsheet makes of a long number: 1.23E+11, in some countries 1,23E+11; other programs leave the plus out.
_SCIENTIFIC = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?[eE]\+|[0-9][.,][0-9]+[eE])[0-9]+")
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
# What a spreadsheet shows if a formula fails, is not ready or a column is too narrow, in any language.
_ERROR = re.compile(
    r"#[¡¿]?[A-ZÀ-ÞĀ-ſΑ-ΩЀ-Я0-9/_]+[!?]|#[Nn]/?[AaVvDd][!?]?|#[^\W\d_]/[^\W\d_]|#?Loading\.\.\.|#GETTING_DATA|##+"
    r"|Err:[0-9]{3}"
)
_NO_VALUE = frozenset({"null", "(null)", "[null]", "<null>", "<na>", "\\n", "nan", "none", "undefined", "n/a"})
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-")
_APOSTROPHES = "'\u2018\u2019"
# The full-width forms of the ASCII characters, and the wide space.
_NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """`text` with full-width letters, digits and signs replaced by the ASCII ones."""
    return text if text.isascii() else text.translate(_NARROW)


def unwrapped(text: str) -> str:
    """`text` without what spreadsheets add to keep a value as text: `="…"`, or a leading apostrophe.

    In NFC, without invisible format characters (byte order marks, zero-width spaces) and surrounding spaces.
    """
    if not text.isascii():
        visible = "".join(
            one for one in text if one.isspace() or not (is_hidden(one) or unicodedata.category(one) == "Cf")
        )
        text = unicodedata.normalize("NFC", visible)
    before = None
    while text != before:
        before = text
        text = text.strip()
        if found := _FORMULA.fullmatch(text):
            text = found[1].replace('""', '"')
        elif text[:1] and text[0] in _APOSTROPHES:
            text = text[1:]
    return text


def comparable(text: str) -> str:
    """The normalized form for comparing identifiers: unwrapped, in one letter case and width.

    Every dash is a hyphen, and white space of any kind and length is one space: programs replace them while people
    type and paste.
    """
    plain = " ".join(unwrapped(text).split())
    return _in_one_case(plain if plain.isascii() else plain.translate(_DASHES))


def formerly_comparable(text: str) -> str:
    """What `comparable` gave in earlier versions, which kept each dash and space as it was."""
    return _in_one_case(unwrapped(text))


def _in_one_case(text: str) -> str:
    plain = narrow(text)
    return plain.lower() if plain.isascii() else unicodedata.normalize("NFC", unwrapped(plain).casefold())


def is_no_value(text: str) -> bool:
    """Whether an export wrote it for a missing value, or a spreadsheet for an error."""
    bare = unwrapped(text)
    return _ERROR.fullmatch(bare) is not None or bare.lower() in _NO_VALUE


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet rounded the number, so that the original is lost."""
    return _SCIENTIFIC.fullmatch(narrow(unwrapped(text))) is not None
