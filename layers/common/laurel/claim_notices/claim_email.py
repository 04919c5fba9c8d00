"""The text and HTML of an e-mail about claims and certificates (pure).

It names the activity, its organization and whom to ask: no address, no license, no number of a certificate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from laurel.certificates.certificate_notice import CertificateEvent, CertificateNotice
from laurel.notices.email_layout import Entry, Frame, NoticeEmail, email_of, section
from laurel.platform.dates import day_in_words, deadline_in_words

_WHO_WRITES = "This e-mail is from Laurel, where you claim continuing-education credit and print your certificates."
_HOW_OFTEN = (
    "You get at most one of these e-mails a day, and only when there is news about your claims or certificates."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A claim is a draft, and the claim window of its activity closes at `closes_at` (UTC), a time in `time_zone`."""

    activity_id: str
    title: str
    organization: str
    contact: str
    time_zone: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimMailLinks:
    """Links to the reader's claims and certificates and to unsubscribing, and the contact address of Laurel."""

    transcript: str
    unsubscribe: str
    contact: str


def compose(
    reminders: Sequence[Reminder], certificates: Sequence[CertificateNotice], links: ClaimMailLinks
) -> NoticeEmail:
    """The e-mail about all of these, at least one; what needs the reader to act comes first."""
    sections = []
    if reminders:
        sections.append(section("Your claim is not finished", [_entry(one, _deadline(one)) for one in reminders]))
    for event, (title, words) in _OF_CERTIFICATES.items():
        if found := [_entry(one, words(one)) for one in certificates if one.event is event]:
            sections.append(section(title, found))
    frame = Frame(
        title="Your claims and certificates",
        who_writes=_WHO_WRITES,
        link_text="Your claims and certificates",
        link=links.transcript,
        how_often=_HOW_OFTEN,
        contact=links.contact,
        unsubscribe=links.unsubscribe,
    )
    return email_of(subject(len(reminders), [one.event for one in certificates]), sections, frame)


def subject(reminders: int, events: Sequence[CertificateEvent]) -> str:
    """The most urgent news in one line, without saying what the claims are for."""
    if reminders:
        return "Finish your claim: its time ends soon" if reminders == 1 else f"{reminders} claims to finish soon"
    if CertificateEvent.REOPENED in events:
        return "Your claim is open again"
    if CertificateEvent.REVOKED in events:
        return "One of your certificates was revoked"
    if CertificateEvent.REISSUED in events:
        return "One of your certificates was corrected"
    return "Your certificate is ready" if len(events) == 1 else f"{len(events)} certificates are ready"


def _entry(one: Reminder | CertificateNotice, words: str) -> Entry:
    about = f"{' '.join(one.title.split())} ({one.organization})"
    return Entry(about, f"{words} Questions about this activity? Write to {one.organization}: {one.contact}.")


def _deadline(one: Reminder) -> str:
    deadline = deadline_in_words(one.closes_at, ZoneInfo(one.time_zone))
    return f"You can finish it and print your certificate {deadline}. The claim brings no credit until you print."


def _issued(one: CertificateNotice) -> str:
    day = day_in_words(one.at.astimezone(ZoneInfo(one.time_zone)).date())
    return f"You printed it on {day}, and can download it again at any time."


def _reissued(_one: CertificateNotice) -> str:
    return "A corrected certificate replaces the earlier one, which is no longer valid. Please download the new one."


def _revoked(_one: CertificateNotice) -> str:
    return "Staff revoked it. It is no longer valid, and its credit no longer counts in your transcript."


def _reopened(one: CertificateNotice) -> str:
    if one.open_until is None:
        return "Your earlier certificate is no longer valid. Please correct your claim, and print a new certificate."
    deadline = deadline_in_words(one.open_until, ZoneInfo(one.time_zone))
    return f"Your earlier certificate is no longer valid. You can correct your claim and print a new one {deadline}."


_OF_CERTIFICATES: dict[CertificateEvent, tuple[str, Callable[[CertificateNotice], str]]] = {
    CertificateEvent.REOPENED: ("Your claim is open again", _reopened),
    CertificateEvent.REVOKED: ("Your certificate was revoked", _revoked),
    CertificateEvent.REISSUED: ("Your certificate was corrected", _reissued),
    CertificateEvent.ISSUED: ("Your certificate is ready", _issued),
}
