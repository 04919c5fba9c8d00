"""The rows of a file that were handed back to its sender, as people read them: the first ones, and a link to all."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from laurel.intake.bucket import LINK_SECONDS, FileUnavailable, IntakeBucket
from laurel.intake.places import ROSTER_PREFIX
from laurel.intake.rejected_rows import rejected_key
from laurel.platform.clock import Clock
from laurel.platform.csv_tables import MEDIA_TYPE, without_guard
from laurel.platform.log import logger
from laurel.roster.rows import NOTED_COLUMN

MOST_ROWS = 100
"""The most rows that an answer shows; the link leads to all of them."""

_FEW_BYTES = 512 * 1024
_OWN_COLUMNS = ("line", "column", "reason", "message")
_MORE_ROWS = "more_rows"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was handed back: where, why, and its cells. `line` is None if it is not known.

    A `noted` row is that of a member of the roster who counts, without the ASCP customer ID, which is bad.
    """

    line: int | None
    column: str
    reason: str
    message: str
    values: Mapping[str, str]
    noted: bool = False


@dataclass(frozen=True, slots=True)
class HandedBackRows:
    """The first rows; `link` leads to all of them, until `link_ends_at` (UTC). None of this if there are none."""

    rows: tuple[RejectedRow, ...] = ()
    link: str | None = None
    link_ends_at: datetime | None = None


NOTHING = HandedBackRows()


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Reads what was handed back from `bucket`."""

    bucket: IntakeBucket
    clock: Clock

    def of(self, key: str, etag: str | None) -> HandedBackRows:
        """The rows of the file `key`, in its version `etag`; none once they are over or belong to another version.

        One call to S3.
        """
        stored = rejected_key(key)
        try:
            found = self.bucket.beginning_of(stored, _FEW_BYTES)
        except FileUnavailable as error:
            logger.warning("rejected rows could not be read", extra={"key": stored, "why": str(error)})
            return NOTHING
        if found is None or (etag is not None and found[1].made_of not in (None, etag)):
            return NOTHING
        rows = tuple(_rows(found[0], is_roster=key.startswith(ROSTER_PREFIX)))
        link = self.bucket.link(stored, f"rejected-{_file_name(key)}", f"{MEDIA_TYPE}; charset=utf-8")
        return HandedBackRows(rows, link, self.clock() + timedelta(seconds=LINK_SECONDS))


def _file_name(key: str) -> str:
    """The last part of `key`, with only what a header can hold."""
    name = key.rpartition("/")[2]
    return "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name)


def _rows(beginning: bytes, *, is_roster: bool) -> Iterator[RejectedRow]:
    """The first MOST_ROWS rows in the `beginning` of a file of rejected rows."""
    text = beginning.decode("utf-8-sig", errors="ignore")
    if len(beginning) == _FEW_BYTES:  # the last row may be cut off
        text = text[: text.rfind("\r\n")]
    for row in islice(csv.DictReader(io.StringIO(text, newline="")), MOST_ROWS):
        if row["reason"] == _MORE_ROWS:
            return
        cells = {name: without_guard(cell or "") for name, cell in row.items() if name}
        line, column, reason, message = (cells.pop(name, "") for name in _OWN_COLUMNS)
        number = int(line) if line.isdecimal() else None
        yield RejectedRow(number, column, reason, message, cells, is_roster and column == NOTED_COLUMN)
