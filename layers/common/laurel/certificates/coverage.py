"""Which characters the fonts can print, read from the fonts themselves.

Asked before a certificate is laid out, so that every character that no font has is named at once, to the person who can
change it. Source: OpenType, `cmap`, formats 4 and 12, which are the ones that Unicode fonts have.
"""

import mmap
import struct
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

# Fonts do not have to hold these: the layout acts on them, or leaves them out (Unicode, Default_Ignorable_Code_Point).
_INVISIBLE = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0100, 0xE01EF),
)


class Coverage:
    """The characters of all fonts below a folder. Each font is looked into when the ones before it were not enough."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = [_CharacterMap(path) for path in sorted(fonts.rglob("*.ttf"), key=_size)]

    def lacking(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters of `texts` that cannot be printed, each once, in order of the alphabet."""
        characters = sorted(set().union(*texts))
        return tuple(c for c in characters if not self._prints(c))

    def _prints(self, character: str) -> bool:
        if character == " " or _is_invisible(ord(character)):
            return True
        # PDF/A takes no characters for private use: nobody can tell what they mean.
        if unicodedata.category(character) in ("Co", "Cs", "Cn", "Cc"):
            return False
        parts = {*unicodedata.normalize("NFD", character)}
        return any(character in font or all(part in font for part in parts) for font in self._fonts)


def _size(path: Path) -> tuple[int, str]:
    # The small fonts hold the common scripts; the Chinese, Japanese and Korean ones are read only when needed.
    return path.stat().st_size, path.name


def _is_invisible(code: int) -> bool:
    return any(first <= code <= last for first, last in _INVISIBLE)


class _CharacterMap:
    """The characters of one font file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        starts, ends = self._ranges
        at = bisect_right(starts, code) - 1
        return at >= 0 and code <= ends[at]

    @cached_property
    def _ranges(self) -> "tuple[array[int], array[int]]":
        """The first and the last code of each unbroken range, ascending."""
        with self._path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as font:
            at, form = _best_table(font)
            if form == 12:
                return _format_12(font, at)
            return _format_4(font, at)


def _best_table(font: mmap.mmap) -> tuple[int, int]:
    """Where the widest Unicode table starts, and its format."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(
        struct.unpack_from(">I", font, 20 + 16 * n)[0]
        for n in range(tables)
        if font[12 + 16 * n : 16 + 16 * n] == b"cmap"
    )
    found = {}
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * n)
        form = struct.unpack_from(">H", font, start + offset)[0]
        if platform in (0, 3) and form in (4, 12):
            found[form] = start + offset
    form = max(found)
    return found[form], form


def _numbers(code: str, data: bytes) -> "array[int]":
    numbers = array(code, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _format_12(font: mmap.mmap, at: int) -> "tuple[array[int], array[int]]":
    groups = struct.unpack_from(">I", font, at + 12)[0]
    numbers = _numbers("I", font[at + 16 : at + 16 + 12 * groups])
    return numbers[0::3], numbers[1::3]


def _format_4(font: mmap.mmap, at: int) -> "tuple[array[int], array[int]]":
    double = struct.unpack_from(">H", font, at + 6)[0]
    columns = [at + 14, at + 16 + double, at + 16 + 2 * double, at + 16 + 3 * double]
    ends, starts, deltas, offsets = (_numbers("H", font[column : column + double]) for column in columns)
    firsts, lasts = array("I"), array("I")
    for n, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", font, columns[3] + 2 * n + offset + 2 * (code - start))[0]
                if not glyph:
                    continue
            if not (glyph + delta) & 0xFFFF:
                continue
            if lasts and lasts[-1] == code - 1:
                lasts[-1] = code
            else:
                firsts.append(code)
                lasts.append(code)
    return firsts, lasts
