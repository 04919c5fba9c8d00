"""Rows that an intake must not take: for each reason code at least one, and what makes it so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from local.sample.files import FeedFormat
from local.sample.model import Row

# Longer than any title, and than any limit on one.
_TITLE_TOO_LONG = "Quality " * 625
_ACCENTED = "José Ibáñez"

type Line = Callable[[Row, FeedFormat], bytes]


@dataclass(frozen=True)
class Fault:
    """A way to spoil a good row: the reason code to reject it with, and the line that comes of a row."""

    code: str
    line: Line


def faults(today: date) -> tuple[Fault, ...]:
    """Every fault whose row leaves the rows after it whole, seen from `today`."""
    return (
        *(Fault(code, _with(field, value)) for code, field, value in _bad_values(today)),
        Fault("wrong_column_count", _too_few_columns),
        Fault("wrong_column_count", _too_many_columns),
        Fault("not_utf8", _not_utf8),
    )


def _bad_values(today: date) -> tuple[tuple[str, str, str], ...]:
    """Reason code, field and value."""
    return (
        ("email_invalid", "email", "no-at-sign.example.org"),
        ("email_invalid", "email", "two@signs@example.org"),
        ("email_invalid", "email", ""),
        ("name_missing", "name", ""),
        ("name_missing", "name", "   "),
        ("hours_out_of_range", "contact_hours", "0"),
        ("hours_out_of_range", "contact_hours", "-1.5"),
        ("hours_out_of_range", "contact_hours", "100.5"),
        ("hours_invalid", "contact_hours", "1.125"),
        ("hours_invalid", "contact_hours", "one hour"),
        ("hours_invalid", "contact_hours", "1,5"),
        ("date_invalid", "completed_on", f"11/09/{today.year}"),
        ("date_invalid", "completed_on", f"{today.year}-02-30"),
        ("date_in_future", "completed_on", (today + timedelta(days=40)).isoformat()),
        ("date_too_early", "completed_on", "1989-12-31"),
        ("statement_unknown", "statement", "category_2"),
        ("reference_missing", "reference", ""),
        ("too_long", "activity_title", _TITLE_TOO_LONG),
        ("control_character", "activity_title", "Blood Bank\x00Basics"),
        ("control_character", "name", "Dana \x1b[31mFarrow"),
    )


def unclosed_quote(row: Row, form: FeedFormat) -> bytes:
    """The line of `row` with a quote that is never closed. It swallows what follows, so it must come last."""
    title = row.activity_title.encode("utf-8")
    return form.line(row).replace(title, b'"' + title)


def _with(field: str, value: str) -> Line:
    change: Mapping[str, str] = {field: value}
    return lambda row, form: form.line(replace(row, **change))


def _too_few_columns(row: Row, form: FeedFormat) -> bytes:
    return form.encode(form.cells(row)[:-2])


def _too_many_columns(row: Row, form: FeedFormat) -> bytes:
    return form.encode([*form.cells(row), "see attached"])


def _not_utf8(row: Row, form: FeedFormat) -> bytes:
    """A name in Latin-1, as an old export writes it."""
    line = form.line(replace(row, name=_ACCENTED))
    return line.replace(_ACCENTED.encode("utf-8"), _ACCENTED.encode("latin-1"))
