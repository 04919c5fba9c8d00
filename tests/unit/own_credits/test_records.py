"""Credits from elsewhere: amounts in minutes, and how they are stored and read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from laurel.own_credits.own_credit import (
    LARGEST_PROOF,
    MOST_CREDITS,
    OwnCredit,
    OwnFacts,
    OwnUnit,
    Proof,
    ProofType,
    Topic,
    in_order,
)
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


def test_a_changed_proof_and_changed_facts_are_a_further_version() -> None:
    proof, later = Proof("u2", ProofType.JPEG, 99, AT), AT + timedelta(hours=1)
    proved = CREDIT.with_proof(proof, later)
    assert proved == replace(CREDIT, proof=proof, changed_at=later, version=2)
    facts = OwnFacts(
        title="Another title",
        provider="Another provider",
        completed_on=date(2026, 5, 5),
        amount=Decimal(3),
        unit=OwnUnit.HOUR,
        statement=Statement.FLORIDA,
        topic=Topic.SAFETY,
    )
    changed = CREDIT.with_facts(facts, later)
    assert {name: getattr(changed, name) for name in OwnFacts.__slots__} == {
        name: getattr(facts, name) for name in OwnFacts.__slots__
    }
    assert replace(changed, changed_at=AT, version=1).with_facts(CREDIT, AT) == replace(CREDIT, version=2)
    assert (changed.changed_at, changed.version, changed.proof) == (later, 2, CREDIT.proof)


def test_what_is_stored_and_shown_keeps_its_words() -> None:
    assert [one.value for one in Topic] == [
        *("general", "safety", "ethics", "medical_errors", "hiv_aids", "laws_and_rules", "administration"),
        *("blood_bank", "chemistry", "cytology", "hematology", "histology", "immunology", "microbiology"),
        *("molecular", "urinalysis"),
    ]
    assert [one.value for one in OwnUnit] == ["contact_hour", "hour", "ceu"]
    assert {one.value: one.ending for one in ProofType} == {
        "application/pdf": "pdf",
        "image/png": "png",
        "image/jpeg": "jpg",
        "image/heic": "heic",
    }
    assert (MOST_CREDITS, LARGEST_PROOF) == (200, 10_000_000)


def test_the_latest_comes_first_and_of_one_day_the_later_id() -> None:
    one, other = (replace(CREDIT, credit_id=name) for name in ("c1", "c2"))
    older = replace(CREDIT, credit_id="c9", completed_on=date(2025, 1, 1))
    assert in_order([older, one, other]) == [other, one, older]
