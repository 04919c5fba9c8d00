"""The text and HTML of an e-mail about claims and certificates (pure).

It names the activity, its organization and whom to ask: no address, no license, no number of a certificate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from laurel.certificates.certificate_notice import CertificateEvent, CertificateNotice
from laurel.notices.email_layout import Entry, Frame, NoticeEmail, email_of, section
from laurel.platform.speech import Speech

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
    reminders: Sequence[Reminder],
    certificates: Sequence[CertificateNotice],
    links: ClaimMailLinks,
    say: Speech,
) -> NoticeEmail:
    """The e-mail about all of these, at least one; what needs the reader to act comes first."""
    sections = []
    if reminders:
        sections.append(
            section(
                say, say("Your claim is not finished"), [_entry(one, _deadline(one, say), say) for one in reminders]
            )
        )
    for event, (title, words) in _OF_CERTIFICATES.items():
        if found := [_entry(one, words(one, say), say) for one in certificates if one.event is event]:
            sections.append(section(say, say(title), found))
    frame = Frame(
        say=say,
        title=say("Your claims and certificates"),
        who_writes=say(_WHO_WRITES),
        link_text=say("Your claims and certificates"),
        link=links.transcript,
        how_often=say(_HOW_OFTEN),
        contact=links.contact,
        unsubscribe=links.unsubscribe,
    )
    return email_of(subject(len(reminders), [one.event for one in certificates], say), sections, frame)


def subject(reminders: int, events: Sequence[CertificateEvent], say: Speech) -> str:
    """The most urgent news in one line, without saying what the claims are for."""
    if reminders:
        one = say("Finish your claim: its time ends soon")
        return one if reminders == 1 else say("{count} claims to finish soon", count=reminders)
    if CertificateEvent.REOPENED in events:
        return say("Your claim is open again")
    if CertificateEvent.REVOKED in events:
        return say("One of your certificates was revoked")
    if CertificateEvent.REISSUED in events:
        return say("One of your certificates was corrected")
    return (
        say("Your certificate is ready")
        if len(events) == 1
        else say("{count} certificates are ready", count=len(events))
    )


def _entry(one: Reminder | CertificateNotice, words: str, say: Speech) -> Entry:
    about = f"{' '.join(one.title.split())} ({one.organization})"
    ask = "Questions about this activity? Write to {organization}: {contact}."
    return Entry(about, f"{words} {say(ask, organization=one.organization, contact=one.contact)}")


def _deadline(one: Reminder, say: Speech) -> str:
    return say(
        "You can finish it and print your certificate {deadline}. The claim brings no credit until you print.",
        deadline=say.deadline(one.closes_at, ZoneInfo(one.time_zone)),
    )


def _issued(one: CertificateNotice, say: Speech) -> str:
    day = say.day(one.at.astimezone(ZoneInfo(one.time_zone)).date())
    return say("You printed it on {day}, and can download it again at any time.", day=day)


def _reissued(_one: CertificateNotice, say: Speech) -> str:
    return say(
        "A corrected certificate replaces the earlier one, which is no longer valid. Please download the new one."
    )


def _revoked(_one: CertificateNotice, say: Speech) -> str:
    return say("Staff revoked it. It is no longer valid, and its credit no longer counts in your transcript.")


def _reopened(one: CertificateNotice, say: Speech) -> str:
    if one.open_until is None:
        return say(
            "Your earlier certificate is no longer valid. Please correct your claim, and print a new certificate."
        )
    return say(
        "Your earlier certificate is no longer valid. You can correct your claim and print a new one {deadline}.",
        deadline=say.deadline(one.open_until, ZoneInfo(one.time_zone)),
    )


_OF_CERTIFICATES: dict[CertificateEvent, tuple[str, Callable[[CertificateNotice, Speech], str]]] = {
    CertificateEvent.REOPENED: ("Your claim is open again", _reopened),
    CertificateEvent.REVOKED: ("Your certificate was revoked", _revoked),
    CertificateEvent.REISSUED: ("Your certificate was corrected", _reissued),
    CertificateEvent.ISSUED: ("Your certificate is ready", _issued),
}
