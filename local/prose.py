"""`python -m local.prose`, a part of `make check`: find phrases and spellings that docs/style.toml asks to avoid.

Reads Markdown, YAML, and the comments, docstrings and strings of Python and JavaScript. Every hit fails the check.
"""

import argparse
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[1]
STYLE = ROOT / "docs" / "style.toml"
_CODE = "\0"  # stands for one character that is not prose
_NOT_SPACE = re.compile(r"\S")
_SKIPPED_FOLDERS = {"__pycache__", "node_modules"}
_MARKDOWN_CODE = re.compile(r"^( *)(```|~~~).*?^\1\2[^\n]*$|`[^`]*`|\]\([^)]*\)|<[^>\s]+>", re.MULTILINE | re.DOTALL)
_JAVASCRIPT_PROSE = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`", re.DOTALL
)
_JAVASCRIPT_JOIN = re.compile(r"(?<=['\"]) \+\n(?= *['\"])")
_YAML_CODE = re.compile(r"`[^`]*`|\$\{[^}]*\}")
_MARKS = re.compile(r"^[#'\"]+|[#'\"]+$|(?<=\n)[ ]*#+")  # quotes and comment signs around prose


@dataclass(frozen=True)
class Rule:
    """A phrase to avoid and a better wording."""

    phrase: re.Pattern[str]
    better: str


@dataclass(frozen=True)
class Hit:
    """A phrase that a file has, with its line (from 1)."""

    path: str
    line: int
    phrase: str
    better: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: “{self.phrase}”: {self.better}"


@dataclass(frozen=True)
class Style:
    """docs/style.toml: rules, the paths to read, and the files among them to leave out."""

    rules: tuple[Rule, ...]
    spelling: Mapping[str, str]
    paths: tuple[str, ...]
    left_out: frozenset[str] = frozenset()

    def hits(self, path: str, source: str) -> list[Hit]:
        """All hits in the prose of one file, in the order of its lines."""
        prose = prose_of(path, source)
        found = [
            (match.start(), re.sub(r"\s+", " ", match[0]), rule.better)
            for rule in self.rules
            for match in rule.phrase.finditer(prose)
        ]
        found += [
            (match.start(), match[0], f"US spelling: {self.spelling[match[0].lower()]}")
            for match in re.finditer(r"(?<![\w/.-])[A-Za-z]+(?![\w/]|\.\w)", prose)
            if match[0].lower() in self.spelling
        ]
        return [Hit(path, source.count("\n", 0, at) + 1, phrase, better) for at, phrase, better in sorted(found)]


def read_style(text: str) -> Style:
    """The style that a TOML text describes. Raises `re.error` for a phrase that is no regular expression."""
    wanted = tomllib.loads(text)
    return Style(
        rules=tuple(
            Rule(re.compile(phrase.replace(" ", r"\s+"), re.IGNORECASE), better)
            for phrase, better in wanted["phrases"].items()
        ),
        spelling=us_spelling() | wanted["spelling"],
        paths=tuple(wanted["paths"]),
        left_out=frozenset(wanted["left_out"]),
    )


def us_spelling() -> dict[str, str]:
    """British spellings and their American ones, from codespell's dictionary; words with several are left out."""
    dictionary = files("codespell_lib") / "data" / "dictionary_en-GB_to_en-US.txt"
    pairs = (line.split("->") for line in dictionary.read_text(encoding="utf-8").splitlines() if "->" in line)
    return {british: american for british, american in pairs if "," not in american}


def prose_of(path: str, source: str) -> str:
    """`source` with NUL for each character that is not prose: the same length, the same lines."""
    match Path(path).suffix:
        case ".md":
            return _without(source, _MARKDOWN_CODE)
        case ".yaml":
            return _without(source, _YAML_CODE).replace("#", " ")
        case ".py":
            return _only(source, _python_prose(source))
        case ".js":
            source = _JAVASCRIPT_JOIN.sub(lambda match: match[0].replace("+", " "), source)
            return _only(source, (match.span() for match in _JAVASCRIPT_PROSE.finditer(source) if " " in match[0]))
    return ""


def _without(source: str, code: re.Pattern[str]) -> str:
    return code.sub(lambda match: _NOT_SPACE.sub(_CODE, match[0]), source)


def _only(source: str, spans: Iterator[tuple[int, int]]) -> str:
    """Only the text of `spans`; quotes and comment signs become blanks, so that a phrase may continue after them."""
    parts, end = [], 0
    for start, stop in spans:
        parts.append(_NOT_SPACE.sub(_CODE, source[end:start]))
        prose = _without(source[start:stop], re.compile(r"``?[^`\n]+``?"))
        parts.append(_MARKS.sub(lambda match: " " * len(match[0]), prose))
        end = stop
    return "".join([*parts, _NOT_SPACE.sub(_CODE, source[end:])])


def _python_prose(source: str) -> Iterator[tuple[int, int]]:
    """Where comments, docstrings and strings with a space are."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    kinds = {tokenize.COMMENT, tokenize.STRING, tokenize.FSTRING_MIDDLE}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in kinds and (token.type == tokenize.COMMENT or " " in token.string):
            (row, column), (last_row, last_column) = token.start, token.end
            yield starts[row - 1] + column, starts[last_row - 1] + last_column


def files_of(style: Style, root: Path) -> Iterator[Path]:
    """Every file that the check reads, sorted."""
    for name in style.paths:
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            known = file.suffix in {".md", ".py", ".js"} or (file.suffix == ".yaml" and file.parent == root)
            read = not _SKIPPED_FOLDERS & set(file.parts) and file.relative_to(root).as_posix() not in style.left_out
            if known and read:
                yield file


def find_hits(style: Style, root: Path) -> list[Hit]:
    """All hits below `root`."""
    return [
        hit
        for file in files_of(style, root)
        for hit in style.hits(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    ]


def _is_within(path: str, entry: str) -> bool:
    return path == entry or path.startswith(entry.rstrip("/") + "/")


def main(arguments: list[str] | None = None) -> int:
    """Print what the check found; 1 when it found anything."""
    parser = argparse.ArgumentParser(
        prog="python -m local.prose", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("paths", nargs="*", help="print only hits in these files or folders")
    wanted = parser.parse_args(arguments).paths
    hits = find_hits(read_style(STYLE.read_text(encoding="utf-8")), ROOT)
    shown = [hit for hit in hits if not wanted or any(_is_within(hit.path, path) for path in wanted)]
    print(*shown, sep="\n", end="\n" if shown else "")
    if shown:
        print(f"{len(shown)} phrases to avoid (docs/style.toml).")
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main())
