"""Renders a certificate into a PDF that is archival (PDF/A-3a), accessible (PDF/UA-1) and the same every time.

Texts from people reach typst as JSON and are only values there, never code. typst and segno are packaged only with the
function that prints, so they are imported with the first certificate.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laurel.certificates.content import CertificateContent
from laurel.certificates.logo import Logo, LogoKind
from laurel.certificates.plain_text import plain_text
from laurel.certificates.scripts import setting_of
from laurel.platform.pdf_streams import with_clear_ends
from laurel.platform.printable import unprintable
from laurel.platform.visible import named

if TYPE_CHECKING:
    import typst

LAYOUTS = Path(__file__).parent / "layouts"
# These include the layout of the content's version.
MARKED_LAYOUT = "marked.typ"
BADGED_LAYOUT = "badged.typ"
PDF_STANDARDS = ["a-3a", "ua-1"]
_ROUNDS = 20  # each finds a cluster of letters that no font draws

# typst's message for letters that have a font separately but not together, such as a vowel sign without its letter.
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class RenderingFailed(Exception):
    """The certificate could not be laid out; the message is typst's."""


class UnprintableCharacter(RenderingFailed):
    """No font has `characters`."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(f"no font has {named(characters)}")
        self.characters = characters


@dataclass(frozen=True, slots=True)
class Watermark:
    """A word across each page, and a line under it. Screen readers do not hear it: put the word into the title too."""

    word: str
    line: str = ""


class PdfRenderer:
    """Renders certificates; loads fonts and compiler once, with the first certificate.

    `fonts` is the folder of the font files, `layouts` has a folder of layouts for each template version.
    """

    def __init__(self, fonts: Path, layouts: Path = LAYOUTS) -> None:
        self._fonts = fonts
        self._layouts = layouts
        self._loaded: typst.Compiler | None = None

    def unprintable(self, *texts: str) -> tuple[str, ...]:
        """The characters of `texts` that no font has, each once."""
        return unprintable(*texts)

    def render(
        self,
        content: CertificateContent,
        logo: Logo | None = None,
        mark: Watermark | None = None,
        badge: str | None = None,
    ) -> bytes:
        """The PDF of `content`, with `mark` on each page, or with `badge` and its own plain text attached.

        The same of all of them gives the same bytes. Raises UnprintableCharacter; RenderingFailed; ValueError if
        `logo` is not the logo of the content.
        """
        if content.logo_sha256 != (logo.sha256 if logo else None):
            raise ValueError(f"certificate {content.number} was made with another logo")
        if lacking := self.unprintable(*texts_of(content.model_dump())):
            raise UnprintableCharacter(lacking)
        issued = datetime.combine(content.issued_on, time(), UTC)
        layout = self._layouts / content.template_version / f"{content.statement.value}.typ"
        if not layout.is_file():
            raise RenderingFailed(f"there is no layout {content.template_version}/{layout.name}")
        inputs = _inputs(content, logo)
        if mark:
            inputs["mark"], layout = json.dumps(asdict(mark), ensure_ascii=False), self._layouts / MARKED_LAYOUT
        elif badge:
            inputs |= {"badge": badge, "plain": plain_text(content)}
            layout = self._layouts / BADGED_LAYOUT
        return self._compile(layout, inputs, issued)

    def render_document(self, layout: str, document: Mapping[str, Any], on: date) -> bytes:
        """The PDF of something else than a certificate, with a layout of its own: texts that nobody has checked before.

        A character that no font has becomes “?”. Raises RenderingFailed.
        """
        lacking = self.unprintable(*texts_of(dict(document)))
        for _ in range(_ROUNDS):
            plain = _without(document, lacking)
            inputs = {"document": json.dumps(_set(plain), ensure_ascii=False, separators=(",", ":"))}
            try:
                return self._compile(self._layouts / layout, inputs, datetime.combine(on, time(), UTC))
            except UnprintableCharacter as found:
                lacking = (*lacking, *found.characters)
        raise RenderingFailed("too many characters have no font")

    def _compile(self, layout: Path, inputs: dict[str, str], issued: datetime) -> bytes:
        import typst

        try:
            pdf = self._compiler().compile(
                str(layout),
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=PDF_STANDARDS,  # type: ignore[arg-type]
                timestamp=issued,
            )
        except typst.TypstError as problem:
            if undrawn := _UNDRAWN.search(problem.message):
                cluster = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), undrawn[1])
                raise UnprintableCharacter(tuple(dict.fromkeys(cluster))) from problem
            raise RenderingFailed(problem.diagnostic) from problem
        if not isinstance(pdf, bytes):
            raise RenderingFailed("typst gave no document")
        return with_clear_ends(pdf)

    def _compiler(self) -> "typst.Compiler":
        if self._loaded is None:
            import typst

            # Without fonts typst would omit the letters without an error.
            if next(self._fonts.rglob("*.ttf"), None) is None:
                raise RenderingFailed(f"there are no fonts in {self._fonts}")
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(self._fonts)])
            self._loaded = typst.Compiler(root=str(self._layouts), font_paths=fonts)
        return self._loaded


def _inputs(content: CertificateContent, logo: Logo | None) -> dict[str, str]:
    plain = content.model_dump(mode="json", exclude={"learner_language"})
    document = _set(plain)
    document["learner"] = {"text": content.learner, **asdict(setting_of(content.learner, content.learner_language))}
    document["qr"] = _qr_code(content.verification_url)
    if logo:
        data = logo.data.decode() if logo.kind is LogoKind.SVG else list(logo.data)
        document["logo"] = {"format": logo.kind.value, "data": data}
    return {"certificate": json.dumps(document, ensure_ascii=False, separators=(",", ":"))}


def texts_of(value: object) -> Iterator[str]:
    """The texts in dictionaries and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)


def _set(value: Any) -> Any:
    """`value` with every text in it replaced by the text and how it is set."""
    if isinstance(value, str):
        return {"text": value, **asdict(setting_of(value))}
    if isinstance(value, dict):
        return {key: _set(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_set(one) for one in value]
    return value


def _without(value: Any, characters: Iterable[str]) -> Any:
    """`value` with “?” in the place of these characters in its texts."""
    if isinstance(value, str):
        return value.translate({ord(one): "?" for one in characters})
    if isinstance(value, Mapping):
        return {key: _without(one, characters) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without(one, characters) for one in value]
    return value


def _qr_code(address: str) -> str:
    """The address as a QR code in SVG; level M survives a stamp or a fold over 15 percent of it."""
    import segno

    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False, svgclass=None)
    return picture.getvalue().decode()
