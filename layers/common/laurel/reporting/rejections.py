"""The rows that were not taken, written back to the partner with line, column and reason."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.platform.csv_records import Rejection
from laurel.reporting.intake_bucket import IntakeBucket

_OWN_COLUMNS = ("line", "column", "reason", "message")


class Rejections:
    """Collects the bad rows of one file on disk at `path`; `columns` are the file's own, repeated for each row."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.count = 0
        self._path = path
        self._columns = columns
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([*_OWN_COLUMNS, *columns])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: Rejection) -> None:
        """Adds one bad row."""
        self.count += 1
        own = (row.line, row.column, row.reason, row.message)
        self._writer.writerow([*own, *(row.values.get(name, "") for name in self._columns)])

    def hand_back(self, bucket: IntakeBucket, key: str) -> None:
        """Writes what was collected to `rejected/<key>`; nothing if every row was good."""
        self._file.close()
        if self.count:
            bucket.store(f"rejected/{key}", self._path, "text/csv; charset=utf-8")
