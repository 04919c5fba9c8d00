"""`make notices`: write THIRD-PARTY-NOTICES.txt into each package that ships something that others wrote.

Run it when a library or a font comes, goes or changes; a test compares the files with what the packages ship.
"""

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from local.places import ROOT
from local.third_party import Library, Package, Part, packages

NAME = "THIRD-PARTY-NOTICES.txt"
_RULE = "=" * 100


def notices() -> dict[Path, str]:
    """The text of each file of notices, by its path."""
    return {one.folder / NAME: _text(one) for one in packages() if one.libraries or one.fonts}


def _text(package: Package) -> str:
    return "\n".join(_lines(package)).strip() + "\n"


def _lines(package: Package) -> Iterator[str]:
    yield "THIRD-PARTY NOTICES"
    yield ""
    yield f"The package `{package.name}` of Laurel ships these works of others under their own licenses."
    for library in package.libraries:
        yield from ("", _RULE, _title(library), library.home, "")
        yield from (_tidy(text) for text in library.texts)
        yield from _compiled_in(library)
    if package.fonts:
        yield from ("", _RULE, "Fonts", "", "The text of each license is in the file OFL.txt next to the font.", "")
        yield from (f"{_title(font)}\n{_copyright(font)}" for font in package.fonts)


def _compiled_in(library: Library) -> Iterator[str]:
    for kind, parts in (("Rust libraries", library.compiled_in), ("fonts", library.embedded)):
        if parts:
            yield f"\nThe binary of {library.name} contains these {kind}:\n"
            yield from map(_line, parts)


def _title(part: Part) -> str:
    return f"{part.name} {part.version} ({part.license})".replace("  ", " ")


def _line(part: Part) -> str:
    return f"{_title(part)}\n    {', '.join(filter(None, (part.authors, part.home)))}"


def _copyright(font: Part) -> str:
    """The lines of a font's license that name its authors: those before the license itself."""
    before = font.texts[0].partition("This Font Software is licensed")[0]
    return textwrap.indent(before.strip(), "    ")


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def _write(files: Iterable[tuple[Path, str]]) -> None:
    for path, text in files:
        path.write_text(text, encoding="utf-8")
        print(f"Wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    _write(notices().items())
