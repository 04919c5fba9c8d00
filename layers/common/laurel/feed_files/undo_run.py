"""The work of an undo: goes through the rows of the file, and withdraws the credits that the file brought.

A credit that ASCP has accepted gets a follow-up (`ledger.requested`), which the forwarder delivers.

A run does it while it holds the lease, before it takes any file: so a file that is sent after the undo was asked for is
read after it. It may stop and start again anywhere. The place in the file, the counts and the results of the rows up to
there are one write, and a row whose credit this undo withdrew before counts as undone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import batched
from pathlib import Path

from laurel.feed_files.undo import (
    FileUndo,
    RowResult,
    UndoOutcome,
    UndoProblem,
    UndoReason,
    is_done,
    judge,
    waits_for_ascp,
    withdrawn,
)
from laurel.feed_files.undo_records import FileUndos
from laurel.intake.bucket import FileGone, FileUnavailable, IntakeBucket
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.errors import LeaseLost
from laurel.intake.feed import WINDOW, read_feed
from laurel.intake.feed_cards import FeedCard, card_key, from_item
from laurel.intake.places import provider_of
from laurel.intake.row_intake import BATCH, GoodRow, parse_row
from laurel.ledger.credit import Credit
from laurel.ledger.store import Change, Ledger
from laurel.platform.clock import Clock
from laurel.platform.csv_records import Rejection, UnusableFile
from laurel.platform.deadline import Deadline
from laurel.platform.log import logger
from laurel.platform.optimistic import retry_on_conflict

_LONGEST_REFERENCE = 128  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRun:
    """Does the pending undos of one run, for the date `on`. Files are copied to `folder` (on disk).

    `queue` puts credits with these IDs on the delivery queue.
    """

    undos: FileUndos
    taken_files: TakenFiles
    bucket: IntakeBucket
    ledger: Ledger
    queue: Callable[[Iterable[str]], None]
    executor: Executor
    clock: Clock
    on: date
    folder: Path
    deadline: Deadline

    def run(self, ends_the_run: tuple[type[Exception], ...]) -> int:
        """Does what is pending; returns how many undos ended. Costs one call if nothing is.

        Of the errors only those in `ends_the_run` get out: another one ends the undo as failed.
        """
        ended = 0
        for pending in self.undos.pending():
            self.deadline.check()
            undo = self.undos.get(pending.file_id, dry_run=pending.dry_run)
            if undo and undo.undo_id == pending.undo_id and undo.is_open:
                self._do(undo, ends_the_run)
                ended += 1
            self.undos.conclude(pending)
        return ended

    def _do(self, undo: FileUndo, ends_the_run: tuple[type[Exception], ...]) -> None:
        item = self.undos.table.get(card_key(undo.file_id))
        if item is None:  # its time is over
            return
        card, problem = from_item(item), None
        try:
            for after in self._go_through(undo, card):
                undo = after
                self.deadline.check()
        except ends_the_run:
            raise
        except FileGone:
            problem = UndoProblem.FILE_GONE
        except (FileUnavailable, UnusableFile):
            problem = UndoProblem.FILE_UNREADABLE
        except Exception as error:  # noqa: BLE001  # an undo's trouble is not the run's
            logger.error("an undo failed", extra={"file_id": undo.file_id, "error": type(error).__name__})
            problem = UndoProblem.UNEXPECTED
        ended = undo.finished(self.clock(), problem)
        if not self.undos.finish(undo, ended, card):
            raise LeaseLost(undo.undo_id)
        counts = {"outcomes": dict(ended.outcomes), "reasons": dict(ended.reasons), "problem": problem}
        logger.info("an undo ended", extra={"file_id": undo.file_id, "dry_run": undo.dry_run, **counts})

    def _go_through(self, undo: FileUndo, card: FeedCard) -> Iterator[FileUndo]:
        """Gives `undo` after each window of rows, as it is stored then."""
        if not undo.dry_run:
            self.taken_files.mark_undone(card.key, card.etag, at=undo.requested_at)
        path = self.folder / "undo.csv"
        self.bucket.fetch_taken(card.key, card.etag, path)
        parse = partial(parse_row, provider=provider_of(card.key), on=self.on, at=undo.requested_at)
        with path.open("rb") as stream:
            for window in batched(read_feed(stream, after_line=undo.line), WINDOW):
                results = self._undo_rows([parse(record) for record in window], undo)
                after = undo.continued(results, window[-1].line)
                if not self.undos.replace(undo, after, results):
                    raise LeaseLost(undo.undo_id)
                undo = after
                yield undo

    def _undo_rows(self, rows: Sequence[GoodRow | Rejection], undo: FileUndo) -> list[RowResult]:
        good = {row.credit.credit_id: row for row in reversed(rows) if isinstance(row, GoodRow)}
        batches = self.executor.map(partial(self._undo_batch, undo), batched(good.values(), BATCH))
        credits = {row_id: credit for batch in batches for row_id, credit in batch.items()}
        # Also those that a run asked for which died before their message.
        self.queue(credit.credit_id for credit in credits.values() if waits_for_ascp(credit, undo))
        return [_result(row, credits, undo) for row in rows]

    def _undo_batch(self, undo: FileUndo, rows: Sequence[GoodRow]) -> dict[str, Credit]:
        """The credits of `rows` as they are afterwards, by the IDs that the rows give."""

        def attempt() -> dict[str, Credit] | None:
            held = self._held(rows)
            left = {} if undo.dry_run else _to_withdraw(rows, held, undo)
            at = self.clock()
            saved = self.ledger.save([Change(credit, withdrawn(credit, undo, at)) for credit in left.values()])
            now = {credit.credit_id: credit for credit in saved if credit}
            if len(now) < len(left):
                return None
            return {row_id: now.get(credit.credit_id, credit) for row_id, credit in held.items()}

        done = retry_on_conflict(attempt)
        return self._held(rows) if done is None else done

    def _held(self, rows: Sequence[GoodRow]) -> dict[str, Credit]:
        held = self.ledger.get_many(one for row in rows for one in (row.credit.credit_id, *row.former_ids))
        return {row.credit.credit_id: credit for row in rows if (credit := row.held_among(held))}


def _to_withdraw(rows: Sequence[GoodRow], held: Mapping[str, Credit], undo: FileUndo) -> dict[str, Credit]:
    """The credits of `rows` that `undo` has still to withdraw, by their own IDs."""
    found = [(row, credit) for row in rows if (credit := held.get(row.credit.credit_id))]
    return {
        credit.credit_id: credit
        for row, credit in found
        if isinstance(judge(credit, row.credit.fingerprint, undo), UndoOutcome) and not is_done(credit, undo)
    }


def _result(row: GoodRow | Rejection, credits: Mapping[str, Credit], undo: FileUndo) -> RowResult:
    if isinstance(row, Rejection):
        reference = row.values.get("reference", "").strip()[:_LONGEST_REFERENCE]
        return RowResult(row.line, reference, UndoOutcome.SKIPPED, UndoReason.NOT_TAKEN)
    credit = credits.get(row.credit.credit_id)
    found = partial(RowResult, row.record.line, row.credit.reference, credit_id=credit.credit_id if credit else None)
    verdict = judge(credit, row.credit.fingerprint, undo)
    if isinstance(verdict, UndoReason):
        return found(outcome=UndoOutcome.SKIPPED, reason=verdict)
    if credit and not is_done(credit, undo) and not undo.dry_run:
        return found(outcome=UndoOutcome.FAILED, reason=UndoReason.BUSY)
    return found(outcome=verdict)
