"""The nightly run: takes rosters and feeds, matches credits, queues reported credits, and writes a report.

It may run twice, be killed anywhere and start late: each step may be repeated without harm. Work that one run does not
finish is done by its next part or by the next nightly run.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from laurel.feed_files.undo_run import UndoRun
from laurel.ledger.records import Work
from laurel.nightly.continuation import RunPart
from laurel.nightly.credits import NightCredits
from laurel.nightly.files import ENDS_THE_RUN, NightFiles
from laurel.nightly.lease import Lease, RunDeadline, RunUnderWay
from laurel.nightly.run_report import RunReport
from laurel.nightly.run_state import RunDependencies, RunState
from laurel.platform.deadline import OutOfTime
from laurel.platform.log import logger
from laurel.platform.table import TableBusy
from laurel.roster.rematch import Rematcher

# Seconds reserved to write the checkpoint and the report when the function's time runs out.
RESERVE = 45.0


class NightlyRun:
    """The run `run_id` for the calendar date `on`. `seconds_left` gives the function's remaining time."""

    def __init__(
        self,
        dependencies: RunDependencies,
        *,
        run_id: str,
        on: date,
        seconds_left: Callable[[], float],
        part: RunPart | None = None,
    ) -> None:
        self._dependencies = dependencies
        self._run_id = run_id
        self._on = on
        self._part = part or RunPart()
        self._rematcher = Rematcher(
            dependencies.roster,
            dependencies.aliases,
            dependencies.consents,
            dependencies.clock,
            on,
            dependencies.joined,
        )
        self._seconds_left = seconds_left
        self._started_at = dependencies.clock()
        self._state = RunState(
            dependencies,
            run_id,
            messages_pending=self._part.messages_pending,
            requeue_from=self._part.requeue_from,
            oldest_reported_at=self._part.oldest_reported_at,
        )
        self._milliseconds: dict[str, int] = {}
        self._undid_alone = False

    def run(self) -> RunReport:
        """Does the night's work and returns its report. Raises LeaseLost, and errors of AWS that no retry fixes.

        Raises TableBusy if the table is too busy even for the run's own records. Its lease is then not released, and
        the next run, a retried invocation or the next night, queues all undelivered credits.
        """
        try:
            runs, arrival = self._dependencies.runs, self._part.arrival
            with runs.lease(self._run_id, arrival=arrival) as lease, tempfile.TemporaryDirectory() as folder:
                stopped = self._work(lease, Path(folder))
                report = self._report(stopped=stopped)
                if not self._undid_alone:  # a file's card shows its undo
                    runs.record(report.to_wire(), self._started_at)
        except RunUnderWay as under_way:
            return self._report(skipped=True, behind_arrival=under_way.by_arrival)
        return report

    def _work(self, lease: Lease, folder: Path) -> str:
        """Does the work; returns why it stopped before the end, or an empty string."""
        deadline = RunDeadline(self._seconds_left, RESERVE, lease)
        if lease.previous_died:
            self._state.note_pending_messages()
        files = NightFiles(self._state, folder, deadline)
        credits = NightCredits(self._state, self._rematcher, deadline)
        try:
            with self._timed("undos"):
                self._undo_files(folder, deadline)
            # What a dead run left pending is for this run, whatever it was started for: the lease says it only once.
            self._undid_alone = self._part.undo and not self._state.messages_pending
            if self._undid_alone:
                return ""
            self._take_up(files, credits)
            with self._timed("requeue"):
                credits.requeue(at=self._dependencies.clock())
        except OutOfTime:
            return "The function's time ran out"
        except TableBusy as error:
            logger.warning("the table was too busy", extra={"run_id": self._run_id, "why": str(error)})
            return "DynamoDB was too busy"
        return ""

    def _undo_files(self, folder: Path, deadline: RunDeadline) -> None:
        """Does the pending undos of files, before any file is taken. Raises ENDS_THE_RUN."""
        given = self._dependencies
        UndoRun(
            undos=given.undos,
            taken_files=given.taken_files,
            bucket=given.bucket,
            ledger=given.ledger,
            queue=self._state.queue,
            executor=given.executor,
            clock=given.clock,
            on=self._on,
            folder=folder,
            deadline=deadline,
        ).run(ENDS_THE_RUN)

    def _take_up(self, files: NightFiles, credits: NightCredits) -> None:
        """Takes new files and matches credits. Raises OutOfTime and TableBusy."""
        try:
            with self._timed("roster"):
                files.take_roster(credits.match_waiting, accept=self._part.accept_roster)
            with self._timed("consents"):
                credits.follow_consents()
            with self._timed("customer_ids"):
                credits.follow_customer_ids()
            with self._timed("moves"):
                credits.follow_moves()
            with self._timed("feeds"):
                files.take_feeds(self._rematcher, on=self._on, at=self._started_at)
            with self._timed("due"):
                credits.match(self._dependencies.ledger.due(Work.MATCH, until=self._dependencies.clock()))
        except TableBusy:
            self._state.note_pending_messages()  # besides the throttled batch, others may have been saved
            raise

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = monotonic()
        try:
            yield
        finally:
            self._milliseconds[stage] = round((monotonic() - began) * 1000)

    def _report(self, *, stopped: str = "", skipped: bool = False, behind_arrival: bool = False) -> RunReport:
        tally = self._state.tally
        note = ""
        if skipped:
            note = "Another run is under way; this one did nothing."
        elif stopped and self._part.is_last:
            note = f"{stopped}; the next nightly run continues from here."
        elif stopped:
            note = f"{stopped}; another invocation was requested to continue from here."
        elif not (self._state.files or tally.resumed or tally.requeued):
            note = "There was nothing to do: no new file, no credit due."
        return RunReport(
            run_id=self._run_id,
            started_at=self._started_at,
            finished_at=self._dependencies.clock(),
            tally=tally,
            files=self._state.files,
            milliseconds=self._milliseconds,
            complete=not (stopped or skipped),
            skipped=skipped,
            behind_arrival=behind_arrival,
            arrival=self._part.arrival,
            note=note,
            part=self._part.number,
            continues=self._part.continues,
            messages_pending=self._state.messages_pending,
            requeue_from=self._state.requeue_from,
            oldest_reported_at=self._state.oldest_reported_at,
            **({} if skipped else self._look_at_sources(is_over=not (stopped or self._part.arrival))),
        )

    def _look_at_sources(self, *, is_over: bool) -> dict[str, Any]:
        """What the report says of sources. One call, and those of `SourceWatch.look` when the night is over."""
        watch = self._dependencies.watch
        if watch is None or not (is_over or self._state.has_feeds):
            return {}
        said: dict[str, Any] = {}
        try:
            providers = self._state.providers()
            said["providers_without_record"] = self._state.without_record(providers)
            if is_over:
                roster_at, at = self._state.roster_at, self._dependencies.clock()
                said["sources"] = watch.look(providers, roster_at=roster_at, on=self._on, at=at)
        except TableBusy as error:  # the next night says it
            logger.warning("the sources could not be looked at", extra={"why": str(error)})
        return said
