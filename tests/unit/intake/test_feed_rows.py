"""A feed's row is taken whole or rejected with every fault named."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.intake.feed_rows import (
    FEED_CELLS,
    FEED_COLUMNS,
    FEED_OPTIONAL,
    FeedRow,
    can_be_taken_on,
    fingerprint,
    parse_feed_row,
)
from laurel.platform.csv_records import Record, Rejection
from laurel.statements import Statement

TODAY = date(2026, 11, 20)
GOOD = {
    "reference": "LCE-1",
    "email": "Ada@Example.org",
    "name": "Ada Lovelace",
    "activity_number": "578-001-26",
    "activity_title": "Blood bank update",
    "statement": "pace",
    "contact_hours": "1.5",
    "completed_on": "2026-11-20",
}


def parse(**changes: str) -> FeedRow | Rejection:
    return parse_feed_row(Record(7, GOOD | changes), on=TODAY)


def row(**changes: str) -> FeedRow:
    found = parse(**changes)
    assert isinstance(found, FeedRow), found
    return found


def rejection(**changes: str) -> Rejection:
    found = parse(**changes)
    assert isinstance(found, Rejection), found
    return found


def test_a_good_row() -> None:
    assert tuple(GOOD) == FEED_COLUMNS
    assert FEED_OPTIONAL == ("ascp_customer_id",)
    assert (*GOOD, "ascp_customer_id") == FEED_CELLS
    assert parse() == FeedRow(
        line=7,
        reference="LCE-1",
        email="Ada@Example.org",
        email_key="ada@example.org",
        name="Ada Lovelace",
        activity_number="578-001-26",
        activity_title="Blood bank update",
        statement=Statement.PACE,
        contact_hours=Decimal("1.5"),
        completed_on=date(2026, 11, 20),
    )


@pytest.mark.parametrize("text", ["00412345", " 00412345 ", "'00412345", '="00412345"', "００４１２３４５"])
def test_a_customer_id_is_read_through_what_spreadsheets_add(text: str) -> None:
    assert row(ascp_customer_id=text).ascp_customer_id == "00412345"


@pytest.mark.parametrize("text", ["", "  ", "#N/A", "NULL"])
def test_no_customer_id_is_fine(text: str) -> None:
    assert row(ascp_customer_id=text).ascp_customer_id is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("412345", "this has 6. A spreadsheet may have removed zeros"),
        ("004123456", "8 digits and nothing else"),
        ("0041-2345", "8 digits and nothing else"),
        ("4.12E+05", "8 digits and nothing else"),
    ],
)
def test_a_customer_id_that_is_none_is_rejected_with_its_fault(text: str, says: str) -> None:
    found = rejection(ascp_customer_id=text)
    assert (found.column, found.reason) == ("ascp_customer_id", "customer_id_invalid")
    assert says in found.message


def test_a_customer_id_is_no_part_of_the_credits_content() -> None:
    assert fingerprint(row(ascp_customer_id="00412345")) == fingerprint(row())


def test_white_space_is_trimmed_and_folded() -> None:
    found = row(
        **{column: f"\u00a0 {value}\t " for column, value in GOOD.items()}
        | {"name": " Ada\u00a0 King\n Lovelace ", "activity_title": "Blood\r\n\tbank  update"}
    )
    assert found == dataclasses.replace(row(), name="Ada King Lovelace")


def test_names_are_composed() -> None:
    assert row(name="Jose\u0301").name == "José"
    assert row(activity_title="Ha\u0308matologie").activity_title == "Hämatologie"


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": "x" * 128},
        {"name": "é" * 200},
        {"name": "e\u0301" * 200},
        {"activity_number": "x" * 64},
        {"activity_title": "x" * 300},
        {"contact_hours": "0.01"},
        {"contact_hours": "100"},
        {"contact_hours": "100.00"},
        {"contact_hours": "007.5"},
        {"completed_on": "1990-01-01"},
        {"completed_on": "2024-02-29"},
        {"completed_on": "2024-02-29 00:00:00"},
        {"completed_on": "2024-02-29 00:00"},
        {"completed_on": "2024-02-29T00:00:00.000"},
        {"statement": "PACE"},
        {"statement": "Ama_Pra_1"},
        *({"statement": statement} for statement in ("ama_pra_1", "attendance", "pace", "california", "florida")),
    ],
)
def test_is_taken(changes: dict[str, str]) -> None:
    row(**changes)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("reference", " ", "reference_missing"),
        ("reference", "x" * 129, "too_long"),
        ("reference", "LCE\n1", "control_character"),
        ("email", "", "email_invalid"),
        ("email", "ada@example", "email_invalid"),
        ("email", "ada@exam\nple.org", "email_invalid"),
        ("name", "\n \u00a0", "name_missing"),
        ("name", "x" * 201, "too_long"),
        ("activity_number", "", "activity_number_missing"),
        ("activity_number", "x" * 65, "too_long"),
        ("activity_number", "578\t001", "control_character"),
        ("activity_number", "578\ufffd001", "not_utf8"),
        ("reference", "R\ufffd1", "not_utf8"),
        ("activity_title", "", "activity_title_missing"),
        ("activity_title", "x" * 301, "too_long"),
        ("statement", "", "statement_unknown"),
        ("statement", "pace credit", "statement_unknown"),
        ("statement", "cme", "statement_unknown"),
        *(
            ("contact_hours", hours, "hours_invalid")
            for hours in ("", "one", "1,5", "1.555", "1.", ".5", "+1", "1e1", "NaN", "Infinity", "1_0", "1 0")
        ),
        *(
            (column, value, "error_value")
            for column in ("reference", "name", "activity_number", "activity_title")
            for value in (
                "#NAME?",
                "#REF!",
                "#N/A",
                "#n/a",
                "#VALUE!",
                "#DIV/0!",
                "#NUM!",
                "#NULL!",
                "#SPILL!",
                "#WERT!",
                "#\u00a1VALOR!",
                "Err:502",
            )
        ),
        *(("name", value, "error_value") for value in ("NULL", "null", "(null)", "\\N", "NaN", "None", "#####", "n/a")),
        ("contact_hours", "１.５", "hours_invalid"),
        ("contact_hours", "٣", "hours_invalid"),
        ("contact_hours", "9" * 5000, "hours_out_of_range"),
        ("contact_hours", "-1.5", "hours_out_of_range"),
        ("contact_hours", "0", "hours_out_of_range"),
        ("contact_hours", "0.00", "hours_out_of_range"),
        ("contact_hours", "100.01", "hours_out_of_range"),
        *(
            ("completed_on", day, "date_invalid")
            for day in (
                "",
                "11/20/2026",
                "20261120",
                "2026-W47-5",
                "2026-2-3",
                "2026-02-30",
                "2026-11-20T00:00:00Z",
                "2026-11-20 08:00:00",
            )
        ),
        ("completed_on", "２０２６-11-20", "date_invalid"),
        ("completed_on", "2026-11-20 08:00:00", "date_invalid"),
        ("completed_on", "0000-01-01", "date_invalid"),
        ("completed_on", "2026-11-22", "date_in_future"),
        ("completed_on", "1989-12-31", "date_too_early"),
    ],
)
def test_is_rejected(column: str, value: str, reason: str) -> None:
    found = rejection(**{column: value})
    assert (found.line, found.column, found.reason) == (7, column, reason)
    assert found.values == GOOD | {column: value}
    assert found.message.startswith(f"{column} ")
    assert found.message.endswith(".")


def test_the_day_itself_decides_what_is_future() -> None:
    record = Record(7, GOOD)
    assert isinstance(parse_feed_row(record, on=TODAY), FeedRow)
    # East of the night's time zone it may be tomorrow already.
    assert isinstance(parse_feed_row(record, on=TODAY - timedelta(days=1)), FeedRow)
    assert isinstance(parse_feed_row(record, on=TODAY - timedelta(days=2)), Rejection)


def test_every_fault_is_named_and_the_first_column_counts() -> None:
    found = rejection(completed_on="soon", name="", contact_hours="0", statement="?", email="?", reference="")
    assert (found.column, found.reason) == ("reference", "reference_missing")
    told = [found.message.index(f"{column} ") for column in GOOD if not column.startswith("activity")]
    assert told == sorted(told)
    assert "activity" not in found.message
    assert "pace" in found.message
    assert "YYYY-MM-DD" in found.message


@given(st.dictionaries(st.sampled_from(FEED_COLUMNS), st.text(max_size=30)))
def test_any_text_is_either_taken_or_rejected(changes: dict[str, str]) -> None:
    found = parse(**changes)
    if isinstance(found, FeedRow):
        again = parse_feed_row(
            Record(
                7,
                {column: str(getattr(found, column)) for column in FEED_COLUMNS},
            ),
            on=TODAY,
        )
        assert again == found


@given(st.decimals(min_value="0.01", max_value=100, places=2), st.sampled_from(["", "0"]))
def test_hours_are_exact(hours: Decimal, zero: str) -> None:
    assert row(contact_hours=f"{zero}{hours}").contact_hours == hours


class TestFingerprint:
    def test_is_stored_so_its_form_is_fixed(self) -> None:
        assert fingerprint(row()) == "13249a1c50406d139f196751b46bde89"

    @pytest.mark.parametrize(
        "changes",
        [
            {"contact_hours": "1.50"},
            {"contact_hours": "01.5"},
            {"email": " ada@EXAMPLE.org"},
            {"name": "Ada  Lovelace"},
            {"activity_title": "Blood\nbank update"},
        ],
    )
    def test_is_the_same_for_the_same_content(self, changes: dict[str, str]) -> None:
        assert fingerprint(row(**changes)) == fingerprint(row())

    def test_does_not_depend_on_the_line(self) -> None:
        assert fingerprint(dataclasses.replace(row(), line=8)) == fingerprint(row())

    @pytest.mark.parametrize(
        "changes",
        [
            {"email": "ada.l@example.org"},
            {"name": "Ada King"},
            {"activity_number": "578-002-26"},
            {"activity_title": "Blood bank updates"},
            {"statement": "florida"},
            {"contact_hours": "15"},
            {"completed_on": "2026-11-19"},
        ],
    )
    def test_differs_when_the_content_does(self, changes: dict[str, str]) -> None:
        assert fingerprint(row(**changes)) != fingerprint(row())

    def test_what_stands_in_which_column_counts(self) -> None:
        one = row(activity_number="1 2", activity_title="3")
        assert fingerprint(one) != fingerprint(row(activity_number="1", activity_title="2 3"))


@pytest.mark.parametrize("column", ["name", "activity_title"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\u200b", "nothing_visible"),
        ("\u3164", "nothing_visible"),
        ("\u2800\u2800", "nothing_visible"),
        ("…", "nothing_visible"),
        ("Update \u202egnisrever", "invisible_character"),
        ("Update\u2067 2026", "invisible_character"),
        ("Up\u200bdate", "invisible_character"),
        ("A" + "\u0301" * 12, "too_many_marks"),
    ],
)
def test_a_name_or_title_shows_itself_and_hides_nothing(column: str, text: str, reason: str) -> None:
    found = rejection(**{column: text})
    assert (found.column, found.reason) == (column, reason)


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्षिति\u200dज", "葛\U000e0100城", "β-lactamase 💉"])
def test_what_a_writing_needs_is_taken(text: str) -> None:
    assert row(activity_title=text).activity_title == text


@pytest.mark.parametrize(
    ("email", "named"),
    [
        ("pat.o’hara@example.org", "RIGHT SINGLE QUOTATION MARK"),
        ("'ada@example.org", "APOSTROPHE"),
        ("аda@example.org", "CYRILLIC SMALL LETTER A"),
        ("ﬁona@example.org", "LATIN SMALL LIGATURE FI"),
    ],
)
def test_an_address_that_looks_like_another_is_handed_back_with_what_is_wrong(email: str, named: str) -> None:
    found = rejection(email=email)
    assert (found.column, found.reason) == ("email", "email_invalid")
    assert named in found.message


@pytest.mark.parametrize("written", ["2026-11-22", " 2026-11-22 ", "\u200b2026-11-22\ufeff", "2026-11-22T00:00:00"])
def test_a_row_of_tomorrow_can_be_taken_a_day_before_its_date(written: str) -> None:
    assert can_be_taken_on(rejection(completed_on=written)) == date(2026, 11, 21)
