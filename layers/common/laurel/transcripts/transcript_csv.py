"""The transcript as CSV in which a spreadsheet runs no formula: one line for each credit, no totals (pure)."""

from collections.abc import Iterator

from laurel.claims.claim import Claim
from laurel.own_credits.own_credit import OwnCredit
from laurel.platform.amounts import amount_text
from laurel.platform.clock import instant_in_seconds
from laurel.platform.csv_tables import csv_table
from laurel.transcripts.whole import LineStanding, ProviderLine, WholeTranscript

COLUMNS = (
    "completed_on",
    "title",
    "provider",
    "activity_number",
    "statement",
    "credits",
    "certificate_number",
    "printed_at",
    "certificate_status",
    "counted",
    "source",
    "standing",
    "unit",
    "topic",
    "proof",
)
OWN_STATEMENT = "own statement"
"""The mark of the statements of a learner."""


def transcript_csv(whole: WholeTranscript) -> str:
    """Claims and providers' credits, the latest first, then own statements."""
    return csv_table(COLUMNS, _rows(whole))


def _rows(whole: WholeTranscript) -> Iterator[tuple[str, ...]]:
    rows = [
        *(_of_claim(one, whole) for one in whole.claims.completed),
        *map(_of_provider, whole.provider_lines),
    ]
    yield from sorted(rows, key=lambda row: row[0], reverse=True)
    yield from map(_of_learner, whole.own)


def _of_claim(claim: Claim, whole: WholeTranscript) -> tuple[str, ...]:
    revoked, counts = bool(claim.certificate_revoked_at), whole.claims.counts(claim)
    standing = "revoked" if revoked else "counts" if counts else "superseded"
    return (
        str(claim.completed_on or ""),
        claim.activity.title,
        claim.activity.provider,
        claim.activity.number,
        claim.statement.value,
        amount_text(claim.total),
        claim.certificate_number or "",
        instant_in_seconds(claim.finalised_at) if claim.finalised_at else "",
        "revoked" if revoked else "valid",
        "yes" if counts else "no",
        *("claim", standing, "", "", ""),
    )


def _of_provider(line: ProviderLine) -> tuple[str, ...]:
    credit = line.credit
    counts = line.standing is LineStanding.COUNTS
    return (
        credit.completed_on.isoformat(),
        credit.activity_title,
        credit.provider,
        credit.activity_number,
        credit.statement,
        amount_text(credit.contact_hours),
        *("", "", ""),
        "yes" if counts else "no",
        *("provider", line.standing.value, "", "", ""),
    )


def _of_learner(credit: OwnCredit) -> tuple[str, ...]:
    return (
        credit.completed_on.isoformat(),
        credit.title,
        credit.provider,
        "",
        credit.statement.value if credit.statement else "",
        amount_text(credit.amount),
        *("", "", ""),
        "no",
        OWN_STATEMENT,
        "",
        credit.unit.value,
        credit.topic.value if credit.topic else "",
        credit.proof.type.ending if credit.proof else "",
    )
