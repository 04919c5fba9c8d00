"""Both functions killed before and after every single call that they make, and disturbed at every one of them.

A small night with all kinds of work in it is run once to count its calls, then once for each point and each way to die.
Afterwards, healed, every credit must stand where it belongs, once. ASCP does not deduplicate here.
"""

from collections import Counter
from datetime import timedelta

import pytest

from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from local.ascp.faults import Rule
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.conftest import NIGHTS
from tests.faults.plan import Plan, judge
from tests.faults.world import QUEUE, World
from tests.unit.reporting.nights import feed, roster

KNOWN = ("ana", "ben", "cat", "dan", "eve", "fay")


def at(name):
    return f"{name}@example.org"


class SmallNight:
    """A night before which something is left to do of each kind, and what must come of it."""

    def __init__(self, monkeypatch):
        self.world = world = World(monkeypatch, seed="small", people=[at(name) for name in KNOWN], deduplicate=False)
        self.plan = Plan()
        members = [("M1", at("ana")), ("M2", at("ben")), ("M3", at("gus"))]
        world.put("roster/ascls/1.csv", roster(*members))
        self.put_feed("labce", "old", accepted=["ana", "ben"], waiting=["cat", "zoe"], unknown=["gus"])
        world.night()
        world.deliver(100)
        self.put_feed("labce", "lost", accepted=["ana"])
        world.night()
        world.cloud.queues.queues[QUEUE].messages.clear()  # its message is lost
        world.pass_time(hours=20)
        self.put_feed("labce", "begun", accepted=["ben"])
        world.night()
        world.new_process()
        world.boundary.kill_at = (4, AFTER)  # it is with ASCP, but nobody wrote that down
        world.deliver(100)
        assert world.booked().keys() == world.booked().keys() | {derived_id("feed", "labce", "begun-ben")}
        world.pass_time(days=1)
        world.put("roster/ascls/2.csv", roster(*members, ("M4", at("cat")), ("M5", at("dan")), ("M6", at("eve"))))
        self.plan.fates[derived_id("feed", "labce", "old-cat")] = (State.ACCEPTED, None)
        self.put_feed("labce", "new", accepted=["ana", "dan", "eve"], unknown=["gus"], waiting=["zoe"], bad=2)
        self.put_feed("asm", "new", accepted=["ben", "cat"])
        self._kept = world.keep()

    def put_feed(self, provider, name, *, accepted=(), unknown=(), waiting=(), bad=0):
        fates = [(State.ACCEPTED, None), (State.REJECTED, "unknown_email"), (State.UNMATCHED, "not_a_member")]
        rows = []
        for people, fate in zip((accepted, unknown, waiting), fates, strict=True):
            for person in people:
                rows.append((f"{name}-{person}", at(person)))
                self.plan.fates[derived_id("feed", provider, f"{name}-{person}")] = fate
        if bad:
            rows += [(f"{name}-bad", "nobody"), (*rows[0], "9.5"), rows[0]]
        # The people's name is what ASCP knows them by.
        self.world.put(f"feed/{provider}/{name}.csv", feed(*rows).replace("Ana Example", "Ada Example"))

    def again(self):
        """Everything as it was before the night."""
        self._kept()
        return self.world


@pytest.fixture
def small(monkeypatch):
    return SmallNight(monkeypatch)


def calls_of(world, function):
    """How many calls the function makes when nothing disturbs it."""
    world.boundary.revive()
    function()
    return world.boundary.number


def rejected_rows(world):
    return {key: one.body for key, one in world.cloud.bucket.objects.items() if key.startswith("rejected/")}


def night_is_undisturbed(small):
    """What a night comes to that nothing disturbs: files rejected, the roster that counts, the credits' ends."""
    world = small.again()
    world.night()
    world.settle()
    return rejected_rows(world)


def finish(world, book, small, name, rejected):
    world.settle()
    book(name, Counter({"killed": 1}), judge(small.plan, world))
    assert rejected_rows(world) == rejected


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_the_night_killed_at_each_call(small, book, when):
    rejected = night_is_undisturbed(small)
    points = calls_of(small.again(), small.world.night)
    assert points > 70
    for point in range(1, points + 1):
        world = small.again()
        world.boundary.kill_at = (point, when)
        assert world.night() is None or point == points
        world.pass_time(minutes=1)  # Lambda tries again
        world.night()
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
        world.pass_time(minutes=1)
        finish(world, book, small, name, rejected)
    skipped = sum(report["skipped"] for report in small.world.reports[before:])
    assert skipped == 0 if stalled else skipped >= len(tried) - 1


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
        world.deliver_until(world.now + timedelta(hours=20))
        finish(world, book, small, "batch delivered twice, within each call of the first", rejected)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8])
def test_the_night_cut_into_parts_of_so_many_steps(small, book, monkeypatch, steps):
    rejected = night_is_undisturbed(small)
    monkeypatch.setattr("laurel.reporting.feed_intake.WINDOW", 2)
    monkeypatch.setattr("laurel.reporting.night_credits.WINDOW", 2)
    monkeypatch.setattr("laurel.reporting.roster_change._CHUNK", 1)
    monkeypatch.setattr("laurel.reporting.roster_change._WINDOW", 1)
    world = small.again()
    left = iter(())

    def seconds_left():
        return next(left, 1.0)

    world.seconds_left = seconds_left
    before = len(world.reports)

    def begin(_context):
        nonlocal left
        left = iter([900.0] * steps)

    world.on_invocation = begin
    world.night()
    parts = world.reports[before:]
    assert [one["part"] for one in parts] == list(range(1, len(parts) + 1))
    assert 1 < len(parts) <= 8
    assert all(one["reconciles"] for one in parts)
    assert [one["continues"] for one in parts[1:]] == [one["run_id"] for one in parts[:-1]]
    assert parts[-1]["complete"] or len(parts) == 8
    world.on_invocation = lambda _context: None
    world.seconds_left = lambda: 900.0
    world.settle()
    book("night cut into parts", Counter({"out of time": len(parts) - 1}), judge(small.plan, world))
    assert rejected_rows(world) == rejected
