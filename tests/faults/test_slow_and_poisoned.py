"""What holds up many credits for the sake of few: too little time to ask for all, and one that ASCP cannot stomach."""

from collections import Counter

from laurel.ledger.states import State
from local.ascp.faults import Rule
from tests.faults.plan import a_plan, expect_all_well
from tests.faults.world import QUEUE, World

POSTS = "/v1/submissions"
RECEIVES = 8  # of a message in one night


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
