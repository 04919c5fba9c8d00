"""Credits from elsewhere: amounts in minutes, and how they are stored and read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from laurel.own_credits.own_credit import OwnCredit, OwnUnit, Proof, ProofType, Topic
from laurel.own_credits.records import from_item, own_credits, write_of
from laurel.platform.table import Table
from laurel.statements import Statement
from tests import stores

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
CREDIT = OwnCredit(
    credit_id="c1",
    learner_id="ana",
    title="Errors in the blood bank",
    provider="Lakeside Hospital",
    completed_on=date(2026, 5, 4),
    amount=Decimal("1.50"),
    unit=OwnUnit.CONTACT_HOUR,
    statement=Statement.PACE,
    topic=Topic.MEDICAL_ERRORS,
    proof=Proof("u1", ProofType.PDF, 4321, AT),
    created_at=AT,
    changed_at=AT,
)


@pytest.fixture
def table(aws: None) -> Table:
    return Table(stores.make_table("ClaimsTable"))


@pytest.mark.parametrize(("unit", "minutes"), [("contact_hour", "75"), ("hour", "90"), ("ceu", "750")])
def test_the_amount_counts_in_minutes_of_its_unit(unit: str, minutes: str) -> None:
    assert replace(CREDIT, unit=OwnUnit(unit)).minutes == Decimal(minutes)


@pytest.mark.parametrize("credit", [CREDIT, replace(CREDIT, proof=None, statement=None, topic=None)])
def test_a_credit_is_read_as_it_was_written(credit: OwnCredit) -> None:
    assert from_item(write_of(None, credit).item) == credit


def test_those_of_joined_accounts_are_read_with_them_the_latest_first(table: Table) -> None:
    older = replace(CREDIT, learner_id="lou", completed_on=date(2025, 1, 1))
    for one in (older, CREDIT, replace(CREDIT, learner_id="cai")):
        assert table.put(write_of(None, one))
    assert own_credits(table, ["lou", "ana"]) == [CREDIT, older]


def test_a_write_holds_for_the_version_that_was_seen_alone(table: Table) -> None:
    table.put(write_of(None, CREDIT))
    later = CREDIT.with_proof(None, AT + timedelta(days=1))
    assert not table.put(write_of(None, later))
    assert table.put(write_of(CREDIT, later))
    assert not table.put(write_of(CREDIT, later))
    assert own_credits(table, ["ana"]) == [later]


def test_it_is_kept_for_seven_years_after_the_last_change() -> None:
    later = CREDIT.with_proof(None, AT + timedelta(days=400))
    assert write_of(CREDIT, later).item["expires_at"] - write_of(None, CREDIT).item["expires_at"] == 400 * 86400
