"""The undo of a file: killed at each call, and overtaken at each call by the forwarder.

Whatever happens, each row has one result, no credit that was undone counts at ASCP, and rows that come again afterwards
count there once. So do rows that come again before ASCP has answered, wherever the forwarder is killed.
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
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from tests.faults.boundary import AFTER, BEFORE
from tests.faults.containers import ENVIRONMENT, REQUESTS
from tests.faults.small_night import at, calls_of
from tests.faults.world import World
from tests.unit.nightly.nights import feed, roster

KEY = "feed/labce/1.csv"
MEMBERS = ("ana", "ben", "cat", "dan")
NAMES = (*MEMBERS, "zoe")
SAM = Acting(None, Actor.staff("sam"), "The hours were wrong.")


def id_of(name):
    return derived_id("feed", "labce", f"r-{name}")


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
        """The undo is done, each row has one result, and ASCP counts the credits that were not undone, and no other."""
        undo = self.undos.get(self.file_id, dry_run=False)
        rows = self.undos.rows(undo, outcome=None, limit=99, after=None).rows
        assert (undo.state, [row.line for row in rows]) == (UndoState.DONE, [2, 3, 4, 5, 6])
        assert undo.rows == len(rows)
        assert self.undos.pending() == []
        credits = self.world.credits()
        for row in rows:
            assert (credits[row.credit_id].state is State.WITHDRAWN) is (row.outcome in ("undone", "asked")), row
        accepted = {one for one, credit in credits.items() if credit.state is State.ACCEPTED}
        assert self.counted().keys() == accepted
        return accepted

    def counted(self):
        """The hours that ASCP counts, by credit; each of its receipts was given once."""
        assert {len(receipts) for receipts in self.world.booked().values()} == {1}
        return {one.reference: one.contact_hours for one in self.world.partner.books.held() if one.counts}

    def send_again(self, accepted):
        """The rows that were undone come again with other hours."""
        undone = [name for name in NAMES if id_of(name) not in accepted]
        self.world.put("feed/labce/2.csv", as_file(undone, "2"))

    def expect_again(self, accepted):
        """Those rows are taken, and ASCP counts each of them once."""
        self.world.settle()
        hours = {id_of(name): "1.5" if id_of(name) in accepted else "2" for name in NAMES}
        credits = self.world.credits()
        assert {one: str(credit.contact_hours) for one, credit in credits.items()} == hours
        assert self.counted() == {id_of(name): hours[id_of(name)] for name in MEMBERS}
        assert {one for one, credit in credits.items() if credit.state is State.ACCEPTED} == {*map(id_of, MEMBERS)}
        assert not any(map(is_under_way, credits.values()))


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
        assert accepted == set()
        if point % 4 == 0:
            undoing.send_again(accepted)
            undoing.expect_again(accepted)


def test_overtaken_at_each_call_by_the_forwarder(undoing):
    points = calls_of(undoing.again(), undoing.world.serve_requests)
    for point in range(1, points + 1):
        world = undoing.again()
        world.boundary.meanwhile[point] = partial(world.run_beside, partial(world.deliver, 2))
        world.serve_all_requests()
        assert not world.boundary.meanwhile
        world.deliver_until(world.now.replace(year=2027))
        accepted = undoing.expect_done()
        undoing.send_again(accepted)
        undoing.expect_again(accepted)


@pytest.mark.parametrize("when", [BEFORE, AFTER])
def test_sent_again_before_ascp_has_answered_and_the_forwarder_killed_at_each_call(undoing, when):
    undoing.again().serve_all_requests()
    undoing.send_again(set())
    undoing.world.night()
    assert undoing.world.credits()[undoing.sent].follow_up.follow_up
    bring_back = undoing.world.keep()
    points = calls_of(undoing.world, lambda: undoing.world.deliver(100))
    assert points >= 4
    for point in range(1, points + 1):
        bring_back()
        undoing.world.boundary.kill_at = (point, when)
        undoing.world.deliver(100)
        undoing.world.heal()
        undoing.world.deliver_until(undoing.world.now.replace(year=2027))
        undoing.expect_again(set())
