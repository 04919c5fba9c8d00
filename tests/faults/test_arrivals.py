"""Credits and files as they arrive: killed at each call, and overtaken by a night, a roster and another invocation.

ASCP does not deduplicate here. Afterwards each credit must be with ASCP once, or wait for its stated reason.
"""

from datetime import timedelta

import pytest

from laurel.arrivals.uploads import Uploads, UploadState, uploads_folder
from laurel.intake.bucket import IntakeBucket
from laurel.intake.checkpoints import TakenFiles
from laurel.ledger.credit import Source
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.platform.attributes import read_value
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from tests.credits import a_credit
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.containers import ENVIRONMENT
from tests.faults.plan import Plan, judge
from tests.faults.small_night import at, calls_of
from tests.faults.world import World
from tests.unit.nightly.nights import feed, roster

MEMBERS = ("ana", "ben", "cat")
LATER = "dan"
NIGHT = "2026-11-20T07:00:00Z"
ALL = (*MEMBERS, LATER, "zoe")


class Arrivals:
    """A world in which credits were just earned. `dan` is on the roster that comes later, `zoe` on none."""

    def __init__(self, monkeypatch):
        self.world = world = World(monkeypatch, seed="arrivals", people=[at(name) for name in ALL], deduplicate=False)
        rows = [(f"M{name}", at(name)) for name in MEMBERS]
        world.put("roster/ascls/1.csv", roster(*rows))
        world.night()
        self.later = roster(*rows, (f"M{LATER}", at(LATER)))
        self.plan, self.ids = Plan(), []
        credits = [self.earned(name) for name in ALL]
        Ledger(Table("ledger")).save([Change(None, credit) for credit in credits])
        self._kept = world.keep()

    def earned(self, name):
        self.ids.append(f"{name:x<32}")
        self.plan.fates[self.ids[-1]] = (State.ACCEPTED, None)
        if name == "zoe":
            self.plan.fates[self.ids[-1]] = (State.UNMATCHED, "not_a_member")
        return a_credit(self.ids[-1], source=Source.FEED, email=at(name), email_key=at(name))

    def again(self):
        self._kept()
        return self.world

    def finish(self, book, name):
        world = self.world
        world.deliver_until(world.now + timedelta(hours=20))
        world.put("roster/ascls/2.csv", self.later)
        world.settle()
        verdict = judge(self.plan, world)
        book(name, world.boundary.injected, verdict)
        verdict.expect_all_well()


@pytest.fixture
def arrivals(monkeypatch):
    return Arrivals(monkeypatch)


def test_credits_are_with_ascp_without_a_night(arrivals):
    world = arrivals.again()
    assert world.arrive(arrivals.ids)
    world.deliver_until(world.now + timedelta(minutes=10))
    states = {credit.email.split("@")[0]: credit.state for credit in world.credits().values()}
    assert states == {**dict.fromkeys(MEMBERS, State.ACCEPTED), LATER: State.UNMATCHED, "zoe": State.UNMATCHED}


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_killed_at_each_call(arrivals, book, when):
    points = calls_of(arrivals.again(), lambda: arrivals.world.arrive(arrivals.ids))
    assert points >= 4
    for point in range(1, points + 1):
        world = arrivals.again()
        world.boundary.kill_at = (point, when)
        assert not world.arrive(arrivals.ids)
        world.arrive_with_retries(arrivals.ids)
        arrivals.finish(book, f"arrivals killed {when} each of their calls")


def test_never_tried_again_after_it_was_killed(arrivals, book):
    """The night alone must find the rest."""
    points = calls_of(arrivals.again(), lambda: arrivals.world.arrive(arrivals.ids))
    for point in range(1, points + 1):
        world = arrivals.again()
        world.boundary.kill_at = (point, AFTER)
        world.arrive(arrivals.ids)
        world.pass_time(hours=20)
        arrivals.finish(book, "arrivals killed for good")


@pytest.mark.parametrize("beside", ["an arrival", "a night", "a night with a roster"])
def test_overtaken_at_each_call(arrivals, book, beside):
    points = calls_of(arrivals.again(), lambda: arrivals.world.arrive(arrivals.ids))
    for point in range(1, points + 1):
        world = arrivals.again()
        if beside == "a night with a roster":
            world.put("roster/ascls/2.csv", arrivals.later)
        other = world.night if beside.startswith("a night") else lambda world=world: world.arrive(arrivals.ids)
        world.boundary.meanwhile[point] = lambda world=world, other=other: world.run_beside(other)
        assert world.arrive(arrivals.ids)
        assert not world.boundary.meanwhile
        arrivals.finish(book, f"arrivals, and {beside} within each of their calls")


def test_an_arrival_within_each_call_of_a_night(arrivals, book):
    world = arrivals.again()
    world.put("roster/ascls/2.csv", arrivals.later)
    kept = world.keep()
    points = calls_of(world, world.night)
    for point in range(1, points + 1):
        kept()
        world.boundary.revive()
        world.boundary.meanwhile[point] = lambda: world.run_beside(lambda: world.arrive(arrivals.ids))
        assert world.night()
        assert not world.boundary.meanwhile
        arrivals.finish(book, "a night, and an arrival within each of its calls")


def test_a_roster_that_arrives_within_each_call_of_a_night(arrivals, book):
    """Every second call. No other night comes: the request for the roster alone brings it into force."""
    points = calls_of(arrivals.again(), arrivals.world.night)
    for point in range(1, points + 1, 2):
        world = arrivals.again()
        world.boundary.meanwhile[point] = lambda world=world: world.announce("roster/ascls/2.csv", arrivals.later)
        assert world.night()
        assert not world.boundary.meanwhile
        world.serve_all_requests()
        world.deliver_until(world.now + timedelta(hours=2))
        verdict = judge(arrivals.plan, world)
        book("a night, and a roster that arrives within each of its calls", world.boundary.injected, verdict)
        verdict.expect_all_well()


class ArrivedFiles:
    """A world with a roster in force, and a feed that a provider just uploaded."""

    def __init__(self, monkeypatch):
        self.world = world = World(monkeypatch, seed="files", people=[at(name) for name in ALL], deduplicate=False)
        world.put("roster/ascls/1.csv", roster(*((f"M{name}", at(name)) for name in MEMBERS)))
        world.night()
        self.plan = Plan()
        for name in (*MEMBERS, "zoe"):
            fate = (State.UNMATCHED, "not_a_member") if name == "zoe" else (State.ACCEPTED, None)
            self.plan.fates[derived_id("feed", "labce", f"r-{name}")] = fate
        rows = [(f"r-{name}", at(name)) for name in (*MEMBERS, "zoe")]
        world.announce("feed/labce/1.csv", feed(*rows).replace("Ana Example", "Ada Example"))
        world.reports.clear()
        self._kept = world.keep()

    def again(self):
        self._kept()
        self.world.reports.clear()
        return self.world

    def upload(self):
        """What the provider sees of the upload: never that it is done before all of it is in the ledger."""
        taken = TakenFiles(Table(ENVIRONMENT["LEDGER_TABLE_NAME"]))
        uploads = Uploads(IntakeBucket(ENVIRONMENT["INTAKE_BUCKET_NAME"]), "", taken, self.world.clock)
        found = uploads.find(uploads_folder("labce"), "1")
        assert found.state is not UploadState.DONE or len(self.world.credits()) == len(self.plan.fates)
        return found

    def finish(self, book, name):
        world = self.world
        self.upload()
        world.serve_all_requests()
        found = self.upload()
        assert (found.state, found.report["rows"], found.report["rejected"]) == (UploadState.DONE, 4, 0)
        world.deliver_until(world.now + timedelta(hours=2))
        verdict = judge(self.plan, world)
        book(name, world.boundary.injected, verdict)
        verdict.expect_all_well()


@pytest.fixture
def files(monkeypatch):
    return ArrivedFiles(monkeypatch)


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_a_run_for_an_arrived_file_killed_at_each_call(files, book, when):
    """No night comes afterwards: the request alone brings the file in."""
    points = calls_of(files.again(), files.world.serve_requests)
    assert points > 30
    for point in range(1, points + 1):
        world = files.again()
        world.boundary.kill_at = (point, when)
        world.serve_requests()
        assert world.boundary.injected == {"killed": 1}
        files.finish(book, f"run for an arrived file killed {when} each of its calls")


def test_a_night_within_each_call_of_a_run_for_an_arrived_file_is_not_skipped(files, book):
    points = calls_of(files.again(), files.world.serve_requests)
    waited = 0
    for point in range(1, points + 1):
        world = files.again()
        world.boundary.meanwhile[point] = lambda world=world: world.run_beside(lambda: world.night({"time": NIGHT}))
        world.serve_requests()
        assert not world.boundary.meanwhile
        waited += any(report["behind_arrival"] for report in world.reports)
        files.finish(book, "run for an arrived file, and a night within each of its calls")
        nights = [read for read in runs_of(world) if not read["arrival"]]
        assert len(nights) == 1, point
    assert waited > points / 2


def test_a_file_that_arrives_within_each_call_of_a_night_is_taken_without_another_night(files, book):
    """Every third call: the requests come back until the night is over."""
    points = calls_of(files.again(), files.world.night)
    for point in range(1, points + 1, 3):
        world = files.again()
        world.boundary.meanwhile[point] = lambda world=world: world.run_beside(world.serve_requests)
        world.night()
        assert not world.boundary.meanwhile
        files.finish(book, "a night, and a run for an arrived file within each of its calls")


def runs_of(world):
    """The records of complete runs that the world's ledger keeps, without the first night's."""
    found = [item for (pk, _), item in world.cloud.dynamo.items.items() if pk.startswith("RUNS#")]
    read = [{name: read_value(value) for name, value in item.items()} for item in found]
    return sorted(read, key=lambda one: one["started_at"])[1:]
