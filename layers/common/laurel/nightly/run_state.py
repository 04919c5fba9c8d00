"""The dependencies of a nightly run, and the state that it keeps."""

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from traceback import extract_tb

from laurel.delivery.queue import DeliveryQueue
from laurel.feed_files.undo_records import FileUndos
from laurel.intake.bucket import IntakeBucket, IntakeFile
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.intake.places import FEED_PREFIX, feed_folder
from laurel.intake.rejected_rows import Rejections
from laurel.intake.report_once import ReportOnce
from laurel.intake.sources import ProviderOnRecord
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.customer_ids import CustomerIds
from laurel.learners.joined_addresses import JoinedAddresses
from laurel.ledger.store import Ledger
from laurel.nightly.lease import Runs
from laurel.nightly.source_watch import SourceWatch
from laurel.platform.clock import Clock
from laurel.platform.csv_records import Rejection, UnusableFile
from laurel.platform.log import logger
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDependencies:
    """The stores, clients and clock that a run needs.

    Without a `watch` no provider is named as missing or late, and none counts as inactive.
    """

    ledger: Ledger
    roster: Roster
    aliases: Aliases
    consents: Consents
    customer_ids: CustomerIds
    bucket: IntakeBucket
    taken_files: TakenFiles
    undos: FileUndos
    runs: Runs
    queue: DeliveryQueue
    executor: Executor
    clock: Clock
    watch: SourceWatch | None = None
    joined: JoinedAddresses | None = None

    @property
    def once(self) -> ReportOnce:
        """The writer for credits that may be reported now."""
        return ReportOnce(self.ledger, self.aliases, self.joined)


@dataclass(slots=True)
class RunState:
    """What the run `run_id` has done so far.

    `messages_pending` says that credits may be reported without a message. `requeue_from` is the shard of due credits
    at which queueing starts, or which it has reached; `oldest_reported_at` is when (UTC) the oldest of these credits
    was reported. `roster_at` is when (UTC) the roster in force was written.
    """

    dependencies: RunDependencies
    run_id: str
    tally: Tally = field(default_factory=Tally)
    files: list[FileReport] = field(default_factory=list)
    messages_pending: bool = False
    requeue_from: int = 0
    oldest_reported_at: datetime | None = None
    roster_at: datetime | None = None
    _providers: Sequence[ProviderOnRecord] | None = None

    def queue(self, credit_ids: Iterable[str]) -> None:
        """Queues `credit_ids`, which were just reported; messages that SQS refuses are pending."""
        if refused := self.dependencies.queue.send(credit_ids, self.dependencies.executor):
            self.tally.queue_refused += refused
            self.note_pending_messages()

    def note_arrived(self, files: Iterable[IntakeFile]) -> None:
        """Notes that the providers of these feeds sent something. Raises TableBusy."""
        if watch := self.dependencies.watch:
            sent = [(feed_folder(file.key), file.last_modified) for file in files]
            watch.sources.note_files((folder, at) for folder, at in sent if folder)

    def providers(self) -> Sequence[ProviderOnRecord]:
        """The providers on record: one call for the whole run, none without a `watch`. Raises TableBusy."""
        if self._providers is None and (watch := self.dependencies.watch):
            self._providers = watch.providers()
        return self._providers or ()

    def is_inactive(self, provider: str) -> bool:
        """Whether this provider is on record as not active. Raises TableBusy."""
        return any(one.provider_id == provider.casefold() and not one.active for one in self.providers())

    def without_record(self, known: Collection[ProviderOnRecord]) -> tuple[str, ...]:
        """The providers of this run's feeds that are not among those `known`."""
        feeds = [report.key for report in self.files if report.key.startswith(FEED_PREFIX)]
        sent = {folder for key in feeds if (folder := feed_folder(key))}
        return tuple(sorted(sent - {one.provider_id for one in known}))

    @property
    def has_feeds(self) -> bool:
        """Whether this run read a feed."""
        return any(report.key.startswith(FEED_PREFIX) for report in self.files)

    def note_pending_messages(self) -> None:
        """Records that credits may have been saved without a message; they can be in any shard."""
        self.messages_pending, self.requeue_from = True, 0

    def queue_again(self, credit_ids: Iterable[str]) -> None:
        """Queues `credit_ids`, which are due; messages that SQS refuses wait until the next nightly run."""
        self.tally.queue_refused += self.dependencies.queue.send(credit_ids, self.dependencies.executor)

    def conclude(self, file: IntakeFile, report: FileReport, whole: FileReport | None = None) -> None:
        """Records that a file is finished: it is not read again.

        `report` is the part of this run; `whole` is the report of all runs together, if there were several.
        """
        self.dependencies.taken_files.record(file, whole or report, run_id=self.run_id, at=self.dependencies.clock())
        self.note(replace(report, etag=file.etag))

    def note(self, report: FileReport) -> None:
        """Adds a file to this run's report and to the log."""
        self.files.append(report)
        logger.info("a file was read", extra={"run_id": self.run_id, "file": report.to_wire()})

    def refuse(self, file: IntakeFile, unusable: UnusableFile, rejections: Rejections) -> None:
        """Refuses a whole file: writes the reason after its bad rows.

        Raises FileUnavailable if that cannot be written: then the file is not finished.
        """
        report = FileReport(key=file.key, outcome=FileOutcome.REFUSED, reason=unusable.reason, message=unusable.message)
        rejections.add(Rejection(1, "", unusable.reason, unusable.message, {}), always=True)
        rejections.hand_back(self.dependencies.bucket, file.key, etag=file.etag)
        self.conclude(file, report)

    def put_off(self, file: IntakeFile, error: Exception) -> None:
        """Leaves a file that could not be read, or whose rejected rows could not be written, to the next run."""
        logger.error("a file was put off", extra={"run_id": self.run_id, "key": file.key, "why": str(error)})
        self.files.append(FileReport(key=file.key, outcome=FileOutcome.PUT_OFF, message=str(error)))

    def put_off_after_error(self, file: IntakeFile, error: Exception) -> None:
        """Leaves a file on which this run failed with an unexpected error to the next run.

        The error's message may name a person, so only its type and place are logged.
        """
        place = extract_tb(error.__traceback__)[-1]
        self.note_pending_messages()  # credits may have been saved before the error
        self.put_off(file, Exception(f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"))
