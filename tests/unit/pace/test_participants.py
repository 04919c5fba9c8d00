"""The list of participants: those with a certificate, what it says, and the order."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.claims.claim import Claim, finalize
from laurel.pace.participants import (
    COLUMNS,
    Participant,
    in_order,
    participant_of,
    participants_csv,
    participants_of,
)
from laurel.statements import Statement
from tests.unit.certificates import samples
from tests.unit.claims.samples import AFTER, activity, claim

AT = datetime(2026, 6, 20, tzinfo=UTC)


def certificate(number: str, statement: Statement = Statement.PACE, **changes: Any) -> Certificate:
    whole = Certificate(
        number=number,
        learner_id="ana",
        claim_id="c1",
        activity_id="micro-2026",
        content=samples.content(statement),
        completed_on=date(2026, 6, 8),
        attested_at=AT,
        issued_at=AT,
        sha256="00",
        typesetter="typst",
    )
    return replace(whole, **changes)


def final(number: str, statement: Statement = Statement.PACE) -> Claim:
    return finalize(claim(activity(), statement, a="1", c="3.5"), number, AFTER)


@pytest.mark.parametrize("standing", CertificateStatus)
def test_a_participant_is_what_claim_and_certificate_say(standing: CertificateStatus) -> None:
    printed = certificate("LRL-1", Statement.FLORIDA, status=standing)
    assert participant_of(final("LRL-1", Statement.FLORIDA), printed) == Participant(
        name=printed.content.learner,
        statement=Statement.FLORIDA,
        hours=Decimal("4.5"),
        session_ids=("a", "c"),
        completed_on=date(2026, 6, 8),
        certificate="LRL-1",
        standing=standing,
        license="SU 12345 (Technologist)",
    )


def test_a_license_that_is_not_on_the_certificate_is_empty() -> None:
    assert participant_of(final("LRL-1"), certificate("LRL-1")).license == ""
    other = certificate("LRL-1", Statement.PACE)
    assert participant_of(final("LRL-1", Statement.CALIFORNIA), other).license == ""


def test_a_claim_without_its_certificate_is_passed_over() -> None:
    known = {"LRL-1": certificate("LRL-1"), "": certificate("")}
    draft = claim(activity(), a="1")
    found = participants_of([final("LRL-2"), final("LRL-1")], known)
    assert [one.certificate for one in found] == ["LRL-1"]
    assert participants_of([draft], {"LRL-1": certificate("LRL-1")}) == []


def test_they_come_by_name_whatever_its_case_and_then_by_certificate() -> None:
    one = participant_of(final("LRL-1"), certificate("LRL-1"))
    names = [("bo", "2"), ("Bo", "1"), ("Ana", "9"), ("ana", "8"), ("Cy", "0")]
    shuffled = [replace(one, name=name, certificate=number) for name, number in names]
    assert [found.certificate for found in in_order(shuffled)] == ["8", "9", "1", "2", "0"]


def test_the_table_has_each_fact_in_its_column() -> None:
    one = replace(participant_of(final("LRL-1"), certificate("LRL-1")), license="SU 1", hours=Decimal("4.50"))
    text = participants_csv(activity(), [one])
    head, line = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert tuple(head) == COLUMNS
    assert dict(zip(head, line, strict=True)) == {
        "activity_number": "148-012-26",
        "name": one.name,
        "statement": "pace",
        "hours": "4.5",
        "sessions": "2",
        "session_ids": "a c",
        "completed_on": "2026-06-08",
        "certificate": "LRL-1",
        "standing": "valid",
        "license": "SU 1",
    }
