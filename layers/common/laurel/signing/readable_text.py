"""Makes a page of typst's say its text as it was given, where readers of PDFs would copy letters twice (pure).

typst tells readers which letters each drawn glyph stands for. It draws a letter with marks, or a joined letter, as
several runs when a part of it is higher or lower than the rest. Each part then stands for the whole letter. Here the
runs of such a line become one run that says its text (ActualText), and a glyph stands for its own part of the letter,
where it has one. The drawing stays as it is. See docs/decisions/2026-11-29-text-of-the-pdf.md.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category, normalize

type Glyph = tuple[int, int]
"""The number of the object with its font's letters, and its number in the font."""
type Letters = dict[int, dict[int, str]]
"""What the glyphs of fonts stand for, by the number of the object that says it."""
type _Piece = tuple[tuple[Glyph, ...], str]
type _Pieces = list[_Piece]

_RUN = re.compile(
    rb"/Span<<(?P<properties>/MCID \d+(?:/Lang\([^)]*\))?)>>BDC\nq 1 0 0 -1 (?P<x>[-\d.]+) (?P<y>[-\d.]+) cm"
    rb"(?P<color>/[^\n]*)\nBT(?P<text>.*?)\nET\nQ\nEMC",
    re.DOTALL,
)
_SAID = rb"/Span<</ActualText<([0-9A-F]+)>>>BDC"
# Glyphs in parentheses, of which pairs within are not escaped, or, if one has a number above 127, as digits.
_PLAIN = rb"[^\\()]|\\."
_GLYPHS = rb"\((?P<glyphs>(?:%s|\((?:%s|\((?:%s)*\))*\))*)\)|<(?P<digits>[0-9A-F]+)>" % (_PLAIN, _PLAIN, _PLAIN)
_TOKEN = re.compile(_SAID + rb"|(?P<end>\nEMC)|/(?P<font>\w+) [\d.]+ Tf|" + _GLYPHS, re.DOTALL)
_PLACE = re.compile(rb"1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm")
_ESCAPED = re.compile(rb"\\(\d{3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# Runs of one line are not farther apart, in points, but for the parts of a letter.
_LINE = 14


@dataclass(slots=True)
class _Part:
    """A run, or several over which letters are split, with the letters that they draw."""

    runs: list[re.Match[bytes]]
    pieces: _Pieces

    @property
    def said(self) -> str:
        return "".join(text for _, text in self.pieces)


def has_marks(text: str) -> bool:
    """Whether a letter of `text` may be drawn in parts."""
    return any(category(one).startswith("M") for one in normalize("NFC", text))


def bare(text: str) -> str:
    """`text` without what nobody sees, to be found among other texts."""
    return _UNSEEN.sub("", normalize("NFC", text))


def readable(
    content: bytes, fonts: Mapping[bytes, int], letters: Letters, given: str, better: dict[Glyph, str]
) -> bytes:
    """A page's content that says its text; the same content if nothing is to do.

    `fonts` has the number of the object with the letters of each of the page's fonts. A line is only changed if its
    text is part of `given`: `bare` texts, one in a line. What glyphs stand for instead is added to `better`, which
    all pages share.
    """
    parts = list(_parts_of_lines(content, fonts, letters))
    _find_better([piece for one in parts for piece in one.pieces], letters, better)
    changed, at = bytearray(), 0
    for runs, said in _lines(parts, given):
        changed += content[at : runs[0].start()] + _merged(runs, said)
        at = runs[-1].end()
    return bytes(changed + content[at:])


def _lines(parts: Sequence[_Part], given: str) -> Iterator[tuple[list[re.Match[bytes]], str]]:
    """The runs, and what they say together, of each letter that is split, with all that adjoins it in its text.

    Some readers say the text again after a run that is not part of it.
    """
    done = 0
    for place, part in enumerate(parts):
        if place < done or len(part.runs) == 1 or not _is_given(part.said, given):
            continue
        begin = end = place
        while end < len(parts) and _continues(parts[begin : end + 1], given):
            end += 1
        while begin > done and _continues(parts[begin - 1 : end], given):
            begin -= 1
        done = end
        yield [run for one in parts[begin:end] for run in one.runs], "".join(one.said for one in parts[begin:end])


def _continues(parts: Sequence[_Part], given: str) -> bool:
    """Whether these adjoin each other, in one line, and are part of a given text."""
    for one, other in pairwise(parts):
        last, first = one.runs[-1], other.runs[0]
        if not _is_next(last, first) or abs(float(one.runs[0]["y"]) - float(first["y"])) >= _LINE:
            return False
    return _is_given("".join(one.said for one in parts), given)


def _is_given(said: str, given: str) -> bool:
    return bare(said) in given


def _is_next(one: re.Match[bytes], other: re.Match[bytes]) -> bool:
    return one.end() == other.start() and one["color"] == other["color"]


def _parts_of_lines(content: bytes, fonts: Mapping[bytes, int], letters: Letters) -> Iterator[_Part]:
    part, drawn = _Part([], []), set[Glyph]()
    for run in _RUN.finditer(content):
        pieces = _pieces(run["text"], fonts, letters)
        is_next = bool(part.pieces and pieces) and _is_next(part.runs[-1], run)
        if is_next and _is_more_of(part.pieces[-1], pieces[0], drawn):
            glyphs, text = part.pieces[-1]
            part.pieces[-1] = (glyphs + pieces[0][0], text)
            drawn = drawn | set(pieces[0][0]) if len(pieces) == 1 else set(pieces[-1][0])
            part.runs.append(run)
            part.pieces += pieces[1:]
            continue
        if part.runs:
            yield part
        part, drawn = _Part([run], pieces), set(pieces[-1][0]) if pieces else set()
    if part.runs:
        yield part


def _is_more_of(last: _Piece, first: _Piece, drawn: set[Glyph]) -> bool:
    """Whether `first` is more of the letter of which these are `drawn`: a letter has each part once."""
    (glyphs, text), (more, again) = last, first
    return text == again and bool(glyphs and more) and glyphs[0][0] == more[0][0] and drawn.isdisjoint(more)


def _pieces(text: bytes, fonts: Mapping[bytes, int], letters: Letters) -> _Pieces:
    """What a run draws: glyphs and what they stand for."""
    found: _Pieces = []
    said: str | None = None
    together: tuple[Glyph, ...] = ()
    font = -1
    for one in _TOKEN.finditer(text):
        if one[1]:
            said, together = bytes.fromhex(one[1].decode()).decode("utf-16"), ()
        elif one["end"]:
            found.append((together, said or ""))
            said = None
        elif one["font"]:
            font = fonts.get(one["font"], -1)
        else:
            codes = bytes.fromhex(one["digits"].decode()) if one["digits"] else _ESCAPED.sub(_unescaped, one["glyphs"])
            glyphs = tuple((font, int.from_bytes(codes[at : at + 2])) for at in range(0, len(codes), 2))
            if said is None:
                found += [((glyph,), letters.get(font, {}).get(glyph[1], "\ufffd")) for glyph in glyphs]
            else:
                together += glyphs
    return found


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    return bytes([int(escaped, 8)]) if len(escaped) == 3 else _CONTROLS.get(escaped, escaped)


def _find_better(pieces: _Pieces, letters: Letters, better: dict[Glyph, str]) -> None:
    """Adds the parts of letters that glyphs draw which stand for the whole: a letter and marks, in this order."""
    for glyphs, text in pieces:
        of_whole = {(font, code) for font, code in glyphs if letters.get(font, {}).get(code) == text}
        marks = normalize("NFD", text)[1:]
        if len(glyphs) < 2 or not of_whole or not all(category(one) == "Mn" for one in marks):
            continue
        known = [
            better.get(glyph) or (None if glyph in of_whole else letters[glyph[0]].get(glyph[1])) for glyph in glyphs
        ]
        parts = zip(glyphs, _parts(text, known), strict=False)
        better.update({glyph: part for glyph, part in parts if letters[glyph[0]].get(glyph[1]) != part})


def _parts(text: str, known: Sequence[str | None]) -> Sequence[str]:
    """`text` in as many parts as `known` has, which are as it says; none if that cannot be."""
    for parts in (normalize("NFC", text), normalize("NFD", text)):
        if len(parts) == len(known) and all(map(_fits, known, parts)):
            return parts
    if known.count(None) != 1:
        return ()
    place, whole = known.index(None), normalize("NFD", text)
    before = normalize("NFD", "".join(one for one in known[:place] if one))
    after = normalize("NFD", "".join(one for one in known[place + 1 :] if one))
    if not (whole.startswith(before) and whole.endswith(after) and len(whole) > len(before) + len(after)):
        return ()
    missing = normalize("NFC", whole[len(before) : len(whole) - len(after)])
    return [one or missing for one in known]


def _fits(known: str | None, part: str) -> bool:
    return known in (None, part)


def _merged(runs: Sequence[re.Match[bytes]], said: str) -> bytes:
    """One run in the place of several, which says its text; the others stay, empty, for the structure tree."""
    first, texts = runs[0], list[bytes]()
    for run in runs:
        right, down = float(run["x"]) - float(first["x"]), float(first["y"]) - float(run["y"])
        plain = re.sub(_SAID, b"", run["text"]).replace(b"\nEMC", b"")
        texts.append(_PLACE.sub(lambda at, right=right, down=down: _moved(at, right, down), plain))  # type: ignore[misc]
    text = ("\ufeff" + said).encode("utf-16-be").hex().upper().encode()
    return (
        b"/Span<<%s>>BDC\nq 1 0 0 -1 %s %s cm%s\nBT/Span<</ActualText<%s>>>BDC%s\nEMC\nET\nQ\nEMC"
        % (first["properties"], first["x"], first["y"], first["color"], text, b"\n".join(texts))
    ) + b"".join(b"/Span<<%s>>BDC\nEMC" % run["properties"] for run in runs[1:])


def _moved(place: re.Match[bytes], right: float, down: float) -> bytes:
    return b"1 0 0 -1 %.5f %.5f Tm" % (float(place[1]) + right, float(place[2]) + down)
