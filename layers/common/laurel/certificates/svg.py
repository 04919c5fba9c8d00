"""Reads an SVG picture without drawing it: checks that it is only a drawing (pure).

An allow-list, not a block-list. References stay within the file; `use`, `image`, `text`, `filter`
and `script` are out: copies of copies grow without bound, pictures and fonts come from elsewhere, scripts run.
"""

import re
from xml.parsers import expat

from laurel.certificates.refusals import (
    NO_SVG,
    SVG_DAMAGED,
    SVG_DOCTYPE,
    SVG_ELEMENT,
    SVG_FOREIGN_ELEMENT,
    SVG_INSTRUCTION,
    SVG_MASKS_IN_MASKS,
    SVG_NOT_UTF8,
    SVG_OTHER_FILE,
    SVG_OTHER_STYLE,
    SVG_SCRIPT,
    SVG_TOO_COMPLICATED,
    SVG_WITHOUT_SIZE,
)
from laurel.platform.refusal import ProblemFound

_SVG = "http://www.w3.org/2000/svg"
# fmt: off
_ALLOWED = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
    "radialGradient", "stop", "clipPath", "mask", "title", "desc", "metadata", "style",
})
# fmt: on
# Drawing programs write their notes in `metadata`, in these vocabularies; they are never drawn.
_NOTES = frozenset(
    {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://creativecommons.org/ns#",
        "http://web.resource.org/cc/",
    }
)
_INSTEAD = {
    "text": "Convert the text to paths",
    "image": "Leave out pictures inside the picture, or upload the logo as PNG",
    "use": "Expand symbols and copies (“use”)",
    "filter": "Leave out effects such as shadows, or upload the logo as PNG",
    "script": "Take the script out",
    "foreignObject": "Take the embedded page out",
}
_DEEPEST = 50
_MOST_ELEMENTS = 5000
# A mask whose parts are masked twice by the next one doubles the work with each: a few kilobytes take minutes to draw.
_MASKS = frozenset({"mask", "clipPath"})
# A mask is drawn for each part that it masks: two thousand parts with a mask of as many take minutes.
_MOST_MASKING = 5_000_000  # masked parts, times the bytes of all masks; this much takes a quarter of a second
_MASKED = re.compile(r"(?:^|[\s;{])(?:mask|mask-image|clip-path)\s*:", re.IGNORECASE)

_NUMBER = re.compile(r"[0-9]{0,6}\.?[0-9]{1,9}")
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)", re.IGNORECASE)


def checked_svg(data: bytes) -> bytes:
    """`data`, if it is a drawing and nothing else.

    Raises ProblemFound.
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        raise ProblemFound(SVG_NOT_UTF8.at("")) from None
    _Reader().read(data)
    return data


class _Reader:
    """Sees every element once and refuses at the first that is not allowed."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.elements = 0
        self.masks = 0
        self.masked = 0
        self.mask_bytes = 0
        self.style = ""

    def read(self, data: bytes) -> None:
        parser = self.parser = expat.ParserCreate(namespace_separator="}")
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.ProcessingInstructionHandler = self.instruction
        try:
            parser.Parse(data, True)
        except ProblemFound:
            raise
        except expat.ExpatError as problem:
            raise ProblemFound(SVG_DAMAGED.at("", line=problem.lineno)) from None
        except (ValueError, LookupError):  # the file says that it has another encoding
            raise ProblemFound(SVG_NOT_UTF8.at("")) from None
        _check_references(self.style)
        self.check_masks()

    def check_masks(self) -> None:
        by_sheet = bool(_MASKED.search(self.style))  # which parts a style sheet masks is not worked out here
        if self.masks > 1 and by_sheet:
            raise ProblemFound(SVG_MASKS_IN_MASKS.at(""))
        if self.mask_bytes * (self.elements if by_sheet else self.masked) > _MOST_MASKING:
            raise ProblemFound(SVG_TOO_COMPLICATED.at(""))

    def doctype(self, *_: object) -> None:
        # Entities are declared there, and they can grow without bound.
        raise ProblemFound(SVG_DOCTYPE.at(""))

    def instruction(self, *_: object) -> None:
        raise ProblemFound(SVG_INSTRUCTION.at(""))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("}")
        self.elements += 1
        self.path.append(local)
        if self.elements > _MOST_ELEMENTS or len(self.path) > _DEEPEST:
            raise ProblemFound(SVG_TOO_COMPLICATED.at(""))
        if len(self.path) == 1 and (space, local) != (_SVG, "svg"):
            raise ProblemFound(NO_SVG.at(""))
        if len(self.path) == 1 and not _has_size(attributes):
            raise ProblemFound(SVG_WITHOUT_SIZE.at(""))
        if "metadata" in self.path[:-1] and space in _NOTES:
            return
        if space != _SVG:
            raise ProblemFound(SVG_FOREIGN_ELEMENT.at("", element=local))
        if local not in _ALLOWED:
            raise ProblemFound(SVG_ELEMENT.at("", element=local, instead=_INSTEAD.get(local, "Take it out")))
        if local in _MASKS:
            self.masks += 1
            self.mask_bytes -= self.parser.CurrentByteIndex
        self.masked += _is_masked(attributes)
        for key, value in attributes.items():
            _check_attribute(key.rpartition("}")[2], value)
        if not _MASKS.isdisjoint(self.path) and _is_masked(attributes):
            raise ProblemFound(SVG_MASKS_IN_MASKS.at(""))

    def end(self, _: str) -> None:
        if self.path.pop() in _MASKS:
            self.mask_bytes += self.parser.CurrentByteIndex

    def characters(self, text: str) -> None:
        if self.path[-1:] == ["style"]:
            self.style += text


def _is_masked(attributes: dict[str, str]) -> bool:
    return "mask" in attributes or "clip-path" in attributes or bool(_MASKED.search(attributes.get("style", "")))


def _has_size(attributes: dict[str, str]) -> bool:
    if "viewBox" in attributes:
        box = attributes["viewBox"].replace(",", " ").split()
        return len(box) == 4 and all(_is_positive(one) for one in box[2:])
    return all(_is_positive(attributes.get(one, "").rstrip("pxtcmin")) for one in ("width", "height"))


def _is_positive(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and float(text) > 0


def _check_attribute(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        raise ProblemFound(SVG_SCRIPT.at("", attribute=name))
    if name == "href" and not value.strip().startswith("#"):
        raise ProblemFound(SVG_OTHER_FILE.at(""))
    _check_references(value)


def _check_references(text: str) -> None:
    """Style sheets and attributes may refer to parts of this drawing and to nothing else."""
    if "\\" in text or "@import" in text.lower():
        raise ProblemFound(SVG_OTHER_STYLE.at(""))
    for target in _REFERENCE.findall(text):
        if not target.startswith("#"):
            raise ProblemFound(SVG_OTHER_FILE.at(""))
