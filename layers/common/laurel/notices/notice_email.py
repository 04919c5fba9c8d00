"""What a notice says, as text and as HTML (pure).

It holds what its reader needs to know which credit is meant, and what to do: no address, no member number, no receipt.
The words are Laurel's; titles are somebody else's, and are escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from laurel.ledger.credit import Credit
from laurel.ledger.explanations import explain
from laurel.ledger.notifications import NoticeCause
from laurel.platform.amounts import amount_text
from laurel.platform.dates import day_in_words

# A mail is for reading: of very many credits the first, and how many more there are.
MOST_LISTED = 25

_TITLES = {
    NoticeCause.REJECTED: "ASCP did not take these credits",
    NoticeCause.UNMATCHED: "These credits could not be passed on to ASCP",
    NoticeCause.LATE: "These credits are late",
    NoticeCause.ACCEPTED: "ASCP has taken these credits",
}
_WHO_WRITES = "This mail is from Laurel, which passes your continuing-education credits on through ASCLS to ASCP."
_UNJUDGED = "ASCP's system could not read these credits"
_LATE = "ASCP has not answered within seven days. We are looking into it; there is nothing you need to do."


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its subject, and what it says in plain text and in HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where the reader's credits are, where these mails are stopped without a sign-in, and whom to write to."""

    credits: str
    stop: str
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


def compose(told: Sequence[tuple[Credit, NoticeCause]], links: Links) -> Letter:
    """The mail that tells of `told`, at least one credit; what needs its reader comes first."""
    sections = []
    for cause, title in _TITLES.items():
        credits = [credit for credit, why in told if why is cause]
        judged = [credit for credit in credits if not credit.unjudged]
        unjudged = [credit for credit in credits if credit.unjudged]
        if judged:
            sections.append(_section(title, judged, cause))
        if unjudged:
            sections.append(_section(_UNJUDGED, unjudged, cause))
    return Letter(subject(told), _text(sections, links), _html(sections, links))


def subject(told: Sequence[tuple[Credit, NoticeCause]]) -> str:
    """The most pressing of `told` in a line that says nothing of what the credits are for."""
    needing = sum(cause in (NoticeCause.REJECTED, NoticeCause.UNMATCHED) for _, cause in told)
    late = sum(cause is NoticeCause.LATE for _, cause in told)
    if needing:
        return "One of your credits needs you" if needing == 1 else f"{needing} of your credits need you"
    if late:
        return "One of your credits is late" if late == 1 else f"{late} of your credits are late"
    return "ASCP has taken one of your credits" if len(told) == 1 else f"ASCP has taken {len(told)} of your credits"


def _section(title: str, credits: Sequence[Credit], cause: NoticeCause) -> _Section:
    left = len(credits) - MOST_LISTED
    more = f"and {left} more, which the portal lists" if left > 0 else ""
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
    lines += ["You get at most one such mail a day, and only when there is something to tell."]
    lines += [f"To get no more of them: {links.stop}", ""]
    return "\n".join(lines)


def _html(sections: Sequence[_Section], links: Links) -> str:
    body = "".join(map(_html_section, sections))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Your credits</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>Hello,</p><p>{escape(_WHO_WRITES)}</p>{body}"
        f'<p><a href="{escape(links.credits)}">All your credits, and where each one is</a></p>'
        f'<p>Questions? Write to <a href="mailto:{escape(links.contact)}">{escape(links.contact)}</a>.</p>'
        "<p><small>You get at most one such mail a day, and only when there is something to tell. "
        f'<a href="{escape(links.stop)}">Get no more of them</a></small></p></body></html>\n'
    )


def _html_section(section: _Section) -> str:
    entries = "".join(
        # A title may run from right to left, and must not turn what stands around it.
        f"<li><bdi>{escape(entry.credit)}</bdi>{f'<br>{escape(entry.words)}' if entry.words else ''}</li>"
        for entry in section.entries
    )
    more = f"<p>{escape(section.more)}.</p>" if section.more else ""
    return f"<h2>{escape(section.title)}</h2><ul>{entries}</ul>{more}"
