"""Corrections and withdrawals of accepted credits: the forwarder is killed at each of its calls.

ASCP does not deduplicate here. Afterwards each is in its books once, and ledger and books say the same.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from laurel.ledger.follow_ups import CreditCorrection, is_under_way
from laurel.ledger.requested import AskedChange, correct, withdraw
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import Table
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.containers import ENVIRONMENT
from tests.faults.small_night import calls_of
from tests.faults.test_pushes import Pushing, all_in_one, push_all

HALF = CreditCorrection(contact_hours=Decimal("0.5"))


@pytest.fixture
def again(monkeypatch):
    """Brings back a world in which three credits are to be withdrawn and three to be corrected, all queued."""
    pushing = Pushing(monkeypatch, 6)
    world = pushing.world
    push_all(world, all_in_one(pushing))
    world.deliver_until(world.now + timedelta(minutes=10))
    ledger, asked = Ledger(Table(ENVIRONMENT["LEDGER_TABLE_NAME"])), AskedChange(why="x", at=world.now, by="staff:sam")
    for n, credit in enumerate(sorted(world.credits().values(), key=lambda one: one.credit_id)):
        after = correct(credit, HALF.of(credit), asked) if n % 2 else withdraw(credit, asked)
        assert ledger.change(credit, after)
    world.pass_time(hours=7)
    world.night()
    kept = world.keep()

    def bring_back():
        kept()
        return world

    return bring_back


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_killed_at_each_call_each_change_is_with_ascp_once(again, when):
    points = calls_of(again(), lambda: again().deliver(100))
    assert points >= 4
    for point in range(1, points + 1):
        world = again()
        world.boundary.kill_at = (point, when)
        world.deliver(100)
        world.deliver_until(world.now + timedelta(hours=20))
        world.heal()
        world.settle()
        credits = world.credits()
        assert not any(map(is_under_way, credits.values()))
        assert {len(receipts) for receipts in world.booked().values()} == {1}
        assert len(world.booked()) == 12
        held = {one.reference: (one.counts, one.contact_hours) for one in world.partner.books.held()}
        assert held == {
            one: (credit.state is State.ACCEPTED, f"{credit.contact_hours}") for one, credit in credits.items()
        }
        assert sorted(held.values()) == [(False, "1.5")] * 3 + [(True, "0.5")] * 3
