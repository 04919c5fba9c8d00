"""What a row changes of a credit: what was earned, by whom and where, and nothing else."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

from laurel.ledger.earned_facts import with_facts_of
from tests.credits import a_credit

EARNED = {
    "fingerprint": "e" * 32,
    "email": "Bea@Example.org",
    "email_key": "bea@example.org",
    "name": "Bea Example",
    "provider": "asm",
    "activity_number": "1-26",
    "activity_title": "Another title",
    "statement": "florida",
    "contact_hours": Decimal(3),
    "completed_on": date(2026, 10, 1),
}


def test_each_fact_is_taken_and_nothing_else() -> None:
    credit = a_credit("c1", file_id="f1")
    other = a_credit("c2", file_id="f2", attempts=4, **EARNED)
    found = with_facts_of(other, credit)
    assert {name: getattr(found, name) for name in EARNED} == EARNED
    for one in fields(credit):
        if one.name not in EARNED:
            assert getattr(found, one.name) == getattr(credit, one.name), one.name
