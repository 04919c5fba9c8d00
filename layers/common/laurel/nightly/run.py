"""The nightly run: rosters and feeds in, credits matched, what is reported put on the queue, and a report.

It may run twice, be killed anywhere and come late: each step is done again harmlessly, and what one night does not
reach, a further part of it or the next night does.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic

from laurel.ledger.records import Work
from laurel.nightly.continuation import RunPart
from laurel.nightly.credits import NightCredits
from laurel.nightly.files import NightFiles
from laurel.nightly.lease import Lease, RunUnderWay
from laurel.nightly.rematch import Settling
from laurel.nightly.run_report import RunReport
from laurel.nightly.run_state import OutOfTime, RunDependencies, RunState
from laurel.platform.log import logger
from laurel.platform.table import TableBusy

# Seconds kept back to note the place and to write the report when the function's time runs out.
RESERVE = 45.0


class NightlyRun:
    """The run `run_id` for the calendar date `on`. `seconds_left` tells what remains of the function's time."""

    def __init__(
        self,
        rooms: RunDependencies,
        *,
        run_id: str,
        on: date,
        seconds_left: Callable[[], float],
        part: RunPart | None = None,
    ) -> None:
        self._rooms = rooms
        self._run_id = run_id
        self._on = on
        self._part = part or RunPart()
        self._settling = Settling(rooms.roster, rooms.aliases, rooms.consents, rooms.clock, on)
        self._seconds_left = seconds_left
        self._started_at = rooms.clock()
        self._book = RunState(
            rooms,
            run_id,
            owed=self._part.owed,
            requeue_from=self._part.requeue_from,
            oldest_reported_at=self._part.oldest_reported_at,
        )
        self._milliseconds: dict[str, int] = {}

    def run(self) -> RunReport:
        """Does the night's work and reports it. Raises LeaseLost, and what AWS refuses for good.

        Raises TableBusy when the table is too busy even for the run's own records. Its lease then stays behind, and
        whoever runs next, an invocation tried again or the next night, queues all that is undelivered.
        """
        try:
            with self._rooms.runs.lease(self._run_id) as lease, tempfile.TemporaryDirectory() as folder:
                stopped = self._work(lease, Path(folder))
                report = self._report(stopped=stopped)
                self._rooms.runs.record(report.to_wire(), self._started_at)
        except RunUnderWay:
            return self._report(skipped=True)
        return report

    def _work(self, lease: Lease, folder: Path) -> str:
        """Does what there is to do; why it stopped before the end, or nothing."""

        def go_on() -> None:
            lease.check()
            if self._seconds_left() < RESERVE:
                raise OutOfTime

        if lease.previous_died:
            self._book.owe()
        files = NightFiles(self._book, folder, go_on)
        credits = NightCredits(self._book, self._settling, go_on)
        try:
            self._take_up(files, credits)
            with self._timed("requeue"):
                credits.requeue(at=self._rooms.clock())
        except OutOfTime:
            return "The function's time ran out"
        except TableBusy as error:
            logger.warning("the table was too busy", extra={"run_id": self._run_id, "why": str(error)})
            return "DynamoDB was too busy"
        return ""

    def _take_up(self, files: NightFiles, credits: NightCredits) -> None:
        """Takes what is new and matches it. Raises OutOfTime and TableBusy."""
        try:
            with self._timed("roster"):
                files.take_roster(credits.match_waiting, accept=self._part.accept_roster)
            with self._timed("consents"):
                credits.follow_consents()
            with self._timed("moves"):
                credits.follow_moves()
            with self._timed("feeds"):
                files.take_feeds(self._settling, on=self._on, at=self._started_at)
            with self._timed("due"):
                credits.match(self._rooms.ledger.due(Work.MATCH, until=self._rooms.clock()))
        except TableBusy:
            self._book.owe()  # beside the batch that was throttled, others may have been saved
            raise

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = monotonic()
        try:
            yield
        finally:
            self._milliseconds[stage] = round((monotonic() - began) * 1000)

    def _report(self, *, stopped: str = "", skipped: bool = False) -> RunReport:
        tally = self._book.tally
        note = ""
        if skipped:
            note = "Another nightly run is under way; this one did nothing."
        elif stopped and self._part.is_last:
            note = f"{stopped}; the next night goes on from here."
        elif stopped:
            note = f"{stopped}; a further invocation was asked for, to go on from here."
        elif not (self._book.files or tally.resumed or tally.requeued):
            note = "There was nothing to do: no new file, no credit due."
        return RunReport(
            run_id=self._run_id,
            started_at=self._started_at,
            finished_at=self._rooms.clock(),
            tally=tally,
            files=self._book.files,
            milliseconds=self._milliseconds,
            complete=not (stopped or skipped),
            skipped=skipped,
            note=note,
            part=self._part.number,
            continues=self._part.continues,
            owed=self._book.owed,
            requeue_from=self._book.requeue_from,
            oldest_reported_at=self._book.oldest_reported_at,
        )
