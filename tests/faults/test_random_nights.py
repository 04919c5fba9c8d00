"""Nights of 2,000 credits with everything going wrong at random. Afterwards nothing is lost and nothing is doubled."""

from datetime import timedelta

import pytest

from tests.faults.conftest import NIGHTS, SEED
from tests.faults.mischief import Mischief, bad_days_of_ascp
from tests.faults.plan import a_plan, expect_all_well
from tests.faults.world import World

CREDITS = 2000
KINDS = {
    "ASCP in trouble": {"ascp": 0.4},
    "AWS in trouble, messages twice and in disorder": {"wrong": 0.12, "mischief": True},
    "functions killed": {"killed": 0.25},
    "all at once": {"ascp": 0.2, "wrong": 0.06, "killed": 0.1, "mischief": True},
}


@pytest.mark.parametrize("night", range(NIGHTS))
@pytest.mark.parametrize("deduplicate", [True, False], ids=["ASCP tells duplicates", "ASCP books whatever comes"])
@pytest.mark.parametrize("kind", KINDS)
def test_after_a_random_night_nothing_is_lost_and_nothing_is_doubled(monkeypatch, book, kind, deduplicate, night):
    seed = f"{SEED}/{night}/{kind}"
    plan = a_plan(seed, CREDITS)
    world = World(monkeypatch, seed=seed, people=plan.people, deduplicate=deduplicate)
    for key, text in plan.files.items():
        world.put(key, text)
    ways = KINDS[kind]
    make_trouble(world, ways)
    delivery = {"twice": 0.1, "shuffled": True} if "mischief" in ways else {}
    for _ in range(3):
        world.night_with_retries()
        world.deliver_until(world.now + timedelta(hours=20), **delivery)
        world.pass_time(days=1)
    injected = world.boundary.injected + world.partner.injected()
    assert injected.total() > 10
    world.heal()
    world.settle()
    book(f"{kind}{'' if deduplicate else ', no deduplication'}", injected, expect_all_well(plan, world))


def make_trouble(world, ways):
    if "ascp" in ways:
        world.partner.faults.put(bad_days_of_ascp(world.random.randrange(10**6), ways["ascp"]))
    wrong, killed = ways.get("wrong", 0), ways.get("killed", 0)
    world.boundary.trouble = Mischief(world.random, lambda: world.at_night, wrong=wrong, killed=killed)
    world.cloud.dynamo.lag = 2.0 if "mischief" in ways else 0.0


def test_the_same_seed_gives_the_same_night(monkeypatch):
    def fates():
        plan = a_plan("twice", 150)
        world = World(monkeypatch, seed="twice", people=plan.people)
        for key, text in plan.files.items():
            world.put(key, text)
        make_trouble(world, KINDS["all at once"])
        world.night_with_retries()
        world.deliver_until(world.now + timedelta(hours=5), twice=0.1, shuffled=True)
        return world.boundary.injected, world.now, world.credits()

    assert fates() == fates()
