"""Credits that providers push: killed at each call, throttled, sent again, and in a file as well.

ASCP does not deduplicate here. Afterwards each row is one credit, and each credit is with ASCP once, or waits for its
stated reason. `LAUREL_PUSHED_ROWS` sets how many rows the eight programs push (2,000).
"""

import csv
import io
import os
import random
from datetime import timedelta
from itertools import batched

import pytest

from laurel.intake.feed_rows import FEED_COLUMNS
from laurel.intake.row_intake import TakenRow
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.mischief import Mischief
from tests.faults.plan import Plan, judge
from tests.faults.small_night import at, calls_of
from tests.faults.world import World
from tests.unit.nightly.nights import roster

ROWS = int(os.environ.get("LAUREL_PUSHED_ROWS", "2000"))
CLIENTS = 8
PROVIDERS = ("labce", "asm")
MEMBERS = [f"m{n}" for n in range(20)]
STRANGERS = ["s1", "s2"]


def row(reference, name):
    return {
        "reference": reference,
        "email": at(name),
        "name": "Ada Example",
        "activity_number": f"578-{reference}",
        "activity_title": "Hemostasis",
        "statement": "pace",
        "contact_hours": "1.5",
        "completed_on": "2026-11-01",
    }


class Pushing:
    """A world with a roster in force, and the rows that are to be pushed."""

    def __init__(self, monkeypatch, rows, seed="pushes"):
        self.world = World(monkeypatch, seed=seed, people=[at(name) for name in MEMBERS], deduplicate=False)
        self.world.put("roster/ascls/1.csv", roster(*((f"M{name}", at(name)) for name in MEMBERS)))
        self.world.night()
        self.plan, self.rows = Plan(), {provider: [] for provider in PROVIDERS}
        people = [*MEMBERS, *STRANGERS]
        for n in range(rows):
            provider, name = PROVIDERS[n % len(PROVIDERS)], people[n % len(people)]
            stranger = name in STRANGERS
            fate = (State.UNMATCHED, "not_a_member") if stranger else (State.ACCEPTED, None)
            self.rows[provider].append(row(f"r{n}", name))
            self.plan.fates[derived_id("feed", provider, f"r{n}")] = fate
        self._kept = self.world.keep()

    def again(self):
        self._kept()
        return self.world

    def finish(self, book, name):
        world = self.world
        world.deliver_until(world.now + timedelta(hours=20))
        world.heal()
        world.settle()
        verdict = judge(self.plan, world)
        book(name, world.boundary.injected, verdict)
        verdict.expect_all_well()


@pytest.fixture
def few(monkeypatch):
    return Pushing(monkeypatch, 24)


def all_in_one(pushing):
    return [(provider, rows) for provider, rows in pushing.rows.items() if rows]


def push_all(world, calls):
    """Each call until it has an answer, as a program does it."""
    for provider, rows in calls:
        for _ in range(60):
            outcomes = world.push(provider, rows)
            if outcomes is not None:
                break
            world.pass_time(5)
        assert outcomes is not None
        assert all(isinstance(one, TakenRow) for one in outcomes)


def test_pushed_credits_are_with_ascp_without_a_night(few):
    world = few.again()
    push_all(world, all_in_one(few))
    world.deliver_until(world.now + timedelta(minutes=10))
    assert {credit.state for credit in world.credits().values()} == {State.ACCEPTED, State.UNMATCHED}


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_killed_at_each_call_and_sent_again(few, book, when):
    provider, rows = all_in_one(few)[0]
    points = calls_of(few.again(), lambda: few.world.push(provider, rows))
    assert points >= 4
    for point in range(1, points + 1):
        world = few.again()
        world.boundary.kill_at = (point, when)
        assert world.push(provider, rows) is None
        push_all(world, all_in_one(few))
        few.finish(book, f"push killed {when} each of its calls, and sent again")


@pytest.mark.parametrize("beside", ["the same push", "a night with the same rows in a file"])
def test_overtaken_at_each_call(few, book, beside):
    provider, rows = all_in_one(few)[0]
    points = calls_of(few.again(), lambda: few.world.push(provider, rows))
    for point in range(1, points + 1):
        world = few.again()
        if beside == "the same push":
            other = lambda world=world: world.push(provider, rows)  # noqa: E731
        else:
            world.put(f"feed/{provider}/1.csv", as_file(rows))
            other = world.night
        world.boundary.meanwhile[point] = lambda world=world, other=other: world.run_beside(other)
        push_all(world, all_in_one(few))
        assert not world.boundary.meanwhile
        few.finish(book, f"push, and {beside} within each of its calls")


def test_eight_programs_with_faults_repeats_and_the_same_rows_in_files(monkeypatch, book):
    """Programs get no answer, or part of their rows is taken, and they send again; some send everything twice."""
    pushing = Pushing(monkeypatch, ROWS, seed="eight programs")
    world, draw = pushing.world, random.Random("eight programs")
    for provider, rows in pushing.rows.items():
        world.put(f"feed/{provider}/1.csv", as_file(rows))
    calls = [
        (provider, list(some))
        for provider, rows in pushing.rows.items()
        for some in batched(rows, draw.randint(40, 100))
    ]
    calls += draw.sample(calls, len(calls) // 5)
    draw.shuffle(calls)
    world.boundary.trouble = Mischief(world.random, lambda: world.at_night, wrong=0.1, killed=0.05)
    nights = {len(calls) // 3, 2 * len(calls) // 3}
    for n, call in enumerate(calls):
        if n in nights:
            world.run_beside(world.night)
        push_all(world, [call]) if n % CLIENTS else world.run_beside(lambda call=call: push_all(world, [call]))
        if n % 40 == 0:
            world.deliver()
    world.night_with_retries()
    assert world.boundary.injected
    pushing.finish(book, f"{CLIENTS} programs push {ROWS:,} rows that come in files too")


def as_file(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, FEED_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
