"""The text and HTML of a notice about credits (pure).

It says which credit is meant and what to do: no address, no member number, no receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from laurel.ledger.credit import Credit
from laurel.ledger.explanations import explain
from laurel.ledger.notifications import NoticeCause
from laurel.notices.email_layout import Entry, Frame, NoticeEmail, Section, email_of, section
from laurel.platform.amounts import amount_text
from laurel.platform.provider_names import ProviderNames
from laurel.platform.speech import Speech

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
class Links:
    """Links to the reader's credits and to unsubscribing without a sign-in, and the contact address."""

    credits: str
    unsubscribe: str
    contact: str


def compose(
    notices: Sequence[tuple[Credit, NoticeCause]], links: Links, names: ProviderNames, say: Speech
) -> NoticeEmail:
    """The e-mail about `notices`, at least one; credits that need the reader to act come first.

    `names` are those of the organizations from which the credits are.
    """
    sections = []
    for cause, title in _TITLES.items():
        credits = [credit for credit, why in notices if why is cause]
        judged = [credit for credit in credits if not credit.unjudged]
        unjudged = [credit for credit in credits if credit.unjudged]
        if judged:
            sections.append(_section(say, title, judged, cause, names))
        if unjudged:
            sections.append(_section(say, _UNJUDGED, unjudged, cause, names))
    return email_of(subject(notices, say), sections, _frame(links, say))


def subject(notices: Sequence[tuple[Credit, NoticeCause]], say: Speech) -> str:
    """The most urgent of `notices` in one line, without saying what the credits are for."""
    needing = sum(cause in (NoticeCause.REJECTED, NoticeCause.UNMATCHED) for _, cause in notices)
    late = sum(cause is NoticeCause.LATE for _, cause in notices)
    if needing:
        if needing == 1:
            return say("One of your credits needs your action")
        return say("{count} of your credits need your action", count=needing)
    if late:
        return say("One of your credits is late") if late == 1 else say("{count} of your credits are late", count=late)
    if len(notices) == 1:
        return say("ASCP has accepted one of your credits")
    return say("ASCP has accepted {count} of your credits", count=len(notices))


def _named(credit: Credit, names: ProviderNames, say: Speech) -> str:
    hours = amount_text(credit.contact_hours)
    one, many = (f"{{title}} ({{hours}} {unit} from {{provider}}, completed on {{day}})" for unit in ("hour", "hours"))
    title = " ".join(credit.activity_title.split())
    return say(
        one if hours == "1" else many,
        title=title,
        hours=hours,
        provider=names.name(credit.provider),
        day=say.day(credit.completed_on),
    )


def _words(credit: Credit, cause: NoticeCause, say: Speech) -> str:
    if cause is NoticeCause.ACCEPTED:
        return ""
    if cause is NoticeCause.LATE:
        return say(_LATE)
    explanation = explain(str(credit.reason), unjudged=credit.unjudged)
    return f"{say(explanation.words)} {say(explanation.do)}"


def _section(say: Speech, title: str, credits: Sequence[Credit], cause: NoticeCause, names: ProviderNames) -> Section:
    entries = [Entry(_named(credit, names, say), _words(credit, cause, say)) for credit in credits]
    return section(say, say(title), entries)


def _frame(links: Links, say: Speech) -> Frame:
    return Frame(
        say=say,
        title=say("Your credits"),
        who_writes=say(_WHO_WRITES),
        link_text=say("All your credits, and where each one is"),
        link=links.credits,
        how_often=say("You get at most one of these e-mails a day, and only when there is news about your credits."),
        contact=links.contact,
        unsubscribe=links.unsubscribe,
    )
