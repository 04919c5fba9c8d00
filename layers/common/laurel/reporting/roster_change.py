"""How a new roster file changes who bears an e-mail.

What was applied last is kept as a snapshot in the intake bucket; only the difference to it is written.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from datetime import datetime
from itertools import batched
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from laurel.platform.csv_records import Record, Rejection, UnusableFile, read_records
from laurel.reporting.intake_bucket import IntakeBucket, IntakeFile
from laurel.reporting.rejections import Rejections
from laurel.reporting.roster import InForce, Roster
from laurel.reporting.roster_rows import ROSTER_COLUMNS, parse_roster_row
from laurel.reporting.roster_snapshot import Added, RosterSnapshot
from laurel.reporting.run_report import FileOutcome, FileReport
from laurel.reporting.touched import TouchedEmails

SNAPSHOT_KEY = "state/roster/ascls.sqlite"
# The e-mail keys, one a line, that a roster not yet in force may have changed in the table.
UNSETTLED_KEY = "state/roster/ascls-unsettled.txt"
# A roster that has lost more than half of so many members was cut off on its way, rather than ASCLS in one night.
LEAST_GUARDED = 1_000
_CHUNK = 500  # e-mails that are looked up together
_WINDOW = 16  # chunks that are written side by side


class SnapshotLost(Exception):
    """The snapshot of the roster in force is gone from the bucket; the runbook says how to bring it back."""


class RosterChange:
    """A new roster file, read into a snapshot beside the last one. Lives in `folder` (on disk) while it is applied."""

    def __init__(
        self,
        file: IntakeFile,
        bucket: IntakeBucket,
        roster: Roster,
        folder: Path,
        *,
        in_force: InForce | None,
        may_shrink: bool = False,
    ) -> None:
        self.file = file
        self.touched = TouchedEmails(folder / "touched.sqlite")
        self._bucket = bucket
        self._roster = roster
        self._folder = folder
        self._in_force = in_force
        self._may_shrink = may_shrink
        self._began = monotonic()
        self._rows = 0
        self._repeats = 0
        self._rejected = 0
        self._members = 0

    def apply(self, rejections: Rejections, go_on: Callable[[], None], executor: Executor) -> None:
        """Reads the file and writes the difference to the roster in force; `touched` then names whom it touches.

        `go_on` is called now and then, and may raise: what is written by then is not written again. Bad rows go into
        `rejections`. Raises UnusableFile, FileUnavailable, SnapshotLost and TableBusy; it may be done again after each,
        with this file or a newer one.
        """
        with self._read(rejections) as snapshot:
            self._members = len(snapshot)
            self._expect_members()
            snapshot.note_touched(self.touched, since=self._previous())
            self._add_unsettled()
            if self.touched:
                self._note_unsettled(self.touched)
                self._write(snapshot, go_on, executor)

    def _expect_members(self) -> None:
        if not self._members:
            raise UnusableFile("no_members", "No row of this roster could be taken: it stays without effect.")
        before = self._in_force.members if self._in_force else 0
        if before >= LEAST_GUARDED and 2 * self._members < before and not self._may_shrink:
            raise UnusableFile(
                "roster_shrunk",
                f"The roster has {self._members:,} members, the one before had {before:,}: it looks cut off and stays "
                "without effect. Send it whole, or let it pass as Laurel's runbook says.",
            )

    def _write(self, snapshot: RosterSnapshot, go_on: Callable[[], None], executor: Executor) -> None:
        """Writes who bears the touched e-mails now, in order, many side by side; notes how far it came."""
        chunks = batched(self.touched.after(self._roster.begin(self.file)), _CHUNK)
        for window in batched(chunks, _WINDOW):
            go_on()
            found = ((email_keys, snapshot.members_of(email_keys)) for email_keys in window)
            list(executor.map(lambda one: self._roster.apply(*one), found))
            self._roster.note_progress(self.file, window[-1][-1])

    def conclude(self, at: datetime) -> FileReport:
        """Puts the file in force, once nothing more depends on the difference to the last one."""
        self._bucket.store(SNAPSHOT_KEY, self._folder / "roster.sqlite", "application/vnd.sqlite3")
        self._roster.put_in_force(self.file, members=self._members, at=at)
        if self.touched:
            self._note_unsettled([])
        return FileReport(
            key=self.file.key,
            outcome=FileOutcome.TAKEN,
            rows=self._rows,
            repeats=self._repeats,
            rejected=self._rejected,
            members=self._members,
            changed=len(self.touched),
            milliseconds=round((monotonic() - self._began) * 1000),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.touched.close()

    def _previous(self) -> Path | None:
        path = self._folder / "previous.sqlite"
        if self._bucket.fetch_state(SNAPSHOT_KEY, path):
            return path
        if self._in_force:
            raise SnapshotLost(SNAPSHOT_KEY)
        return None

    def _add_unsettled(self) -> None:
        """What a roster that never came into force may have left in the table: its difference was to another one."""
        path = self._folder / "unsettled.txt"
        if self._bucket.fetch_state(UNSETTLED_KEY, path):
            with path.open(encoding="utf-8") as lines:
                self.touched.add(line.rstrip("\n") for line in lines)

    def _note_unsettled(self, email_keys: Iterable[str]) -> None:
        path = self._folder / "unsettled.txt"
        with path.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{email_key}\n" for email_key in email_keys)
        self._bucket.store(UNSETTLED_KEY, path, "text/plain; charset=utf-8")

    def _read(self, rejections: Rejections) -> RosterSnapshot:
        path = self._folder / "roster.csv"
        self._bucket.fetch(self.file, path)
        snapshot = RosterSnapshot(self._folder / "roster.sqlite", fresh=True)
        with path.open("rb") as stream:
            for record in read_records(stream, ROSTER_COLUMNS):
                self._rows += 1
                if rejection := self._take(record, snapshot):
                    rejections.add(rejection)
        self._rejected = rejections.count
        path.unlink()
        snapshot.seal()
        return snapshot

    def _take(self, record: Record | Rejection, snapshot: RosterSnapshot) -> Rejection | None:
        row = parse_roster_row(record) if isinstance(record, Record) else record
        if isinstance(row, Rejection):
            return row
        match snapshot.add(row):
            case Added.CONFLICT:
                message = "This member number stands on an earlier line with other content; only that line counts."
                return Rejection(record.line, "member_number", "conflicting_member_number", message, record.values)
            case Added.REPEAT:
                self._repeats += 1
            case Added.NEW:
                pass
        return None
