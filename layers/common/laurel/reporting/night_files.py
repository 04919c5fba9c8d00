"""The files of a night: the newest roster is applied, and each feed is taken that was not taken before."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from laurel.platform.csv_records import UnusableFile
from laurel.reporting.feed_intake import FeedIntake
from laurel.reporting.feed_rows import FEED_COLUMNS
from laurel.reporting.intake_bucket import FileUnavailable, IntakeFile
from laurel.reporting.night_book import NightBook, OutOfTime
from laurel.reporting.rejections import Rejections
from laurel.reporting.roster import InForce
from laurel.reporting.roster_change import RosterChange, SnapshotLost
from laurel.reporting.roster_rows import ROSTER_COLUMNS
from laurel.reporting.run_report import FileOutcome, FileReport, Tally
from laurel.reporting.settling import Settling
from laurel.reporting.taken_files import Place

ROSTER_PREFIX = "roster/ascls/"
FEED_PREFIX = "feed/"
# Windows of 800 rows after which the place is noted: what a run that is killed leaves to be read again as repeats.
NOTE_EVERY = 50
_NAME = re.compile(r"(roster/ascls|feed/[A-Za-z0-9._-]{1,64})/[^/]+\.csv", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NightFiles:
    """The files of one run, read by way of `folder` (on disk). `go_on` is called between steps, and may raise."""

    book: NightBook
    folder: Path
    go_on: Callable[[], None]

    def take_roster(self, follow: Callable[[Collection[str]], object], *, accept: str | None) -> None:
        """Applies the newest roster that can be used; `follow` is told the e-mails it touches before it is in force.

        `accept` is the key of a file that counts even though it was refused as cut off.
        """
        rooms = self.book.rooms
        in_force = rooms.roster.in_force()
        files = rooms.bucket.list(ROSTER_PREFIX)
        newer = [file for file in files if not in_force or _is_newer(file, in_force)]
        for file in reversed(rooms.taken_files.not_refused(newer, but=accept)):
            self.go_on()
            if self._apply(file, in_force, follow, may_shrink=file.key == accept):
                return

    def _apply(
        self,
        file: IntakeFile,
        in_force: InForce | None,
        follow: Callable[[Collection[str]], object],
        *,
        may_shrink: bool,
    ) -> bool:
        """Applies one roster; False if it is of no use and an older one may be."""
        rooms = self.book.rooms
        with (
            Rejections(self.folder / "rejected.csv", ROSTER_COLUMNS) as rejections,
            RosterChange(
                file, rooms.bucket, rooms.roster, self.folder, in_force=in_force, may_shrink=may_shrink
            ) as change,
        ):
            try:
                _expect_name(file)
                change.apply(rejections, self.go_on, rooms.executor)
            except UnusableFile as unusable:
                self.book.refuse(file, unusable, rejections)
                return False
            except (FileUnavailable, SnapshotLost) as error:
                self.book.put_off(file, error)
                return True
            rejections.hand_back(rooms.bucket, file.key)
            follow(change.touched)
            self.book.conclude(file, change.conclude(rooms.clock()))
            return True

    def take_feeds(self, settling: Settling, *, on: date, at: datetime) -> None:
        """Takes each feed that was not taken before; `on` is the run's date, `at` (UTC) when it began."""
        rooms = self.book.rooms
        horizon = rooms.taken_files.horizon()
        files = (file for file in rooms.bucket.list(FEED_PREFIX) if file.last_modified >= horizon)
        untaken = None
        for file, place in rooms.taken_files.not_taken(files):
            with Rejections(self.folder / "rejected.csv", FEED_COLUMNS) as rejections:
                try:
                    _expect_name(file)
                    self.go_on()
                    _FeedUnderWay(self, file, rejections).take(settling, place, on=on, at=at)
                except UnusableFile as unusable:
                    self.book.refuse(file, unusable, rejections)
                except FileUnavailable as error:
                    untaken = untaken or file
                    self.book.put_off(file, error)
        rooms.taken_files.advance_horizon(everything_before=untaken.last_modified if untaken else at)


class _FeedUnderWay:
    """One feed that is being read."""

    def __init__(self, files: NightFiles, file: IntakeFile, rejections: Rejections) -> None:
        self._files = files
        self._book = files.book
        self._file = file
        self._rejections = rejections
        self._began = monotonic()
        self._tally = Tally()
        self._from = self._reached = 0
        self._before = 0  # rows rejected by the runs before this one

    def take(self, settling: Settling, place: Place | None, *, on: date, at: datetime) -> None:
        """Takes what of the feed lies behind `place`. Raises UnusableFile, FileUnavailable and OutOfTime."""
        rooms, path = self._book.rooms, self._files.folder / "feed.csv"
        rooms.bucket.fetch(self._file, path)
        self._go_to(place)
        intake = FeedIntake(rooms.ledger, settling.settle, rooms.executor)
        provider = self._file.key.split("/")[1]
        windows = intake.take(path, self._rejections, provider=provider, on=on, at=at, behind=self._from)
        try:
            for n, window in enumerate(windows, 1):
                self._tally.add(window.tally)
                self._book.tally.add(window.tally)
                self._book.queue(credit.credit_id for credit in window.reported)
                self._reached = window.line
                if n % NOTE_EVERY == 0:
                    self._note_place()
                self._files.go_on()
        except OutOfTime:
            self._note_place()
            self._book.note(self._report(FileOutcome.BEGUN))
            raise
        self._rejections.hand_back(rooms.bucket, self._file.key)
        self._book.conclude(self._file, self._report(FileOutcome.TAKEN))

    def _go_to(self, place: Place | None) -> None:
        """Goes on behind `place`; from the first row where the rows rejected so far are gone."""
        if place and self._rejections.go_on(
            self._book.rooms.bucket, self._file.key, count=place.rejected, size=place.rejected_bytes
        ):
            self._from = self._reached = place.line
            self._before = place.rejected

    def _note_place(self) -> None:
        size = self._rejections.keep(self._book.rooms.bucket, self._file.key)
        self._book.rooms.taken_files.note_place(self._file, Place(self._reached, self._rejections.count, size))

    def _report(self, outcome: FileOutcome) -> FileReport:
        return FileReport(
            key=self._file.key,
            outcome=outcome,
            rows=self._tally.rows,
            credits=self._tally.credits,
            repeats=self._tally.repeats,
            rejected=self._tally.rejected,
            behind=self._from or None,
            milliseconds=round((monotonic() - self._began) * 1000),
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
