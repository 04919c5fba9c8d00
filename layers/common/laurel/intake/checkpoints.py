"""The files that were taken, so that each (key and ETag) is taken once, and how far back a run must look."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

from laurel.intake.bucket import IntakeFile
from laurel.intake.feed_cards import cards_of
from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Key, Put, Table, Update

# S3 dates a multipart upload by its start, and the bucket aborts incomplete uploads after two days.
OVERLAP = timedelta(days=3)
_HORIZON: Key = ("INTAKE", "HORIZON")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FilePosition:
    """How far a file is read: the line on which the last row that was taken starts.

    The counts are those up to that line; the rejected rows take `rejected_bytes`. A file with dates in the future is
    read more than once, and so is one that arrives again after its undo: `reading` is the day (YYYY-MM-DD) on which
    this reading was due, or the instant of the undo, and empty the first time. `again_on` is the day on which the next
    row with a date in the future can be taken.
    """

    line: int
    rejected: int
    rejected_bytes: int
    rows: int = 0
    credits: int = 0
    repeats: int = 0
    reading: str = ""
    again_on: str = ""

    @classmethod
    def beginning(cls, reading: str) -> Self:
        """The position before the first row."""
        return cls(0, 0, 0, reading=reading)

    def at(self, line: int, tally: Tally, rejected_bytes: int, again_on: str | None) -> Self:
        """The position at `line` of the same reading, with the file's `tally` up to there."""
        return replace(
            self,
            line=line,
            rejected=tally.rejected,
            rejected_bytes=rejected_bytes,
            rows=tally.rows,
            credits=tally.credits,
            repeats=tally.repeats,
            again_on=again_on or "",
        )

    def tally(self) -> Tally:
        """The file's counts up to here."""
        return Tally(rows=self.rows, credits=self.credits, repeats=self.repeats, rejected=self.rejected)


@dataclass(frozen=True, slots=True)
class FileStatus:
    """What is recorded of a file: the report and when it was taken or refused (UTC), and whether it was begun.

    `also` are other items that were read with it, by their keys.
    """

    report: Item | None
    taken_at: datetime | None
    begun: bool
    also: dict[Key, Item]


_COUNTS = ("line", "rejected", "rejected_bytes", "rows", "credits", "repeats")


def _key_of(file: IntakeFile) -> Key:
    return f"FILE#{file.key}", file.etag


def _place_of(file: IntakeFile) -> Key:
    return f"FILE#{file.key}", f"PLACE#{file.etag}"


def _oldest_first(files: Iterable[IntakeFile]) -> list[IntakeFile]:
    return sorted(files, key=lambda file: (file.last_modified, file.key))


class TakenFiles:
    """The records of taken files in `table`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def horizon(self) -> datetime:
        """All files last modified before this (UTC) were taken and need no lookup."""
        item = self._table.get(_HORIZON)
        return read_instant(item["at"]) if item else _BEGINNING

    def advance_horizon(self, *, everything_before: datetime) -> None:
        """Records that every file last modified before `everything_before` was taken. Never goes back."""
        at = instant(everything_before - OVERLAP)
        item = {"pk": _HORIZON[0], "sk": _HORIZON[1], "at": at}
        self._table.put(Put(item, "attribute_not_exists(pk) OR #at < :at", {"#at": "at"}, {":at": at}))

    def not_taken(self, files: Iterable[IntakeFile], *, on: date) -> list[tuple[IntakeFile, FilePosition]]:
        """Those of `files` that were not taken yet, oldest first, each with its checkpoint.

        They include files with rows that were in the future when they were read and no longer are `on` this day, and
        files that were undone and have arrived again since.
        """
        files = list(files)
        known = self._table.get_many(key for file in files for key in (_key_of(file), _place_of(file)))
        open_ = []
        for file in _oldest_first(files):
            record = known.get(_key_of(file))
            reading = _reading_due(file, record, on)
            if reading is not None:
                open_.append((file, _read_place(known.get(_place_of(file)), reading)))
        return open_

    def status(self, file: IntakeFile, also: Iterable[Key] = ()) -> FileStatus:
        """What is recorded of `file`, read together with the items under the keys `also`: one call."""
        found = self._table.get_many([_key_of(file), _place_of(file), *also])
        record, place = found.pop(_key_of(file), None), found.pop(_place_of(file), None)
        taken_at = read_instant(record["taken_at"]) if record else None
        return FileStatus(record["report"] if record else None, taken_at, place is not None, found)

    def mark_undone(self, key: str, etag: str, *, at: datetime) -> None:
        """Records that the undo of a file was asked for `at` (UTC): it is taken again only if it arrives after that.

        May be repeated. One call.
        """
        names, values = {"#undone_at": "undone_at"}, {":at": instant(at)}
        self._table.update(Update((f"FILE#{key}", etag), "SET #undone_at = :at", "attribute_exists(pk)", names, values))

    def note_place(self, file: IntakeFile, place: FilePosition) -> None:
        """Records how far `file` is read."""
        pk, sk = _place_of(file)
        self._table.put_many([{"pk": pk, "sk": sk, **asdict(place)}])

    def not_refused(self, files: Iterable[IntakeFile], *, but: str | None = None) -> list[IntakeFile]:
        """Those of `files` that were not refused before, oldest first. For files that may be applied more than once.

        The file with the key `but` is always included.
        """
        known = self._table.get_many(map(_key_of, files := list(files)))
        refused = {key for key, item in known.items() if item["report"]["outcome"] == FileOutcome.REFUSED}
        return _oldest_first(file for file in files if _key_of(file) not in refused or file.key == but)

    def record(self, file: IntakeFile, report: FileReport, *, run_id: str, at: datetime) -> None:
        """Records that the run `run_id` took or refused `file`.

        An existing record is replaced only if it is a refusal, or if its file was due to be read again or undone. The
        record of a feed comes with its card for staff. One call.
        """
        pk, sk = _key_of(file)
        item = {"pk": pk, "sk": sk, "run_id": run_id, "taken_at": instant(at), "report": report.to_wire()}
        names = {"#report": "report", "#outcome": "outcome", "#again": "again_on"}
        condition = (
            "attribute_not_exists(pk) OR #report.#outcome = :refused OR attribute_exists(#report.#again)"
            " OR attribute_exists(undone_at)"
        )
        record = Put(item, condition, names, {":refused": FileOutcome.REFUSED.value})
        self._table.write_all([record, *cards_of(file, report, at=at)])


def _reading_due(file: IntakeFile, record: Item | None, on: date) -> str | None:
    """Which reading of `file` is due `on` this day, as its places name it; None if none is."""
    if record is None:
        return ""
    if undone_at := record.get("undone_at"):
        # S3 dates files by whole seconds: the file that was taken may be of the same second as its undo.
        is_another = file.last_modified > read_instant(record["taken_at"])
        arrived_since = file.last_modified >= read_instant(undone_at).replace(microsecond=0)
        return str(undone_at) if is_another and arrived_since else None
    again_on = str(record["report"].get("again_on", ""))
    return again_on if "" < again_on <= on.isoformat() else None


def _read_place(item: Item | None, reading: str) -> FilePosition:
    if item is None or item.get("reading", "") != reading:
        return FilePosition.beginning(reading)
    # Older checkpoints have no counts.
    counts = {name: int(item.get(name, 0)) for name in _COUNTS}
    return FilePosition(**counts, reading=reading, again_on=str(item.get("again_on", "")))
