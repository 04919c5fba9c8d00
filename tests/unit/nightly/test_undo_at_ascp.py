"""The undo of a file whose credits ASCP has: ASCP is asked to withdraw them; rows that come again are corrections."""

from datetime import timedelta

import pytest

from laurel.feed_files import undo_run
from laurel.feed_files.undo import UndoOutcome, UndoReason
from laurel.ledger.follow_ups import delivered, is_under_way, outgoing
from laurel.ledger.requested import AskedChange, restore, withdraw
from laurel.ledger.states import Action, RejectedReason, State, WithdrawnReason
from tests.unit.nightly.nights import Nights, feed, rejected, roster
from tests.unit.nightly.test_undo import ANA, BEA, KEY, UNDO_ALONE, ask, file_of, into, undone

AGAIN = "feed/labce/2.csv"


def answer(nights, receipt=None, reference="r1"):
    """ASCP accepts what is outgoing of the credit, under this receipt, or refuses it."""

    def after(credit):
        leased = outgoing(credit).lease("s1", at=nights.clock(), until=nights.clock())
        at = nights.clock()
        answered = leased.accept(receipt, at=at) if receipt else leased.reject(RejectedReason.INVALID, detail="", at=at)
        return delivered(credit, answered)

    into(nights, reference, after)


def later(nights, **span):
    nights.now = nights.clock() + timedelta(**(span or {"hours": 1}))


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    """A file was taken, and ASCP has accepted its only credit."""
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.put("roster/ascls/1.csv", roster(("M1", ANA), ("M2", BEA)))
    nights.put(KEY, feed(("r1", ANA)))
    nights.run()
    answer(nights, "R-1")
    nights.queued()
    later(nights)
    return nights


def test_ascp_is_asked_with_the_reason_and_the_credit_is_withdrawn_once_it_accepts(nights):
    undo, rows = undone(nights)
    credit = nights.credit("r1")
    assert (rows, undo.count(UndoOutcome.ASKED)) == ([("r1", "asked", None)], 1)
    assert nights.queued() == [credit.credit_id]
    assert (credit.state, outgoing(credit).action) == (State.ACCEPTED, Action.WITHDRAW)
    step = credit.timeline[-1]
    assert (step.event, step.by, step.detail) == (
        "withdrawal_asked",
        "staff:sam",
        "the file with which its provider reported it was undone: The dates were wrong.",
    )
    answer(nights, "R-2")
    credit = nights.credit("r1")
    assert (credit.withdrawn_for, credit.receipt) == (WithdrawnReason.FILE_UNDONE, "R-1")


@pytest.mark.parametrize("receipt", [None, "R-2", "no answer"])
def test_a_second_undo_asks_again_only_for_what_ascp_refused(nights, receipt):
    undone(nights)
    if receipt != "no answer":
        answer(nights, receipt)
    before = nights.credit("r1")
    later(nights)
    if receipt:
        assert undone(nights)[1] == [("r1", "skipped", "already_undone")]
        assert nights.credit("r1") == before
    else:
        assert undone(nights)[1] == [("r1", "asked", None)]
        assert outgoing(nights.credit("r1")).number == 2


@pytest.mark.parametrize("answered", [False, True])
def test_a_run_that_dies_before_the_message_is_repeated_with_the_same_result(nights, monkeypatch, answered):
    asked = ask(nights)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(undo_run, "_result", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        nights.run(part=UNDO_ALONE)
    nights.queued()
    if answered:
        answer(nights)
    before = nights.credit("r1")
    later(nights)
    nights.run(part=UNDO_ALONE)
    assert nights.dependencies.undos.get(asked.file_id, dry_run=False).count(UndoOutcome.ASKED) == 1
    assert nights.credit("r1") == before
    assert set(nights.queued()) == (set() if answered else {before.credit_id})


def test_a_dry_run_asks_nobody(nights):
    before = nights.credit("r1")
    assert undone(nights, dry_run=True)[1] == [("r1", "asked", None)]
    assert (nights.credit("r1"), nights.queued()) == (before, [])


def test_a_change_that_is_under_way_comes_first(nights):
    into(nights, "r1", lambda c: withdraw(c, AskedChange(why="x", at=nights.clock(), by="staff:eve")))
    later(nights)
    assert undone(nights)[1] == [("r1", "skipped", UndoReason.ALREADY_WITHDRAWN)]
    answer(nights, "R-2")
    into(nights, "r1", lambda c: restore(c, AskedChange(why="x", at=nights.clock(), by="staff:eve")))
    later(nights)
    assert undone(nights)[1] == [("r1", "skipped", UndoReason.BEING_SENT)]


def send_again(nights, *row):
    nights.put(AGAIN, feed(*([row] if row else [])))
    report = nights.run()
    assert report["reconciles"]
    return report


@pytest.mark.parametrize("hours", ["1.5", "2"])
def test_a_row_that_comes_after_ascps_answer_is_a_correction(nights, hours):
    undone(nights)
    answer(nights, "R-2")
    later(nights)
    nights.queued()
    report = send_again(nights, "r1", ANA, hours)
    assert (report["credits"], report["reported"]) == (1, 1)
    credit = nights.credit("r1")
    assert (credit.state, outgoing(credit).action, outgoing(credit).number) == (State.WITHDRAWN, Action.CORRECT, 2)
    assert nights.queued() == [credit.credit_id]
    # The file again, or its row by another file, is a repeat.
    before = nights.credit("r1")
    nights.put("feed/labce/3.csv", feed(("r1", ANA, hours)))
    assert nights.run()["repeats"] == 1
    assert nights.credit("r1") == before
    answer(nights, "R-3")
    credit = nights.credit("r1")
    assert (credit.state, str(credit.contact_hours), credit.receipt) == (State.ACCEPTED, hours, "R-1")
    assert credit.file_id == file_of(nights, "2.csv").file_id
    later(nights)
    assert undone(nights, name="2.csv")[1] == [("r1", "asked", None)]


@pytest.mark.parametrize(("hours", "withdrawn"), [("1.5", True), ("2", True), ("1.5", False), ("2", False)])
def test_a_row_that_comes_before_ascps_answer_waits_for_it(nights, hours, withdrawn):
    undone(nights)
    nights.queued()
    later(nights)
    assert send_again(nights, "r1", ANA, hours)["credits"] == 1
    credit = nights.credit("r1")
    assert (credit.state, outgoing(credit).action, str(credit.contact_hours)) == (State.ACCEPTED, "withdraw", "1.5")
    assert nights.queued() == [credit.credit_id]
    # Until then nothing else can be asked for: nobody loses sight of the row.
    late = AskedChange(why="x", at=nights.clock(), by="staff:eve")
    assert withdraw(credit, late).code == "follow_up_under_way"
    assert undone(nights, name="2.csv")[1] == [("r1", "skipped", "being_sent")]
    answer(nights, "R-2" if withdrawn else None)
    credit = nights.credit("r1")
    if not withdrawn and hours == "1.5":
        assert not is_under_way(credit), "ASCP has it already as the row says"
        assert credit.state is State.ACCEPTED
        return
    assert credit.state is (State.WITHDRAWN if withdrawn else State.ACCEPTED)
    assert (outgoing(credit).action, outgoing(credit).number) == ("correct", 2)
    assert credit.due_at == credit.follow_up.due_at
    answer(nights, "R-3")
    credit = nights.credit("r1")
    assert (credit.state, str(credit.contact_hours), credit.receipt) == (State.ACCEPTED, hours, "R-1")
    events = [one.event for one in credit.timeline if one.event]
    assert events == [
        "withdrawal_asked",
        "withdrawal_accepted" if withdrawn else "withdrawal_refused",
        "correction_asked",
        "correction_accepted",
    ]
    assert sorted(step.at for step in credit.timeline) == [step.at for step in credit.timeline]


@pytest.mark.parametrize("answered", [False, True])
def test_a_row_for_another_person_or_statement_needs_a_new_reference(nights, answered):
    undone(nights)
    if answered:
        answer(nights, "R-2")
    before = nights.credit("r1")
    later(nights)
    for text in (feed(("r1", BEA)), feed(("r1", ANA)).replace(",pace,", ",florida,")):
        nights.put(AGAIN, text)
        assert nights.run()["rejected"] == 1
        [row] = rejected(nights, AGAIN)
        assert row["reason"] == "conflicting_reference"
        assert "new reference" in row["message"]
    assert nights.credit("r1") == before
    nights.put(AGAIN, feed(("r1-b", BEA)))
    assert nights.run()["reported"] == 1


def test_what_ascp_refuses_to_count_again_is_not_sent_a_second_time_unless_it_differs(nights):
    undone(nights)
    answer(nights, "R-2")
    later(nights)
    send_again(nights, "r1", ANA, "2")
    answer(nights)
    credit = nights.credit("r1")
    assert (credit.state, credit.withdrawn_for) == (State.WITHDRAWN, WithdrawnReason.FILE_UNDONE)
    nights.put("feed/labce/3.csv", feed(("r1", ANA, "2")))
    assert nights.run()["repeats"] == 1
    assert nights.credit("r1") == credit
    nights.put("feed/labce/4.csv", feed(("r1", ANA, "1")))
    assert nights.run()["credits"] == 1
    assert outgoing(nights.credit("r1")).number == 3
