"""The pictures of the documents: each is drawn by `make pictures`, is shown, has words, and still says what we say."""

import html
import re

import pytest

from local.picture_walk import claim_path
from local.pictures import FOLDER, PICTURES, is_in, labels_of, portal_texts
from local.places import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
SHOWN = [
    (document, alt, (document.parent / target).resolve())
    for document in DOCUMENTS
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
]
PAGES = [name for name in PICTURES if name.endswith(".png") and name != "certificate.png"]
AGAIN = "run `make pictures`"


def test_the_documents_show_each_picture_that_the_command_draws_and_no_other():
    assert {path for _, _, path in SHOWN} == {FOLDER / name for name in PICTURES}
    assert {path.name for path in FOLDER.iterdir()} == set(PICTURES), AGAIN


def test_each_picture_says_in_words_what_it_shows():
    assert [(path.name, alt) for _, alt, path in SHOWN if len(alt) < 40] == []


def test_the_walk_leaves_the_sessions_whatever_day_they_show():
    assert claim_path("http://127.0.0.1:4000/claims/c1/sessions?day=2026-11-17") == "/claims/c1"
    assert claim_path("http://127.0.0.1:4000/claims/c1/sessions") == "/claims/c1"


def test_pictures_are_small():
    assert [name for name in PICTURES if (FOLDER / name).stat().st_size > 120_000] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_labels_of_a_page_are_still_those_of_the_portal(name):
    texts = portal_texts()
    labels = labels_of(FOLDER / name)
    assert labels
    assert [label for label in labels if not is_in(texts, label)] == [], AGAIN


def test_the_terminal_shows_the_checks_that_the_demo_makes():
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", (FOLDER / "demo.svg").read_text(encoding="utf-8"))
    terminal = " ".join(html.unescape(line).replace("\xa0", " ").strip() for line in lines)
    shown = re.findall(r"✓ (.+?)(?= ✓ |$)", terminal)
    code = " ".join(re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8")) for path in ROOT.glob("local/demo*.py"))
    assert shown
    assert [check for check in shown if f'"{check.strip()}"' not in code] == [], AGAIN
