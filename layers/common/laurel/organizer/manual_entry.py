"""Manual entry: the fields of ASCP's form for each credit (pure).

ASCP's form has title, provider, date and contact hours (ASCP). Entering a credit by hand is always possible.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.organizer.entries import OrganizerEntry
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import Unreported
from laurel.platform.amounts import amount_text
from laurel.platform.csv_tables import csv_table
from laurel.platform.dates import day_in_words

COLUMNS = ("title", "provider", "date", "contact_hours")
_CLOSED = frozenset({State.ACCEPTED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualEntry:
    """One credit as ASCP's form needs it. `note` says what to check before entering it."""

    credit_id: str
    title: str
    provider: str
    completed_on: date
    contact_hours: Decimal
    phase: Phase
    note: str


def manual_entries(entries: Iterable[OrganizerEntry], *, all_of_them: bool) -> list[ManualEntry]:
    """The entries for credits that ASCP does not have and that are not withdrawn; with `all_of_them`, all entries."""
    return [
        ManualEntry(
            credit_id=entry.credit.credit_id,
            title=entry.credit.activity_title,
            provider=entry.credit.provider,
            completed_on=entry.credit.completed_on,
            contact_hours=entry.credit.contact_hours,
            phase=entry.phase,
            note=_note(entry),
        )
        for entry in entries
        if all_of_them or not (entry.credit.state in _CLOSED or entry.credit.is_likely_duplicate)
    ]


def _note(entry: OrganizerEntry) -> str:
    credit = entry.credit
    if credit.state is State.ACCEPTED:
        return "ASCP already has it: do not enter it again."
    if credit.state is State.WITHDRAWN:
        return "It was withdrawn here and will not be sent."
    if credit.is_likely_duplicate:
        return "It looks like another credit of yours: do not enter both, or ASCP may have it twice."
    if credit.state is State.SENDING or credit.in_doubt:
        return "It is being sent to ASCP. Wait for the result, or ASCP may have it twice."
    if entry.phase is Phase.HELD:
        return "It is on hold until you agree to reporting. If you enter it by hand, mark it here as reported by hand."
    if entry.phase is Phase.ON_ITS_WAY:
        return "We are sending it. If you enter it by hand, mark it here as reported by hand first."
    return "If you enter it by hand, mark it here as reported by hand."


def manual_entry_csv(entries: Iterable[ManualEntry]) -> str:
    """Exactly the fields of the form as CSV, one line for each credit."""
    return csv_table(COLUMNS, ([*_fields(entry)] for entry in entries))


def _fields(entry: ManualEntry) -> tuple[str, str, str, str]:
    return entry.title, entry.provider, entry.completed_on.isoformat(), amount_text(entry.contact_hours)


_NOTHING = "There is nothing to enter by hand."
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: 600; padding-block: .5rem; }
th, td { border: 1px solid #767676; padding: .4rem .6rem; text-align: start; vertical-align: top; }
th, td { overflow-wrap: anywhere; }
td.hours { text-align: end; white-space: nowrap; }
td.date { white-space: nowrap; }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def has_all(credits: Collection[Credit], unreported: Collection[Unreported]) -> bool:
    """Whether ASCP has every credit of a learner, and each of their certificates gave one."""
    return bool(credits) and not unreported and all(credit.state is State.ACCEPTED for credit in credits)


def manual_entry_page(
    entries: Sequence[ManualEntry], unreported: Sequence[Unreported], *, on: date, ascp_customer_id: str | None = None
) -> str:
    """A page to print with the credits as of the day `on`: HTML without scripts, every text escaped.

    The certificates that gave no credit follow the credits. Above them is the ID with which the learner logs in at
    ASCP, if it is in their profile.
    """
    own_id = f"\n<p>Your ASCP customer ID: <b>{escape(ascp_customer_id)}</b></p>" if ascp_customer_id else ""
    hint = "Enter each line into ASCP's form exactly as shown. The dates are completion dates."
    # Certificates that are not reported follow; those the learner may enter.
    none = "You do not need to enter any of the credits that we report." if unreported else _NOTHING
    table = _table(entries) if entries else f"<p>{none}</p>"
    certificates = _unreported(unreported) if unreported else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Credits to enter by hand at ASCP</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Credits to enter by hand at ASCP</h1>
<p>{hint} As of {day_in_words(on)}.</p>{own_id}
{table}
{certificates}</main>
</body>
</html>
"""


def _table(entries: Sequence[ManualEntry]) -> str:
    rows = "\n".join(_row(entry) for entry in entries)
    return f"""<table>
<caption>{len(entries)} {"credit" if len(entries) == 1 else "credits"}</caption>
<thead>
<tr><th scope="col">Title</th><th scope="col">Provider</th><th scope="col">Date</th><th scope="col">Contact hours</th>\
<th scope="col">Note</th></tr>
</thead>
<tbody>
{rows}
</tbody>
</table>"""


def _unreported(unreported: Sequence[Unreported]) -> str:
    rows = "\n".join(_unreported_row(one) for one in unreported)
    return f"""<table>
<caption>Certificates that are not reported</caption>
<thead>
<tr><th scope="col">Title</th><th scope="col">Provider</th><th scope="col">Date</th><th scope="col">Type</th>\
<th scope="col">Credits</th><th scope="col">Why</th></tr>
</thead>
<tbody>
{rows}
</tbody>
</table>
"""


def _unreported_row(one: Unreported) -> str:
    title, provider = escape(one.printed.title), escape(one.printed.provider)
    day = day_in_words(one.printed.completed_on)
    why = one.explanation
    return (
        f'<tr><th scope="row" dir="auto">{title}</th><td dir="auto">{provider}</td><td class="date">{day}</td>'
        f'<td>{escape(one.printed.statement_name)}</td><td class="hours">{amount_text(one.printed.credits)}'
        f"</td><td>{escape(f'{why.words} {why.do}')}</td></tr>"
    )


def _row(entry: ManualEntry) -> str:
    title, provider, _, hours = map(escape, _fields(entry))
    day = day_in_words(entry.completed_on)
    # The title may be right-to-left text; the page is left-to-right.
    return (
        f'<tr><th scope="row" dir="auto">{title}</th><td dir="auto">{provider}</td><td class="date">{day}</td>'
        f'<td class="hours">{hours}</td><td>{escape(entry.note)}</td></tr>'
    )
