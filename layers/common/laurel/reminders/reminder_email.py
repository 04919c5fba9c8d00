"""The text and HTML of a reminder before cycles end (pure).

It names the license, its board and the hours: no address, no number of a license, no credit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.notices.email_layout import Entry, Frame, NoticeEmail, email_of, section
from laurel.platform.amounts import amount_text
from laurel.platform.dates import day_in_words
from laurel.progress.progress import RuleProgress

_WHO_WRITES = (
    "This e-mail is from Laurel, where you follow how far you are with the continuing education for your license."
)
_HOW_OFTEN = (
    "You get one of these e-mails 90, 30 and 7 days before a cycle ends. In the portal, under Progress, you choose when"
    " you get them."
)
_ESTIMATE = "This is an estimate; the board decides."


@dataclass(frozen=True, slots=True)
class ReminderLinks:
    """Links to the reader's progress and to unsubscribing, and the contact address of Laurel."""

    progress: str
    unsubscribe: str
    contact: str


def compose_reminder(found: Sequence[RuleProgress], today: date, links: ReminderLinks) -> NoticeEmail:
    """The e-mail about all of these cycles, at least one, the one that ends first on top."""
    ending = sorted(found, key=lambda one: (one.cycle.last, one.rule.id))
    sections = [section("These cycles end soon", [Entry(one.rule.name, _words(one)) for one in ending])]
    frame = Frame(
        title="Before your cycle ends",
        who_writes=_WHO_WRITES,
        link_text="What you still need, and what counts",
        link=links.progress,
        how_often=_HOW_OFTEN,
        contact=links.contact,
        unsubscribe=links.unsubscribe,
    )
    days = (ending[0].cycle.last - today).days
    return email_of(f"Your continuing education: {_left(days)}", sections, frame)


def _words(one: RuleProgress) -> str:
    last = day_in_words(one.cycle.last)
    have = _amount(one, one.counted + one.carried)
    state = f"{_amount(one, one.missing)} still needed" if one.missing else "no hours are missing"
    return (
        f"The cycle ends on {last}. Counted: {have} of {amount_text(one.needed)}; {state}. {_ESTIMATE}"
        f" Questions about the rule? Ask {one.rule.authority}."
    )


def _amount(one: RuleProgress, value: Decimal) -> str:
    text = amount_text(value)
    return f"{text} {one.rule.unit}{'' if text == '1' else 's'}"


def _left(days: int) -> str:
    if days <= 0:
        return "the last day of a cycle"
    return f"{days} {'day' if days == 1 else 'days'} until a cycle ends"
