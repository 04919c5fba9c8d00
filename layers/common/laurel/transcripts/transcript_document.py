"""What the transcript on paper says: plain texts, which a layout of typst sets (pure)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from laurel.claims.claim import Claim
from laurel.learners.profile import Profile
from laurel.own_credits.own_credit import OwnCredit, OwnUnit, Topic
from laurel.platform.amounts import amount_text
from laurel.platform.dates import day_in_words
from laurel.transcripts.whole import LineStanding, ProviderLine, WholeTranscript

LAYOUT = "transcript/transcript.typ"
TITLE = "Transcript of Continuing Education"

NOT_A_CERTIFICATE = "This transcript is not a certificate."
CALIFORNIA = "California accepts certificates, not transcripts. Keep each one for four years, and hand these in."
_UNCHECKED = (
    "The learner's own statements. Nobody has checked them. They are in no total above, and were not reported to ASCLS"
    " or ASCP."
)
_STANDINGS = {
    LineStanding.COUNTS: "Sent by the provider",
    LineStanding.WITHDRAWN: "Sent by the provider. Withdrawn: does not count",
    LineStanding.IN_QUESTION: "Sent by the provider. In question: does not count",
}
_UNITS = {OwnUnit.CONTACT_HOUR: "contact hour", OwnUnit.HOUR: "hour", OwnUnit.CEU: "CEU"}
_TOPICS = {Topic.HIV_AIDS: "HIV/AIDS"}


def transcript_document(
    whole: WholeTranscript, profile: Profile, on: date, starting: date | None, ending: date | None
) -> dict[str, Any]:
    """The transcript as it is printed on the day `on`, for the learner with this profile."""
    name = profile.name_as_printed or profile.email or "Name not entered"
    printed = f"Printed on {day_in_words(on)}"
    return {
        "title": TITLE,
        "paper": profile.paper.value,
        "name": name,
        "span": _span(starting, ending),
        "printed": printed,
        "notes": [NOT_A_CERTIFICATE, CALIFORNIA],
        "footer": f"{name} · {printed} · Not a certificate",
        "totals_heading": "Totals",
        "totals_heads": ["Type", "Credits"],
        "totals": [[kind.kind.name, amount_text(amount)] for kind, amount in whole.totals.items()]
        + [
            [f"{one.year}: {kind.kind.name}", amount_text(amount)]
            for one in whole.years
            if len(whole.years) > 1
            for kind, amount in one.totals.items()
        ],
        "rows_heading": "Completed credits",
        "rows_heads": ["Completed", "Activity", "Type", "Credits", "Source"],
        "rows": list(_rows(whole)),
        "nothing": "No credit was completed in this time.",
        "own_heading": "Credits from elsewhere",
        "own_note": _UNCHECKED,
        "own_heads": ["Completed", "Activity", "Type", "Amount", "Topic and proof"],
        "own": [_own_row(one) for one in whole.own] + [_own_total(*one) for one in whole.own_totals.items()],
    }


def _span(starting: date | None, ending: date | None) -> str:
    if starting and ending:
        return f"Completed from {day_in_words(starting)} through {day_in_words(ending)}"
    if starting:
        return f"Completed from {day_in_words(starting)} on"
    return f"Completed through {day_in_words(ending)}" if ending else "All completed credits"


type _Row = list[str | list[str]]
"""The cells of a line; a cell of several texts has each on a line of its own."""


def _rows(whole: WholeTranscript) -> Iterator[_Row]:
    rows = [
        *((one.completed_on or date.min, _claim_row(one, whole)) for one in whole.claims.completed),
        *((one.credit.completed_on, _provider_row(one)) for one in whole.provider_lines),
    ]
    for _, row in sorted(rows, key=lambda one: one[0], reverse=True):
        yield row


def _claim_row(claim: Claim, whole: WholeTranscript) -> _Row:
    source = ["Certificate", claim.certificate_number or ""]
    if claim.certificate_revoked_at:
        source.append("Revoked: does not count")
    elif not whole.claims.counts(claim):
        source.append("Claimed twice: the other one counts")
    heading = claim.activity
    what = [heading.title, heading.provider, heading.number]
    return [str(claim.completed_on or ""), what, claim.statement.kind.short_name, amount_text(claim.total), source]


def _provider_row(line: ProviderLine) -> _Row:
    credit = line.credit
    what = [credit.activity_title, credit.provider, credit.activity_number]
    hours = amount_text(credit.contact_hours)
    return [credit.completed_on.isoformat(), what, line.statement.kind.short_name, hours, _STANDINGS[line.standing]]


def _own_row(credit: OwnCredit) -> _Row:
    topic = _TOPICS.get(credit.topic, credit.topic.value.replace("_", " ").capitalize()) if credit.topic else ""
    proof = "with proof" if credit.proof else "no proof"
    return [
        credit.completed_on.isoformat(),
        [credit.title, credit.provider],
        credit.statement.kind.short_name if credit.statement else "Another type",
        _own_amount(credit.amount, credit.unit),
        f"{topic}, {proof}" if topic else proof.capitalize(),
    ]


def _own_total(unit: OwnUnit, amount: Decimal) -> _Row:
    return ["", "Total", "", _own_amount(amount, unit), ""]


def _own_amount(amount: Decimal, unit: OwnUnit) -> str:
    return f"{amount_text(amount)} {_UNITS[unit]}{'' if amount == 1 else 's'}"
