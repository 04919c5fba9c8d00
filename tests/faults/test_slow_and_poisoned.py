"""A few credits hold up many: too little time to ask for all of them, and one that ASCP fails on."""

import io
import json
from collections import Counter

import pytest
import urllib3

from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from local.ascp.faults import Rule
from tests.faults.containers import QUEUE
from tests.faults.plan import a_plan, expect_all_well
from tests.faults.world import World

POSTS = "/v1/submissions"
RECEIVES = 8  # of a message in one night


class Poisoned:
    """ASCP as it is, but for its answer to every submission that holds one of the credits `poison`, or to questions."""

    def __init__(self, partner, poison, *, headers=None, questions=False):
        self.partner, self.poison, self.headers, self.questions = partner, set(poison), headers or {}, questions
        self.answered = 0

    def answer(self, method, url, *, body, **more):
        about = set()
        if self.questions and method == "GET":
            about = {url.rpartition("/")[2]}
        elif not self.questions and method == "POST" and url.endswith(POSTS):
            about = {one["reference"] for one in json.loads(body)["credits"]}
        if about & self.poison:
            self.answered += 1
            return urllib3.HTTPResponse(io.BytesIO(), self.headers, 500, preload_content=False)
        return self.partner.answer(method, url, body=body, **more)


def a_world(monkeypatch, plan, *, per_second=5, deduplicate=False):
    """The pace is one request a second where `per_second` is 5, for there are five forwarders."""
    world = World(monkeypatch, seed="slow", people=plan.people, deduplicate=deduplicate)
    monkeypatch.setenv("ASCP_REQUESTS_PER_SECOND", str(per_second))
    monkeypatch.setenv("FORWARD_CONCURRENCY", "5")
    for key, text in plan.files.items():
        world.put(key, text)
    world.night()
    return world


def states(world):
    return Counter(one.state for one in world.credits().values())


def receive(world):
    """Every message that is in the queue comes once more, in batches of a hundred."""
    queue = world.cloud.queues.queues[QUEUE]
    world.pass_time(hours=2)
    for _ in range(-(-len(queue.messages) // 100)):
        world.deliver(100)


def test_what_there_is_time_to_ask_for_is_sent_though_the_rest_has_to_wait(monkeypatch, book):
    """A hundred a batch were reset before ASCP took them, and there is time for some twenty questions."""
    plan = a_plan("no time", 130)
    world = a_world(monkeypatch, plan)
    world.partner.faults.put([Rule(kind="reset_before", path=POSTS, times=1)])
    receive(world)
    open_ = states(world)[State.REPORTED]
    assert sum(one.in_doubt for one in world.credits().values()) == open_ > 90, open_
    for _ in range(RECEIVES - 1):
        before = states(world)[State.REPORTED]
        receive(world)
        assert states(world)[State.REPORTED] <= max(0, before - 15)
    book("no time to ask for all", world.partner.injected(), expect_all_well(plan, world))


def open_ones(world):
    return sorted(one.credit_id for one in world.credits().values() if one.state is State.REPORTED)


def poison(world, *places):
    """Makes ASCP fail over the credits at these places among those on their way."""
    found = [open_ones(world)[place] for place in places]
    world.boundary.ascp = Poisoned(world.partner, found)
    return sorted(found)


def more_feeds(world, plan, day):
    """The rows of the plan once more, as new credits for other activities: the plan has them too."""
    fates = dict(plan.fates)
    for key, text in plan.files.items():
        if not key.startswith("feed/"):
            continue
        world.put(
            key.replace("/1.", f"/1{day}."), text.replace("\nr", f"\nmore{day}-").replace(",578-", f",578-more{day}-")
        )
        provider = key.split("/")[1]
        for line in text.splitlines():
            if fate := fates.get(derived_id("feed", provider, name := line.partition(",")[0])):
                plan.fates[derived_id("feed", provider, f"more{day}-{name.removeprefix('r')}")] = fate


@pytest.mark.parametrize("deduplicate", [True, False])
@pytest.mark.parametrize("place", [0, 40, -1])
def test_one_credit_over_which_ascp_fails_holds_up_its_neighbours_for_one_night_at_most(
    monkeypatch, book, place, deduplicate
):
    plan = a_plan("poisoned", 120)
    world = a_world(monkeypatch, plan, per_second=50, deduplicate=deduplicate)
    assert 90 < len(open_ones(world)) <= 100
    [unreadable_id] = poison(world, place)
    for _ in range(RECEIVES):
        receive(world)
    assert open_ones(world) == [unreadable_id]
    held = world.credits()[unreadable_id]
    assert (held.detail, held.in_doubt) == ("ASCP answered 500", True)
    assert held.detail in [step.detail for step in held.timeline]
    assert len(world.partner.records.seen(POSTS)) < 40
    world.boundary.ascp = world.partner
    world.settle(nights=2)
    book("one credit that ASCP fails over", Counter({"ascp 500": RECEIVES}), expect_all_well(plan, world))


def test_several_of_them_keep_no_other_back(monkeypatch, book):
    plan = a_plan("poisoned", 120)
    world = a_world(monkeypatch, plan, per_second=50)
    unreadable_ids = poison(world, 0, 1, 2, 50, 51)
    for _ in range(3):
        for _ in range(RECEIVES):
            receive(world)
        world.pass_time(days=1)
        world.night()
    assert open_ones(world) == unreadable_ids
    world.boundary.ascp = world.partner
    world.settle(nights=2)
    book("five credits that ASCP fails over", Counter({"ascp 500": 3 * RECEIVES}), expect_all_well(plan, world))


def test_a_new_credit_does_not_go_out_with_one_that_failed_often(monkeypatch):
    plan = a_plan("poisoned", 120)
    world = a_world(monkeypatch, plan, per_second=50)
    [unreadable_id] = poison(world, 0)
    for _ in range(RECEIVES):
        receive(world)
    more_feeds(world, plan, 1)
    world.pass_time(days=1)
    assert world.night()["reported"] > 50
    receive(world)
    assert open_ones(world) == [unreadable_id], "all that is new was taken at once"


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "120"}], ids=["", "with Retry-After"])
@pytest.mark.parametrize("lost", [5, 40])
def test_credits_that_ascp_cannot_look_up_hold_up_no_other(monkeypatch, book, lost, headers):
    """Questions about a few fail, night after night, and submissions do not."""
    plan = a_plan("poisoned", 120)
    world = a_world(monkeypatch, plan, per_second=50)
    world.partner.faults.put([Rule(kind="missing_results", taken=True, path=POSTS, fraction=lost / 100, times=1)])
    world.deliver(100)
    doubtful = {one.credit_id for one in world.credits().values() if one.in_doubt}
    assert len(doubtful) > lost / 2
    world.partner.faults.put([])
    world.boundary.ascp = Poisoned(world.partner, doubtful, headers=headers, questions=True)
    for day in range(4):
        receive(world)
        receive(world)
        assert set(open_ones(world)) == doubtful, "the others, new ones too, were taken at the first or second receive"
        for _ in range(RECEIVES - 2):
            receive(world)
        more_feeds(world, plan, day)
        world.pass_time(days=1)
        assert world.night()["reported"] > 50
    assert world.boundary.ascp.answered < 4 * RECEIVES * 20, "and the breaker keeps most of the questions back"
    injected = world.partner.injected() + Counter({"ascp 500": world.boundary.ascp.answered})
    world.boundary.ascp = world.partner
    world.settle(nights=2)
    book("credits that ASCP cannot look up", injected, expect_all_well(plan, world))


@pytest.mark.parametrize("how", [{"status": 503}, {"status": 503, "retry_after": 120}])
def test_after_an_outage_a_hundred_credits_take_a_handful_of_submissions(monkeypatch, book, how):
    plan = a_plan("healed", 130)
    world = a_world(monkeypatch, plan)
    world.partner.faults.put([Rule(kind="status", **how)])
    for _ in range(3):
        for _ in range(RECEIVES):
            receive(world)
        world.pass_time(days=1)
        world.night()
    # Half of the receives met an open breaker, the others gave up after two submissions.
    assert len(world.partner.records.seen(POSTS)) <= 3 * RECEIVES * 2
    injected = world.partner.injected()
    seen = len(world.partner.records.seen(POSTS))
    world.partner.faults.put([])
    receive(world)
    receive(world)
    verdict = expect_all_well(plan, world)
    after = world.partner.records.seen(POSTS)[seen:]
    assert len(after) <= 2 * 7
    assert max(Counter(one.at[:19] for one in after).values()) <= 2, "no flood"
    book("submissions grow after an outage", injected, verdict)
