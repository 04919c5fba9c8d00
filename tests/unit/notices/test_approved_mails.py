"""Every line of every e-mail to learners, in each language, and the HTML of one of each kind, as approved.

After a change that was meant: `python -m tests.unit.notices.test_approved_mails`, and read the difference.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from laurel.learners.profile import Language
from laurel.platform.speech import Speech
from tests.unit.notices.test_spanish_mails import KINDS

APPROVED = Path(__file__).with_name("approved")


def lines(language: Language) -> Iterator[str]:
    """Each line once, where it comes first: subjects, then texts, of each kind."""
    told: set[str] = set()
    for kind in KINDS:
        mails = list(kind(Speech(language.value)))
        for line in [*(f"Subject: {one.subject}" for one in mails), *"\n".join(one.text for one in mails).split("\n")]:
            if line and line not in told:
                told.add(line)
                yield line


def pages() -> str:
    """The HTML of the first e-mail of each kind, a tag on each line."""
    return "\n".join(next(kind(Speech())).html.replace("><", ">\n<") for kind in KINDS)


def written(language: Language) -> str:
    return "\n".join(lines(language)) + "\n"


@pytest.mark.parametrize("language", Language)
def test_each_line_is_as_approved(language: Language) -> None:
    assert written(language) == (APPROVED / f"mails_{language.value}.txt").read_text(encoding="utf-8")


def test_the_html_is_as_approved() -> None:
    assert pages() == (APPROVED / "mails.html").read_text(encoding="utf-8")


if __name__ == "__main__":
    for language in Language:
        (APPROVED / f"mails_{language.value}.txt").write_text(written(language), encoding="utf-8")
    (APPROVED / "mails.html").write_text(pages(), encoding="utf-8")
