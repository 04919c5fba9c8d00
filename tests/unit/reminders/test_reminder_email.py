"""The words of reminders."""

from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from laurel.platform.speech import Speech
from laurel.progress.cycles import LicenseFacts
from laurel.progress.progress import RuleProgress, progress_of
from laurel.progress.read_rules import rules_by_id
from laurel.reminders.reminder_email import ReminderLinks, compose_reminder

LINKS = ReminderLinks("https://ce.example.org/progress", "https://ce.example.org/stop?token=t", "help@example.org")
ENDS = date(2027, 6, 30)
TODAY = ENDS - timedelta(days=30)


def progress(rule: str, ends: date = ENDS) -> RuleProgress:
    found = progress_of(rules_by_id()[rule], LicenseFacts(date(2024, 7, 15), ends), [], TODAY)
    assert isinstance(found, RuleProgress)
    return found


def test_every_cycle_names_its_authority_and_says_that_it_is_an_estimate() -> None:
    told = [progress("nevada"), progress("ascp-cmp"), progress("california", ENDS - timedelta(days=3))]
    email = compose_reminder(told, TODAY, LINKS, Speech())
    for text in (email.text, unescape(email.html)):
        assert text.count("This is an estimate; the board decides.") == 3
        assert all(f"Ask {one.rule.authority}." in text for one in told)
        # The one that ends first is on top.
        assert text.index("California") < text.index("Nevada license") < text.index("ASCP certification")
        assert all(link in text for link in (LINKS.progress, LINKS.unsubscribe, LINKS.contact))
    assert "36 points still needed" in email.text
    assert ">What you still need, and what counts</a>" in email.html
    assert email.subject == "Your continuing education: 27 days until a cycle ends"


@pytest.mark.parametrize(
    ("before", "subject"),
    [(1, "1 day until a cycle ends"), (0, "the last day of a cycle"), (7, "7 days until a cycle ends")],
)
def test_the_subject_says_how_many_days_are_left(before: int, subject: str) -> None:
    email = compose_reminder([progress("nevada")], ENDS - timedelta(days=before), LINKS, Speech())
    assert email.subject == f"Your continuing education: {subject}"


def test_the_text_is_as_approved() -> None:
    email = compose_reminder([progress("nevada")], TODAY, LINKS, Speech())
    assert email.text == (Path(__file__).with_name("approved") / "reminder.txt").read_text(encoding="utf-8")
