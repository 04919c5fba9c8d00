"""The rows that were not taken, written back to the partner with line, column and reason."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.platform.csv_records import Rejection
from laurel.reporting.intake_bucket import IntakeBucket

_TYPE = "text/csv; charset=utf-8"
_OWN_COLUMNS = ("line", "column", "reason", "message")


class Rejections:
    """Collects the bad rows of one file on disk at `path`; `columns` are the file's own, repeated for each row."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.count = 0
        self._path = path
        self._columns = columns
        self._open("w")
        self._writer.writerow([*_OWN_COLUMNS, *columns])

    def _open(self, mode: str) -> None:
        self._file = self._path.open(mode, encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def go_on(self, bucket: IntakeBucket, key: str, *, count: int, size: int) -> bool:
        """Goes on with the first `size` bytes, `count` rows, of what was handed back before; False if it is not there.

        Raises FileUnavailable.
        """
        if not count:
            return True
        self._file.close()
        there = bucket.fetch_state(_key_of(key), self._path)
        if there:
            os.truncate(self._path, size)
            self.count = count
        self._open("a")
        return there

    def keep(self, bucket: IntakeBucket, key: str) -> int:
        """Hands back what was collected so far, so that another invocation can go on with it; its size in bytes."""
        self._file.flush()
        if self.count:
            bucket.store(_key_of(key), self._path, _TYPE)
        return self._path.stat().st_size

    def add(self, row: Rejection) -> None:
        """Adds one bad row."""
        self.count += 1
        own = (row.line, row.column, row.reason, row.message)
        self._writer.writerow([*own, *(row.values.get(name, "") for name in self._columns)])

    def hand_back(self, bucket: IntakeBucket, key: str) -> None:
        """Writes what was collected to `rejected/<key>`; nothing if every row was good."""
        self._file.close()
        if self.count:
            bucket.store(_key_of(key), self._path, _TYPE)


def _key_of(key: str) -> str:
    return f"rejected/{key}"
