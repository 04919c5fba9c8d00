"""The files of a nightly run: it applies the newest roster and takes each feed that was not taken before."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from laurel.intake.bucket import FileUnavailable, IntakeFile
from laurel.intake.checkpoints import FilePosition
from laurel.intake.errors import LeaseLost
from laurel.intake.feed import FeedIntake
from laurel.intake.feed_cards import file_id_of
from laurel.intake.feed_rows import FEED_CELLS
from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.intake.places import (
    FEED_PREFIX,
    MOST_MISPLACED,
    OUR_FOLDERS,
    ROSTER_PREFIX,
    expect_usable,
    in_turns,
    inactive,
    is_passed_over,
    misplaced,
    provider_of,
)
from laurel.intake.rejected_rows import Rejections
from laurel.nightly.run_state import RunState
from laurel.platform.csv_records import UnusableFile
from laurel.platform.deadline import Deadline, OutOfTime
from laurel.platform.log import logger
from laurel.platform.table import TableBusy
from laurel.roster.diff import RosterComparison, SnapshotLost
from laurel.roster.reader import NewRoster, RosterReader
from laurel.roster.rematch import Rematcher
from laurel.roster.rows import ROSTER_CELLS
from laurel.roster.store import InForce
from laurel.roster.update import RosterUpdate

# Windows of 800 rows between checkpoints: after a run is killed, at most these rows are read again, as repeats.
# A checkpoint uploads the rows rejected so far, so more checkpoints would cost more than they save.
NOTE_EVERY = 50
ENDS_THE_RUN = (OutOfTime, TableBusy, LeaseLost)
"""The errors that end the run. Any other error belongs to one file, and only that file is put off."""


@dataclass(frozen=True, slots=True)
class NightFiles:
    """The files of one run, copied to `folder` (on disk). The `deadline` is checked between steps."""

    run: RunState
    folder: Path
    deadline: Deadline

    def take_roster(self, follow: Callable[[Collection[str]], object], *, accept: str | None) -> None:
        """Applies the newest usable roster; calls `follow` with the changed e-mails before the roster is in force.

        `accept` is the key of a file that counts even though it was refused as cut off or damaged.
        """
        dependencies = self.run.dependencies
        in_force = dependencies.roster.in_force()
        self.run.roster_at = in_force.last_modified if in_force else None
        files = [file for file in dependencies.bucket.list(ROSTER_PREFIX) if not is_passed_over(file.key)]
        newer = [file for file in files if not in_force or _is_newer(file, in_force)]
        for file in reversed(dependencies.taken_files.not_refused(newer, but=accept)):
            self.deadline.check()
            try:
                refused = self._take_one_roster(file, in_force, follow, accept=file.key == accept)
            except ENDS_THE_RUN:
                raise
            except Exception as error:  # noqa: BLE001  # one file's trouble is not the others'
                self.run.put_off_after_error(file, error)
                return
            if not refused:
                return  # otherwise an older roster may be usable

    def _take_one_roster(
        self, file: IntakeFile, in_force: InForce | None, follow: Callable[[Collection[str]], object], *, accept: bool
    ) -> bool:
        """Applies one roster, or puts it off; returns whether it was refused."""
        reader = RosterReader(self.run.dependencies.bucket, self.folder, in_force)
        with Rejections(self.folder / "rejected.csv", ROSTER_CELLS) as rejections:
            try:
                expect_usable(file)
                new = reader.read(file, rejections, accept=accept)
                with new.snapshot:
                    self._apply(new, in_force, rejections, follow)
            except UnusableFile as unusable:
                self._refuse(file, unusable, rejections)
                return True
            except (FileUnavailable, SnapshotLost) as error:
                self.run.put_off(file, error)
        return False

    def _apply(
        self,
        new: NewRoster,
        in_force: InForce | None,
        rejections: Rejections,
        follow: Callable[[Collection[str]], object],
    ) -> None:
        """Applies one roster. Raises FileUnavailable, SnapshotLost and ENDS_THE_RUN."""
        dependencies, bucket, roster = self.run.dependencies, self.run.dependencies.bucket, self.run.dependencies.roster
        taken = None
        with RosterComparison(bucket, roster, self.folder, in_force) as comparison:
            try:
                update = RosterUpdate(comparison.diff(new), roster, bucket, self.deadline)
                applied = update.apply(dependencies.executor)
                rejections.hand_back(bucket, new.file.key, etag=new.file.etag)
                taken = applied.follow_up(follow).put_in_force(dependencies.clock())
                self.run.roster_at = new.file.last_modified
                self.run.conclude(new.file, taken)
            except (OutOfTime, TableBusy):
                # If only the record failed, the roster is in force already and no other part will report it.
                self.run.note(taken or new.report(FileOutcome.BEGUN, changed=comparison.changed))
                raise

    def _refuse(self, file: IntakeFile, unusable: UnusableFile, rejections: Rejections) -> bool:
        """Refuses a whole file; False if the refusal cannot be written: then the file is put off."""
        try:
            self.run.refuse(file, unusable, rejections)
        except FileUnavailable as error:
            self.run.put_off(file, error)
            return False
        return True

    def take_feeds(self, rematcher: Rematcher, *, on: date, at: datetime) -> None:
        """Takes each feed that was not taken before; `on` is the run's date, `at` (UTC) is when it started."""
        dependencies = self.run.dependencies
        horizon = dependencies.taken_files.horizon()
        untaken = self._refuse_misplaced(horizon, on=on)
        new = self._not_taken(dependencies.bucket.list(FEED_PREFIX), horizon, on=on)
        # Before any is taken: a file that is taken is not looked at again.
        self.run.note_arrived(file for file, _ in new)
        for file, place in in_turns(new):
            if not self._take_feed(file, place, rematcher, on=on, at=at):
                untaken.append(file.last_modified)
        dependencies.taken_files.advance_horizon(everything_before=min(untaken, default=at))

    def _not_taken(
        self, files: Iterable[IntakeFile], horizon: datetime, *, on: date
    ) -> list[tuple[IntakeFile, FilePosition]]:
        new = [file for file in files if file.last_modified >= horizon and not is_passed_over(file.key)]
        return self.run.dependencies.taken_files.not_taken(new, on=on)

    def _refuse_misplaced(self, horizon: datetime, *, on: date) -> list[datetime]:
        """Refuses files in unexpected places; returns the dates (UTC) of those left to another night."""
        found = self.run.dependencies.bucket.list_outside([FEED_PREFIX, ROSTER_PREFIX, *OUR_FOLDERS])
        files = [file for file, _ in self._not_taken(found, horizon, on=on)]
        left = [file.last_modified for file in files[MOST_MISPLACED:]]
        for file in files[:MOST_MISPLACED]:
            self.deadline.check()
            try:
                with Rejections(self.folder / "rejected.csv", ()) as rejections:
                    refused = self._refuse(file, misplaced(), rejections)
            except ENDS_THE_RUN:
                raise
            except Exception as error:  # noqa: BLE001  # one file's trouble is not the others'
                self.run.put_off_after_error(file, error)
                refused = False
            left += [] if refused else [file.last_modified]
        return left

    def _take_feed(
        self, file: IntakeFile, place: FilePosition, rematcher: Rematcher, *, on: date, at: datetime
    ) -> bool:
        """Takes or refuses one feed; False if it is put off for any reason."""
        try:
            with Rejections(self.folder / "rejected.csv", FEED_CELLS) as rejections:
                try:
                    expect_usable(file)
                    self._expect_active(provider_of(file.key))
                    self.deadline.check()
                    _FeedUnderWay(self, file, rejections).take(rematcher, place, on=on, at=at)
                except UnusableFile as unusable:
                    return self._refuse(file, unusable, rejections)
        except FileUnavailable as error:
            self.run.put_off(file, error)
        except ENDS_THE_RUN:
            raise
        except Exception as error:  # noqa: BLE001  # one file's trouble is not the others'
            self.run.put_off_after_error(file, error)
        else:
            return True
        return False

    def _expect_active(self, provider: str) -> None:
        """Raises UnusableFile if this provider is not active, FileUnavailable if its record cannot be read."""
        try:
            if self.run.is_inactive(provider):
                raise inactive()
        except TableBusy as error:
            raise FileUnavailable(f"the record of its provider could not be read: {error}") from error


class _FeedUnderWay:
    """A feed while it is read."""

    def __init__(self, files: NightFiles, file: IntakeFile, rejections: Rejections) -> None:
        self._files = files
        self._run = files.run
        self._file = file
        self._rejections = rejections
        self._began = monotonic()
        self._tally = Tally()
        self._in_all = Tally()  # including the runs before this one
        self._from = self._reached = 0
        self._again_on: str | None = None

    def take(self, rematcher: Rematcher, place: FilePosition, *, on: date, at: datetime) -> None:
        """Reads the feed from after `place`.

        Raises UnusableFile and FileUnavailable; OutOfTime and TableBusy after a checkpoint is written.
        """
        dependencies, path = self._run.dependencies, self._files.folder / "feed.csv"
        dependencies.bucket.fetch(self._file, path)
        self._resume(place)
        intake = FeedIntake(dependencies.ledger, dependencies.once, rematcher.rematch, dependencies.executor)
        windows = intake.take(
            path,
            self._rejections,
            provider=provider_of(self._file.key),
            on=on,
            at=at,
            file_id=file_id_of(self._file),
            after_line=self._from,
        )
        try:
            for n, window in enumerate(windows, 1):
                for tally in (self._tally, self._in_all, self._run.tally):
                    tally.add(window.tally)
                self._run.queue(credit.credit_id for credit in window.reported)
                self._reached = window.line
                if window.again_on:
                    self._again_on = min(self._again_on or "9", window.again_on.isoformat())
                if n % NOTE_EVERY == 0:
                    self._note_place(place)
                self._files.deadline.check()
            self._rejections.hand_back(dependencies.bucket, self._file.key, etag=self._file.etag)
            whole = self._report(FileOutcome.TAKEN, self._in_all)
            self._run.conclude(self._file, self._report(FileOutcome.TAKEN, self._tally), whole)
        except (OutOfTime, TableBusy):
            self._note_place(place)
            self._run.note(self._report(FileOutcome.BEGUN, self._tally))
            raise

    def _resume(self, place: FilePosition) -> None:
        """Continues after `place`, or from the first row if the rows rejected so far are gone."""
        bucket, file = self._run.dependencies.bucket, self._file
        if self._rejections.resume(bucket, file.key, count=place.rejected, size=place.rejected_bytes, etag=file.etag):
            self._from = self._reached = place.line
            self._in_all = place.tally()
            self._again_on = place.again_on or None

    def _note_place(self, before: FilePosition) -> None:
        """Records how far the feed is read; if that fails, rows are read again as repeats."""
        dependencies = self._run.dependencies
        try:
            size = self._rejections.keep(dependencies.bucket, self._file.key, etag=self._file.etag)
            dependencies.taken_files.note_place(
                self._file, before.at(self._reached, self._in_all, size, self._again_on)
            )
        except (TableBusy, FileUnavailable) as error:
            logger.warning("a file's checkpoint was not written", extra={"key": self._file.key, "why": str(error)})

    def _report(self, outcome: FileOutcome, tally: Tally) -> FileReport:
        return FileReport(
            key=self._file.key,
            outcome=outcome,
            rows=tally.rows,
            credits=tally.credits,
            repeats=tally.repeats,
            rejected=tally.rejected,
            behind=self._from or None if tally is self._tally else None,
            again_on=self._again_on,
            milliseconds=round((monotonic() - self._began) * 1000),
        )


def _is_newer(file: IntakeFile, in_force: InForce) -> bool:
    # S3 dates files by whole seconds: a file overwritten within one second has another ETag and the same date.
    later = (file.last_modified, file.key) >= (in_force.last_modified, in_force.key)
    return later and (file.key, file.etag) != (in_force.key, in_force.etag)
