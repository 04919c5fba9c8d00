"""What a nightly run works with, and the book it keeps of what it did."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from traceback import extract_tb

from laurel.delivery.queue import DeliveryQueue
from laurel.intake.bucket import IntakeBucket, IntakeFile
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.intake.rejected_rows import Rejections
from laurel.intake.report_once import ReportOnce
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.ledger.store import Ledger
from laurel.nightly.lease import Runs
from laurel.platform.clock import Clock
from laurel.platform.csv_records import Rejection, UnusableFile
from laurel.platform.log import logger
from laurel.roster.store import Roster


class OutOfTime(Exception):
    """The function's time is nearly over: what is done is safe, the rest is left to who comes after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDependencies:
    """What a run works with."""

    ledger: Ledger
    roster: Roster
    aliases: Aliases
    consents: Consents
    bucket: IntakeBucket
    taken_files: TakenFiles
    runs: Runs
    queue: DeliveryQueue
    executor: Executor
    clock: Clock

    @property
    def once(self) -> ReportOnce:
        """By which credits are saved that may be reported now."""
        return ReportOnce(self.ledger, self.aliases)


@dataclass(slots=True)
class RunState:
    """What the run `run_id` has done so far.

    `owed` says that credits may be reported whose message was never sent. `requeue_from` is the shard of what is due
    at which queueing again begins, or has come to; `oldest_reported_at` since when (UTC) the oldest of those credits
    has been on its way.
    """

    rooms: RunDependencies
    run_id: str
    tally: Tally = field(default_factory=Tally)
    files: list[FileReport] = field(default_factory=list)
    owed: bool = False
    requeue_from: int = 0
    oldest_reported_at: datetime | None = None

    def queue(self, credit_ids: Iterable[str]) -> None:
        """Wakes the forwarder for `credit_ids`, just reported; messages that SQS refuses are owed."""
        if refused := self.rooms.queue.send(credit_ids, self.rooms.executor):
            self.tally.queue_refused += refused
            self.owe()

    def owe(self) -> None:
        """Notes that credits may have been saved without their message: they can be in any shard."""
        self.owed, self.requeue_from = True, 0

    def queue_again(self, credit_ids: Iterable[str]) -> None:
        """Wakes the forwarder for `credit_ids`, which are due; what SQS refuses stays so until the next night."""
        self.tally.queue_refused += self.rooms.queue.send(credit_ids, self.rooms.executor)

    def conclude(self, file: IntakeFile, report: FileReport, whole: FileReport | None = None) -> None:
        """Records that a file is done with: it is not looked at again.

        `report` is what this run made of it, `whole` what all runs did together where they were several.
        """
        self.rooms.taken_files.record(file, whole or report, run_id=self.run_id, at=self.rooms.clock())
        self.note(report)

    def note(self, report: FileReport) -> None:
        """Enters what this run made of a file into its report, and into the log."""
        self.files.append(report)
        logger.info("a file was read", extra={"run_id": self.run_id, "file": report.to_wire()})

    def refuse(self, file: IntakeFile, unusable: UnusableFile, rejections: Rejections) -> None:
        """Hands a file back whole: the reason, behind the rows that were bad by themselves.

        Raises FileUnavailable when that cannot be written: then the file is not done with.
        """
        report = FileReport(key=file.key, outcome=FileOutcome.REFUSED, reason=unusable.reason, message=unusable.message)
        rejections.add(Rejection(1, "", unusable.reason, unusable.message, {}), always=True)
        rejections.hand_back(self.rooms.bucket, file.key, etag=file.etag)
        self.conclude(file, report)

    def put_off(self, file: IntakeFile, error: Exception) -> None:
        """Leaves a file that could not be read, or not be handed back, to the next run."""
        logger.error("a file was put off", extra={"run_id": self.run_id, "key": file.key, "why": str(error)})
        self.files.append(FileReport(key=file.key, outcome=FileOutcome.PUT_OFF, message=str(error)))

    def put_off_after(self, file: IntakeFile, error: Exception) -> None:
        """Leaves a file to the next run over which this one failed in a way that nobody foresaw.

        What the error says may name a person, so its kind and place are told.
        """
        place = extract_tb(error.__traceback__)[-1]
        self.owe()  # credits may have been saved before it
        self.put_off(file, Exception(f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"))
