"""A night cut into parts, and its parts killed, started twice or not started at all."""

from functools import partial

import pytest

from tests.faults.boundary import AFTER, BEFORE
from tests.faults.small_night import SmallNight, calls_of, finish, night_is_undisturbed
from tests.faults.table import NIGHTS

STEPS = 4  # so many has an invocation time for: the small night comes to its end in three or four parts


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr("laurel.intake.feed.WINDOW", 2)
    monkeypatch.setattr("laurel.nightly.credits.WINDOW", 2)
    monkeypatch.setattr("laurel.roster.update._CHUNK", 1)
    monkeypatch.setattr("laurel.roster.update._WINDOW", 1)
    return SmallNight(monkeypatch)


def in_parts(world, steps=STEPS):
    """From now on each invocation has time for so many steps."""
    left = iter(())

    def begin(_event):
        nonlocal left
        left = iter([900.0] * steps)

    world.on_invocation = begin
    world.seconds_left = lambda: next(left, 1.0)
    return world


def in_one(world):
    """From now on each invocation has time enough."""
    world.on_invocation = lambda _event: None
    world.seconds_left = lambda: 900.0


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8])
def test_the_night_cut_into_parts_of_so_many_steps(small, book, steps):
    rejected = night_is_undisturbed(small)
    world = in_parts(small.again(), steps)
    before = len(world.reports)
    world.night()
    parts = world.reports[before:]
    assert [one["part"] for one in parts] == list(range(1, len(parts) + 1))
    assert 1 < len(parts) <= 8
    assert all(one["reconciles"] for one in parts)
    assert [one["continues"] for one in parts[1:]] == [one["run_id"] for one in parts[:-1]]
    assert parts[-1]["complete"] or len(parts) == 8
    in_one(world)
    finish(world, book, small, "night cut into parts", rejected, out_of_time=len(parts) - 1)


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_a_part_killed_and_tried_again(small, book, when):
    """With its own event, as Lambda does, and in turn as a first part, as an operator might; the further ones follow.

    At every third call, at every one in `make soak`.
    """
    rejected = night_is_undisturbed(small)
    points = calls_of(in_parts(small.again()), small.world.night)
    assert points > 100
    killed = set()
    for n, point in enumerate(range(1, points + 1, 3 if NIGHTS == 1 else 1)):
        world = in_parts(small.again())
        world.boundary.kill_at = (point, when)
        world.night()
        assert world.boundary.injected == {"killed": 1}
        (event,) = world.failed_events
        killed.add((event.get("part", 1), n % 2))
        world.pass_time(minutes=1)
        assert world.night({} if n % 2 else event)
        in_one(world)
        finish(world, book, small, f"part of a night killed {when} its calls, and tried again", rejected)
    assert killed >= {(part, again) for part in (1, 2, 3) for again in (0, 1)}


def twice(world):
    """Lambda takes the next part's event, and again since its answer was lost: both events, none of them begun."""
    world.boundary.trouble = lambda name: None if world.cloud.invoked else LOST.get(name)
    world.invoke_night()
    world.boundary.trouble = lambda _name: None
    assert world.boundary.injected == {"lost after": 1}
    first, second = world.cloud.invoked
    assert first == second
    world.cloud.invoked.clear()
    return first


LOST = {"lambda.Invoke": "lost after"}


def test_a_part_started_twice_one_after_the_other(small, book):
    rejected = night_is_undisturbed(small)
    world = in_parts(small.again())
    event = twice(world)
    world.night(event)
    assert world.night(event)
    in_one(world)
    finish(world, book, small, "part of a night started twice", rejected)


def test_a_part_started_twice_at_once(small, book):
    """The second one at every third call of the first, at every one in `make soak`: it does nothing."""
    rejected = night_is_undisturbed(small)
    world = in_parts(small.again())
    event = twice(world)
    points = calls_of(world, lambda: world.invoke_night(event))
    assert points > 15
    for point in range(1, points + 1, 3 if NIGHTS == 1 else 1):
        world = in_parts(small.again())
        event = twice(world)
        world.boundary.number = 0
        before = len(world.reports)
        world.boundary.meanwhile[point] = partial(world.run_beside, partial(world.night, event))
        world.night(event)
        assert not world.boundary.meanwhile
        # Before the lease of the first is written, and once it is given back, the second one may do the work.
        skipped = sum(report["skipped"] for report in world.reports[before:])
        assert skipped == 1 or point <= 2 or point == points
        in_one(world)
        finish(world, book, small, "part of a night started twice", rejected)


@pytest.mark.parametrize("kind", ["lost before", "throttled", "error"])
def test_no_part_can_be_started(small, book, kind):
    """The night says so, and the next one goes on from there."""
    rejected = night_is_undisturbed(small)
    world = in_parts(small.again())
    world.boundary.trouble = lambda name: kind if name == "lambda.Invoke" else None
    before = len(world.reports)
    world.night()
    (report,) = world.reports[before:]
    assert not report["complete"]
    world.heal()
    in_one(world)
    finish(world, book, small, "no further part can be started", rejected)
