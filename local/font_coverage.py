"""`make font-coverage`: write which characters the certificate's fonts hold, for the functions that do not carry them.

One line for each family: its name and the ranges of its characters, in hexadecimal. A family of several styles counts
with what all its styles hold, so that a character prints in each of them. Run it when a font comes, goes or changes;
a test compares the file with the fonts.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from laurel.platform.printable import DATA
from local.places import ROOT

FONTS = ROOT / "functions" / "certificate_pdf" / "fonts"
# Every text may also be set in the serif or the sans: what only the display face holds would not print everywhere.
_LEFT_OUT = frozenset({"Noto Serif Display"})
# Most texts need no other: these come first, then the smallest.
_FIRST = ("Noto Serif", "Noto Sans")


def coverage(fonts: Path = FONTS) -> str:
    """The text of the file: families in the order in which it is best to ask them."""
    held: dict[str, set[int]] = {}
    for path in sorted(fonts.rglob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            family = font["name"].getBestFamilyName()
            codes = {code for code, glyph in font.getBestCmap().items() if glyph != ".notdef"}
        held[family] = held[family] & codes if family in held else codes
    lines = (
        f"{family}:{','.join(_ranges(codes))}\n"
        for family, codes in sorted(held.items(), key=lambda one: (one[0] not in _FIRST, len(one[1]), one[0]))
        if family not in _LEFT_OUT
    )
    return "".join(lines)


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """`41-5A` for each unbroken range, `7E` for a single character."""
    first = last = -1
    for code in sorted(codes):
        if code != last + 1 or first < 0:
            if first >= 0:
                yield _range(first, last)
            first = code
        last = code
    if first >= 0:
        yield _range(first, last)


def _range(first: int, last: int) -> str:
    return f"{first:X}" if first == last else f"{first:X}-{last:X}"


def main() -> None:
    """Writes the file."""
    DATA.write_text(coverage(), encoding="ascii")
    print(f"Wrote {DATA.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
