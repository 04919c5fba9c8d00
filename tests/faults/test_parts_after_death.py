"""A night that is killed or throttled and whose further way is cut into parts: nobody waits a day for a message.

Between the writing of a credit as reported and its message a night can end at any call. Whoever goes on, however often
its time runs out, sends what is owed before the night is over; nothing here moves on to another day.
"""

import json
from collections import Counter
from datetime import timedelta
from itertools import chain, repeat

import pytest

from laurel.ledger.states import State
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.plan import expect_all_well
from tests.faults.test_killed_everywhere import SmallNight, calls_of
from tests.faults.world import QUEUE

# For so many steps each of the parts has time that follow; the one behind them has enough.
CUTS = [(1,), (2,), (4,), (7,), (11,), (1, 1), (2, 5), (3, 1, 9)]


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr("laurel.reporting.feed_intake.WINDOW", 2)
    monkeypatch.setattr("laurel.reporting.night_credits.WINDOW", 2)
    return SmallNight(monkeypatch)


def cut(world, steps):
    """Gives the invocations from here on time for so many steps each, and then enough."""
    spans, left = iter(steps), iter(())

    def begin(_event):
        nonlocal left
        span = next(spans, None)
        left = repeat(900.0) if span is None else chain([900.0] * span, repeat(1.0))

    world.on_invocation = begin
    world.seconds_left = lambda: next(left)


def uncut(world):
    world.on_invocation = lambda _event: None
    world.seconds_left = lambda: 900.0


def expect_a_message_each(world):
    """Every credit that is reported has a message in the queue; how many there are."""
    messages = {json.loads(one.body)["credit_id"] for one in world.cloud.queues.queues[QUEUE].messages.values()}
    reported = {one for one, credit in world.credits().items() if credit.state is State.REPORTED}
    assert reported <= messages, [world.credits()[one].reference for one in reported - messages]
    return len(reported)


def finish(small, world, book, name, before):
    """Enters into the table what came of it, once delivered within the day; how many times the night was cut."""
    uncut(world)
    assert expect_a_message_each(world) >= 7
    world.deliver_until(world.now + timedelta(hours=20))
    cuts = sum(not report["skipped"] for report in world.reports[before:]) - 1
    book(name, Counter({"killed": 1, "out of time": cuts}), expect_all_well(small.plan, world))
    return cuts


def test_killed_at_each_call_and_the_retry_cut_into_parts(small, book):
    points = calls_of(small.again(), small.world.night)
    cuts = 0
    for point in range(1, points + 1):
        world, before = small.again(), len(small.world.reports)
        world.boundary.kill_at = (point, (BEFORE, AFTER)[point // len(CUTS) % 2])
        world.night()
        cut(world, CUTS[point % len(CUTS)])
        world.pass_time(minutes=1)  # Lambda tries again, and nobody kills it this time
        assert world.night()["complete"]
        cuts += finish(small, world, book, "night killed at a call, its retry cut into parts", before)
    assert cuts > points
