"""The records of when each source last sent something. All are under one key, so that one query reads them all.

Files are noted by the nightly run and by runs for files that arrive, pushed rows by the API, so no two writers share a
record.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from laurel.intake.freshness import NEVER, LastSent
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.clock import Clock, instant, read_instant
from laurel.platform.display_names import PARTITION
from laurel.platform.log import logger
from laurel.platform.table import Item, Put, Table, TableBusy

SOURCES = "SOURCES"
_FILE, _PUSH, _AWAITED = "file_at", "pushed_at", "awaited_at"  # the fields of LastSent

NOTE_PUSHES_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ProviderOnRecord:
    """A provider on record, how often it is expected to send something (None: it is not), and whether it is active."""

    provider_id: str
    every_days: int | None
    active: bool = True


def providers_on_record(table: Table) -> tuple[ProviderOnRecord, ...]:
    """The providers on record in `table` (the claims table): one call. Raises TableBusy."""
    return tuple(map(_on_record, table.query(None, "pk = :pk", pk=PARTITION)))


def _on_record(item: Item) -> ProviderOnRecord:
    every = item.get("expected_every_days")
    active = bool(item.get("active", True))
    return ProviderOnRecord(item["sk"], int(every) if every and active else None, active)


class Sources:
    """The records in `table` (the ledger table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self) -> dict[str, LastSent]:
        """When each source last sent something, by its name: one call. Raises TableBusy."""
        found: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
        for item in self._table.query(None, "pk = :pk", pk=SOURCES):
            source, _, kind = item["sk"].rpartition("#")
            found[source][kind] = read_instant(item["at"])
        return {source: LastSent(**times) for source, times in found.items()}

    def note_files(self, arrived: Iterable[tuple[str, datetime]]) -> None:
        """Notes files by their source and when (UTC) they were written. At most two calls, none without a file.

        Never goes back: a file that is read again does not count. Raises TableBusy.
        """
        newest: dict[str, datetime] = {}
        for source, at in arrived:
            newest[source] = max(at, newest.get(source, at))
        if not newest:
            return
        known = self.all()
        later = {source: at for source, at in newest.items() if _is_later(at, known.get(source, NEVER).file_at)}
        self._note(later, _FILE)

    def await_from(self, at: datetime, sources: Iterable[str]) -> None:
        """Notes that `sources`, of which nothing came so far, are awaited from `at` (UTC). Raises TableBusy."""
        self._note(dict.fromkeys(sources, at), _AWAITED)

    def _note(self, times: Mapping[str, datetime], kind: str) -> None:
        self._table.put_many(_record(source, kind, at) for source, at in times.items())

    def note_push(self, source: str, at: datetime) -> None:
        """Notes that `source` pushed rows at `at` (UTC): one call. Never goes back. Raises TableBusy."""
        item = _record(source, _PUSH, at)
        self._table.put(Put(item, "attribute_not_exists(pk) OR #at < :at", {"#at": "at"}, {":at": instant(at)}))


def _record(source: str, kind: str, at: datetime) -> Item:
    return {"pk": SOURCES, "sk": f"{source}#{kind}", "at": instant(at)}


def _is_later(at: datetime, known: datetime | None) -> bool:
    return known is None or at > known


class PushNotes:
    """Notes who pushes rows, at most once an hour for each source, so that a push costs no call for it."""

    def __init__(self, sources: Sources, clock: Clock) -> None:
        self._sources, self._clock = sources, clock
        self._noted: dict[str, datetime] = {}

    def note(self, source: str) -> None:
        """Notes a push of now. If the table cannot be written, the next push is noted instead: no push fails for it."""
        now = self._clock()
        if source in self._noted and now - self._noted[source] < NOTE_PUSHES_EVERY:
            return
        try:
            with aws_errors():
                self._sources.note_push(source, now)
        except (TableBusy, AwsError) as error:
            logger.warning("a push was not noted", extra={"source": source, "why": type(error).__name__})
        else:
            self._noted[source] = now
