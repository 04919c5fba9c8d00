"""The undo of a file, over whole runs: what becomes of each row, and what happens when the file comes again."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from laurel.audit.acts import Actor
from laurel.audit.log import Acting
from laurel.feed_files import undo_run
from laurel.feed_files.files import FeedFiles
from laurel.feed_files.request import UndoDesk
from laurel.feed_files.undo import UndoOutcome, UndoProblem, UndoState
from laurel.intake.report_once import ReportOnce
from laurel.intake.row_intake import RowIntake, TakenRow, parse_row
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.states import State, WithdrawnReason
from laurel.ledger.store import Change
from laurel.nightly.continuation import RunPart
from laurel.platform.csv_records import Record
from laurel.platform.ids import new_id
from tests.unit.nightly.nights import TODAY, Nights, feed, roster

KEY = "feed/labce/1.csv"
WHY = "The dates were wrong."
SAM = Acting(None, Actor.staff("sam"), WHY)
UNDO_ALONE = RunPart(arrival=True, undo=True)
ANA, BEA, CLEO = "ana@example.org", "bea@example.org", "cleo@example.org"


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA), ("M2", BEA)))
    return nights


def file_of(nights, name="1.csv"):
    return next(one for one in FeedFiles(nights.table).page("labce", limit=9, after=None).files if one.name == name)


def ask(nights, *, dry_run=False, name="1.csv"):
    desk = UndoDesk(nights.table, lambda: None, new_id, nights.clock)
    return desk.ask(file_of(nights, name).file_id, SAM, dry_run=dry_run)


def undone(nights, *, dry_run=False, name="1.csv", part=UNDO_ALONE):
    """The undo after a run, and its rows: reference, outcome, reason."""
    asked = ask(nights, dry_run=dry_run, name=name)
    nights.run(part=part)
    undo = nights.dependencies.undos.get(asked.file_id, dry_run=dry_run)
    assert undo.undo_id == asked.undo_id
    rows = nights.dependencies.undos.rows(undo, outcome=None, limit=10_000, after=None).rows
    assert undo.outcomes == Counter(row.outcome for row in rows)
    return undo, [(row.reference, row.outcome.value, row.reason and row.reason.value) for row in rows]


def into(nights, reference, change):
    """Changes the credit in the ledger as something else would."""
    before = nights.credit(reference)
    assert nights.ledger.save([Change(before, change(before))])[0]


def test_a_credit_knows_its_file(nights):
    nights.put(KEY, feed(("r1", ANA)))
    nights.put("feed/labce/2.csv", feed(("r1", ANA), ("r2", ANA)))
    nights.run()
    assert nights.credit("r1").file_id == file_of(nights).file_id
    assert nights.credit("r2").file_id == file_of(nights, "2.csv").file_id


def test_each_row_is_undone_or_says_why_not(nights):
    at = nights.clock()
    nights.put("feed/labce/0.csv", feed(("earlier", ANA)))
    nights.run()
    rows = ["sent", "waits", "at ascp", "on its way", "in doubt", "by hand"]
    nights.put(
        KEY, feed(("earlier", ANA), ("bad", "broken"), *((one, ANA if one != "waits" else CLEO) for one in rows))
    )
    nights.run()
    sending = lambda c: c.lease("s1", at=at, until=at)  # noqa: E731
    into(nights, "on its way", sending)
    into(nights, "at ascp", lambda c: sending(c).accept("R1", at=at))
    into(nights, "in doubt", lambda c: sending(c).put_back(why="?", in_doubt=True, at=at, look_again_at=at))
    into(nights, "by hand", lambda c: c.withdraw(why="x", at=at, reason=WithdrawnReason.BY_HAND))
    expected = [
        ("earlier", "skipped", "not_of_this_file"),
        ("bad", "skipped", "not_taken"),
        ("sent", "undone", None),
        ("waits", "undone", None),
        ("at ascp", "asked", None),
        ("on its way", "skipped", "being_sent"),
        ("in doubt", "skipped", "outcome_unknown"),
        ("by hand", "skipped", "already_withdrawn"),
    ]
    before = {one: nights.credit(one) for one in rows}
    assert undone(nights, dry_run=True)[1] == expected
    assert {one: nights.credit(one) for one in rows} == before
    undo, found = undone(nights)
    assert (undo.state, found) == (UndoState.DONE, expected)
    for reference in rows:
        is_undone = nights.credit(reference).withdrawn_for is WithdrawnReason.FILE_UNDONE
        assert is_undone is (reference in ("sent", "waits")), reference
        assert is_under_way(nights.credit(reference)) is (reference == "at ascp"), reference
    step = nights.credit("sent").timeline[-1]
    assert (step.by, step.detail) == ("staff:sam", f"the file with which its provider reported it was undone: {WHY}")
    # Again: nothing changes.
    now = {one: nights.credit(one) for one in rows}
    nights.now = nights.clock() + timedelta(hours=1)
    assert [row[2] for row in undone(nights)[1]][2:5] == ["already_undone"] * 3
    assert {one: nights.credit(one) for one in rows} == now


def test_of_rows_with_one_reference_the_first_was_taken(nights):
    nights.put(KEY, feed(("r1", ANA), ("r1", ANA), ("r1", ANA, "2")))
    nights.run()
    assert undone(nights)[1] == [("r1", "undone", None), ("r1", "undone", None), ("r1", "skipped", "not_taken")]


@pytest.mark.parametrize("hours", ["1.5", "2"])
@pytest.mark.parametrize("name", ["1.csv", "2.csv"])
def test_what_is_sent_again_afterwards_counts_again(nights, name, hours):
    """The same file or a corrected one, under the same name or another."""
    nights.put(KEY, feed(("r1", ANA), ("r2", ANA)))
    nights.run()
    nights.now = nights.clock() + timedelta(hours=1)
    undone(nights)
    assert nights.run()["files"] == []  # the file is still there, and stays undone
    if name == "1.csv":
        as_if_undone_before_now(nights)
    nights.put(f"feed/labce/{name}", feed(("r1", ANA, hours), ("r2", BEA, hours)))
    report = nights.run()
    assert (report["credits"], report["reported"], report["reconciles"]) == (2, 2, True)
    credit = nights.credit("r2")
    assert (credit.state, str(credit.contact_hours), credit.email) == (State.REPORTED, hours, BEA)
    assert credit.file_id == file_of(nights, name).file_id
    states = [State.EARNED, State.REPORTED, State.WITHDRAWN, State.EARNED, State.REPORTED]
    assert [step.state for step in credit.timeline] == states
    assert sorted(step.at for step in credit.timeline) == [step.at for step in credit.timeline]
    assert [one.credits for one in FeedFiles(nights.table).page("labce", limit=9, after=None).files].count(2) >= 1
    # And may be undone once more.
    nights.now = nights.clock() + timedelta(hours=1)
    assert [row[1] for row in undone(nights, name=name)[1]] == ["undone", "undone"]


def as_if_undone_before_now(nights):
    """S3 of the tests has its own clock, by which the file arrives again."""
    for item in nights.table.query(None, "pk = :pk", pk=f"FILE#{KEY}"):
        if "undone_at" in item:
            nights.table.put_many([{**item, "undone_at": "2026-01-01T00:00:00.000000Z"}])


def test_what_is_pushed_again_afterwards_counts_again(nights):
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    undone(nights)
    values = dict(zip(feed().strip().split(","), feed(("r1", ANA)).split("\n")[1].split(","), strict=True))
    row = parse_row(Record(1, values), provider="labce", on=TODAY, at=nights.clock())
    given = nights.dependencies
    [taken] = RowIntake(nights.ledger, ReportOnce(nights.ledger, None), list, given.executor).take([row])
    assert isinstance(taken, TakenRow)
    assert (taken.new, taken.held.state, taken.held.file_id) == (True, State.EARNED, None)


def test_credits_from_before_files_were_known_stay(nights):
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    into(nights, "r1", lambda c: replace(c, file_id=None))
    assert undone(nights)[1] == [("r1", "skipped", "not_of_this_file")]


def test_a_file_that_was_replaced_or_removed_since(nights):
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    first = file_of(nights)
    nights.put(KEY, feed(("r2", ANA)))
    desk = UndoDesk(nights.table, lambda: None, new_id, nights.clock)
    desk.ask(first.file_id, SAM, dry_run=False)
    nights.run(part=UNDO_ALONE)
    assert nights.credit("r1").state is State.WITHDRAWN
    for one in boto3.client("s3").list_object_versions(Bucket=nights.bucket, Prefix="feed/")["Versions"]:
        boto3.client("s3").delete_object(Bucket=nights.bucket, Key=one["Key"], VersionId=one["VersionId"])
    desk.ask(first.file_id, SAM, dry_run=False)
    nights.run(part=UNDO_ALONE)
    undo = nights.dependencies.undos.get(first.file_id, dry_run=False)
    assert (undo.state, undo.problem) == (UndoState.FAILED, UndoProblem.FILE_GONE)
    assert nights.dependencies.undos.pending() == []


def test_rows_before_their_time_are_not_taken_once_the_file_is_undone(nights):
    first, second = feed(("r1", ANA), ("r2", ANA)).strip().rsplit("\n", 1)
    later = f"{first}\n{second.replace('2026-11-01', '2026-11-25')}\n"
    nights.put(KEY, later)
    nights.run()
    undone(nights)
    nights.run(on=TODAY + timedelta(days=9))
    assert nights.credit("r2") is None


def test_an_undo_that_was_asked_for_before_a_file_arrives_comes_before_it(nights):
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    ask(nights)
    nights.put("feed/labce/2.csv", feed(("r1", ANA, "2")))
    nights.run()
    assert (nights.credit("r1").state, str(nights.credit("r1").contact_hours)) == (State.REPORTED, "2")


def test_a_run_for_an_undo_alone_takes_no_files_unless_a_run_died(nights):
    nights.put(KEY, feed(("r1", ANA)))
    assert nights.run(part=UNDO_ALONE)["files"] == []
    assert list(nights.table.query(None, "pk = :pk", pk=f"RUNS#{nights.clock().year}")) == []
    with pytest.raises(RuntimeError), nights.dependencies.runs.lease("dead"):
        raise RuntimeError
    nights.now = nights.clock() + timedelta(hours=1)
    assert len(nights.run(part=UNDO_ALONE)["files"]) == 2


def test_it_goes_on_after_the_last_rows_that_are_noted(nights, monkeypatch):
    monkeypatch.setattr(undo_run, "WINDOW", 2)
    nights.put(KEY, feed(*((f"r{n}", ANA) for n in range(5))))
    nights.run()
    asked = ask(nights)
    checks = iter([900.0] * 2 + [1.0] * 99)
    nights.seconds_left = lambda: next(checks)
    assert not nights.run(part=UNDO_ALONE)["complete"]
    half = nights.dependencies.undos.get(asked.file_id, dry_run=False)
    assert (half.state, half.count(UndoOutcome.UNDONE)) == (UndoState.WORKING, 4)
    nights.seconds_left = lambda: 900.0
    nights.run(part=UNDO_ALONE)
    whole = nights.dependencies.undos.get(asked.file_id, dry_run=False)
    assert (whole.state, whole.count(UndoOutcome.UNDONE)) == (UndoState.DONE, 5)


def test_an_undo_that_is_open_is_asked_for_once(nights):
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    assert ask(nights).undo_id == ask(nights).undo_id
    assert len(nights.dependencies.undos.pending()) == 1


def test_other_trouble_ends_the_undo_and_not_the_run(nights, monkeypatch):
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    with monkeypatch.context() as patch:
        patch.setattr(undo_run, "judge", lambda *_: 1 / 0)
        undo, _ = undone(nights)
    assert (undo.state, undo.problem) == (UndoState.FAILED, UndoProblem.UNEXPECTED)
    assert undone(nights)[0].state is UndoState.DONE
