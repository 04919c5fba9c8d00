"""The rejected rows of a file, written back to the partner with line, column and reason."""

import csv
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.intake.bucket import IntakeBucket
from laurel.platform.csv_records import Rejection, UnusableFile
from laurel.platform.csv_tables import BYTE_ORDER_MARK, guarded

_TYPE = "text/csv; charset=utf-8"
_OWN_COLUMNS = ("line", "column", "reason", "message")
_FOLDER = "rejected/"
_LONGEST_KEY = 1024  # bytes of UTF-8: S3's limit
_LINE_END = b"\r\n"
MOST_ROWS = 10_000
"""Rows that are written to `rejected/<key>`; the others are only counted."""
MOST_CHARACTERS = 8_000_000
"""Characters of `rejected/<key>` after which no more rows are written."""


FIRST_ROWS = 1_000
"""A file is refused if so many rows at its start are all bad."""


class Rejections:
    """Collects the bad rows of one file on disk at `path`; `columns` are the file's own, repeated for each row.

    Enough rows are written to show a partner what is wrong; the others are only counted. The file opens in a
    spreadsheet: it starts with a byte order mark, and no cell runs as a formula.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.count = 0
        self._path = path
        self._columns = columns
        self._begin()

    def _begin(self) -> None:
        self._written = self._size = 0  # rows, characters
        self._kept_size = 0  # bytes
        self._path.unlink(missing_ok=True)
        self._open()
        self._file.write(BYTE_ORDER_MARK)
        self._writer.writerow([*_OWN_COLUMNS, *self._columns])

    def _open(self) -> None:
        self._file = self._path.open("a", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # the rows are written back already; a full disk must not hide the first error
            self._file.close()

    def resume(self, bucket: IntakeBucket, key: str, *, count: int, size: int, etag: str | None = None) -> bool:
        """Continues after the first `size` bytes, of `count` rows, of the rejected rows that were stored before.

        False if they are gone, or belong to another version of the file than `etag`: then none are collected yet.
        Raises FileUnavailable.
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
        with self._path.open(encoding="utf-8", newline="") as file:
            self._written = sum(1 for _ in csv.reader(file)) - 1
            self._size = size
        self.count = count
        self._open()
        return True

    def _has_line_end_at(self, size: int) -> bool:
        """Whether the file has `size` bytes and a line ends there, which is rare if the file was rewritten."""
        with self._path.open("rb") as file:
            file.seek(max(0, size - len(_LINE_END)))
            return file.read(len(_LINE_END)) == _LINE_END

    def keep(self, bucket: IntakeBucket, key: str, *, etag: str | None = None) -> int:
        """Stores the rows collected so far, so that another invocation can continue; returns their size in bytes.

        Nothing is sent if no row was added since. `etag` is that of the partner's file. Raises FileUnavailable.
        """
        self._file.flush()
        size = self._path.stat().st_size
        if self.count and size != self._kept_size:
            self._store(bucket, key, size, etag)
        return size

    def add(self, row: Rejection, *, always: bool = False) -> None:
        """Adds one bad row to the count, and to the file unless it is full; `always` adds it to a full file too."""
        self.count += 1
        if not always and (self._written >= MOST_ROWS or self._size >= MOST_CHARACTERS):
            return
        self._written += 1
        own = (str(row.line), row.column, row.reason, row.message)
        self._size += self._writer.writerow(
            [guarded(cell) for cell in (*own, *(row.values.get(name, "") for name in self._columns))]
        )

    def hand_back(self, bucket: IntakeBucket, key: str, *, etag: str | None = None) -> None:
        """Writes the collected rows to `rejected/<key>`. Raises FileUnavailable.

        If every row was good, the rejected rows of an earlier version of the file are removed. More rows may be added
        afterwards and handed back again.
        """
        self._file.flush()
        if self.count:
            self._store(bucket, key, self._path.stat().st_size, etag)
        else:
            bucket.remove(rejected_key(key))

    def _store(self, bucket: IntakeBucket, key: str, size: int, etag: str | None) -> None:
        """Writes the rows, which take `size` bytes, and after them the number of rows left out."""
        if more := self.count - self._written:
            message = f"And {more:,} more rows. Correct the ones above and look for the same in the others."
            self._writer.writerow(["", "", "more_rows", message, *("" for _ in self._columns)])
            self._file.flush()
        bucket.store(rejected_key(key), self._path, _TYPE, made_of=etag)
        os.truncate(self._path, size)
        self._kept_size = size


def rejected_key(key: str) -> str:
    """The key for the bad rows of the file `key`: `rejected/<key>`.

    If that is too long, its end is replaced by a hash of the whole key.
    """
    whole = _FOLDER + key
    if len(whole.encode()) <= _LONGEST_KEY:
        return whole
    tail = f"~{sha256(key.encode()).hexdigest()[:32]}.csv"
    return whole.encode()[: _LONGEST_KEY - len(tail)].decode(errors="ignore") + tail


def none_is_good(bad: Iterable[Rejection]) -> UnusableFile:
    """The refusal of a file in which the first rows are all `bad`."""
    reason = Counter(row.reason for row in bad).most_common(1)[0][0]
    return UnusableFile(
        "only_bad_rows",
        f"None of the first {FIRST_ROWS:,} rows could be taken (most of them: {reason}). Correct the export and send "
        "the file again.",
    )
