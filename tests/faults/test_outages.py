"""ASCP out of order for nine days, lost and dead messages, missed nights: nothing is lost, and nobody is flooded."""

from collections import Counter
from datetime import timedelta

import pytest

from laurel.ledger.deadline import expected_by
from laurel.ledger.states import State
from laurel.organizer.phases import Phase, phase_of
from local.ascp.faults import Rule
from tests.faults.containers import DEAD, QUEUE
from tests.faults.plan import a_plan, judge
from tests.faults.world import World

CREDITS = 100


@pytest.fixture
def plan():
    return a_plan("outage", CREDITS)


@pytest.fixture
def world(monkeypatch, plan):
    return a_world(monkeypatch, plan)


def a_world(monkeypatch, plan):
    world = World(monkeypatch, seed="outage", people=plan.people, deduplicate=False)
    monkeypatch.setenv("ASCP_REQUESTS_PER_SECOND", "5")
    monkeypatch.setenv("FORWARD_CONCURRENCY", "5")
    for key, text in plan.files.items():
        world.put(key, text)
    return world


def go_down(world, how):
    if how == "unreachable":
        world.partner.down = True
    else:
        world.partner.faults.put([Rule(**how)])


def requests(world):
    return world.partner.records.seen("/v1/")


def on_their_way(world):
    return [one for one in world.credits().values() if one.state in (State.REPORTED, State.SENDING)]


DOWN = {
    "unreachable": "unreachable",
    "503 to everything": {"kind": "status", "status": 503, "path": "/v1"},
    "takes submissions and never answers": {"kind": "timeout_after", "path": "/v1"},
    "401 to everything": {"kind": "status", "status": 401, "path": "/v1"},
}
# By contract nobody knows what a server that fails has taken.
IN_DOUBT = ("503 to everything", "takes submissions and never answers")


@pytest.mark.parametrize("how", DOWN)
def test_nine_days_without_ascp(world, plan, book, how):
    go_down(world, DOWN[how])
    for day in range(9):
        morning = world.now + timedelta(days=1)
        world.night_with_retries()
        world.deliver_until(morning, most=100)
        if day == 4:  # neither the queue nor how long it keeps its messages is needed
            world.cloud.queues.queues[QUEUE].messages.clear()
        world.now = morning
    expected = sum(fate[0] is not State.UNMATCHED for fate in plan.fates.values())
    waiting = on_their_way(world)
    assert len(waiting) == expected
    assert {phase_of(one, world.now) for one in waiting} == {Phase.LATE}
    assert all(expected_by(one) < world.now for one in waiting)
    assert not world.cloud.queues.queues[DEAD].messages, "a wait is no dead letter"
    # The breaker: hundreds of messages, and few requests in all those days.
    spent = len(requests(world)) + world.partner.refused
    assert 0 < spent < 120, spent
    assert max(one.attempts for one in waiting) < 9 * 8
    assert any(one.in_doubt for one in waiting) == (how in IN_DOUBT)
    first = min(one.timeline[1].at for one in waiting)
    assert world.reports[-1]["oldest_reported_at"] == first.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    injected = world.partner.injected() + world.boundary.injected

    seen = len(requests(world))
    world.heal()
    world.settle(nights=2)
    book(f"nine days: {how}", injected, judge(plan, world))
    no_flood(requests(world)[seen:])


def no_flood(seen):
    """No second saw more requests than the bucket holds and one second fills: 1 + 1 for one of five containers."""
    seconds = Counter(one.at[:19] for one in seen)
    assert seen
    assert max(seconds.values()) <= 2, seconds.most_common(3)


def test_the_questions_after_an_outage_keep_the_pace_too(monkeypatch, book):
    """Hundreds of credits in doubt are asked for one by one, but not all at once."""
    plan = a_plan("doubt", 300)
    world = a_world(monkeypatch, plan)
    for key, text in plan.files.items():
        world.put(key, text)
    world.partner.faults.put([Rule(kind="reset_after", path="/v1/submissions", times=3)])
    world.night()
    for _ in range(3):
        world.deliver(100)
    doubtful = sum(one.in_doubt for one in world.credits().values())
    assert doubtful > 150
    world.heal()
    world.partner.records.reset()
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    asked = [one for one in requests(world) if one.method == "GET"]
    assert len(asked) >= doubtful
    no_flood(requests(world))
    book("hundreds in doubt at once", Counter({"ascp reset_after": 3}), judge(plan, world))


def test_the_oldest_credit_is_told_each_night(world):
    world.partner.down = True
    for day in range(3):
        report = world.night_with_retries()
        world.deliver_until(world.now + timedelta(hours=20), most=100)
        world.pass_time(days=1 + day)
    first = min(one.timeline[1].at for one in on_their_way(world))
    assert report["oldest_reported_at"] == first.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_while_the_breaker_is_open_no_attempt_is_spent(monkeypatch):
    """Without it each message would be an attempt: eight a day for each of hundreds of credits."""
    world = a_world(monkeypatch, a_plan("breaker", 1000))
    world.partner.down = True
    world.night_with_retries()
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    leases = [sum(step.state is State.SENDING for step in one.timeline) for one in on_their_way(world)]
    assert sum(leases) / len(leases) < 4


@pytest.mark.parametrize("by", ["the next night", "a run for pending credits, at once"])
@pytest.mark.parametrize("when", ["before any was delivered", "when half were delivered"])
def test_a_purged_queue_is_filled_again(world, plan, book, when, by):
    world.night()
    if when.startswith("when"):
        world.deliver(30)
    lost = len(world.cloud.queues.queues[QUEUE].messages)
    assert lost > 20
    world.cloud.queues.queues[QUEUE].messages.clear()
    at_once = by.endswith("at once")
    if not at_once:
        world.pass_time(days=1)
    assert world.night({"owed": True} if at_once else None)["requeued"] == lost
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    book("queue purged", Counter({"message lost": lost}), judge(plan, world))


def test_a_forwarder_that_dies_each_time_fills_the_dead_letters_and_the_nights_go_on(world, plan, book, monkeypatch):
    """A fault of our own: every batch fails until its messages are dead. Once fixed, the next night delivers all."""
    world.night()
    world.boundary.trouble = lambda _name: "killed"
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    dead = len(world.cloud.queues.queues[DEAD].messages)
    assert dead > 60
    assert not world.cloud.queues.queues[QUEUE].messages
    injected = world.boundary.injected
    world.heal()
    world.settle(nights=1)
    book("all messages dead-lettered", injected, judge(plan, world))


def test_nights_that_were_missed_are_caught_up_by_the_next(world, plan, book):
    first = dict(list(plan.files.items())[:2])
    world.cloud.bucket.objects = {key: one for key, one in world.cloud.bucket.objects.items() if key in first}
    world.night()
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    world.pass_time(days=5)  # nobody started a night
    for key, text in plan.files.items():
        if key not in first:
            world.put(key, text)
            world.pass_time(days=1)
    report = world.night()
    assert len(report["files"]) == len(plan.files) - len(first)
    world.deliver_until(world.now + timedelta(hours=20), most=100)
    book("nights missed", Counter({"night missed": 7}), judge(plan, world))


def test_sqs_out_of_order_for_a_whole_night(world, plan, book):
    world.boundary.trouble = lambda name: "lost before" if name.startswith("sqs") else None
    report = world.night()
    expected = sum(fate[0] is not State.UNMATCHED for fate in plan.fates.values())
    assert (report["reported"], report["queue_refused"], report["complete"]) == (expected, expected, True)
    injected = world.boundary.injected
    world.heal()
    world.settle(nights=1)
    book("SQS out of order for a night", injected, judge(plan, world))
