"""A ZIP file that is written from its beginning to its end, member by member, and read by people and programs.

Lists are written entry by entry: JSON at once, CSV at the end of the list, out of a temporary file.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from laurel.platform.csv_tables import csv_head, csv_line

_IN_MEMORY = 1024 * 1024  # bytes of a table; more of it goes to the disk
_PIECE = 256 * 1024


class Sink(Protocol):
    """Where the bytes of the file go."""

    def write(self, data: bytes, /) -> int:
        """Takes more bytes."""

    def flush(self) -> None:
        """Sends nothing: the sink knows when."""

    def close(self) -> None:
        """Ends nothing: the sink's owner does."""


@dataclass(frozen=True, slots=True)
class CsvTable[T]:
    """A CSV file that goes with a list: its name, its columns, and the rows of one entry of the list."""

    name: str
    columns: Sequence[str]
    rows: Callable[[T], Iterable[Sequence[str]]]


class ExportZip:
    """The ZIP file that goes to `to`; `at` is the time that all its members have."""

    def __init__(self, to: Sink, at: datetime) -> None:
        # A file that can only be written: zipfile then puts the sizes after each member.
        self._zip = ZipFile(to, "w", ZIP_DEFLATED)
        self._at = at
        self.names: list[str] = []

    def close(self) -> None:
        """Writes the directory at the end."""
        self._zip.close()

    def text(self, name: str, text: str) -> None:
        """A text file."""
        self._zip.writestr(self._member(name), text.encode())

    def json(self, name: str, value: Any) -> None:
        """A JSON file with one value."""
        self.text(name, _json(value, indent=2) + "\n")

    def document(self, name: str, data: bytes) -> None:
        """A file that is compressed already."""
        self._zip.writestr(self._member(name, ZIP_STORED), data)

    def list[T](
        self, name: str, entries: Iterable[T], shown: Callable[[T], Any], tables: Sequence[CsvTable[T]] = ()
    ) -> int:
        """A JSON file with the list of `entries` as `shown`, and its CSV files; returns their number."""
        count = 0
        with ExitStack() as stack:
            spools = [stack.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY)) for _ in tables]
            for spool, table in zip(spools, tables, strict=True):
                spool.write(csv_head(table.columns).encode())
            with self._zip.open(self._member(name), "w") as member:
                for entry in entries:
                    member.write((",\n" if count else "[\n").encode() + _json(shown(entry)).encode())
                    for spool, table in zip(spools, tables, strict=True):
                        spool.writelines(csv_line(row).encode() for row in table.rows(entry))
                    count += 1
                member.write(b"\n]\n" if count else b"[]\n")
            for spool, table in zip(spools, tables, strict=True):
                self._copy(table.name, spool)
        return count

    def _copy(self, name: str, spool: SpooledTemporaryFile[bytes]) -> None:
        spool.seek(0)
        with self._zip.open(self._member(name), "w") as member:
            while piece := spool.read(_PIECE):
                member.write(piece)

    def _member(self, name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
        self.names.append(name)
        info = ZipInfo(name, self._at.timetuple()[:6])
        info.compress_type = compression
        info.external_attr = 0o644 << 16  # else some programs make files that nobody may read
        return info


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
