"""Nights of 2,000 credits with everything going wrong at random. Afterwards nothing is lost and nothing is doubled."""

from datetime import timedelta

import pytest

from local.ascp.faults import Rule
from tests.faults.boundary import AFTER
from tests.faults.mischief import AT_ONCE, SUBMISSIONS, WAYS, Mischief, bad_days_of_ascp, fired, kinds_of
from tests.faults.plan import a_plan, expect_the_files_accounted_for, judge
from tests.faults.table import NIGHTS, SEED, USUAL_SEED
from tests.faults.world import World

CREDITS = 2000
OFTEN = 40  # calls of one operation, among which each way to fail certainly comes
KINDS = {
    "ASCP in trouble": {"ascp": 0.35},
    "AWS in trouble, messages twice and in disorder": {"busy": 0.15, "wrong": 0.12, "mischief": True},
    "functions killed": {"killed": 0.25},
    "all at once": {"ascp": 0.2, "wrong": 0.06, "killed": 0.1, "mischief": True},
}


@pytest.mark.parametrize("night", range(NIGHTS))
@pytest.mark.parametrize("deduplicate", [True, False], ids=["ASCP tells duplicates", "ASCP books repeats"])
@pytest.mark.parametrize("kind", KINDS)
def test_after_a_random_night_nothing_is_lost_and_nothing_is_doubled(monkeypatch, book, kind, deduplicate, night):
    seed = f"{SEED}/{night}/{kind}"
    plan = a_plan(seed, CREDITS)
    world = World(monkeypatch, seed=seed, people=plan.people, deduplicate=deduplicate)
    for key, text in plan.files.items():
        world.put(key, text)
    ways = KINDS[kind]
    make_trouble(world, plan, ways)
    delivery = {"twice": 0.1, "elsewhere": 0.2} if "mischief" in ways else {}
    for _ in range(3):
        if world.night_with_retries():
            world.boundary.unreadable.clear()  # what cannot be read one night, the next one can
        world.deliver_until(world.now + timedelta(hours=20), **delivery)
        world.pass_time(days=1)
    injected = world.boundary.injected + world.partner.injected()
    trouble = trouble_of(world, ways)
    world.heal()
    world.settle()
    book(f"{kind}{'' if deduplicate else ', no deduplication'}", injected, judge(plan, world))
    if (SEED, night) == (USUAL_SEED, 0):  # another may leave one of a hundred ways to fail to chance
        assert trouble == []
    expect_the_files_accounted_for(plan, world, undisturbed=ways.keys() == {"ascp"})


def make_trouble(world, plan, ways):
    if "ascp" in ways:
        world.partner.faults.put(bad_days_of_ascp(world.random.randrange(10**6), ways["ascp"]))
    if "busy" in ways:  # so that messages come back
        busy = Rule(kind="status", status=429, retry_after=60, path=SUBMISSIONS, probability=ways["busy"])
        world.partner.faults.put([busy])
    wrong, killed = ways.get("wrong", 0), ways.get("killed", 0)
    world.boundary.trouble = Mischief(world.random, lambda: world.at_night, wrong=wrong, killed=killed)
    if killed:  # the first night certainly is
        world.boundary.kill_at = (world.random.randrange(1, 50), AFTER)
    if "mischief" in ways:
        world.boundary.unreadable.add(world.random.choice(list(plan.files)))
        world.cloud.queues.disorder = world.random
        world.cloud.dynamo.lag = 2.0


def trouble_of(world, ways):
    """The planned failures that did not happen; empty if each way of failing occurred."""
    missing = []
    if "ascp" in ways:
        came = fired(world.partner.faults.tallies())
        each = ((one.kind, one.status, one.takes()) for one in (Rule(**way) for way in WAYS))
        missing += [way for way in each if not came[way]]
    if "wrong" in ways:
        called = {name for name, count in world.boundary.calls.items() if count >= OFTEN or name in AT_ONCE}
        missing += {*AT_ONCE, "sqs.SendMessageBatch", "sqs.ChangeMessageVisibilityBatch"} - called
        each = ((name, way) for name in called for way in kinds_of(name) if not name.startswith("ascp"))
        missing += [one for one in each if not world.boundary.injected_at[one]]
    if "killed" in ways:
        missing += [name for name in ("report_nightly", "forward_ascp") if not world.killed[name]]
    if "mischief" in ways:
        missing += ["doubled messages"] * (world.doubled <= CREDITS / 20)
        outcomes = {file["outcome"] for report in world.reports for file in report["files"]}
        missing += {"put_off"} - outcomes
    return missing


def test_the_same_seed_gives_the_same_night(monkeypatch):
    def fates():
        plan = a_plan("twice", 150)
        world = World(monkeypatch, seed="twice", people=plan.people)
        for key, text in plan.files.items():
            world.put(key, text)
        make_trouble(world, plan, KINDS["all at once"])
        world.night_with_retries()
        world.deliver_until(world.now + timedelta(hours=5), twice=0.1, elsewhere=0.2)
        return world.boundary.injected_at, world.now, world.credits()

    assert fates() == fates()
