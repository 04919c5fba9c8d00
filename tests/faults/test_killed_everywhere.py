"""Both functions killed before and after every single call that they make, and overtaken by another at every one.

A small night with all kinds of work in it is run once to count its calls, then once for each point and each way to die.
Afterwards, healed, every credit must stand where it belongs, once. ASCP does not deduplicate here. What else may go
wrong with each call is tried by `test_disturbed_everywhere.py`.
"""

from datetime import timedelta

import pytest

from local.ascp.faults import Rule
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.small_night import SmallNight, calls_of, finish, night_is_undisturbed
from tests.faults.table import NIGHTS


@pytest.fixture
def small(monkeypatch):
    return SmallNight(monkeypatch)


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_the_night_killed_at_each_call(small, book, when):
    rejected = night_is_undisturbed(small)
    points = calls_of(small.again(), small.world.night)
    assert points > 70
    for point in range(1, points + 1):
        world = small.again()
        world.boundary.kill_at = (point, when)
        assert world.night() is None
        assert world.boundary.injected == {"killed": 1}
        world.pass_time(minutes=1)  # Lambda tries again
        assert world.night()
        finish(world, book, small, f"night killed {when} each of its calls", rejected)


TROUBLE = [
    [],
    [Rule(kind="status", status=500, taken=True, path="/v1/submissions", times=1)],
    [Rule(kind="missing_results", fraction=0.5, times=1)],
    [Rule(kind="expired_token", path="/v1/submissions", times=1)],
]


@pytest.mark.parametrize("rules", TROUBLE, ids=["ASCP well", "answer lost", "results missing", "token expired"])
@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_the_forwarder_killed_at_each_call(small, book, when, rules):
    rejected = night_is_undisturbed(small)
    world = small.again()
    world.night()
    world.pass_time(minutes=5)
    kept = world.keep()
    world.partner.faults.put(rules)
    points = calls_of(world, world.deliver_all_at_once)
    assert points >= 7
    for point in range(1, points + 1):
        kept()
        world.partner.faults.put(rules)
        world.boundary.kill_at = (point, when)
        world.deliver_all_at_once()
        assert world.boundary.injected == {"killed": 1}
        world.deliver_until(world.now + timedelta(hours=20))
        finish(world, book, small, f"delivery killed {when} each of its calls", rejected)


@pytest.mark.parametrize("stalled", [False, True], ids=["at the same moment", "while the first has lost its lease"])
def test_a_second_night_started_within_the_first(small, book, stalled):
    """At every third call, at every one in `make soak`."""
    rejected = night_is_undisturbed(small)
    points = calls_of(small.again(), small.world.night)
    name = f"second night within the first{', which had stalled' if stalled else ''}"
    before = len(small.world.reports)
    tried = range(1 + stalled, points + 1, 3 if NIGHTS == 1 else 1)
    for point in tried:
        world = small.again()

        def second(world=world):
            if stalled:
                world.pass_time(minutes=1)
            world.run_beside(world.night)

        world.boundary.meanwhile[point] = second
        world.night()
        assert not world.boundary.meanwhile
        world.pass_time(minutes=1)
        finish(world, book, small, name, rejected, second_night=1)
    skipped = sum(report["skipped"] for report in small.world.reports[before:])
    # At the first two calls the lease is not taken yet: one night comes after the other.
    assert skipped == (0 if stalled else sum(point > 2 for point in tried))


def test_the_same_messages_delivered_twice_at_each_call_of_the_first(small, book):
    rejected = night_is_undisturbed(small)
    world = small.again()
    world.night()
    world.pass_time(minutes=5)
    kept = world.keep()
    points = calls_of(world, world.deliver_all_at_once)
    for point in range(1, points + 1):
        kept()
        records = world.batch(100)
        world.boundary.meanwhile[point] = lambda records=records: world.run_beside(lambda: world.forward(records))
        world.settle_batch(records, world.forward(records))
        assert not world.boundary.meanwhile
        world.deliver_until(world.now + timedelta(hours=20))
        name = "batch delivered twice, within each call of the first"
        finish(world, book, small, name, rejected, second_delivery=1)
