"""The progress of an undo: what became of the rows adds up over its runs, and each change is a version of its own."""

from datetime import UTC, datetime

import pytest

from laurel.feed_files.undo import FileUndo, RowResult, UndoOutcome, UndoProblem, UndoReason, UndoState

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
