"""Every line of every e-mail to learners, in each language, and the HTML of one of each kind, as approved.

The words are those of `laurel.platform.spanish_sentences`, `laurel.notices.notice_email`,
`laurel.claim_notices.claim_email`, `laurel.reminders.reminder_email` and `laurel.account_changes.change_email`.

After a change that was meant: `python -m tests.unit.notices.test_approved_mails`, and read the difference.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from laurel.account_changes.change_email import compose_change
from laurel.account_changes.changes import ChangeKind
from laurel.learners.profile import Language
from laurel.ledger.notifications import NoticeCause
from laurel.notices import notice_email
from laurel.platform.speech import Speech
from tests.unit.account_changes.test_change_email import LINKS as CHANGE_LINKS
from tests.unit.account_changes.test_change_email import change_of
from tests.unit.notices.test_notice_email import LINKS, NAMES, accepted
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
    mails = [next(kind(Speech())) for kind in KINDS]
    mails.append(notice_email.compose([(accepted(), NoticeCause.ACCEPTED)], LINKS, NAMES, Speech()))
    mails += (compose_change(change_of(kind), CHANGE_LINKS) for kind in (ChangeKind.EMAIL, ChangeKind.PASSWORD))
    return "\n".join(one.html.replace("><", ">\n<") for one in mails)


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
