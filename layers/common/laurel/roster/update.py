"""Applying a new roster file: which members have which e-mail from now on.

The roster applied last is kept as a snapshot in the intake bucket; only the difference to it is written.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, wait
from datetime import datetime
from fractions import Fraction
from itertools import batched, chain
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from laurel.intake.bucket import FileUnavailable, IntakeBucket, IntakeFile
from laurel.intake.errors import LeaseLost
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.intake.rejected_rows import FIRST_ROWS, Rejections, none_is_good
from laurel.platform.clock import instant
from laurel.platform.csv_records import Record, Rejection, UnusableFile, read_records
from laurel.platform.log import logger
from laurel.platform.table import TableBusy
from laurel.roster.changed_emails import ChangedEmails
from laurel.roster.member import Member
from laurel.roster.rows import MAY_BE_EMPTY, ROSTER_COLUMNS, parse_roster_row
from laurel.roster.snapshot import Added, RosterSnapshot, origin_of
from laurel.roster.store import InForce, Roster

SNAPSHOT_KEY = "state/roster/ascls.sqlite"
# The note of unconfirmed changes: the e-mail keys, one per line, that a roster not yet in force may have changed in the
# table. Its first line says whether there are any. The rest of that line makes each note unique, so that a note that
# was replaced meanwhile has another ETag.
UNCONFIRMED_KEY = "state/roster/ascls-unsettled.txt"
_UNCONFIRMED, _CONFIRMED = "unsettled", "settled"
# A roster that loses over half of at least so many members was cut off in transfer; ASCLS does not shrink overnight.
LEAST_GUARDED = 1_000
# A roster with a greater share of bad rows than this was damaged in transfer: each bad row is a lost member.
MOST_BAD = Fraction(1, 10)
_CHUNK = 500  # e-mails looked up together
_WINDOW = 16  # chunks written in parallel
_TRIES = 4


class SnapshotLost(Exception):
    """The bucket does not hold the snapshot of the roster in force; the runbook says how to restore it."""


class RosterChange:
    """A new roster file, read into a snapshot and compared with the last one. Works in `folder` (on disk).

    Call `apply`, follow up on `changed_emails`, then call `conclude`.
    """

    def __init__(
        self,
        file: IntakeFile,
        bucket: IntakeBucket,
        roster: Roster,
        folder: Path,
        *,
        in_force: InForce | None,
        may_pass: bool = False,
    ) -> None:
        self.file = file
        self.changed_emails = ChangedEmails(folder / "changed_emails.sqlite")
        self._bucket = bucket
        self._roster = roster
        self._folder = folder
        self._in_force = in_force
        self._may_pass = may_pass
        self._began = monotonic()
        self._rows = 0
        self._repeats = 0
        self._rejected = 0
        self._members = 0
        # The ETags of the snapshot and the note that were read: only these versions may be replaced.
        self._snapshot_seen: str | None = None
        self._note_seen: str | None = None
        self._check_time: Callable[[], None] = _no_check

    def apply(self, rejections: Rejections, check_time: Callable[[], None], executor: Executor) -> None:
        """Reads the file and writes the difference to the roster in force; `changed_emails` then holds what changed.

        `check_time` is called now and then, here and in `conclude`, also by the threads of `executor`, and may raise;
        writes done by then are not repeated. Bad rows go into `rejections`. Raises UnusableFile, FileUnavailable,
        SnapshotLost, TableBusy and LeaseLost; after each it may run again, with this file or a newer one.
        """
        self._check_time = check_time
        with self._read(rejections) as snapshot:
            self._members = len(snapshot)
            self._expect_members()
            wrote_last = self._add_unconfirmed()
            if wrote_last not in (None, self.file.etag):
                # That run may have overwritten what was applied of this file before.
                self._roster.restart(self.file)
            snapshot.note_changed(self.changed_emails, since=self._previous(confirmed=wrote_last is None))
            if not self._note(_UNCONFIRMED, self.changed_emails):
                raise LeaseLost(self.file.key)
            if self.changed_emails:
                self._write(snapshot, executor)

    def _expect_members(self) -> None:
        if not self._members:
            raise UnusableFile("no_members", "No row of this roster could be taken: it stays without effect.")
        if self._may_pass:
            return
        if self._rejected > MOST_BAD * self._rows:
            raise UnusableFile(
                "too_many_bad_rows",
                f"{self._rejected:,} of the roster's {self._rows:,} rows are bad, more than a tenth: it stays without "
                "effect, so that nobody loses a membership by it. Correct them and send it again, or let it pass as "
                "Laurel's runbook says.",
            )
        before = self._in_force.members if self._in_force else 0
        if before >= LEAST_GUARDED and 2 * self._members < before:
            raise UnusableFile(
                "roster_shrunk",
                f"The roster has {self._members:,} members, the one before had {before:,}: it looks cut off and stays "
                "without effect. Send it whole, or let it pass as Laurel's runbook says.",
            )

    def _write(self, snapshot: RosterSnapshot, executor: Executor) -> None:
        """Writes the members with the changed e-mails, in order, many in parallel; records the progress."""
        chunks = batched(self.changed_emails.after(self._roster.begin(self.file)), _CHUNK)
        try:
            for window in batched(chunks, _WINDOW):
                under_way = [executor.submit(self._apply, keys, snapshot.members_of(keys)) for keys in window]
                wait(under_way)  # also if one failed: no write may still run after this method ends
                for chunk in under_way:
                    chunk.result()
                if not self._roster.note_progress(self.file, window[-1][-1]):
                    raise LeaseLost(self.file.key)
        except (LeaseLost, TableBusy):
            self._record_unconfirmed_again()
            raise

    def _apply(self, email_keys: Sequence[str], members: dict[str, list[Member]]) -> None:
        self._check_time()
        self._roster.apply(email_keys, members)

    def _record_unconfirmed_again(self) -> None:
        """Our last writes may have overwritten those of a run that took over: records them as unconfirmed again."""
        for _ in range(_TRIES):
            try:
                self._add_unconfirmed()
                if self._note(_UNCONFIRMED, self.changed_emails):
                    return
            except FileUnavailable as error:
                logger.warning("a roster's unconfirmed changes could not be recorded", extra={"why": str(error)})
        logger.error("a roster's unconfirmed changes are not recorded", extra={"key": self.file.key})

    def conclude(self, at: datetime) -> FileReport:
        """Puts the file in force, once nothing depends on the difference to the last roster any more.

        Raises LeaseLost if another run came first, and then replaces nothing of its work; also FileUnavailable,
        TableBusy, and what `check_time` raises.
        """
        self._check_time()
        path = self._folder / "roster.sqlite"
        if not self._bucket.replace_state(SNAPSHOT_KEY, path, "application/vnd.sqlite3", seen=self._snapshot_seen):
            raise LeaseLost(self.file.key)
        self._roster.forget_progress(self.file)
        if not self._roster.put_in_force(self.file, members=self._members, at=at):
            raise LeaseLost(self.file.key)
        # If another run has written a note since, its note stays.
        self._note(f"{_CONFIRMED} {instant(at)}", [])
        return self.report(FileOutcome.TAKEN)

    def report(self, outcome: FileOutcome) -> FileReport:
        """The report of the file so far."""
        return FileReport(
            key=self.file.key,
            outcome=outcome,
            rows=self._rows,
            repeats=self._repeats,
            rejected=self._rejected,
            members=self._members,
            changed=len(self.changed_emails),
            milliseconds=round((monotonic() - self._began) * 1000),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.changed_emails.close()

    def _previous(self, *, confirmed: bool) -> Path | None:
        path = self._folder / "previous.sqlite"
        found = self._bucket.fetch_state(SNAPSHOT_KEY, path)
        self._snapshot_seen = found.etag if found else None
        if found is None:
            if self._in_force:
                raise SnapshotLost(f"{SNAPSHOT_KEY} is gone.")
            return None
        origin = origin_of(path)
        in_force = self._in_force and (self._in_force.key, self._in_force.etag)
        # A run that died may have left a snapshot newer than the roster in force: their difference is unconfirmed.
        if origin is None or (confirmed and in_force and origin != in_force):
            raise SnapshotLost(f"{SNAPSHOT_KEY} is not the snapshot of the roster in force.")
        return path

    def _add_unconfirmed(self) -> str | None:
        """Adds the changes that a roster which never came into force may have left in the table.

        Returns the ETag of the file that wrote last, or None if all changes are confirmed.
        """
        path = self._folder / "unsettled.txt"
        note = self._bucket.fetch_state(UNCONFIRMED_KEY, path)
        self._note_seen = note.etag if note else None
        if note is None:
            return None
        with path.open(encoding="utf-8") as lines:
            first = next(lines, "")
            self.changed_emails.add(line.rstrip("\n") for line in chain([first], lines) if "@" in line)
        return None if not first or first.startswith(_CONFIRMED) else first.split()[-1]

    def _note(self, first: str, email_keys: Iterable[str]) -> bool:
        """Replaces the note that was read; False if another run has replaced it."""
        path = self._folder / "unsettled.txt"
        with path.open("w", encoding="utf-8") as lines:
            lines.write(f"{first} {self.file.etag}\n")
            lines.writelines(f"{email_key}\n" for email_key in email_keys)
        written = self._bucket.replace_state(UNCONFIRMED_KEY, path, "text/plain; charset=utf-8", seen=self._note_seen)
        self._note_seen = written or self._note_seen
        return written is not None

    def _read(self, rejections: Rejections) -> RosterSnapshot:
        path = self._folder / "roster.csv"
        self._bucket.fetch(self.file, path)
        snapshot = RosterSnapshot(self._folder / "roster.sqlite", fresh=True)
        with path.open("rb") as stream:
            for record in read_records(stream, ROSTER_COLUMNS, may_be_empty=MAY_BE_EMPTY, ends_with_line_end=True):
                rejection = self._take(record, snapshot)
                # A row of a roster is one line: rows rejected together count as many lost members.
                lines = record.lines if rejection else 1
                self._rows += lines
                if rejection:
                    rejections.add(rejection)
                    self._rejected += lines
                    if self._rejected == self._rows >= FIRST_ROWS:
                        raise none_is_good([rejection])
        path.unlink()
        snapshot.seal(self.file.key, self.file.etag)
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


def _no_check() -> None:
    """No check until the first write."""
