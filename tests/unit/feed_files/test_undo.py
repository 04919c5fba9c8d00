"""The progress of an undo: what became of the rows adds up over its runs, and each change is a version of its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from laurel.feed_files.undo import (
    CLOCKS_DIFFER,
    FileUndo,
    RowResult,
    UndoOutcome,
    UndoProblem,
    UndoReason,
    UndoState,
    is_done,
    judge,
    waits_for_ascp,
    withdrawn,
)
from laurel.ledger.credit import Credit
from laurel.ledger.requested import AskedChange, withdraw
from laurel.ledger.states import State
from tests.credits import a_credit

AT = datetime(2026, 11, 20, 7, tzinfo=UTC)
WAITING = FileUndo(file_id="f1", undo_id="u1", dry_run=False, by="staff:sam", why="Wrong file", requested_at=AT)
FIRST = [
    RowResult(2, "r1", UndoOutcome.UNDONE),
    RowResult(3, "r2", UndoOutcome.SKIPPED, UndoReason.NOT_TAKEN),
    RowResult(4, "r3", UndoOutcome.FAILED, UndoReason.BUSY),
]
SECOND = [RowResult(5, "r4", UndoOutcome.SKIPPED, UndoReason.NOT_TAKEN), RowResult(7, "r5", UndoOutcome.ASKED)]


def test_what_became_of_the_rows_adds_up_over_its_runs():
    once = WAITING.continued(FIRST, line=4)
    assert (once.state, once.line, once.rows) == (UndoState.WORKING, 4, 3)
    twice = once.continued(SECOND, line=7)
    assert (twice.line, twice.rows) == (7, 5)
    assert twice.outcomes == {"undone": 1, "skipped": 2, "failed": 1, "asked": 1}
    assert twice.reasons == {"not_taken": 2, "busy": 1}
    assert [twice.count(one) for one in UndoOutcome] == [1, 1, 2, 1]
    assert WAITING.count(UndoOutcome.UNDONE) == WAITING.rows == 0


@pytest.mark.parametrize(
    ("problem", "state"), [(None, UndoState.DONE), (UndoProblem.FILE_GONE, UndoState.FAILED)], ids=["done", "failed"]
)
def test_its_end_keeps_the_counts_and_closes_it(problem, state):
    working = WAITING.continued(FIRST, line=4)
    ended = working.finished(AT, problem)
    assert (ended.state, ended.finished_at, ended.problem, ended.is_open) == (state, AT, problem, False)
    assert (ended.outcomes, ended.reasons, ended.line) == (working.outcomes, working.reasons, 4)
    assert WAITING.is_open
    assert working.is_open


def test_each_change_is_a_version_of_its_own():
    working = WAITING.continued(FIRST, line=4)
    assert [one.version for one in (WAITING, working, working.continued(SECOND, line=7), working.finished(AT))] == [
        1,
        2,
        3,
        3,
    ]


DUE = AT + timedelta(hours=6)
ROW = a_credit("c1", file_id="f1")
REPORTED = ROW.report(member_number="M1", at=AT, look_again_at=DUE)
SENDING = REPORTED.lease("s1", at=AT, until=DUE)
ACCEPTED = SENDING.accept("R-1", at=AT)
ASKED = withdrawn(ACCEPTED, WAITING, AT)
LATER = replace(WAITING, undo_id="u2", requested_at=AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("credit", "found"),
    [
        (None, UndoReason.NOT_TAKEN),
        (replace(ROW, file_id="f2"), UndoReason.NOT_OF_THIS_FILE),
        (replace(ROW, file_id=None), UndoReason.NOT_OF_THIS_FILE),
        (replace(ROW, fingerprint="0" * 32), UndoReason.NOT_TAKEN),
        (ROW, UndoOutcome.UNDONE),
        (REPORTED, UndoOutcome.UNDONE),
        (SENDING, UndoReason.BEING_SENT),
        (replace(REPORTED, in_doubt=True), UndoReason.OUTCOME_UNKNOWN),
        (ACCEPTED, UndoOutcome.ASKED),
        (ASKED, UndoOutcome.ASKED),
        (withdraw(ACCEPTED, AskedChange(why="x", at=AT, by="s")), UndoReason.ALREADY_WITHDRAWN),
        (ROW.withdraw(why="x", at=AT, by="s"), UndoReason.ALREADY_WITHDRAWN),
        (withdrawn(ROW, WAITING, AT), UndoOutcome.UNDONE),
        (withdrawn(ROW, WAITING, AT - CLOCKS_DIFFER), UndoOutcome.UNDONE),
    ],
)
def test_each_row_is_judged_by_what_became_of_its_credit(
    credit: Credit | None, found: UndoReason | UndoOutcome
) -> None:
    assert judge(credit, ROW.fingerprint, WAITING) is found


def test_what_an_earlier_undo_did_is_not_done_twice() -> None:
    assert judge(withdrawn(ROW, WAITING, AT), ROW.fingerprint, LATER) is UndoReason.ALREADY_UNDONE
    assert judge(ASKED, ROW.fingerprint, LATER) is UndoReason.ALREADY_UNDONE
    just_before = LATER.requested_at - CLOCKS_DIFFER - timedelta(seconds=1)
    assert judge(withdrawn(ROW, WAITING, just_before), ROW.fingerprint, LATER) is UndoReason.ALREADY_UNDONE
    # The request to ASCP is that of an undo from one minute before it on.
    minute = LATER.requested_at - CLOCKS_DIFFER
    assert [is_done(withdrawn(ACCEPTED, LATER, at), LATER) for at in (just_before, minute)] == [False, True]


def test_an_undone_credit_says_why_and_ascp_is_asked_where_it_has_it() -> None:
    done = withdrawn(ROW, WAITING, AT)
    last = done.timeline[-1]
    assert (done.state, last.by, last.detail) == (
        *(State.WITHDRAWN, "staff:sam", "the file with which its provider reported it was undone: Wrong file"),
    )
    assert (is_done(done, WAITING), is_done(ASKED, WAITING), is_done(ACCEPTED, WAITING)) == (True, True, False)
    assert (waits_for_ascp(ASKED, WAITING), waits_for_ascp(done, WAITING)) == (True, False)
    assert (is_done(ASKED, LATER), waits_for_ascp(ASKED, LATER)) == (False, False)
    with pytest.raises(ValueError, match="credit c1: already_sending"):
        withdrawn(SENDING, WAITING, AT)
