"""The credit that a printed claim brings, field by field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from laurel.certificates.claim_credit import brings_credit, claim_credit_id, credit_of
from laurel.claims.claim import finalize
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from laurel.statements import REPORTABLE, Statement
from tests.unit.claims.samples import AFTER, activity, claim

FINAL = finalize(claim(a="1", c="3.5"), "LRL-1", AFTER)


def test_it_has_the_facts_of_the_claim_and_waits_for_nobody() -> None:
    found = credit_of(FINAL, "Ana@Example.org", "ana@example.org", "Ana Lima", agreed=True, at=AFTER)
    assert found == Credit(
        credit_id=claim_credit_id(FINAL.claim_id),
        reference=FINAL.claim_id,
        fingerprint=derived_id("certificate", "LRL-1"),
        source=Source.CLAIM,
        email="Ana@Example.org",
        email_key="ana@example.org",
        name="Ana Lima",
        provider="Example Society for Microbiology",
        activity_number="148-012-26",
        activity_title="Clinical Microbiology 2026",
        statement="pace",
        contact_hours=Decimal("4.5"),
        completed_on=date(2026, 6, 4),
        timeline=(Step(AFTER, State.EARNED),),
        due_at=AFTER,
        learner_id="ana",
    )


def test_without_consent_it_waits() -> None:
    found = credit_of(FINAL, "ana@example.org", "ana@example.org", "Ana Lima", agreed=False, at=AFTER)
    assert found.timeline == (Step(AFTER, State.EARNED), Step(AFTER, State.UNMATCHED, "no_consent"))
    assert (found.waits_for_consent, found.due_at) == (True, None)


def test_the_id_of_a_provider_goes_before_its_printed_name() -> None:
    of = activity()
    final = finalize(claim(of.model_copy(update={"provider_id": "asm"}), a="1"), "LRL-1", AFTER)
    assert credit_of(final, "a@example.org", "a@example.org", "Ana", agreed=True, at=AFTER).provider == "asm"


def test_each_claim_has_one_credit_whose_id_is_always_the_same() -> None:
    assert claim_credit_id("c1") == derived_id("claim", "c1") != claim_credit_id("c2")


@pytest.mark.parametrize("kind", Statement)
def test_a_printed_claim_of_a_reportable_kind_brings_credit(kind: Statement) -> None:
    final = replace(FINAL, statement=kind)
    assert brings_credit(final) == (kind in REPORTABLE)
    assert not brings_credit(replace(final, completed_on=None))


@pytest.mark.parametrize("changes", [{"completed_on": None}, {"statement": Statement.ATTENDANCE}])
def test_a_claim_without_credit_is_no_credit(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=rf"^claim {FINAL.claim_id} brings no credit$"):
        credit_of(replace(FINAL, **changes), "a@example.org", "a@example.org", "Ana", agreed=True, at=AFTER)
