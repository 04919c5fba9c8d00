"""The cells of a feed: each fault in its words, and the longest and largest values."""

import pytest

from laurel.intake.feed_rows import parse_feed_row
from laurel.platform.csv_records import Record, Rejection
from tests.unit.intake.test_feed_rows import GOOD, TODAY, rejection, row

ROUNDED = (
    "is a number that a spreadsheet has rounded. The original cannot be read from it. Send it as text, with all its"
    " digits."
)


@pytest.mark.parametrize(
    ("column", "text", "reason", "says"),
    [
        ("reference", "", "reference_missing", "is empty. Fill it in."),
        ("reference", "x" * 129, "too_long", "has 129 characters. Shorten it to at most 128."),
        ("reference", "1.23E+11", "rounded_number", ROUNDED),
        *(
            ("reference", f"a{sign}b", "control_character", "holds a line break or a tab. Take it out.")
            for sign in "\n\r\t"
        ),
        # Nothing else is looked for in what is too long.
        ("reference", "x\t" + "y" * 127, "too_long", "has 129 characters. Shorten it to at most 128."),
        ("name", "Ad\u202ea", "invisible_character", "holds what cannot be seen: U+202E. Take it out."),
        (
            "reference",
            "a\ufffd",
            "not_utf8",
            "has lost characters: U+FFFD stands for them. Save the file as CSV in UTF-8.",
        ),
        ("reference", "NULL", "error_value", "is 'NULL', which an export wrote for a missing value. Fill it in."),
        ("email", "", "email_invalid", "is empty. Fill it in."),
        ("name", "", "name_missing", "is empty. Fill it in."),
        ("name", "x" * 201, "too_long", "has 201 characters. Shorten it to at most 200."),
        ("name", "--", "nothing_visible", "shows no letter and no digit. Fill it in."),
        (
            "name",
            "A\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
            "too_many_marks",
            "has too many marks on one letter. Write it with fewer.",
        ),
        ("activity_number", "x" * 65, "too_long", "has 65 characters. Shorten it to at most 64."),
        ("activity_title", "x" * 301, "too_long", "has 301 characters. Shorten it to at most 300."),
        (
            "statement",
            "pase",
            "statement_unknown",
            "must be one of: ama_pra_1, attendance, pace, california, florida.",
        ),
        (
            "contact_hours",
            "1,5",
            "hours_invalid",
            "must be a number with at most two decimal places, like 1.5 or 12.25.",
        ),
        ("contact_hours", "0", "hours_out_of_range", "must be more than 0 and at most 100."),
        ("contact_hours", "100.01", "hours_out_of_range", "must be more than 0 and at most 100."),
        (
            "completed_on",
            "20.11.2026",
            "date_invalid",
            "must be a date that exists, written YYYY-MM-DD, like 2026-03-31.",
        ),
        (
            "completed_on",
            "2026-11-22",
            "date_in_future",
            "is after 2026-11-20. Report the credit once it is completed.",
        ),
        ("completed_on", "1989-12-31", "date_too_early", "is before 1990-01-01. Correct the year."),
        (
            "ascp_customer_id",
            "x",
            "customer_id_invalid",
            "is no ASCP customer ID. An ASCP customer ID has 8 digits and nothing else. Correct it, or leave it empty.",
        ),
    ],
)
def test_each_fault_of_a_cell_is_told_in_these_words(column: str, text: str, reason: str, says: str) -> None:
    found = rejection(**{column: text})
    assert (found.line, found.column, found.reason, found.message) == (7, column, reason, f"{column} {says}")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("reference", "x" * 128),
        ("reference", "x"),
        ("reference", "X\u200b1"),
        ("name", "x" * 200),
        ("activity_number", "x" * 64),
        ("activity_title", "x" * 300),
        ("contact_hours", "100"),
        ("contact_hours", "0.01"),
        ("completed_on", "2026-11-21"),
        ("completed_on", "1990-01-01"),
        ("completed_on", "2026-11-20T00:00:00.000"),
    ],
)
def test_a_cell_at_its_limit_is_taken(column: str, text: str) -> None:
    assert row(**{column: text})


def test_a_rejected_row_has_all_its_faults_its_lines_and_its_cells_as_they_were() -> None:
    values = GOOD | {"name": "", "contact_hours": "0"}
    name, hours = "name is empty. Fill it in.", "contact_hours must be more than 0 and at most 100."
    assert parse_feed_row(Record(7, values, lines=3), on=TODAY) == Rejection(
        line=7,
        column="name",
        reason="name_missing",
        message=f"{name} {hours}",
        values=values,
        lines=3,
        faults=(("name", "name_missing", name), ("contact_hours", "hours_out_of_range", hours)),
    )
