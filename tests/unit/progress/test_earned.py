"""What counts as earned: claims, what providers sent, and what learners enter themselves, each once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from laurel.claims.claim import with_certificate_revoked
from laurel.claims.transcript import transcript_of
from laurel.ledger.credit import Source
from laurel.own_credits.own_credit import OwnCredit, OwnUnit, Topic
from laurel.progress.earned import Earned, EarnedSource, earned_from
from laurel.progress.read_rules import all_rules
from laurel.statements import Statement
from tests.credits import a_credit
from tests.unit.claims.test_transcript import final

AT = datetime(2026, 11, 29, tzinfo=UTC)


def own(amount: str, unit: OwnUnit, topic: Topic | None = None, statement: Statement | None = None) -> OwnCredit:
    return OwnCredit(
        credit_id="o1",
        learner_id="ana",
        title="A course elsewhere",
        provider="Somebody",
        completed_on=date(2026, 6, 4),
        amount=Decimal(amount),
        unit=unit,
        statement=statement,
        topic=topic,
        created_at=AT,
        changed_at=AT,
    )


def test_a_claim_counts_by_its_claim_and_not_by_its_credit() -> None:
    claim = final("one")
    found = earned_from(transcript_of([claim]), [a_credit("of the claim", source=Source.CLAIM), a_credit("fed")], [])
    assert [(one.id, one.source) for one in found] == [
        (claim.claim_id, EarnedSource.CLAIM),
        ("fed", EarnedSource.FEED),
    ]
    assert (found[0].hours, found[0].statement) == (claim.total, Statement.PACE)
    assert [one.provider for one in found] == [claim.activity.provider, a_credit("fed").provider]


@pytest.mark.parametrize(
    ("amount", "unit", "hours"),
    [("1.5", OwnUnit.CONTACT_HOUR, "1.5"), ("1.5", OwnUnit.HOUR, "1.5"), ("0.15", OwnUnit.CEU, "1.5")],
)
def test_a_ceu_is_ten_hours_and_an_hour_is_an_hour(amount: str, unit: OwnUnit, hours: str) -> None:
    (found,) = earned_from(transcript_of([]), [], [own(amount, unit)])
    assert (found.source, found.hours, found.topic) == (EarnedSource.OWN, Decimal(hours), None)


def test_the_topics_of_rules_are_among_those_that_a_learner_can_name() -> None:
    named = {
        found.topic for one in Topic for found in earned_from(transcript_of([]), [], [own("1", OwnUnit.HOUR, one)])
    }
    assert {topic.id for rule in all_rules() for topic in rule.topics} <= named


def test_each_source_gives_each_fact() -> None:
    claim, fed, mine = final("one"), a_credit("fed"), own("0.15", OwnUnit.CEU, Topic.MEDICAL_ERRORS, Statement.FLORIDA)
    assert claim.completed_on
    assert earned_from(transcript_of([claim]), [fed], [mine]) == [
        Earned(
            id=claim.claim_id,
            source=EarnedSource.CLAIM,
            title=claim.activity.title,
            provider=claim.activity.provider,
            completed_on=claim.completed_on,
            hours=claim.total,
            statement=Statement.PACE,
            is_valid=True,
            topic=None,
        ),
        Earned(
            id="fed",
            source=EarnedSource.FEED,
            title="Blood smears, read right",
            provider="labce",
            completed_on=date(2026, 11, 1),
            hours=Decimal("1.5"),
            statement=Statement.PACE,
            is_valid=True,
            topic=None,
        ),
        Earned(
            id="o1",
            source=EarnedSource.OWN,
            title="A course elsewhere",
            provider="Somebody",
            completed_on=date(2026, 6, 4),
            hours=Decimal("1.5"),
            statement=Statement.FLORIDA,
            is_valid=True,
            topic="medical-errors",
        ),
    ]
    assert [one.value for one in EarnedSource] == ["claim", "feed", "own"]


def test_what_was_revoked_or_withdrawn_or_is_in_question_is_not_valid() -> None:
    gone = a_credit("gone").withdraw(why="a test", at=AT)
    held = a_credit("held").report(member_number="M1", at=AT, look_again_at=AT).hold_back("fed")
    revoked, kept = with_certificate_revoked(final("revoked"), AT), final("kept")
    found = earned_from(transcript_of([revoked, kept]), [a_credit("fed"), gone, held], [])
    assert {one.id: one.is_valid for one in found} == {
        revoked.claim_id: False,
        kept.claim_id: True,
        "fed": True,
        gone.credit_id: False,
        held.credit_id: False,
    }
