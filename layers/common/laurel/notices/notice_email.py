"""The text and HTML of a notice (pure).

It says which credit is meant and what to do: no address, no member number, no receipt. Titles come from providers and
are escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from laurel.ledger.credit import Credit
from laurel.ledger.explanations import explain
from laurel.ledger.notifications import NoticeCause
from laurel.platform.amounts import amount_text
from laurel.platform.dates import day_in_words

# A long e-mail is not read: it lists this many credits of a section, then the number of the others.
MOST_LISTED = 25

_TITLES = {
    NoticeCause.REJECTED: "ASCP did not accept these credits",
    NoticeCause.UNMATCHED: "We could not send these credits to ASCP",
    NoticeCause.LATE: "These credits are late",
    NoticeCause.ACCEPTED: "ASCP has accepted these credits",
}
_WHO_WRITES = "This e-mail is from Laurel, which sends your continuing-education credits through ASCLS to ASCP."
_UNJUDGED = "ASCP's system could not read these credits"
_LATE = "ASCP has not answered within seven days. We are looking into it; there is nothing you need to do."


@dataclass(frozen=True, slots=True)
class NoticeEmail:
    """An e-mail: its subject, and its body as plain text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Links:
    """Links to the reader's credits and to unsubscribing without a sign-in, and the contact address."""

    credits: str
    unsubscribe: str
    contact: str


@dataclass(frozen=True, slots=True)
class _Entry:
    credit: str
    words: str


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    entries: tuple[_Entry, ...]
    more: str


def compose(notices: Sequence[tuple[Credit, NoticeCause]], links: Links) -> NoticeEmail:
    """The e-mail about `notices`, at least one; credits that need the reader to act come first."""
    sections = []
    for cause, title in _TITLES.items():
        credits = [credit for credit, why in notices if why is cause]
        judged = [credit for credit in credits if not credit.unjudged]
        unjudged = [credit for credit in credits if credit.unjudged]
        if judged:
            sections.append(_section(title, judged, cause))
        if unjudged:
            sections.append(_section(_UNJUDGED, unjudged, cause))
    return NoticeEmail(subject(notices), _text(sections, links), _html(sections, links))


def subject(notices: Sequence[tuple[Credit, NoticeCause]]) -> str:
    """The most urgent of `notices` in one line, without saying what the credits are for."""
    needing = sum(cause in (NoticeCause.REJECTED, NoticeCause.UNMATCHED) for _, cause in notices)
    late = sum(cause is NoticeCause.LATE for _, cause in notices)
    if needing:
        if needing == 1:
            return "One of your credits needs your action"
        return f"{needing} of your credits need your action"
    if late:
        return "One of your credits is late" if late == 1 else f"{late} of your credits are late"
    if len(notices) == 1:
        return "ASCP has accepted one of your credits"
    return f"ASCP has accepted {len(notices)} of your credits"


def _section(title: str, credits: Sequence[Credit], cause: NoticeCause) -> _Section:
    left = len(credits) - MOST_LISTED
    more = f"and {left} more; see the list in the portal" if left > 0 else ""
    entries = tuple(_Entry(_named(credit), _words(credit, cause)) for credit in credits[:MOST_LISTED])
    return _Section(title, entries, more)


def _named(credit: Credit) -> str:
    hours = amount_text(credit.contact_hours)
    title = " ".join(credit.activity_title.split())
    return f"{title} ({hours} {'hour' if hours == '1' else 'hours'}, completed on {day_in_words(credit.completed_on)})"


def _words(credit: Credit, cause: NoticeCause) -> str:
    if cause is NoticeCause.ACCEPTED:
        return ""
    if cause is NoticeCause.LATE:
        return _LATE
    explanation = explain(str(credit.reason), unjudged=credit.unjudged)
    return f"{explanation.words} {explanation.do}"


def _text(sections: Sequence[_Section], links: Links) -> str:
    lines = ["Hello,", "", _WHO_WRITES, ""]
    for section in sections:
        lines += [f"{section.title}:", ""]
        for entry in section.entries:
            lines += [f"* {entry.credit}", *([f"  {entry.words}"] if entry.words else []), ""]
        if section.more:
            lines += [f"  {section.more}.", ""]
    lines += [f"All your credits, and where each one is: {links.credits}", ""]
    lines += [f"Questions? Write to {links.contact}.", ""]
    lines += ["You get at most one of these e-mails a day, and only when there is news about your credits."]
    lines += [f"Unsubscribe: {links.unsubscribe}", ""]
    return "\n".join(lines)


def _html(sections: Sequence[_Section], links: Links) -> str:
    body = "".join(map(_html_section, sections))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Your credits</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>Hello,</p><p>{escape(_WHO_WRITES)}</p>{body}"
        f'<p><a href="{escape(links.credits)}">All your credits, and where each one is</a></p>'
        f'<p>Questions? Write to <a href="mailto:{escape(links.contact)}">{escape(links.contact)}</a>.</p>'
        "<p><small>You get at most one of these e-mails a day, and only when there is news about your credits. "
        f'<a href="{escape(links.unsubscribe)}">Unsubscribe</a></small></p></body></html>\n'
    )


def _html_section(section: _Section) -> str:
    entries = "".join(
        # A title may be right-to-left text and must not reorder the text around it.
        f"<li><bdi>{escape(entry.credit)}</bdi>{f'<br>{escape(entry.words)}' if entry.words else ''}</li>"
        for entry in section.entries
    )
    more = f"<p>{escape(section.more)}.</p>" if section.more else ""
    return f"<h2>{escape(section.title)}</h2><ul>{entries}</ul>{more}"
