"""The lease of the nightly run: held through trouble, and given up in time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from laurel.intake.errors import LeaseLost
from laurel.nightly import lease as module
from laurel.nightly.lease import LEASE, Runs, RunUnderWay

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
TROUBLE = ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "PutItem")


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def runs(ledger_table, clock, monkeypatch):
    monkeypatch.setattr(module, "HEARTBEAT", 0.001)
    return Runs(ledger_table, clock)


class Beats:
    """Stands before the table: each write of the heartbeat meets `trouble`, if there is any, and is counted."""

    def __init__(self, table, monkeypatch):
        self.trouble = None
        self.seen = threading.Semaphore(0)
        put = table.put

        def beat(write):
            self.seen.release()
            if self.trouble:
                raise self.trouble
            return put(write)

        monkeypatch.setattr(table, "put", beat)

    def await_some(self):
        """Waits for three beats that begin from now on."""
        while self.seen.acquire(blocking=False):
            pass
        for _ in range(3):
            assert self.seen.acquire(timeout=30)


@pytest.mark.parametrize("trouble", [TROUBLE, EndpointConnectionError(endpoint_url="x"), module.TableBusy("busy")])
def test_a_heartbeat_that_fails_is_tried_again(runs, ledger_table, clock, monkeypatch, trouble):
    with runs.lease("r1") as lease:
        beats = Beats(ledger_table, monkeypatch)
        beats.trouble = trouble
        beats.await_some()
        lease.check()
        beats.trouble = None
        clock.now += LEASE - timedelta(seconds=1)
        beats.await_some()
        clock.now += timedelta(seconds=2)
        lease.check()


def test_a_lease_that_was_not_renewed_in_time_is_no_longer_held(runs, ledger_table, clock, monkeypatch):
    with pytest.raises(LeaseLost), runs.lease("r1") as lease:
        beats = Beats(ledger_table, monkeypatch)
        beats.trouble = TROUBLE
        beats.await_some()
        clock.now += LEASE
        lease.check()


def test_a_lease_that_another_has_taken_is_lost(runs, ledger_table, clock):
    with pytest.raises(LeaseLost), runs.lease("r1") as lease:
        ledger_table.put_many([{"pk": "RUN", "sk": "LEASE", "run_id": "r2", "until": "9999"}])
        while True:
            lease.check()


def test_a_lease_whose_grant_was_lost_on_the_way_is_still_ours(runs, ledger_table, monkeypatch):
    """The SDK sends a write again when its answer does not come: then the lease is there already, and our own."""
    put = ledger_table.put
    with monkeypatch.context() as patch:
        patch.setattr(ledger_table, "put", lambda write: put(write) and put(write))
        with runs.lease("r1") as lease:
            lease.check()


def test_one_lease_at_a_time_until_it_ends(runs, clock):
    with runs.lease("r1") as lease:
        assert lease.previous_died is False
        with pytest.raises(RunUnderWay), runs.lease("r2"):
            pass
    with runs.lease("r2") as lease:
        assert lease.previous_died is False


def test_a_run_that_failed_leaves_its_lease_to_tell(runs, clock):
    with pytest.raises(KeyError), runs.lease("r1"):
        raise KeyError
    with pytest.raises(RunUnderWay), runs.lease("r2"):
        pass
    clock.now += LEASE + timedelta(seconds=1)
    with runs.lease("r2") as lease:
        assert lease.previous_died is True


def test_a_report_of_very_many_files_is_kept_within_what_dynamodb_takes(runs, ledger_table):
    files = [{"key": "feed/" + "x" * 1000, "message": "y" * 400, "n": n} for n in range(1000)]
    runs.record({"run_id": "r1", "rows": 7, "files": files}, NOW)
    (kept,) = ledger_table.query(None, "pk = :pk", pk="RUNS#2026")
    assert (kept["rows"], kept["files_in_all"]) == (7, 1000)
    assert kept["files"] == files[: len(kept["files"])]
    assert len(str(kept)) < 400_000
