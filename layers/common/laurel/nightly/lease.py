"""The lease of the nightly run, so that one runs at a time, and the reports of past runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from laurel.intake.errors import LeaseLost
from laurel.intake.run_lease import LEASE_KEY
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.clock import Clock, instant
from laurel.platform.deadline import Deadline
from laurel.platform.log import logger
from laurel.platform.table import Put, Table, TableBusy, create

# The lease of a killed run must end before Lambda retries its event, a minute later.
LEASE = timedelta(seconds=45)
HEARTBEAT = 15.0  # seconds
# Files in a run's record: an item of DynamoDB takes 400 KB, and each file has a record of its own.
MOST_FILES = 200


class RunUnderWay(Exception):
    """Another run holds the lease; `by_arrival` says that it is a run for files that arrived."""

    def __init__(self, *, by_arrival: bool) -> None:
        super().__init__("another run is under way")
        self.by_arrival = by_arrival


@dataclass(slots=True)
class Lease:
    """A lease held `until` then (UTC). `previous_died` says that the run before this one never released its lease.

    `arrival` says that the run is for files that arrived.
    """

    run_id: str
    arrival: bool
    previous_died: bool
    until: datetime
    clock: Clock

    def check(self) -> None:
        """Raises LeaseLost when the lease is no longer held."""
        if self.clock() >= self.until:
            raise LeaseLost(self.run_id)


@dataclass(frozen=True)
class RunDeadline(Deadline):
    """The deadline of a run, which also ends when its `lease` is lost."""

    lease: Lease

    def check(self) -> None:
        """Raises LeaseLost when the lease is no longer held, and OutOfTime when only the reserve is left."""
        self.lease.check()
        super().check()


class Runs:
    """The records of nightly runs in `table`."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    @contextmanager
    def lease(self, run_id: str, *, arrival: bool = False) -> Iterator[Lease]:
        """Holds the one lease while the block runs, renewing it from a thread. Raises RunUnderWay."""
        now = self._clock()
        before = self._table.get(LEASE_KEY)
        held = Lease(run_id, arrival, previous_died=before is not None, until=now + LEASE, clock=self._clock)
        # If the SDK retried the write, our own lease is there already.
        free = "attribute_not_exists(pk) OR #until < :now OR #run_id = :run_id"
        if not self._hold(held, held.until, free, {":now": instant(now), ":run_id": run_id}):
            holder = self._table.get(LEASE_KEY)
            raise RunUnderWay(by_arrival=bool(holder and holder.get("arrival")))
        over = threading.Event()
        heartbeat = threading.Thread(target=self._renew, args=(held, over), daemon=True)
        heartbeat.start()
        try:
            yield held
        finally:
            over.set()
            heartbeat.join()
        # Not in `finally`: a failed run keeps its lease, which shows the next run that it died.
        self._table.delete(LEASE_KEY, where="run_id", equals=run_id)

    def _renew(self, held: Lease, over: threading.Event) -> None:
        while not over.wait(HEARTBEAT):
            until = self._clock() + LEASE
            try:
                with aws_errors():
                    ours = self._hold(held, until, "#run_id = :run_id", {":run_id": held.run_id})
            except (AwsError, TableBusy) as error:
                fields = {"run_id": held.run_id, "error": str(error)}
                logger.warning("the run's lease could not be renewed and is tried again", extra=fields)
                continue
            held.until = until if ours else self._clock()
            if not ours:
                logger.error("the run's lease was lost", extra={"run_id": held.run_id})
                return

    def _hold(self, held: Lease, until: datetime, condition: str, values: dict[str, Any]) -> bool:
        names = {f"#{name}": name for name in ("until", "run_id") if f"#{name}" in condition}
        item = {"pk": LEASE_KEY[0], "sk": LEASE_KEY[1], "run_id": held.run_id, "until": instant(until)}
        return self._table.put(Put({**item, "arrival": held.arrival or None}, condition, names, values))

    def record(self, report: dict[str, Any], started_at: datetime) -> None:
        """Keeps `report` (as it goes over the wire), by the year and instant of its start; of its files the first."""
        key = {"pk": f"RUNS#{started_at.year}", "sk": f"{instant(started_at)}#{report['run_id']}"}
        files = report["files"]
        self._table.put(create({**key, **report, "files": files[:MOST_FILES], "files_in_all": len(files)}))
