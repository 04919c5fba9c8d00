"""The undo of a file: killed at each call, and overtaken at each call by the forwarder.

Whatever happens, each row has one result, no credit that was undone is with ASCP, and rows that come again afterwards
are with ASCP once.
"""

import json
from functools import partial

import pytest

from laurel.audit.acts import Actor
from laurel.audit.log import Acting
from laurel.feed_files.request import UndoDesk
from laurel.feed_files.undo import UndoState
from laurel.feed_files.undo_records import FileUndos
from laurel.intake.bucket import IntakeFile
from laurel.intake.feed_cards import file_id_of
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.containers import ENVIRONMENT, REQUESTS
from tests.faults.plan import Plan, expect_all_well
from tests.faults.small_night import at, calls_of
from tests.faults.world import World
from tests.unit.nightly.nights import feed, roster

KEY = "feed/labce/1.csv"
MEMBERS = ("ana", "ben", "cat", "dan")
NAMES = (*MEMBERS, "zoe")
SAM = Acting(None, Actor.staff("sam"), "The hours were wrong.")


def as_file(names, hours):
    # The people's name is what ASCP knows them by.
    return feed(*((f"r-{name}", at(name), hours) for name in names)).replace("Ana Example", "Ada Example")


class Undoing:
    """A world with a file that was taken, one credit of it with ASCP, and the undo of it asked for."""

    def __init__(self, monkeypatch):
        self.world = world = World(monkeypatch, seed="undo", people=[at(one) for one in MEMBERS], deduplicate=False)
        world.put("roster/ascls/1.csv", roster(*((f"M{one}", at(one)) for one in MEMBERS)))
        world.put(KEY, as_file(NAMES, "1.5"))
        world.night()
        world.deliver(1)
        [self.sent] = world.booked()
        table = Table(ENVIRONMENT["LEDGER_TABLE_NAME"])
        self.file_id = file_id_of(IntakeFile(KEY, world.cloud.bucket.objects[KEY].etag.strip('"'), 0, world.now))
        world.pass_time(1)
        UndoDesk(table, self._request_run, world.new_id, world.clock).ask(self.file_id, SAM, dry_run=False)
        self.undos = FileUndos(table)
        self._kept = world.keep()

    def _request_run(self):
        body = {"QueueUrl": REQUESTS, "MessageBody": json.dumps({"undo": True})}
        self.world.cloud.queues.call("SendMessage", body)

    def again(self):
        self._kept()
        return self.world

    def expect_done(self):
        """The undo is done, each row has one result, and ASCP has the credits that were not undone, and no other."""
        undo = self.undos.get(self.file_id, dry_run=False)
        rows = self.undos.rows(undo, outcome=None, limit=99, after=None).rows
        assert (undo.state, [row.line for row in rows]) == (UndoState.DONE, [2, 3, 4, 5, 6])
        assert undo.rows == len(rows)
        assert self.undos.pending() == []
        credits = self.world.credits()
        for row in rows:
            assert (credits[row.credit_id].state is State.WITHDRAWN) is (row.outcome == "undone"), row
        accepted = {one for one, credit in credits.items() if credit.state is State.ACCEPTED}
        assert self.world.booked().keys() == accepted >= {self.sent}
        return accepted

    def expect_again(self, accepted):
        """The rows that were undone are sent again with other hours, and are with ASCP once."""
        world, plan = self.world, Plan()
        for name in NAMES:
            fate = (State.ACCEPTED, None) if name in MEMBERS else (State.UNMATCHED, "not_a_member")
            plan.fates[derived_id("feed", "labce", f"r-{name}")] = fate
        undone = [name for name in NAMES if derived_id("feed", "labce", f"r-{name}") not in accepted]
        world.put("feed/labce/2.csv", as_file(undone, "2"))
        world.settle()
        expect_all_well(plan, world)
        hours = {one: str(credit.contact_hours) for one, credit in world.credits().items()}
        assert hours == {one: "1.5" if one in accepted else "2" for one in plan.fates}


@pytest.fixture
def undoing(monkeypatch):
    return Undoing(monkeypatch)


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_killed_at_each_call(undoing, when):
    points = calls_of(undoing.again(), undoing.world.serve_requests)
    assert points >= 12
    for point in range(1, points + 1):
        world = undoing.again()
        world.boundary.kill_at = (point, when)
        world.serve_requests()
        world.heal()
        world.serve_all_requests()
        world.deliver_until(world.now.replace(year=2027))
        accepted = undoing.expect_done()
        assert accepted == {undoing.sent}
        if point % 4 == 0:
            undoing.expect_again(accepted)


def test_overtaken_at_each_call_by_the_forwarder(undoing):
    points = calls_of(undoing.again(), undoing.world.serve_requests)
    for point in range(1, points + 1):
        world = undoing.again()
        world.boundary.meanwhile[point] = partial(world.run_beside, partial(world.deliver, 2))
        world.serve_all_requests()
        assert not world.boundary.meanwhile
        world.deliver_until(world.now.replace(year=2027))
        undoing.expect_again(undoing.expect_done())
