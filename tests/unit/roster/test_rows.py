"""A roster's row is one member, or rejected with every fault named."""

from dataclasses import replace
from datetime import date

import pytest

from laurel.platform.csv_records import Record, Rejection
from laurel.roster.member import Member, MemberStatus
from laurel.roster.rows import (
    MAY_BE_EMPTY,
    ROSTER_CELLS,
    ROSTER_COLUMNS,
    ROSTER_OPTIONAL,
    bad_customer_id,
    parse_roster_row,
)

GOOD = {
    "member_number": "000123",
    "email": "Ada@Example.org",
    "name": "Ada Lovelace",
    "status": "active",
    "expires_on": "2027-01-31",
}
ADA = Member(
    member_number="000123",
    email="Ada@Example.org",
    email_key="ada@example.org",
    name="Ada Lovelace",
    status=MemberStatus.ACTIVE,
    expires_on=date(2027, 1, 31),
)


def parse(**changes: str) -> Member | Rejection:
    return parse_roster_row(Record(3, GOOD | changes))


def test_a_good_row() -> None:
    assert tuple(GOOD) == ROSTER_COLUMNS
    assert (*GOOD, "ascp_customer_id") == ROSTER_CELLS
    assert (MAY_BE_EMPTY, ROSTER_OPTIONAL) == (("expires_on",), ("ascp_customer_id",))
    assert parse() == ADA


def test_white_space_is_trimmed_and_folded() -> None:
    assert parse(**{column: f" \u00a0{value} " for column, value in GOOD.items()}) == ADA
    assert parse(name="Ada\n Lovelace") == ADA


@pytest.mark.parametrize("status", ["Active", "ACTIVE", " active"])
def test_letter_case_of_a_status_makes_no_difference(status: str) -> None:
    assert parse(status=status, expires_on="2027-01-31 00:00:00") == ADA


def test_invisible_characters_around_a_date_or_a_word_make_no_difference() -> None:
    assert parse(status="\u200bactive", expires_on="2027-01-31\ufeff", member_number="\u2060000123\u200b") == ADA


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("member_number", "member_number_missing"),
        ("email", "email_invalid"),
        ("name", "name_missing"),
        ("status", "status_unknown"),
    ],
)
def test_a_cell_of_zero_width_characters_is_empty(column: str, reason: str) -> None:
    found = parse(**{column: "\u200b\u2060 \ufeff"})
    assert isinstance(found, Rejection)
    assert (found.column, found.reason) == (column, reason)
    assert column == "status" or found.message.endswith("is empty. Fill it in.")


@pytest.mark.parametrize("expires_on", ["1987-06-30", "9999-12-31"])
def test_any_day_may_be_the_last(expires_on: str) -> None:
    found = parse(expires_on=expires_on)
    assert isinstance(found, Member)
    assert found.expires_on == date.fromisoformat(expires_on)


@pytest.mark.parametrize("expires_on", ["", "  ", "\u200b", "\ufeff \u2060"])
def test_a_membership_may_have_no_end(expires_on: str) -> None:
    found = parse(expires_on=expires_on, status="lapsed")
    assert isinstance(found, Member)
    assert found.expires_on is None
    assert found.status is MemberStatus.LAPSED


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("member_number", "", "member_number_missing"),
        ("member_number", "x" * 33, "too_long"),
        ("member_number", "1\n2", "control_character"),
        ("email", "", "email_invalid"),
        ("email", "ada", "email_invalid"),
        ("name", " ", "name_missing"),
        ("name", "x" * 201, "too_long"),
        ("status", "", "status_unknown"),
        ("member_number", "#N/A", "error_value"),
        ("name", "#NAME?", "error_value"),
        ("status", "retired", "status_unknown"),
        ("expires_on", "31.01.2027", "date_invalid"),
        ("expires_on", "2027-02-29", "date_invalid"),
    ],
)
def test_is_rejected(column: str, value: str, reason: str) -> None:
    found = parse(**{column: value})
    assert isinstance(found, Rejection)
    assert (found.line, found.column, found.reason) == (3, column, reason)
    assert found.values == GOOD | {column: value}
    assert found.message.startswith(f"{column} ")


def test_every_fault_is_named() -> None:
    found = parse(expires_on="never", status="?", name="")
    assert isinstance(found, Rejection)
    assert (found.column, found.reason) == ("name", "name_missing")
    assert "status must be one of: active, lapsed." in found.message
    assert "expires_on must be a date" in found.message


@pytest.mark.parametrize(
    ("status", "expires_on", "on", "active"),
    [
        ("active", "2026-11-20", date(2026, 11, 20), True),
        ("active", "2026-11-20", date(2026, 11, 21), False),
        ("active", "", date(2026, 11, 21), True),
        ("lapsed", "2027-11-20", date(2026, 11, 20), False),
        ("lapsed", "", date(2026, 11, 20), False),
    ],
)
def test_the_last_day_still_counts(status: str, expires_on: str, on: date, active: bool) -> None:
    found = parse(status=status, expires_on=expires_on)
    assert isinstance(found, Member)
    assert found.is_active(on) is active


def test_a_bad_customer_id_costs_the_id_and_not_the_member() -> None:
    row = Record(3, GOOD | {"ascp_customer_id": "41"})
    member, found = parse_roster_row(row), bad_customer_id(row)
    assert isinstance(member, Member) and member.ascp_customer_id is None
    assert found is not None
    assert (found.line, found.column, found.reason, found.faults) == (3, "ascp_customer_id", "customer_id_invalid", ())
    assert found.message.endswith(" The member counts without it.")


def test_a_good_customer_id_is_the_members() -> None:
    row = Record(3, GOOD | {"ascp_customer_id": "00412345"})
    assert bad_customer_id(row) is None
    assert parse_roster_row(row) == replace(ADA, ascp_customer_id="00412345")
