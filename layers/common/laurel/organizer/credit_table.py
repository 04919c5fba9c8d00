"""The table of credits that staff download as CSV (pure)."""

from collections.abc import Iterable

from laurel.ledger.credit import Credit
from laurel.ledger.explanations import explain
from laurel.ledger.timeline import standing
from laurel.platform.amounts import amount_text
from laurel.platform.clock import instant_in_seconds
from laurel.platform.csv_tables import csv_head, csv_line

COLUMNS = (
    "credit_id",
    "provider",
    "reference",
    "state",
    "reason",
    "what_is_wrong",
    "since",
    "name",
    "email",
    "activity_number",
    "title",
    "statement",
    "contact_hours",
    "completed_on",
    "member_number",
    "ascp_customer_id",
    "attempts",
    "receipt",
    "source",
    "file_id",
)


def credit_rows(credits: Iterable[Credit], *, with_columns: bool) -> str:
    """A line of CSV for each credit, under the line of columns on the first page.

    Text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    head = csv_head(COLUMNS) if with_columns else ""
    return head + "".join(csv_line(_cells(one)) for one in credits)


def _cells(credit: Credit) -> tuple[str, ...]:
    why = explain(credit.reason, unjudged=credit.unjudged).words if credit.reason else ""
    return (
        credit.credit_id,
        credit.provider,
        credit.reference,
        credit.state.value,
        credit.reason or "",
        why,
        instant_in_seconds(standing(credit.timeline)[0].at),
        credit.name,
        credit.email,
        credit.activity_number,
        credit.activity_title,
        credit.statement,
        amount_text(credit.contact_hours),
        credit.completed_on.isoformat(),
        credit.member_number or "",
        credit.ascp_customer_id or "",
        str(credit.attempts),
        credit.receipt or "",
        credit.source.value,
        credit.file_id or "",
    )
