"""A row of a provider's feed: one credit, as the provider reports it (pure, except for checking addresses)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2b

from laurel.intake.cell_validation import Cells
from laurel.platform.csv_records import Record, Rejection
from laurel.platform.visible import trimmed
from laurel.statements import Statement

FEED_COLUMNS = (
    "reference",
    "email",
    "name",
    "activity_number",
    "activity_title",
    "statement",
    "contact_hours",
    "completed_on",
)
"""The columns a feed must have (the contract of the intake bucket)."""

FEED_OPTIONAL = ("ascp_customer_id",)
"""The columns a feed may have."""

FEED_CELLS = (*FEED_COLUMNS, *FEED_OPTIONAL)
"""All columns that are read."""

EARLIEST = date(1990, 1, 1)
"""No credit completed before this day is taken: an earlier year is a typo."""
MOST_HOURS = Decimal(100)
"""The most hours of one credit: more is a typo."""

IN_FUTURE = "date_in_future"
"""The reason of a row that can be taken unchanged on a later day."""

GRACE = timedelta(days=1)
"""How far a completion may be after the run's date: east of the run's time zone it may be tomorrow already."""

_HOURS = re.compile(r"-?[0-9]+(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One credit of a feed. `reference` is the provider's own key, as written; `line` is the row's line in the file.

    `email` is as given, `email_key` is normalized; `contact_hours` are hours of the statement's own type;
    `completed_on` is the calendar date in the activity's zone; `ascp_customer_id` is the learner's at ASCP, if given.
    """

    line: int
    reference: str
    email: str
    email_key: str
    name: str
    activity_number: str
    activity_title: str
    statement: Statement
    contact_hours: Decimal
    completed_on: date
    ascp_customer_id: str | None = None


def parse_feed_row(record: Record, *, on: date) -> FeedRow | Rejection:
    """Read one record of a feed on the day `on`; a row with several faults is rejected once, with all of them named."""
    cells = Cells(record)
    reference = cells.key_as_written("reference", 128)
    email, email_key = cells.email("email")
    name = cells.shown("name", 200)
    activity_number = cells.key("activity_number", 64)
    activity_title = cells.shown("activity_title", 300)
    statement = cells.choice("statement", Statement)
    contact_hours = read_hours(cells)
    ascp_customer_id = cells.customer_id("ascp_customer_id")
    completed_on = read_day(cells, on)
    return cells.rejection() or FeedRow(
        line=record.line,
        reference=reference,
        email=email,
        email_key=email_key,
        name=name,
        activity_number=activity_number,
        activity_title=activity_title,
        statement=statement,
        contact_hours=contact_hours,
        completed_on=completed_on,
        ascp_customer_id=ascp_customer_id,
    )


def can_be_taken_on(row: Rejection) -> date | None:
    """The first day on which a row can be taken unchanged, if it was rejected only for a date in the future."""
    if row.reason != IN_FUTURE:  # the last check of a row: nothing else is wrong with it
        return None
    return date.fromisoformat(trimmed(row.values["completed_on"])[: len("2026-11-20")]) - GRACE


def fingerprint(row: FeedRow) -> str:
    """Give a short hash of the content of `row`: 32 hexadecimal digits.

    A row that comes again under its reference is a repeat if the hash is equal, and a conflict if not. Hours count by
    value and the e-mail by its key; the line does not count, and neither does the ASCP customer ID, which helps to find
    the learner and is no part of the credit. The hash is stored: its form must not change.
    """
    content = (
        row.email_key,
        row.name,
        row.activity_number,
        row.activity_title,
        row.statement.value,
        f"{row.contact_hours:.2f}",
        row.completed_on.isoformat(),
    )
    # No value holds a line break: keys with one are refused, and in names and titles it becomes a space.
    return blake2b("\n".join(content).encode(), digest_size=16).hexdigest()


def read_hours(cells: Cells) -> Decimal:
    """The contact hours of a row; a fault is noted in `cells`."""
    text = cells.raw("contact_hours")
    if not _HOURS.fullmatch(text):
        cells.note(
            "contact_hours", "hours_invalid", "must be a number with at most two decimal places, like 1.5 or 12.25."
        )
        return Decimal(0)
    hours = Decimal(text)
    if not 0 < hours <= MOST_HOURS:
        cells.note("contact_hours", "hours_out_of_range", f"must be more than 0 and at most {MOST_HOURS}.")
    return hours


def read_day(cells: Cells, on: date, grace: timedelta = GRACE) -> date:
    """The day of completion, at most `grace` after the day `on`; a fault is noted in `cells`."""
    day = cells.day("completed_on")
    if day is None:
        return EARLIEST
    if day > on + grace:
        cells.note("completed_on", IN_FUTURE, f"is after {on}. Report the credit once it is completed.")
    elif day < EARLIEST:
        cells.note("completed_on", "date_too_early", f"is before {EARLIEST}. Correct the year.")
    return day
