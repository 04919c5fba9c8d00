"""The number of a certificate: short enough to type, impossible to guess, and typing errors are detected (pure).

Fourteen random symbols (63 bits) and a check symbol, in three groups of five: `7XKDA-9GQMT-C4WHX`. The alphabet has no
symbols that look alike. It has 23, a prime, so a pure system of ISO/IEC 7064 (modulus 23, radix 5) detects every wrong
symbol and every two symbols that changed places.
"""

import unicodedata
from collections.abc import Callable

from laurel.certificates.refusals import (
    FOREIGN_SYMBOL,
    INVISIBLE_SYMBOL,
    NO_NUMBER,
    NUMBER_LENGTH,
    NUMBER_MISTYPED,
    SIMILAR_SYMBOL,
)
from laurel.platform.refusal import Problem, ProblemFound

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B and U V, which people mistake for each other in print and in handwriting.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 15
GROUP = 5
POSSIBLE = len(ALPHABET) ** (LENGTH - 1)

_PATH = "number"
# A primitive root of 23: its powers differ over 22 places, so exchanged places are detected.
_RADIX = 5
_MODULUS = len(ALPHABET)
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


class InvalidNumber(ProblemFound):
    """The text is not a certificate number; the message says why, for the person who typed it."""


def new_number(below: Callable[[int], int]) -> str:
    """A number that nobody can predict. `below(n)` returns a random integer from 0 to n - 1: pass
    `secrets.randbelow`.
    """
    left = below(POSSIBLE)
    symbols = []
    for _ in range(LENGTH - 1):
        left, value = divmod(left, _MODULUS)
        symbols.append(ALPHABET[value])
    payload = "".join(symbols)
    return _grouped(payload + _check_symbol(payload))


def parse_number(text: str) -> str:
    """The number in `text`, as printed; letter case, spaces and dashes do not matter.

    Brackets, periods, commas, slashes and invisible characters around it do not matter either, nor what follows a
    whole number after a mark, a footnote's digit or the end of the line. Raises InvalidNumber.
    """
    symbols = "".join(c for c in bare(text).upper() if not _separates(c))
    if not symbols:
        raise InvalidNumber(NO_NUMBER.at(_PATH))
    for symbol in symbols:
        if symbol not in _VALUE:
            raise InvalidNumber(_foreign(symbol))
    if len(symbols) != LENGTH:
        raise InvalidNumber(NUMBER_LENGTH.at(_PATH, length=LENGTH, found=len(symbols)))
    if _remainder(symbols) != 1:
        raise InvalidNumber(NUMBER_MISTYPED.at(_PATH))
    return _grouped(symbols)


def bare(text: str) -> str:
    """`text` from its first letter or digit to its last, without what follows a whole number."""
    letters = unicodedata.normalize("NFKC", _without_ending(text))
    places = [at for at, character in enumerate(letters) if character.isalnum()]
    return letters[places[0] : places[-1] + 1] if places else ""


def _without_ending(text: str) -> str:
    """`text` up to what follows a whole number, such as `'s`, `/?page=1` or another line; else all of it."""
    found = 0
    for at, character in enumerate(text):
        if found == LENGTH and _ends(character):
            return text[:at]
        found += sum(c.isalnum() for c in unicodedata.normalize("NFKC", character))
    return text


def _ends(character: str) -> bool:
    if character in "\r\n\u2028\u2029":
        return True
    # Marks, punctuation, signs, raised digits (No), and raised letters with the apostrophe of letters (Lm).
    category = unicodedata.category(character)
    return not _separates(character) and (category[0] in {"M", "P", "S"} or category in {"No", "Lm"})


def _foreign(symbol: str) -> Problem:
    if symbol.isascii() and symbol.isalnum():
        return SIMILAR_SYMBOL.at(_PATH, symbol=symbol)
    if symbol.isprintable():
        return FOREIGN_SYMBOL.at(_PATH, symbol=symbol)
    return INVISIBLE_SYMBOL.at(_PATH)


def _separates(character: str) -> bool:
    # U+2212 is the minus sign: some word processors turn a hyphen into it.
    # Invisible characters (Cf) can be copied with a number.
    return character.isspace() or unicodedata.category(character) in ("Pd", "Cf") or character in "\u2212_."


def _check_symbol(payload: str) -> str:
    """The symbol that makes the remainder of the whole number 1."""
    return ALPHABET[(1 - _remainder(payload + ALPHABET[0])) % _MODULUS]


def _remainder(symbols: str) -> int:
    """The sum of the symbols' values, each times the radix to the power of its place, by the modulus."""
    remainder = 0
    for symbol in symbols:
        remainder = (remainder * _RADIX + _VALUE[symbol]) % _MODULUS
    return remainder


def _grouped(symbols: str) -> str:
    return "-".join(symbols[at : at + GROUP] for at in range(0, LENGTH, GROUP))
