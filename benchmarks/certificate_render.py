"""How long a certificate takes, what it needs, and how three other libraries do with the same one. Prints a table.

Run with `PYTHONPATH=layers/common .tools/bin/uv run --group bench python -m benchmarks.certificate_render [renders]`.
WeasyPrint also needs Pango: `apt-get install libpango-1.0-0 libpangoft2-1.0-0`. Each library runs in a process of its
own, one after the other, with the same embedded fonts, and prints the same texts: a P.A.C.E. certificate with 13
sessions. Only typst's is PDF/A-3a and PDF/UA-1 at once; a checker says what the others come to.
"""

import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from html import escape
from importlib import metadata
from typing import Any

from laurel.certificates.content import CertificateContent
from tests.unit.certificates.samples import FONTS, content

SERIF = FONTS / "noto-serif" / "NotoSerif_400Regular.ttf"
BOLD = FONTS / "noto-serif" / "NotoSerif_600SemiBold.ttf"
DISPLAY = FONTS / "noto-serif-display" / "NotoSerifDisplay_500Medium.ttf"

type Render = Callable[[CertificateContent], bytes]


def lines_of(said: CertificateContent) -> list[tuple[str, int]]:
    """The texts of the first page above the particulars, with their sizes in points."""
    return [
        (said.kicker, 9),
        (said.heading, 27),
        (said.provider, 13),
        (said.opening, 10),
        (said.learner, 32),
        (said.deed, 10),
        (said.activity, 17),
        (said.occasion, 10),
        (said.award_lead, 10),
        (said.award, 19),
    ]


def below(said: CertificateContent) -> list[str]:
    """The texts of the first page below, in small print."""
    particulars = [f"{one.label}: {one.value}" for one in said.details]
    return [*particulars, *said.paragraphs, said.number, said.issued, said.signatory, said.signatory_title]


def qr_png(address: str) -> bytes:
    """The address as a QR code, for those that take no SVG."""
    import io

    import segno

    page = io.BytesIO()
    segno.make(address, error="m", micro=False).save(page, kind="png", scale=6, border=0)
    return page.getvalue()


def with_typst() -> Render:
    """Laurel's own press."""
    from laurel.certificates.rendering import PdfRenderer

    return PdfRenderer(FONTS).render


@cache
def keys_in_memory() -> tuple[Any, Any]:
    """A signer with its certificate, and a key for badges. They are not measured: KMS makes and keeps keys."""
    from tests.unit.open_badges.badge_keys import BadgeKey
    from tests.unit.signing.test_signer import World

    world, badge_key = World(), BadgeKey("RSA")
    world.kms.get_public_key()
    badge_key.get_public_key()
    return world.signer, badge_key


def with_laurel() -> Render:
    """All that a learner gets: the text and an open badge attached, and a signature."""
    from laurel.open_badges.addresses import IssuerAddresses
    from laurel.open_badges.signer import BadgeSigner

    signer, badge_key = keys_in_memory()
    render, badges = with_typst(), BadgeSigner("a-key", badge_key)

    def with_everything(said: CertificateContent) -> bytes:
        addresses = IssuerAddresses.next_to(said.verification_url)
        claims = {"name": said.activity, "description": said.paragraphs[0] * 6, "learner": said.learner}  # as long
        pdf = render(said, badge=badges.token(addresses, claims))  # type: ignore[call-arg]
        return pdf + (signer.increment(pdf) or b"")

    return with_everything


def with_weasyprint() -> Render:
    """HTML and CSS, as PDF/UA-1 (it does not do both standards at once)."""
    import segno
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = {"Serif": SERIF, "Bold": BOLD, "Display": DISPLAY}
    style = "".join(f"@font-face {{font-family: {name}; src: url({path.as_uri()})}}" for name, path in faces.items())
    style += "@page {size: letter landscape; margin: 17mm} @page sessions {size: letter portrait}"
    style += "body {font-family: Serif; text-align: center} table {page: sessions; width: 100%; text-align: left}"
    configuration = FontConfiguration()

    def render(said: CertificateContent) -> bytes:
        upper = "".join(
            f"<p style='font: {size}pt Display; margin: 2mm'>{escape(text)}</p>" for text, size in lines_of(said)
        )
        lower = "".join(f"<p style='font-size: 8pt; margin: 0'>{escape(text)}</p>" for text in below(said))
        code = segno.make(said.verification_url, error="m", micro=False).svg_data_uri(border=0)
        rows = "".join(
            f"<tr><td>{escape(one.held_on)}<td>{escape(one.title)}<td>{one.credits}" for one in said.sessions
        )
        head = f"<thead><tr><th scope=col>Date<th scope=col>Session<th scope=col>{escape(said.credits_label)}</thead>"
        page = (
            f"<html lang=en><title>{escape(said.document_title)}</title><style>{style}</style>{upper}{lower}"
            f"<img src='{code}' alt='QR code' width=90><table>{head}<tbody>{rows}</table></html>"
        )
        return bytes(HTML(string=page).write_pdf(font_config=configuration, pdf_variant="pdf/ua-1"))

    return render


def with_fpdf2() -> Render:
    """Drawn line by line, shaped by HarfBuzz."""
    from fpdf import FPDF

    def render(said: CertificateContent) -> bytes:
        page = FPDF(orientation="landscape", format="letter")
        page.set_title(said.document_title)
        page.set_lang("en-US")
        for name, style, path in (("Serif", "", SERIF), ("Serif", "B", BOLD), ("Display", "", DISPLAY)):
            page.add_font(name, style, fname=path)
        page.set_text_shaping(True)
        page.add_page()
        for text, size in lines_of(said):
            page.set_font("Display", size=size)
            page.multi_cell(0, size * 0.45, text, align="C", new_x="LMARGIN", new_y="NEXT")
        page.set_font("Serif", size=8)
        for text in below(said):
            page.multi_cell(0, 4, text, align="C", new_x="LMARGIN", new_y="NEXT")
        page.image(qr_png(said.verification_url), w=23, alt_text="QR code")
        page.add_page(orientation="portrait")
        with page.table() as table:
            for row in [
                ("Date", "Session", said.credits_label),
                *((s.held_on, s.title, s.credits) for s in said.sessions),
            ]:
                table.row(row)
        return bytes(page.output())

    return render


def with_reportlab() -> Render:
    """Flowing paragraphs; Latin, Greek and Cyrillic only, as it shapes nothing by itself."""
    import io

    from reportlab.lib.pagesizes import landscape, letter
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Table

    for name, path in (("Serif", SERIF), ("Display", DISPLAY)):
        registerFont(TTFont(name, str(path)))

    def paragraph(text: str, font: str, size: int) -> Paragraph:
        style = ParagraphStyle("line", fontName=font, fontSize=size, leading=size * 1.25, alignment=1)
        return Paragraph(escape(text), style)

    def render(said: CertificateContent) -> bytes:
        page = io.BytesIO()
        rows = [("Date", "Session", said.credits_label), *((s.held_on, s.title, s.credits) for s in said.sessions)]
        story = [
            *(paragraph(text, "Display", size) for text, size in lines_of(said)),
            *(paragraph(text, "Serif", 8) for text in below(said)),
            Image(io.BytesIO(qr_png(said.verification_url)), 65, 65),
            PageBreak(),
            Table([[paragraph(text, "Serif", 8) for text in row] for row in rows], repeatRows=1),
        ]
        document = SimpleDocTemplate(page, pagesize=landscape(letter), title=said.document_title, lang="en-US")
        document.build(story)
        return page.getvalue()

    return render


LIBRARIES: dict[str, tuple[Callable[[], Render], tuple[str, ...]]] = {
    "typst": (with_typst, ("typst", "segno")),
    "signed": (with_laurel, ("typst", "segno", "asn1crypto")),
    "weasyprint": (with_weasyprint, ("weasyprint", "segno")),
    "fpdf2": (with_fpdf2, ("fpdf2", "uharfbuzz", "segno")),
    "reportlab": (with_reportlab, ("reportlab", "segno")),
}


def packaged(names: tuple[str, ...]) -> int:
    """The bytes of these libraries and of all that they need, without bytecode."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        seen.add(name)
        waiting += [re.split(r"[\s<>=!~;\[(]", need)[0] for need in needs if "extra ==" not in need]
    files = (file for name in seen for file in metadata.files(name) or () if file.suffix != ".pyc")
    return sum(path.stat().st_size for file in files if (path := file.locate()).is_file())


def standards_met(pdf: bytes) -> str:
    """Which of PDF/A-3a and PDF/UA-1 the document is."""
    import page

    named = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
    met = [name for profile, name in named.items() if page.validate_pdf_bytes(pdf, profile=profile).is_compliant]
    return " + ".join(met) or "neither"


def measure(library: str, renders: int) -> dict[str, float | str]:
    """The figures of one library, in this process: times in milliseconds, sizes in MB.

    Times are the processor's, so that what else the machine does is not counted.
    """
    make, names = LIBRARIES[library]
    if make is with_laurel:
        keys_in_memory()
    start = time.process_time()
    render = make()
    first_pdf = render(content())
    first = time.process_time() - start
    warm = []
    for n in range(renders):
        said = content(learner=f"Ada Marie Łukasiewicz {n}")
        begin = time.process_time()
        render(said)
        warm.append(time.process_time() - begin)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "first": first * 1000,
        "warm": statistics.median(warm) * 1000,
        "memory": memory,
        "package": packaged(names) / 1e6,
        "pdf": len(first_pdf) / 1000,
        "standards": standards_met(first_pdf),
    }


def main(renders: int) -> None:
    """Measures each library in a process of its own and prints the table."""
    fonts = sum(path.stat().st_size for path in FONTS.rglob("*") if path.is_file()) / 1e6
    print(f"{'':<12}{'first ms':>10}{'warm ms':>10}{'memory MB':>11}{'library MB':>12}{'PDF KB':>8}  standards met")
    for library in LIBRARIES:
        command = [sys.executable, "-m", "benchmarks.certificate_render", library, str(renders)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{library:<12}could not run (uv run --group bench?): {done.stderr.strip().splitlines()[-1]}")
            continue
        found = json.loads(done.stdout)
        print(
            f"{library:<12}{found['first']:>10.0f}{found['warm']:>10.1f}{found['memory']:>11.0f}"
            f"{found['package']:>12.1f}{found['pdf']:>8.0f}  {found['standards']}"
        )
    print(f"The fonts for all scripts add {fonts:.1f} MB.")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
