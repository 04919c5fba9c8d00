"""The characters that a certificate can print, checked wherever printable text is saved (pure except for its table).

Only the function that prints has the fonts. `printable.txt` lists their characters (`make font-coverage`), so every
function gets the same result as from the fonts.
"""

import unicodedata
from array import array
from bisect import bisect_right
from functools import cache, cached_property, lru_cache
from pathlib import Path

from laurel.platform.visible import is_hidden

DATA = Path(__file__).with_name("printable.txt")

# PDF/A does not allow private-use characters, which have no defined meaning.
_NEVER = frozenset({"Co", "Cs", "Cn", "Cc", "Zl", "Zp"})

# Blank, without a glyph in any font; typst treats the byte order mark as one of them.
_BLANK = frozenset("\u2800\ufeff\ufff9\ufffa\ufffb\U00013441\U00013442\U00016fe4\U0001d159")


def unprintable(*texts: str) -> tuple[str, ...]:
    """The characters of `texts` that cannot be printed, each once, sorted."""
    characters: set[str] = set().union(*(text for text in texts if not (text.isascii() and text.isprintable())))
    return tuple(c for c in sorted(characters) if not _prints(c))


class _Family:
    """The characters of one family of fonts."""

    def __init__(self, line: str) -> None:
        self.name, _, self._line = line.partition(":")

    def holds(self, character: str) -> bool:
        """Whether it has a glyph for `character`, or for each of its parts."""
        return self._has(character) or all(map(self._has, unicodedata.normalize("NFD", character)))

    def _has(self, character: str) -> bool:
        code = ord(character)
        starts, ends = self._ranges
        at = bisect_right(starts, code) - 1
        return at >= 0 and code <= ends[at]

    @cached_property
    def _ranges(self) -> "tuple[array[int], array[int]]":
        """The first and last code of each range. Read when needed; the Han fonts rarely are."""
        starts, ends = array("I"), array("I")
        for one in self._line.split(","):
            first, _, last = one.partition("-")
            starts.append(int(first, 16))
            ends.append(int(last or first, 16))
        return starts, ends


@cache
def _families() -> tuple[_Family, ...]:
    return tuple(map(_Family, DATA.read_text(encoding="ascii").splitlines()))


@lru_cache(maxsize=4096)
def _prints(character: str) -> bool:
    if unicodedata.category(character) in _NEVER or character in _BLANK:
        return False
    # The layout handles or omits other hidden characters, so the fonts do not need them.
    return is_hidden(character) or any(family.holds(character) for family in _families())
