"""The files of a night: the newest roster is applied, and each feed is taken that was not taken before."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import monotonic

from laurel.intake.bucket import FileUnavailable, IntakeFile
from laurel.intake.checkpoints import FilePosition
from laurel.intake.errors import LeaseLost
from laurel.intake.feed import FeedIntake
from laurel.intake.feed_rows import FEED_COLUMNS
from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.intake.places import (
    FEED_PREFIX,
    MOST_MISPLACED,
    OUR_FOLDERS,
    ROSTER_PREFIX,
    expect_usable,
    in_turns,
    is_passed_over,
    misplaced,
    provider_of,
)
from laurel.intake.rejected_rows import Rejections
from laurel.nightly.rematch import Settling
from laurel.nightly.run_state import OutOfTime, RunState
from laurel.platform.csv_records import UnusableFile
from laurel.platform.log import logger
from laurel.platform.table import TableBusy
from laurel.roster.rows import ROSTER_COLUMNS
from laurel.roster.store import InForce
from laurel.roster.update import RosterChange, SnapshotLost

# Windows of 800 rows after which the place is noted: at most so much does a run that is killed leave to be read again,
# as repeats. More often would cost more than it saves: a note uploads what was rejected so far.
NOTE_EVERY = 50
ENDS_THE_RUN = (OutOfTime, TableBusy, LeaseLost)
"""The trouble that is the run's own. Any other belongs to the file over which it comes, and puts that off alone."""


@dataclass(frozen=True, slots=True)
class NightFiles:
    """The files of one run, read by way of `folder` (on disk). `go_on` is called between steps, and may raise."""

    book: RunState
    folder: Path
    go_on: Callable[[], None]

    def take_roster(self, follow: Callable[[Collection[str]], object], *, accept: str | None) -> None:
        """Applies the newest roster that can be used; `follow` is told the e-mails it touches before it is in force.

        `accept` is the key of a file that counts even though it was refused as cut off or damaged.
        """
        rooms = self.book.rooms
        in_force = rooms.roster.in_force()
        files = [file for file in rooms.bucket.list(ROSTER_PREFIX) if not is_passed_over(file.key)]
        newer = [file for file in files if not in_force or _is_newer(file, in_force)]
        for file in reversed(rooms.taken_files.not_refused(newer, but=accept)):
            self.go_on()
            change = partial(RosterChange, file, rooms.bucket, rooms.roster, self.folder, in_force=in_force)
            try:
                refused = self._take_one_roster(partial(change, may_pass=file.key == accept), follow)
            except ENDS_THE_RUN:
                raise
            except Exception as error:  # noqa: BLE001  # one file's trouble is not the others'
                self.book.put_off_after(file, error)
                return
            if not refused:
                return  # else an older one may be of use

    def _take_one_roster(
        self, change_of: Callable[[], RosterChange], follow: Callable[[Collection[str]], object]
    ) -> bool:
        """Applies one roster, or puts it off; whether it was refused."""
        with Rejections(self.folder / "rejected.csv", ROSTER_COLUMNS) as rejections, change_of() as change:
            try:
                self._apply(change, rejections, follow)
            except UnusableFile as unusable:
                self._refuse(change.file, unusable, rejections)
                return True
            except (FileUnavailable, SnapshotLost) as error:
                self.book.put_off(change.file, error)
        return False

    def _apply(self, change: RosterChange, rejections: Rejections, follow: Callable[[Collection[str]], object]) -> None:
        """Applies one roster. Raises UnusableFile, FileUnavailable, SnapshotLost, and what ends the run's part."""
        rooms, file = self.book.rooms, change.file
        expect_usable(file)
        taken = None
        try:
            change.apply(rejections, self.go_on, rooms.executor)
            rejections.hand_back(rooms.bucket, file.key, etag=file.etag)
            follow(change.touched)
            taken = change.conclude(rooms.clock())
            self.book.conclude(file, taken)
        except (OutOfTime, TableBusy):
            # In force already where only its record could not be written: no other part will tell of it.
            self.book.note(taken or change.report(FileOutcome.BEGUN))
            raise

    def _refuse(self, file: IntakeFile, unusable: UnusableFile, rejections: Rejections) -> bool:
        """Hands a file back whole; False if that cannot be written: then it is put off."""
        try:
            self.book.refuse(file, unusable, rejections)
        except FileUnavailable as error:
            self.book.put_off(file, error)
            return False
        return True

    def take_feeds(self, settling: Settling, *, on: date, at: datetime) -> None:
        """Takes each feed that was not taken before; `on` is the run's date, `at` (UTC) when it began."""
        rooms = self.book.rooms
        horizon = rooms.taken_files.horizon()
        untaken = self._refuse_misplaced(horizon, on=on)
        for file, place in in_turns(self._not_taken(rooms.bucket.list(FEED_PREFIX), horizon, on=on)):
            if not self._take_feed(file, place, settling, on=on, at=at):
                untaken.append(file.last_modified)
        rooms.taken_files.advance_horizon(everything_before=min(untaken, default=at))

    def _not_taken(
        self, files: Iterable[IntakeFile], horizon: datetime, *, on: date
    ) -> list[tuple[IntakeFile, FilePosition]]:
        new = [file for file in files if file.last_modified >= horizon and not is_passed_over(file.key)]
        return self.book.rooms.taken_files.not_taken(new, on=on)

    def _refuse_misplaced(self, horizon: datetime, *, on: date) -> list[datetime]:
        """Refuses the files that lie where none belongs; the dates (UTC) of those that are left to another night."""
        found = self.book.rooms.bucket.list_outside([FEED_PREFIX, ROSTER_PREFIX, *OUR_FOLDERS])
        files = [file for file, _ in self._not_taken(found, horizon, on=on)]
        left = [file.last_modified for file in files[MOST_MISPLACED:]]
        for file in files[:MOST_MISPLACED]:
            self.go_on()
            try:
                with Rejections(self.folder / "rejected.csv", ()) as rejections:
                    told = self._refuse(file, misplaced(), rejections)
            except ENDS_THE_RUN:
                raise
            except Exception as error:  # noqa: BLE001  # one file's trouble is not the others'
                self.book.put_off_after(file, error)
                told = False
            left += [] if told else [file.last_modified]
        return left

    def _take_feed(self, file: IntakeFile, place: FilePosition, settling: Settling, *, on: date, at: datetime) -> bool:
        """Takes one feed, or refuses it; False if it is put off, for whatever reason."""
        try:
            with Rejections(self.folder / "rejected.csv", FEED_COLUMNS) as rejections:
                try:
                    expect_usable(file)
                    self.go_on()
                    _FeedUnderWay(self, file, rejections).take(settling, place, on=on, at=at)
                except UnusableFile as unusable:
                    return self._refuse(file, unusable, rejections)
        except FileUnavailable as error:
            self.book.put_off(file, error)
        except ENDS_THE_RUN:
            raise
        except Exception as error:  # noqa: BLE001  # one file's trouble is not the others'
            self.book.put_off_after(file, error)
        else:
            return True
        return False


class _FeedUnderWay:
    """One feed that is being read."""

    def __init__(self, files: NightFiles, file: IntakeFile, rejections: Rejections) -> None:
        self._files = files
        self._book = files.book
        self._file = file
        self._rejections = rejections
        self._began = monotonic()
        self._tally = Tally()
        self._in_all = Tally()  # with what the runs before this one took of it
        self._from = self._reached = 0
        self._again_on: str | None = None

    def take(self, settling: Settling, place: FilePosition, *, on: date, at: datetime) -> None:
        """Takes what of the feed lies behind `place`.

        Raises UnusableFile, FileUnavailable, and, with the place noted, OutOfTime and TableBusy.
        """
        rooms, path = self._book.rooms, self._files.folder / "feed.csv"
        rooms.bucket.fetch(self._file, path)
        self._go_to(place)
        intake = FeedIntake(rooms.ledger, rooms.once, settling.settle, rooms.executor)
        provider = provider_of(self._file.key)
        windows = intake.take(path, self._rejections, provider=provider, on=on, at=at, behind=self._from)
        try:
            for n, window in enumerate(windows, 1):
                for tally in (self._tally, self._in_all, self._book.tally):
                    tally.add(window.tally)
                self._book.queue(credit.credit_id for credit in window.reported)
                self._reached = window.line
                if window.again_on:
                    self._again_on = min(self._again_on or "9", window.again_on.isoformat())
                if n % NOTE_EVERY == 0:
                    self._note_place(place)
                self._files.go_on()
            self._rejections.hand_back(rooms.bucket, self._file.key, etag=self._file.etag)
            whole = self._report(FileOutcome.TAKEN, self._in_all)
            self._book.conclude(self._file, self._report(FileOutcome.TAKEN, self._tally), whole)
        except (OutOfTime, TableBusy):
            self._note_place(place)
            self._book.note(self._report(FileOutcome.BEGUN, self._tally))
            raise

    def _go_to(self, place: FilePosition) -> None:
        """Goes on behind `place`; from the first row where the rows rejected so far are gone."""
        bucket, file = self._book.rooms.bucket, self._file
        if self._rejections.go_on(bucket, file.key, count=place.rejected, size=place.rejected_bytes, etag=file.etag):
            self._from = self._reached = place.line
            self._in_all = place.tally()
            self._again_on = place.again_on or None

    def _note_place(self, before: FilePosition) -> None:
        """Notes how far the feed is read; without that, rows are read again as repeats."""
        rooms = self._book.rooms
        try:
            size = self._rejections.keep(rooms.bucket, self._file.key, etag=self._file.etag)
            rooms.taken_files.note_place(self._file, before.at(self._reached, self._in_all, size, self._again_on))
        except (TableBusy, FileUnavailable) as error:
            logger.warning("a file's place was not noted", extra={"key": self._file.key, "why": str(error)})

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
    # S3 dates files by whole seconds: a file overwritten within one has another ETag and the same date.
    later = (file.last_modified, file.key) >= (in_force.last_modified, in_force.key)
    return later and (file.key, file.etag) != (in_force.key, in_force.etag)
