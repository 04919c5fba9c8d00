"""The rows that were not taken, written back to the partner with line, column and reason."""

import csv
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.platform.csv_records import Rejection
from laurel.reporting.intake_bucket import IntakeBucket

_TYPE = "text/csv; charset=utf-8"
_OWN_COLUMNS = ("line", "column", "reason", "message")
_FOLDER = "rejected/"
_LONGEST_KEY = 1024  # bytes of UTF-8: S3's limit
_LINE_END = b"\r\n"


class Rejections:
    """Collects the bad rows of one file on disk at `path`; `columns` are the file's own, repeated for each row."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.count = 0
        self._path = path
        self._columns = columns
        self._begin()

    def _begin(self) -> None:
        self._open("w")
        self._writer.writerow([*_OWN_COLUMNS, *self._columns])

    def _open(self, mode: str) -> None:
        self._file = self._path.open(mode, encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def go_on(self, bucket: IntakeBucket, key: str, *, count: int, size: int, etag: str | None = None) -> bool:
        """Goes on with the first `size` bytes, `count` rows, of what was handed back before.

        False if that is not there, or belongs to another version of the file than `etag`: then nothing is collected
        yet. Raises FileUnavailable.
        """
        if not count:
            return True
        self._file.close()
        found = bucket.fetch_state(rejected_key(key), self._path)
        ours = found is not None and (not found.made_of or not etag or found.made_of == etag)
        if not (ours and self._has_line_end_at(size)):
            self._begin()
            return False
        os.truncate(self._path, size)
        self.count = count
        self._open("a")
        return True

    def _has_line_end_at(self, size: int) -> bool:
        """Whether the file reaches so far, and a line ends there: one that was written anew seldom does."""
        with self._path.open("rb") as file:
            file.seek(max(0, size - len(_LINE_END)))
            return file.read(len(_LINE_END)) == _LINE_END

    def keep(self, bucket: IntakeBucket, key: str, *, etag: str | None = None) -> int:
        """Hands back what was collected so far, so that another invocation can go on with it; its size in bytes.

        `etag` is that of the file it was collected from. Raises FileUnavailable.
        """
        self._file.flush()
        if self.count:
            bucket.store(rejected_key(key), self._path, _TYPE, made_of=etag)
        return self._path.stat().st_size

    def add(self, row: Rejection) -> None:
        """Adds one bad row."""
        self.count += 1
        own = (row.line, row.column, row.reason, row.message)
        self._writer.writerow([*own, *(row.values.get(name, "") for name in self._columns)])

    def hand_back(self, bucket: IntakeBucket, key: str, *, etag: str | None = None) -> None:
        """Writes what was collected to `rejected/<key>`; nothing if every row was good. Raises FileUnavailable."""
        self._file.close()
        if self.count:
            bucket.store(rejected_key(key), self._path, _TYPE, made_of=etag)


def rejected_key(key: str) -> str:
    """Where the bad rows of the file `key` go: `rejected/<key>`.

    A key too long for that is cut at its end, and a hash of the whole stands there instead.
    """
    whole = _FOLDER + key
    if len(whole.encode()) <= _LONGEST_KEY:
        return whole
    tail = f"~{sha256(key.encode()).hexdigest()[:32]}.csv"
    return whole.encode()[: _LONGEST_KEY - len(tail)].decode(errors="ignore") + tail
