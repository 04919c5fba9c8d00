"""A correction is noted as a row is: others like the corrected credit are held, and no longer those like the former."""

from datetime import timedelta
from decimal import Decimal

import pytest

from laurel.intake.report_once import ReportOnce
from laurel.learners.aliases import Aliases
from laurel.ledger.follow_ups import CreditCorrection, delivered, outgoing
from laurel.ledger.requested import AskedChange, correct, restore, withdraw
from laurel.ledger.states import RejectedReason, State
from laurel.ledger.store import Change
from tests.unit.nightly.nights import Nights, roster
from tests.unit.nightly.test_likely_duplicates import ANA, feed, row

TWO = CreditCorrection(contact_hours=Decimal(2))


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA)))
    nights.put("feed/labce/1.csv", feed(row("r1")))
    nights.run()
    return nights


def change(nights, make, reference="r1"):
    """Changes the credit as staff do."""
    before = nights.credit(reference)
    request = AskedChange(why="a slip", at=nights.clock(), by="staff:sam")
    [stored] = ReportOnce(nights.ledger, Aliases(nights.table)).save([Change(before, make(before, request))])
    assert stored
    return stored


def corrected(nights, facts=TWO, reference="r1"):
    return change(nights, lambda credit, request: correct(credit, facts.of(credit), request), reference)


def answered(nights, receipt="R-1", reference="r1"):
    """ASCP takes what is outgoing of the credit, or refuses it."""
    credit, at = nights.credit(reference), nights.clock()
    leased = outgoing(credit).lease("s1", at=at, until=at)
    after = leased.accept(receipt, at=at) if receipt else leased.reject(RejectedReason.INVALID, detail="", at=at)
    assert nights.ledger.change(credit, delivered(credit, after))


def held(nights, reference, hours):
    """Whether a further row with these hours is held as a likely duplicate."""
    nights.put(f"feed/labce/{reference}.csv", feed(row(reference, hours=hours)))
    nights.run()
    return nights.credit(reference).is_likely_duplicate


@pytest.mark.parametrize("at_ascp", [False, True])
def test_a_row_like_the_corrected_credit_is_held(nights, at_ascp):
    if at_ascp:
        answered(nights)
    corrected(nights)
    assert held(nights, "r2", "2")
    assert nights.credit("r2").resembles == nights.credit("r1").credit_id


def test_a_row_like_the_former_credit_is_held_until_ascp_has_accepted_the_correction(nights):
    answered(nights)
    corrected(nights)
    assert held(nights, "r2", "1.5")
    answered(nights, "R-2")
    assert held(nights, "r3", "2")
    assert not held(nights, "r4", "1.5")
    assert held(nights, "r5", "1.5"), "now r4 is noted"


def test_what_ascp_refuses_to_correct_holds_back_as_before(nights):
    answered(nights)
    corrected(nights)
    answered(nights, None)
    assert held(nights, "r2", "1.5")
    assert not held(nights, "r3", "2")


def test_a_correction_is_made_although_another_credit_is_like_it(nights):
    answered(nights)
    assert not held(nights, "r2", "2")
    assert corrected(nights).follow_up
    assert nights.credit("r2").state is State.REPORTED
    assert held(nights, "r3", "2")
    assert nights.credit("r3").resembles == nights.credit("r2").credit_id


def test_a_credit_that_is_to_count_again_holds_others_back(nights):
    answered(nights)
    change(nights, withdraw)
    answered(nights, "R-2")
    nights.now = nights.clock() + timedelta(hours=1)
    change(nights, restore)
    assert nights.credit("r1").state is State.WITHDRAWN
    assert held(nights, "r2", "1.5")
