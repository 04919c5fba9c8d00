"""A night that is killed or throttled and whose further way is cut into parts: nobody waits a day for a message.

Between the write of a credit as reported and its message, a night can end at any call. The run that continues sends the
pending messages before the night is over, however often its time runs out; nothing here waits for another day.
"""

import json
from collections import Counter
from datetime import timedelta
from itertools import chain, repeat

import pytest

from laurel.ledger.states import State
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.containers import QUEUE
from tests.faults.plan import expect_all_well
from tests.faults.table import NIGHTS
from tests.faults.test_killed_everywhere import SmallNight, calls_of

# Each part has time for so many steps; the one after them has enough.
CUTS = [(1,), (2,), (4,), (7,), (11,), (1, 1), (2, 5), (3, 1, 9)]
# Calls to DynamoDB that are throttled in a row: more than boto3 and the table put up with.
THROTTLED = 8
# After so many of the nights there is delivery too; after every one in `make soak`.
EACH = 5 if NIGHTS == 1 else 1


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr("laurel.intake.feed.WINDOW", 2)
    monkeypatch.setattr("laurel.nightly.credits.WINDOW", 2)
    return SmallNight(monkeypatch)


class Lambda:
    """Gives each invocation time for so many steps, and then enough, and tries again what failed."""

    def __init__(self, world, steps=()):
        self._world = world
        self._spans = iter(steps)
        self._left = repeat(900.0)
        self._event = None
        world.on_invocation = self._begin
        world.seconds_left = lambda: next(self._left)

    def _begin(self, event):
        span = next(self._spans, None)
        self._left = repeat(900.0) if span is None else chain([900.0] * span, repeat(1.0))
        self._event = event

    def night(self):
        """A night to the end of its last part; how often one of them was cut short or failed."""
        before = len(self._world.reports)
        failed = 0
        while not (report := self._world.night(self._event)):
            failed += 1
            self._world.pass_time(minutes=1)
        assert report["complete"]
        self._world.on_invocation, self._world.seconds_left = _nothing, lambda: 900.0
        return len(self._world.reports) - before - 1 + failed


def _nothing(_event):
    """What happens when an invocation begins."""


def expect_a_message_each(world):
    """Every credit that is reported has a message in the queue; how many there are."""
    messages = {json.loads(one.body)["credit_id"] for one in world.cloud.queues.queues[QUEUE].messages.values()}
    reported = {one for one, credit in world.credits().items() if credit.state is State.REPORTED}
    assert reported <= messages, [world.credits()[one].reference for one in reported - messages]
    return len(reported)


def finish(small, world, book, name, injected, *, deliver):
    """Every credit that is reported has its message; once delivered, within the day, each has come to its end."""
    world.boundary.trouble = lambda _name: None
    assert expect_a_message_each(world) >= 7
    if deliver:
        world.deliver_until(world.now + timedelta(hours=20))
        book(name, Counter(injected), expect_all_well(small.plan, world))


def test_killed_at_each_call_and_the_retry_cut_into_parts(small, book):
    points = calls_of(small.again(), small.world.night)
    cuts = 0
    for point in range(1, points + 1):
        world = small.again()
        world.boundary.kill_at = (point, (BEFORE, AFTER)[point // len(CUTS) % 2])
        world.night()
        world.pass_time(minutes=1)  # Lambda tries again, and nobody kills it this time
        cut = Lambda(world, CUTS[point % len(CUTS)]).night()
        cuts += cut
        injected = {"killed": 1, "out of time": cut}
        finish(small, world, book, "night killed at a call, its retry in parts", injected, deliver=point % EACH == 0)
    assert cuts > points


def test_throttled_from_each_call_on_for_a_while(small, book):
    points = calls_of(small.again(), small.world.night)
    cuts = 0
    for point in range(1, points + 1, 2 if NIGHTS == 1 else 1):
        world = small.again()
        left = iter(range(THROTTLED))

        def trouble(name, boundary=world.boundary, point=point, left=left):
            hit = name.startswith("dynamodb") and boundary.number >= point and next(left, None) is not None
            return "throttled" if hit else None

        world.boundary.trouble = trouble
        cut = Lambda(world).night()
        cuts += cut
        injected = {"throttled": THROTTLED, "continued": cut}
        finish(small, world, book, "night throttled from a call on", injected, deliver=point % EACH == 0)
    assert cuts > points / 3
