"""`make pictures`: draw the pictures of the documents in docs/pictures, from the demo and the portal on a new stack.

`make pictures ONLY=terminals` draws those of the demo's output alone, and needs no browser.

Everything in them comes from a real run: the demo's output, the pages of the portal, the printed certificate. Needs
Chromium and pdftoppm, and takes some minutes.
"""

import argparse
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import sync_playwright
from rich.console import Console

from local import demo_pages
from local.demo import count, run, scratch_folder
from local.deploy import set_variables
from local.picture_walk import PAGES, Walk
from local.places import ROOT, local_folder
from local.progress import shown_steps
from local.sample import Sample, generate
from local.stack import LocalStack
from local.troubles import TroubleError, told

FOLDER = ROOT / "docs" / "pictures"
LABELS = "labels"
TERMINALS = ("demo.svg", "rejected-rows.svg")
# Every file of docs/pictures. A test compares them with the folder and with the documents.
PICTURES = (*TERMINALS, "certificate.png", *(f"{name}.png" for name in PAGES))
_COLORS = 64  # a page needs no more, and the file is a third as large
_CERTIFICATE_DPI = 84
_WIDTH = 112  # characters of a terminal
_ROWS = 12
_VERIFY = "https://ce.example.org/v1/verify"  # on the certificate, instead of the local stack's long address
# No sandbox, since CI runs as root; and the same letters wherever Debian's fonts are.
_FLAGS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]


def draw_terminals(folder: Path, stack: LocalStack, sample: Sample) -> None:
    """Runs the demo and draws its output into `folder`. Raises TroubleError when the demo does not reconcile."""
    first, checks = run(stack, sample, Console(file=io.StringIO(), width=_WIDTH))
    if wrong := [name for name, holds in checks.items() if not holds]:
        raise TroubleError("The demo does not reconcile.", do=f"Run `make demo`. Untrue: {'; '.join(wrong)}.")

    def show_demo(console: Console) -> None:
        demo_pages.introduce(console, sample)
        demo_pages.show_counts(console, count(first.credits.values()))
        demo_pages.show_checks(console, first.report, checks)

    draw_terminal(folder / "demo.svg", "make demo", show_demo)
    draw_terminal(
        folder / "rejected-rows.svg",
        "rejected/feed/…",
        lambda console: demo_pages.show_rejected_rows(console, stack, sample, most=_ROWS),
    )


def draw_pages(folder: Path, stack: LocalStack, sample: Sample) -> None:
    """Draws the pages of the portal and the certificate into `folder`, after the demo has run."""
    set_variables(stack.client, stack.outputs["CertificatePdfFunctionName"], {"VERIFY_BASE_URL": _VERIFY})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_FLAGS)
        walk = Walk(browser, stack, sample, lambda name, *drawn: save_page(folder / f"{name}.png", *drawn))
        pdf = walk.learner()
        walk.staff()
        browser.close()
    draw_certificate(folder / "certificate.png", pdf)


def _chromium() -> str | None:
    """The browser of this computer; None for the one of Playwright."""
    return shutil.which("chromium") or shutil.which("chromium-headless-shell")


def draw_terminal(file: Path, title: str, show: Callable[[Console], None]) -> None:
    """What `show` prints, as the SVG of a terminal. Its letters come from the reader's computer."""
    console = Console(file=io.StringIO(), record=True, width=_WIDTH, force_terminal=True, color_system="truecolor")
    show(console)
    svg = console.export_svg(title=title, unique_id=file.stem)
    # Rich names a font of another host; the documents load nothing from there.
    start, end = svg.index("@font-face"), svg.index(f".{file.stem}-matrix")
    file.write_text(svg[:start] + svg[end:], encoding="utf-8")


def save_page(file: Path, png: bytes, labels: Iterable[str] = ()) -> None:
    """A page as the browser drew it, in fewer colors.

    The file keeps those of its `labels` that the portal's texts have, so that a test sees when one has changed.
    """
    kept = PngInfo()
    texts = portal_texts()
    kept.add_itxt(LABELS, json.dumps(sorted({one for one in labels if is_in(texts, one)}), ensure_ascii=False))
    Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLORS).save(file, optimize=True, pnginfo=kept)


def labels_of(file: Path) -> list[str]:
    """The labels that a picture of a page keeps."""
    labels: list[str] = json.loads(Image.open(file).text[LABELS])  # type: ignore[attr-defined]
    return labels


def portal_texts() -> str:
    """The modules with the texts of the portal, in one."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "portal" / "texts").rglob("*.js")))


def is_in(texts: str, label: str) -> bool:
    """Whether the portal's texts have exactly this label."""
    return any(f"{quote}{label}{quote}" in texts for quote in "'`\"")


def draw_certificate(file: Path, pdf: bytes) -> None:
    """The first page of the certificate. Raises TroubleError when pdftoppm is missing."""
    if not (tool := shutil.which("pdftoppm")):
        raise TroubleError("pdftoppm is missing.", do="On Debian: apt-get install poppler-utils.")
    command = [tool, "-png", "-r", str(_CERTIFICATE_DPI), "-singlefile", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    save_page(file, drawn)


def main() -> None:
    """Draw the pictures; each replaces its file only when all of them are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["terminals"])
    only_terminals = parser.parse_args().only is not None
    names = TERMINALS if only_terminals else PICTURES
    console = Console()
    with scratch_folder(local_folder()) as folder:
        sample = generate(folder / "sample", today=datetime.now(UTC).date())
        with shown_steps(console) as step:
            stack = LocalStack.start(folder=folder / "stack", participants=sample.participants, step=step)
        with stack:
            made = folder / "pictures"
            made.mkdir()
            draw_terminals(made, stack, sample)
            if not only_terminals:
                draw_pages(made, stack, sample)
        if not only_terminals:
            shutil.rmtree(FOLDER, ignore_errors=True)
            FOLDER.mkdir()
        for name in names:
            shutil.move(made / name, FOLDER / name)
    console.print(f"{len(names)} pictures are in {FOLDER.relative_to(ROOT)}. Look at them before you commit them.")


if __name__ == "__main__":
    sys.exit(told(main))
