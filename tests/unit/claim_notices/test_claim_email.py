"""The words of the e-mails about claims and certificates."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from laurel.certificates.certificate_notice import CertificateEvent, CertificateNotice
from laurel.claim_notices.claim_email import ClaimMailLinks, Reminder, compose, subject
from laurel.platform.speech import Speech

LINKS = ClaimMailLinks("https://ce.example.org/transcript", "https://ce.example.org/stop?token=t", "help@example.org")
HOSTILE = '<script>alert(1)</script> & "ברכה"'
REMINDER = Reminder(
    activity_id="a",
    title=HOSTILE,
    organization="Society & Co.",
    contact="education@example.org",
    time_zone="Asia/Tokyo",
    closes_at=datetime(2026, 12, 30, 10, 30, tzinfo=UTC),
)
NOTICE = CertificateNotice(
    number="34679-ABCDE-34679",
    claim_id="c1",
    learner_id="ana",
    event=CertificateEvent.ISSUED,
    at=datetime(2026, 12, 1, 2, tzinfo=UTC),
    title="Hematology\nweek",
    organization="Society & Co.",
    contact="education@example.org",
    time_zone="America/New_York",
)


def test_every_entry_names_the_organization_and_its_contact() -> None:
    notices = [replace(NOTICE, event=event) for event in CertificateEvent]
    email = compose([REMINDER], notices, LINKS, Speech())
    asked = "Questions about this activity? Write to Society & Co.: education@example.org."
    assert email.text.count(asked) == unescape(email.html).count(asked) == len(notices) + 1
    assert all(link in email.text and link in unescape(email.html) for link in (LINKS.transcript, LINKS.unsubscribe))


SAID = {
    CertificateEvent.ISSUED: "You printed it on November 30, 2026, and can download it again at any time.",
    CertificateEvent.REISSUED: (
        "A corrected certificate replaces the earlier one, which is no longer valid. Please download the new one."
    ),
    CertificateEvent.REVOKED: (
        "Staff revoked it. It is no longer valid, and its credit no longer counts in your transcript."
    ),
    CertificateEvent.REOPENED: (
        "Your earlier certificate is no longer valid. Please correct your claim, and print a new certificate."
    ),
}


HEADINGS = {
    CertificateEvent.ISSUED: "Your certificate is ready",
    CertificateEvent.REISSUED: "Your certificate was corrected",
    CertificateEvent.REVOKED: "Your certificate was revoked",
    CertificateEvent.REOPENED: "Your claim is open again",
}


@pytest.mark.parametrize("event", CertificateEvent)
def test_each_event_says_what_it_means_and_whom_to_ask(event: CertificateEvent) -> None:
    text = compose([], [replace(NOTICE, event=event)], LINKS, Speech()).text
    assert HEADINGS[event] in text
    asked = "Questions about this activity? Write to Society & Co.: education@example.org."
    assert f"* Hematology week (Society & Co.)\n  {SAID[event]} {asked}\n" in text


def test_titles_are_escaped_and_on_one_line() -> None:
    email = compose([REMINDER], [NOTICE], LINKS, Speech())
    assert "<script>" not in email.html
    assert "* Hematology week (Society & Co.)" in email.text


def test_times_name_the_activitys_zone_and_days_are_its_days() -> None:
    text = compose([REMINDER], [NOTICE], LINKS, Speech()).text
    assert "until December 30, 2026, 7:30 PM" in text
    assert "You printed it on November 30, 2026" in text


@pytest.mark.parametrize(
    ("reminders", "events", "line"),
    [
        (1, ["revoked"], "Finish your claim: its time ends soon"),
        (3, [], "3 claims to finish soon"),
        (0, ["issued", "reopened", "revoked"], "Your claim is open again"),
        (0, ["issued", "revoked"], "One of your certificates was revoked"),
        (0, ["issued", "reissued"], "One of your certificates was corrected"),
        (0, ["issued"], "Your certificate is ready"),
        (0, ["issued", "issued"], "2 certificates are ready"),
    ],
)
def test_the_subject_is_the_most_urgent_and_names_no_activity(reminders: int, events: list[str], line: str) -> None:
    assert subject(reminders, [CertificateEvent(one) for one in events], Speech()) == line
