"""The text and HTML of a reminder before cycles end (pure).

It names the license, its board and the hours: no address, no number of a license, no credit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.notices.email_layout import Entry, Frame, NoticeEmail, email_of, section
from laurel.platform.amounts import amount_text
from laurel.platform.speech import Speech
from laurel.progress.progress import RuleProgress

_WHO_WRITES = (
    "This e-mail is from Laurel, where you follow how far you are with the continuing education for your license."
)
_HOW_OFTEN = (
    "You get one of these e-mails 90, 30 and 7 days before a cycle ends. In the portal, under Progress, you choose when"
    " you get them."
)
_STATE = (
    "The cycle ends on {last}. Counted: {have} of {needed}; {state}. This is an estimate; the board decides. Questions"
    " about the rule? Ask {authority}."
)


@dataclass(frozen=True, slots=True)
class ReminderLinks:
    """Links to the reader's progress and to unsubscribing, and the contact address of Laurel."""

    progress: str
    unsubscribe: str
    contact: str


def compose_reminder(found: Sequence[RuleProgress], today: date, links: ReminderLinks, say: Speech) -> NoticeEmail:
    """The e-mail about all of these cycles, at least one, the one that ends first on top."""
    ending = sorted(found, key=lambda one: (one.cycle.last, one.rule.id))
    entries = [Entry(say(one.rule.name), _words(one, say)) for one in ending]
    frame = Frame(
        say=say,
        title=say("Before your cycle ends"),
        who_writes=say(_WHO_WRITES),
        link_text=say("What you still need, and what counts"),
        link=links.progress,
        how_often=say(_HOW_OFTEN),
        contact=links.contact,
        unsubscribe=links.unsubscribe,
    )
    subject = _subject((ending[0].cycle.last - today).days, say)
    return email_of(subject, [section(say, say("These cycles end soon"), entries)], frame)


def _words(one: RuleProgress, say: Speech) -> str:
    missing = say("{amount} still needed", amount=_amount(one, one.missing, say))
    return say(
        _STATE,
        last=say.day(one.cycle.last),
        have=_amount(one, one.counted + one.carried, say),
        needed=amount_text(one.needed),
        state=missing if one.missing else say("no hours are missing"),
        authority=one.rule.authority,
    )


def _amount(one: RuleProgress, value: Decimal, say: Speech) -> str:
    text = amount_text(value)
    return say(f"{{count}} {one.rule.unit}{'' if text == '1' else 's'}", count=text)


def _subject(days: int, say: Speech) -> str:
    if days <= 0:
        return say("Your continuing education: the last day of a cycle")
    ends = f"Your continuing education: {{count}} {'day' if days == 1 else 'days'} until a cycle ends"
    return say(ends, count=days)
