"""Reads a roster file into a snapshot on disk. A file that looks cut off or damaged is refused."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from time import monotonic

from laurel.intake.bucket import IntakeBucket, IntakeFile
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.intake.rejected_rows import FIRST_ROWS, Rejections, none_is_good
from laurel.platform.csv_records import Record, Rejection, UnusableFile, read_records
from laurel.roster.rows import MAY_BE_EMPTY, ROSTER_COLUMNS, ROSTER_OPTIONAL, bad_customer_id, parse_roster_row
from laurel.roster.snapshot import Added, RosterSnapshot
from laurel.roster.store import InForce

# A roster that loses over half of at least so many members was cut off in transfer; ASCLS does not shrink overnight.
LEAST_GUARDED = 1_000
# A roster with a greater share of bad rows than this was damaged in transfer: each bad row is a lost member.
MOST_BAD = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoster:
    """A roster file that was read whole and may come into force: its members are in `snapshot`.

    `rows` counts lines, `repeats` and `rejected` those among them that gave no member, `noted` the members whose ASCP
    customer ID is bad: they count without it. `began` is when reading it began (seconds of `time.monotonic`). Close the
    snapshot after use.
    """

    file: IntakeFile
    snapshot: RosterSnapshot
    rows: int
    repeats: int
    rejected: int
    noted: int
    members: int
    began: float

    def report(self, outcome: FileOutcome, *, changed: int) -> FileReport:
        """The report of the file so far; `changed` addresses have other members now."""
        return FileReport(
            key=self.file.key,
            outcome=outcome,
            rows=self.rows,
            repeats=self.repeats,
            rejected=self.rejected,
            members=self.members,
            changed=changed,
            noted=self.noted or None,
            milliseconds=round((monotonic() - self.began) * 1000),
        )


@dataclass(frozen=True, slots=True)
class RosterReader:
    """Reads roster files of `bucket` into `folder` (on disk). `in_force` is the roster that they would replace."""

    bucket: IntakeBucket
    folder: Path
    in_force: InForce | None

    def read(self, file: IntakeFile, rejections: Rejections, *, accept: bool) -> NewRoster:
        """Reads `file`; bad rows go into `rejections`. Raises UnusableFile and FileUnavailable.

        With `accept`, a file counts although it looks cut off or damaged.
        """
        began = monotonic()
        path = self.folder / "roster.csv"
        self.bucket.fetch(file, path)
        snapshot = RosterSnapshot(self.folder / "roster.sqlite", fresh=True)
        try:
            rows = _Rows(snapshot, rejections)
            rows.take(path)
            path.unlink()
            snapshot.seal(file.key, file.etag)
            new = NewRoster(
                file=file,
                snapshot=snapshot,
                rows=rows.count,
                repeats=rows.repeats,
                rejected=rows.rejected,
                noted=rows.noted,
                members=len(snapshot),
                began=began,
            )
            _expect_members(new, self.in_force, accept=accept)
        except BaseException:
            snapshot.close()
            raise
        return new


@dataclass(slots=True)
class _Rows:
    """The rows of one file, on their way into `snapshot` and `rejections`."""

    snapshot: RosterSnapshot
    rejections: Rejections
    count: int = field(default=0, init=False)
    repeats: int = field(default=0, init=False)
    rejected: int = field(default=0, init=False)
    noted: int = field(default=0, init=False)

    def take(self, path: Path) -> None:
        """Takes the rows of the file at `path`. Raises UnusableFile."""
        with path.open("rb") as stream:
            for record in read_records(
                stream, ROSTER_COLUMNS, may_be_empty=MAY_BE_EMPTY, optional=ROSTER_OPTIONAL, ends_with_line_end=True
            ):
                rejection = self._add(record)
                # A row of a roster is one line: rows rejected together count as many lost members.
                lines = record.lines if rejection else 1
                self.count += lines
                if rejection:
                    self.rejections.add(rejection)
                    self.rejected += lines
                    if self.rejected == self.count >= FIRST_ROWS:
                        raise none_is_good([rejection])

    def _add(self, record: Record | Rejection) -> Rejection | None:
        if isinstance(record, Rejection):
            return record
        row = parse_roster_row(record)
        if isinstance(row, Rejection):
            return row
        match self.snapshot.add(row):
            case Added.CONFLICT:
                message = "An earlier line has this member number with other content. Only that line counts."
                return Rejection(record.line, "member_number", "conflicting_member_number", message, record.values)
            case Added.REPEAT:
                self.repeats += 1
            case Added.NEW:
                if bad := bad_customer_id(record):
                    self.rejections.add(bad)
                    self.noted += 1
        return None


def _expect_members(new: NewRoster, in_force: InForce | None, *, accept: bool) -> None:
    """Raises UnusableFile if `new` has no members, or, without `accept`, too few or too many bad rows."""
    if not new.members:
        raise UnusableFile("no_members", "No row of this roster could be taken: it stays without effect.")
    if accept:
        return
    if new.rejected > MOST_BAD * new.rows:
        raise UnusableFile(
            "too_many_bad_rows",
            f"{new.rejected:,} of the roster's {new.rows:,} rows are bad, more than a tenth: it stays without "
            "effect, so that nobody loses a membership by it. Correct them and send it again, or let it pass as "
            "Laurel's runbook says.",
        )
    before = in_force.members if in_force else 0
    if before >= LEAST_GUARDED and 2 * new.members < before:
        raise UnusableFile(
            "roster_shrunk",
            f"The roster has {new.members:,} members, the one before had {before:,}: it looks cut off and stays "
            "without effect. Send it whole, or let it pass as Laurel's runbook says.",
        )
