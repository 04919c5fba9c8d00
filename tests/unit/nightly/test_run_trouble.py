"""A night in trouble: DynamoDB throttles, or S3 does not take a file's rejected rows. The rest goes on."""

from datetime import timedelta

import pytest

from laurel.intake import row_intake
from laurel.intake.bucket import FileUnavailable, IntakeBucket
from laurel.intake.checkpoints import TakenFiles
from laurel.ledger.records import SHARDS
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.nightly import files as nightly_files
from laurel.nightly.continuation import RunPart
from laurel.nightly.lease import LEASE, Runs
from laurel.platform.clock import utc_now
from laurel.platform.table import TableBusy
from laurel.roster.store import Roster
from tests.credits import a_credit
from tests.unit.nightly.nights import feed, rejected, roster
from tests.unit.nightly.test_continuation import nights, record_of, rows

__all__ = ["nights"]  # a fixture


class Throttled:
    """Lets `method` of a store raise TableBusy at its calls from the `first` to the `last`, and counts them."""

    def __init__(self, monkeypatch, method, first, last=10_000):
        owner, name = method
        real, self.calls = getattr(owner, name), 0

        def call(*given, **more):
            self.calls += 1
            if first <= self.calls <= last:
                raise TableBusy("DynamoDB throttles: ThrottlingException")
            return real(*given, **more)

        monkeypatch.setattr(owner, name, call)


class TestBusyTable:
    """A table that throttles ends a part of the night, not the night."""

    def test_a_feed_is_gone_on_with_where_the_table_was_too_busy(self, nights, monkeypatch):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.put("feed/labce/1.csv", rows(45, 4))
        Throttled(monkeypatch, (Ledger, "save_with"), first=4, last=4)
        run = nights.new_run()
        first = run.run()
        assert first.note == "DynamoDB was too busy; another invocation was requested to continue from here."
        assert (first.complete, first.tally.rows, first.tally.reconciles) == (False, 30, True)
        assert [(one.outcome, one.rows) for one in first.files if one.key.startswith("feed/")] == [("begun", 30)]
        event = RunPart().event_of_next({}, first)
        assert (event["part"], event["owed"], event["requeue_from"]) == (2, True, 0)
        second = nights.run(part=RunPart.of(event))
        assert (second["complete"], second["rows"], second["repeats"]) == (True, 15, 0)
        assert set(nights.queued()) == {nights.credit(f"r{n}").credit_id for n in range(45) if n != 4}
        assert record_of(nights, "feed/labce/1.csv")["rows"] == 45
        assert [one["complete"] for one in nights.table.query(None, "pk = :pk", pk=f"RUNS#{utc_now().year}")] == [
            False,
            True,
        ]

    def test_what_was_saved_beside_the_batch_that_was_throttled_has_its_message_in_the_next_part(
        self, nights, monkeypatch
    ):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.put("feed/labce/1.csv", rows(10))
        monkeypatch.setattr(row_intake, "BATCH", 5)
        Throttled(monkeypatch, (Ledger, "save_with"), first=2, last=2)
        first = nights.new_run().run()
        assert nights.queued() == []
        assert nights.credit("r0").state is State.REPORTED
        report = nights.run(part=RunPart.of(RunPart().event_of_next({}, first)))
        assert (report["repeats"], report["credits"]) == (5, 5)
        assert set(nights.queued()) == {nights.credit(f"r{n}").credit_id for n in range(10)}

    def test_a_table_too_busy_for_the_place_too_costs_repeats_only(self, nights, monkeypatch):
        nights.put("feed/labce/1.csv", rows(25))
        with monkeypatch.context() as patch:
            Throttled(patch, (Ledger, "save_with"), first=2)
            Throttled(patch, (TakenFiles, "note_place"), first=1)
            first = nights.run()
        assert [(file["outcome"], file["rows"]) for file in first["files"]] == [("begun", 10)]
        second = nights.run(part=RunPart(number=2))
        assert (second["repeats"], second["credits"]) == (10, 15)

    def test_a_feed_that_could_not_be_recorded_as_taken_is_still_open(self, nights, monkeypatch):
        nights.put("feed/labce/1.csv", rows(25, 3))
        with monkeypatch.context() as patch:
            Throttled(patch, (TakenFiles, "record"), first=1)
            assert [(file["outcome"], file["rows"]) for file in nights.run()["files"]] == [("begun", 25)]
        report = nights.run(part=RunPart(number=2))
        assert [(file["outcome"], file["rows"]) for file in report["files"]] == [("taken", 0)]
        assert record_of(nights, "feed/labce/1.csv")["rejected"] == 1
        assert [row["line"] for row in rejected(nights, "feed/labce/1.csv")] == ["5"]

    def test_a_roster_too(self, nights, monkeypatch):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        with monkeypatch.context() as patch:
            Throttled(patch, (Roster, "apply"), first=1)
            report = nights.run()
        assert (report["complete"], [file["outcome"] for file in report["files"]]) == (False, ["begun"])
        assert [file["outcome"] for file in nights.run(part=RunPart(number=2))["files"]] == ["taken"]

    def test_the_last_part_leaves_the_rest_to_the_next_night(self, nights, monkeypatch):
        nights.put("feed/labce/1.csv", rows(25))
        Throttled(monkeypatch, (Ledger, "save_with"), first=2, last=2)
        assert (
            nights.run(part=RunPart(number=8))["note"]
            == "DynamoDB was too busy; the next nightly run continues from here."
        )
        assert nights.run()["rows"] == 15

    def test_while_queueing_again_the_shard_is_kept(self, nights, monkeypatch):
        Throttled(monkeypatch, (Ledger, "due"), first=SHARDS)
        report = nights.new_run().run()
        assert (report.complete, report.messages_pending, report.requeue_from) == (False, False, SHARDS - 2)

    def test_a_run_whose_report_cannot_be_kept_leaves_its_lease_and_so_owes_everything(self, nights, monkeypatch):
        nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
        nights.put("feed/labce/1.csv", rows(25))
        with monkeypatch.context() as patch:
            Throttled(patch, (Runs, "record"), first=1)
            with pytest.raises(TableBusy):
                nights.run()
        nights.queued()
        nights.now = utc_now() + LEASE + timedelta(seconds=1)  # Lambda tries again
        assert nights.run()["requeued"] == 25
        assert len(nights.queued()) == 25


class TestFilesThatCannotBeHandedBack:
    """A file whose rejected rows S3 does not take is put off; the run continues with claims and due credits."""

    @pytest.fixture
    def refusing(self, nights, monkeypatch):
        nights.ledger.save([Change(None, a_credit("c1", due_at=utc_now()))])
        store, nights.s3_is_well = IntakeBucket.store, False

        def refuse(self, key, *given, **more):
            if key.startswith("rejected/") and not nights.s3_is_well:
                raise FileUnavailable("rejected rows could not be written: AccessDenied")
            return store(self, key, *given, **more)

        monkeypatch.setattr(IntakeBucket, "store", refuse)
        return nights

    @pytest.mark.parametrize("text", [rows(25, 3), "not,a,feed\n"], ids=["a bad row", "refused whole"])
    def test_a_feed(self, refusing, text):
        refusing.put("roster/ascls/1.csv", roster(("M1", "c1@example.org")))
        refusing.put("feed/labce/1.csv", text)
        refusing.put("feed/labce/2.csv", feed(("x1", "c1@example.org")))
        report = refusing.run()
        outcomes = {file["key"]: file["outcome"] for file in report["files"]}
        assert outcomes == {"roster/ascls/1.csv": "taken", "feed/labce/1.csv": "put_off", "feed/labce/2.csv": "taken"}
        assert (report["complete"], report["resumed"]) == (True, 1)
        refusing.s3_is_well = True
        (file,) = refusing.run()["files"]
        assert (file["key"], file["outcome"] != "put_off") == ("feed/labce/1.csv", True)
        assert len(rejected(refusing, "feed/labce/1.csv")) == 1

    def test_the_place_of_a_feed_costs_only_time(self, refusing, monkeypatch):
        monkeypatch.setattr(nightly_files, "NOTE_EVERY", 1)
        refusing.put("feed/labce/1.csv", rows(25, 3))
        report = refusing.run()
        assert (report["rows"], report["files"][-1]["outcome"]) == (25, "put_off")

    def test_a_roster_stays_out_of_force_until_it_can_be(self, refusing):
        others = [(f"M{n}", f"m{n}@example.org") for n in range(3, 20)]
        refusing.put("roster/ascls/1.csv", roster(("M1", "c1@example.org"), ("M2", "broken"), *others))
        report = refusing.run()
        assert [(file["outcome"], report["complete"]) for file in report["files"]] == [("put_off", True)]
        assert refusing.dependencies.roster.in_force() is None
        refusing.s3_is_well = True
        assert [file["outcome"] for file in refusing.run()["files"]] == ["taken"]
        assert refusing.dependencies.roster.in_force().members == 18

    def test_a_roster_of_no_use_gives_way_to_an_older_one_all_the_same(self, refusing):
        refusing.put("roster/ascls/1.csv", roster(("M1", "c1@example.org")))
        refusing.put("roster/ascls/2.csv", "not,a,roster\n")
        report = refusing.run()
        outcomes = {file["key"]: file["outcome"] for file in report["files"]}
        assert outcomes == {"roster/ascls/2.csv": "put_off", "roster/ascls/1.csv": "taken"}
        assert refusing.dependencies.roster.in_force().key == "roster/ascls/1.csv"
