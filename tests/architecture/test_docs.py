"""The documents agree with each other and with the folders: links lead somewhere, and files that they name exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - {ROOT / "CHANGELOG.md"})
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:laurel|layers|functions|portal|local|tests|docs)/[\w./-]+\.\w+)`")
LABEL = re.compile(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)")  # what a guide writes in italics


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings(document):
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if ":" not in link]
    assert [link for link in links if not leads_somewhere(document, link)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_a_document_names_exist(document):
    named = NAMED_FILE.findall(document.read_text(encoding="utf-8"))
    assert [name for name in named if not in_repository(name).exists()] == []


def test_the_index_of_decisions_lists_each_one():
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in folder.glob("2*.md"))


def test_each_decision_has_the_same_four_parts():
    parts = ["Decision", "Why", "What else was tried", "Can it be undone?"]
    found = {path.name: headings(path, "## ") for path in (ROOT / "docs" / "decisions").glob("2*.md")}
    assert {name: have for name, have in found.items() if have != parts} == {}


def leads_somewhere(document: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = document.parent / name if name else document
    return target.exists() and (not anchor or anchor in map(anchor_of, headings(target, "#")))


def headings(document: Path, mark: str) -> list[str]:
    """The text of the headings of `document` whose line begins with `mark`."""
    lines = document.read_text(encoding="utf-8").splitlines()
    return [line.lstrip("#").strip() for line in lines if line.startswith(mark)]


def anchor_of(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def in_repository(name: str) -> Path:
    """Where a file is that a document names; `laurel/` is short for the folder of the package."""
    return ROOT / ("layers/common/" + name if name.startswith("laurel/") else name)


@pytest.mark.parametrize("guide", ["learner", "staff"])
def test_labels_that_a_guide_names_are_in_the_portal(guide):
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "portal" / "texts" / "en").rglob("*.js"))
    labels = LABEL.findall((ROOT / "docs" / "guides" / f"{guide}.md").read_text(encoding="utf-8"))
    assert labels
    assert [label for label in labels if not re.search(f"['\"`]{re.escape(label)}['\"`]", texts)] == []
