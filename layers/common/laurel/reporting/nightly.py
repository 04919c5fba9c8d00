"""The nightly run: rosters and feeds in, credits matched, what is reported put on the queue, and a report.

It may run twice, be killed anywhere and come late: each step is done again harmlessly, and what one night does not
reach, the next does.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from pathlib import Path
from time import monotonic

from laurel.learners.aliases import Aliases
from laurel.ledger.records import Work
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.platform.aws import PARALLEL_CALLS
from laurel.platform.clock import Clock
from laurel.platform.csv_records import Rejection, UnusableFile
from laurel.platform.log import logger
from laurel.reporting.backoff import LOST_AFTER
from laurel.reporting.delivery_queue import DeliveryQueue
from laurel.reporting.feed_intake import BATCH, FeedIntake
from laurel.reporting.feed_rows import FEED_COLUMNS
from laurel.reporting.intake_bucket import FileUnavailable, IntakeBucket, IntakeFile
from laurel.reporting.rejections import Rejections
from laurel.reporting.roster import InForce, Roster
from laurel.reporting.roster_change import RosterChange, SnapshotLost
from laurel.reporting.roster_rows import ROSTER_COLUMNS
from laurel.reporting.run_report import FileOutcome, FileReport, RunReport, Tally
from laurel.reporting.runs import Lease, Runs, RunUnderWay
from laurel.reporting.settling import Settling, is_open, waits_for_a_match
from laurel.reporting.taken_files import TakenFiles

ROSTER_PREFIX = "roster/ascls/"
FEED_PREFIX = "feed/"
_NAME = re.compile(r"(roster/ascls|feed/[A-Za-z0-9._-]{1,64})/[^/]+\.csv", re.IGNORECASE)
# Seconds kept back to write the report when the function's time runs out.
RESERVE = 45.0


class OutOfTime(Exception):
    """The function's time is nearly over: what is done is safe, the rest is left to the next night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """What a run works with."""

    ledger: Ledger
    roster: Roster
    aliases: Aliases
    bucket: IntakeBucket
    taken_files: TakenFiles
    runs: Runs
    queue: DeliveryQueue
    executor: Executor
    clock: Clock


class NightlyRun:
    """The run `run_id` for the calendar date `on`. `seconds_left` tells what remains of the function's time."""

    def __init__(self, rooms: Rooms, *, run_id: str, on: date, seconds_left: Callable[[], float]) -> None:
        self._rooms = rooms
        self._run_id = run_id
        self._on = on
        self._settling = Settling(rooms.roster, rooms.aliases, rooms.clock, on)
        self._seconds_left = seconds_left
        self._started_at = rooms.clock()
        self._tally = Tally()
        self._files: list[FileReport] = []
        self._milliseconds: dict[str, int] = {}

    def run(self) -> RunReport:
        """Does the night's work and reports it. Raises TableBusy, LeaseLost, and what AWS refuses for good."""
        try:
            with self._rooms.runs.lease(self._run_id) as lease, tempfile.TemporaryDirectory() as folder:
                complete = self._work(lease, Path(folder))
                report = self._report(complete=complete)
                self._rooms.runs.record(report.to_wire(), self._started_at)
        except RunUnderWay:
            return self._report(skipped=True)
        return report

    def _work(self, lease: Lease, folder: Path) -> bool:
        def go_on() -> None:
            lease.check()
            if self._seconds_left() < RESERVE:
                raise OutOfTime

        try:
            with self._timed("roster"):
                self._take_roster(folder, go_on)
            with self._timed("moves"):
                self._follow_moves(go_on)
            with self._timed("feeds"):
                self._take_feeds(folder, go_on)
            with self._timed("due"):
                self._resume(self._rooms.ledger.due(Work.MATCH, until=self._rooms.clock()), go_on)
            with self._timed("requeue"):
                self._requeue(go_on, previous_died=lease.previous_died)
        except OutOfTime:
            return False
        return True

    def _take_roster(self, folder: Path, go_on: Callable[[], None]) -> None:
        """Applies the newest roster that can be used, and matches the credits that waited for whom it touches."""
        in_force = self._rooms.roster.in_force()
        files = self._rooms.bucket.list(ROSTER_PREFIX)
        newer = [file for file in files if not in_force or _is_newer(file, in_force)]
        for file in reversed(self._rooms.taken_files.not_refused(newer)):
            go_on()
            with (
                Rejections(folder / "rejected.csv", ROSTER_COLUMNS) as rejections,
                RosterChange(file, self._rooms.bucket, self._rooms.roster, folder, in_force=in_force) as change,
            ):
                try:
                    _expect_name(file)
                    change.apply(rejections, go_on, self._rooms.executor)
                except UnusableFile as unusable:
                    self._refuse(file, unusable, rejections)
                    continue
                except (FileUnavailable, SnapshotLost) as error:
                    self._put_off(file, error)
                    return
                rejections.hand_back(self._rooms.bucket, file.key)
                self._resume(self._rooms.ledger.waiting_for(change.touched), go_on)
                self._resume(self._rooms.ledger.waiting_for(self._kin_of(change.touched)), go_on)
                self._conclude(file, change.conclude(self._rooms.clock()))
                return

    def _kin_of(self, email_keys: Iterable[str]) -> frozenset[str]:
        """What the learners who hold one of `email_keys` hold beside it: credits of theirs may wait there."""
        kin: set[str] = set()
        for window in batched(batched(email_keys, BATCH), PARALLEL_CALLS):
            for known in self._rooms.executor.map(self._rooms.aliases.of, window):
                kin.update(key for alias in known.values() for key in alias.kin if key != alias.key)
        return frozenset(kin)

    def _follow_moves(self, go_on: Callable[[], None]) -> None:
        """Takes what is not sent yet from the addresses that learners left over to their present ones.

        A move stays on the list while something under the old address is on its way: ASCP may refuse it.
        """
        rooms = self._rooms
        moves = rooms.aliases.moves()
        known = rooms.aliases.of(move.key for move in moves)
        for move in moves:
            go_on()
            alias = known.get(move.key)
            waiting = [] if alias is None or alias.is_present else rooms.ledger.of_address(move.key)
            waiting = [credit for credit in waiting if is_open(credit)]
            changed = self._resume((credit.credit_id for credit in waiting), go_on)
            if not changed and all(credit.state is State.UNMATCHED for credit in waiting):
                rooms.aliases.conclude(move)

    def _take_feeds(self, folder: Path, go_on: Callable[[], None]) -> None:
        horizon = self._rooms.taken_files.horizon()
        files = (file for file in self._rooms.bucket.list(FEED_PREFIX) if file.last_modified >= horizon)
        untaken = None
        for file in self._rooms.taken_files.not_taken(files):
            with Rejections(folder / "rejected.csv", FEED_COLUMNS) as rejections:
                try:
                    _expect_name(file)
                    self._take_feed(file, folder, rejections, go_on)
                except UnusableFile as unusable:
                    self._refuse(file, unusable, rejections)
                except FileUnavailable as error:
                    untaken = untaken or file
                    self._put_off(file, error)
        reached = untaken.last_modified if untaken else self._started_at
        self._rooms.taken_files.advance_horizon(everything_before=reached)

    def _take_feed(self, file: IntakeFile, folder: Path, rejections: Rejections, go_on: Callable[[], None]) -> None:
        go_on()
        began = monotonic()
        path = folder / "feed.csv"
        self._rooms.bucket.fetch(file, path)
        intake = FeedIntake(self._rooms.ledger, self._settling.settle, self._rooms.executor)
        provider = file.key.split("/")[1]
        total = Tally()
        for tally, reported in intake.take(path, rejections, provider=provider, on=self._on, at=self._started_at):
            total.add(tally)
            self._tally.add(tally)
            self._queue(credit.credit_id for credit in reported)
            go_on()
        rejections.hand_back(self._rooms.bucket, file.key)
        report = FileReport(
            key=file.key,
            outcome=FileOutcome.TAKEN,
            rows=total.rows,
            credits=total.credits,
            repeats=total.repeats,
            rejected=total.rejected,
            milliseconds=round((monotonic() - began) * 1000),
        )
        self._conclude(file, report)

    def _resume(self, credit_ids: Iterable[str], go_on: Callable[[], None]) -> int:
        """Matches credits that are in the ledger already and wait for it; how many that changed."""
        ledger = self._rooms.ledger
        changed = 0
        for batch in batched(credit_ids, BATCH):
            go_on()
            stored = ledger.get_many(batch).values()
            before = [credit for credit in stored if waits_for_a_match(credit)]
            after = self._settling.settle(before)
            changes = [Change(old, new) for old, new in zip(before, after, strict=True) if new is not old]
            unchanged = [old for old, new in zip(before, after, strict=True) if new is old]
            unchanged = [credit for credit in unchanged if credit.state is not State.REJECTED]
            saved = [credit for credit in ledger.save(changes) if credit]
            changed += len(changes)
            self._tally.resumed += len(saved) + len(unchanged)
            self._tally.count_settled([*saved, *unchanged])
            self._queue(credit.credit_id for credit in saved if credit.state is State.REPORTED)
        return changed

    def _requeue(self, go_on: Callable[[], None], *, previous_died: bool) -> None:
        """Queues again what had no receipt in time; after a run that died, all that is not delivered."""
        until = self._rooms.clock() + (2 * LOST_AFTER if previous_died else timedelta())
        for batch in batched(self._rooms.ledger.due(Work.DELIVER, until=until), BATCH):
            go_on()
            self._tally.requeued += len(batch)
            self._queue(batch)

    def _queue(self, credit_ids: Iterable[str]) -> None:
        self._tally.queue_refused += self._rooms.queue.send(credit_ids, self._rooms.executor)

    def _refuse(self, file: IntakeFile, unusable: UnusableFile, rejections: Rejections) -> None:
        """Hands the file back whole: the reason, behind the rows that were bad by themselves."""
        report = FileReport(key=file.key, outcome=FileOutcome.REFUSED, reason=unusable.reason, message=unusable.message)
        rejections.add(Rejection(1, "", unusable.reason, unusable.message, {}))
        rejections.hand_back(self._rooms.bucket, file.key)
        self._conclude(file, report)

    def _put_off(self, file: IntakeFile, error: Exception) -> None:
        logger.error("a file was put off", extra={"run_id": self._run_id, "key": file.key, "why": str(error)})
        self._files.append(FileReport(key=file.key, outcome=FileOutcome.PUT_OFF, message=str(error)))

    def _conclude(self, file: IntakeFile, report: FileReport) -> None:
        self._rooms.taken_files.record(file, report, run_id=self._run_id, at=self._rooms.clock())
        self._files.append(report)
        logger.info("a file was read", extra={"run_id": self._run_id, "file": report.to_wire()})

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = monotonic()
        try:
            yield
        finally:
            self._milliseconds[stage] = round((monotonic() - began) * 1000)

    def _report(self, *, complete: bool = True, skipped: bool = False) -> RunReport:
        tally = self._tally
        note = ""
        if skipped:
            note = "Another nightly run is under way; this one did nothing."
        elif not complete:
            note = "The function's time ran out; the next run goes on from here."
        elif not (self._files or tally.resumed or tally.requeued):
            note = "There was nothing to do: no new file, no credit due."
        return RunReport(
            run_id=self._run_id,
            started_at=self._started_at,
            finished_at=self._rooms.clock(),
            tally=tally,
            files=self._files,
            milliseconds=self._milliseconds,
            complete=complete,
            skipped=skipped,
            note=note,
        )


def _is_newer(file: IntakeFile, in_force: InForce) -> bool:
    # S3 dates files by whole seconds: a file overwritten within one has another ETag and the same date.
    later = (file.last_modified, file.key) >= (in_force.last_modified, in_force.key)
    return later and (file.key, file.etag) != (in_force.key, in_force.etag)


def _expect_name(file: IntakeFile) -> None:
    if not _NAME.fullmatch(file.key):
        raise UnusableFile(
            "unexpected_name",
            "Files are taken as roster/ascls/<name>.csv and feed/<provider>/<name>.csv (provider: letters, digits, "
            "dots, dashes, underscores). Send it under such a name.",
        )
