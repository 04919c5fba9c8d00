"""The layout of the e-mails to learners: sections of entries, as plain text and as HTML (pure).

Titles and names come from providers and staff, and are escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from laurel.platform.speech import Speech

# A long e-mail is not read: it lists this many entries of a section, then the number of the others.
MOST_LISTED = 25


@dataclass(frozen=True, slots=True)
class NoticeEmail:
    """An e-mail: its subject, and its body as plain text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What an e-mail is about, and what to say of it; `words` may be empty."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """Entries with one title; `more` counts those that are not listed, and is empty if all are."""

    title: str
    entries: tuple[Entry, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every e-mail of one kind says around its sections.

    `title` is the title of the HTML page, `who_writes` its first sentence, `link_text` and `link` lead to the page
    where the reader sees more, `how_often` says when such e-mails come. `contact` answers questions, and `unsubscribe`
    is the link that works without a sign-in. `say` speaks the reader's language.
    """

    say: Speech
    title: str
    who_writes: str
    link_text: str
    link: str
    how_often: str
    contact: str
    unsubscribe: str


def section(say: Speech, title: str, entries: Sequence[Entry]) -> Section:
    """The section with the first entries, and the number of the others."""
    left = len(entries) - MOST_LISTED
    more = say("and {left} more; see the list in the portal", left=left) if left > 0 else ""
    return Section(title, tuple(entries[:MOST_LISTED]), more)


def email_of(subject: str, sections: Sequence[Section], frame: Frame) -> NoticeEmail:
    """The e-mail with these sections in this order."""
    return NoticeEmail(subject, _text(sections, frame), _html(sections, frame))


def _text(sections: Sequence[Section], frame: Frame) -> str:
    say = frame.say
    lines = [say("Hello,"), "", frame.who_writes, ""]
    for one in sections:
        lines += [f"{one.title}:", ""]
        for entry in one.entries:
            lines += [f"* {entry.about}", *([f"  {entry.words}"] if entry.words else []), ""]
        if one.more:
            lines += [f"  {one.more}.", ""]
    lines += [f"{frame.link_text}: {frame.link}", ""]
    lines += [f"{say('Questions? Write to')} {frame.contact}.", ""]
    lines += [frame.how_often]
    lines += [f"{say('Unsubscribe')}: {frame.unsubscribe}", ""]
    return "\n".join(lines)


def _html(sections: Sequence[Section], frame: Frame) -> str:
    say = frame.say
    body = "".join(map(_html_section, sections))
    return (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8">'
        f"<title>{escape(frame.title)}</title></head>"
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>{say('Hello,')}</p><p>{escape(frame.who_writes)}</p>{body}"
        f'<p><a href="{escape(frame.link)}">{escape(frame.link_text)}</a></p>'
        f'<p>{say("Questions? Write to")} <a href="mailto:{escape(frame.contact)}">{escape(frame.contact)}</a>.</p>'
        f"<p><small>{escape(frame.how_often)} "
        f'<a href="{escape(frame.unsubscribe)}">{say("Unsubscribe")}</a></small></p></body></html>\n'
    )


def _html_section(one: Section) -> str:
    entries = "".join(
        # A title may be right-to-left text and must not reorder the text around it.
        f"<li><bdi>{escape(entry.about)}</bdi>{f'<br>{escape(entry.words)}' if entry.words else ''}</li>"
        for entry in one.entries
    )
    more = f"<p>{escape(one.more)}.</p>" if one.more else ""
    return f"<h2>{escape(one.title)}</h2><ul>{entries}</ul>{more}"
