"""Which files were taken, so that each (key and ETag) is taken once, and how far back a night must look."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Key, Put, Table, create
from laurel.reporting.intake_bucket import IntakeFile
from laurel.reporting.run_report import FileOutcome, FileReport

# S3 dates a multipart upload by its beginning, and the bucket ends uploads that are not complete after two days.
OVERLAP = timedelta(days=3)
_HORIZON: Key = ("INTAKE", "HORIZON")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _key_of(file: IntakeFile) -> Key:
    return f"FILE#{file.key}", file.etag


def _oldest_first(files: Iterable[IntakeFile]) -> list[IntakeFile]:
    return sorted(files, key=lambda file: (file.last_modified, file.key))


class TakenFiles:
    """The records of taken files in `table`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def horizon(self) -> datetime:
        """Files last modified before this (UTC) were all taken: they need not even be looked up."""
        item = self._table.get(_HORIZON)
        return read_instant(item["at"]) if item else _BEGINNING

    def advance_horizon(self, *, everything_before: datetime) -> None:
        """Records that every file last modified before `everything_before` was taken. Never goes back."""
        at = instant(everything_before - OVERLAP)
        item = {"pk": _HORIZON[0], "sk": _HORIZON[1], "at": at}
        self._table.put(Put(item, "attribute_not_exists(pk) OR #at < :at", {"#at": "at"}, {":at": at}))

    def not_taken(self, files: Iterable[IntakeFile]) -> list[IntakeFile]:
        """Those of `files` that were not taken yet, oldest first."""
        known = self._known(files := list(files))
        return _oldest_first(file for file in files if _key_of(file) not in known)

    def not_refused(self, files: Iterable[IntakeFile]) -> list[IntakeFile]:
        """Those of `files` that were not refused before, oldest first: for what may count again as it once was."""
        known = self._known(files := list(files))
        refused = {key for key, item in known.items() if item["report"]["outcome"] == FileOutcome.REFUSED}
        return _oldest_first(file for file in files if _key_of(file) not in refused)

    def _known(self, files: Iterable[IntakeFile]) -> dict[Key, Item]:
        return self._table.get_many(map(_key_of, files))

    def record(self, file: IntakeFile, report: FileReport, *, run_id: str, at: datetime) -> None:
        """Records that `file` was taken, or refused, in the run `run_id`. A second record changes nothing."""
        pk, sk = _key_of(file)
        self._table.put(
            create({"pk": pk, "sk": sk, "run_id": run_id, "taken_at": instant(at), "report": report.to_wire()})
        )
