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
from laurel.platform.dates import day_in_words
from laurel.platform.provider_names import ProviderNames

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


def compose(notices: Sequence[tuple[Credit, NoticeCause]], links: Links, names: ProviderNames) -> NoticeEmail:
    """The e-mail about `notices`, at least one; credits that need the reader to act come first.

    `names` are those of the organizations from which the credits are.
    """
    sections = []
    for cause, title in _TITLES.items():
        credits = [credit for credit, why in notices if why is cause]
        judged = [credit for credit in credits if not credit.unjudged]
        unjudged = [credit for credit in credits if credit.unjudged]
        if judged:
            sections.append(_section(title, judged, cause, names))
        if unjudged:
            sections.append(_section(_UNJUDGED, unjudged, cause, names))
    return email_of(subject(notices), sections, _frame(links))


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


def _named(credit: Credit, names: ProviderNames) -> str:
    hours = amount_text(credit.contact_hours)
    title = " ".join(credit.activity_title.split())
    worth = f"{hours} {'hour' if hours == '1' else 'hours'} from {names.name(credit.provider)}"
    return f"{title} ({worth}, completed on {day_in_words(credit.completed_on)})"


def _words(credit: Credit, cause: NoticeCause) -> str:
    if cause is NoticeCause.ACCEPTED:
        return ""
    if cause is NoticeCause.LATE:
        return _LATE
    explanation = explain(str(credit.reason), unjudged=credit.unjudged)
    return f"{explanation.words} {explanation.do}"


def _section(title: str, credits: Sequence[Credit], cause: NoticeCause, names: ProviderNames) -> Section:
    return section(title, [Entry(_named(credit, names), _words(credit, cause)) for credit in credits])


def _frame(links: Links) -> Frame:
    return Frame(
        title="Your credits",
        who_writes=_WHO_WRITES,
        link_text="All your credits, and where each one is",
        link=links.credits,
        how_often="You get at most one of these e-mails a day, and only when there is news about your credits.",
        contact=links.contact,
        unsubscribe=links.unsubscribe,
    )
