"""The facts of a certificate, from the claim, the activity and the profile."""

from dataclasses import replace
from datetime import date

import pytest

from laurel.certificates.claim_facts import facts_of
from laurel.claims.claim import finalize
from laurel.learners.profile import License
from laurel.statements import Statement
from tests.unit.certificates.printers import PROFILE
from tests.unit.claims.samples import AFTER, activity, claim

FLORIDA, NEVADA = License("FL", "TN 1234"), License("NV", "5678")


@pytest.mark.parametrize(("statement", "license"), [(Statement.FLORIDA, FLORIDA), (Statement.PACE, None)])
def test_the_license_is_that_of_the_statements_state(statement: Statement, license: License | None) -> None:
    meeting = activity()
    printed = finalize(claim(meeting, statement, a="1"), "LRL-1", AFTER)
    found = facts_of(
        printed,
        meeting,
        replace(PROFILE, licences=(NEVADA, FLORIDA)),
        issued_on=date(2026, 6, 20),
        verification_url="https://example.org/verify/LRL-1",
        logo=None,
    )
    assert found.license == license
