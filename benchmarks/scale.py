"""How many credits a second Laurel can take, match, queue and forward, and what memory that needs.

    make scale [SIZES=10000,100000,1000000] [LATENCY=1]

AWS and ASCP answer at once (`_scale_standins`), so what is measured is our own limit: one process, the threads that the
functions use. Each size runs in a process of its own, for its peak of memory, which never goes down from stage to
stage. The roster has as many members as there are credits. `--latency` lets each call take as long as AWS takes: then
it shows how long a night lasts. A million takes a quarter of an hour.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from benchmarks._scale_standins import StandIns, email_of

SIZES = (10_000, 100_000, 1_000_000)
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
# Seconds that a call takes within a region: measured by others at the median, rounded up.
LATENCY = {
    "BatchGetItem": 0.012,
    "TransactWriteItems": 0.045,
    "BatchWriteItem": 0.015,
    "SendMessageBatch": 0.012,
    "s3.GET": 0.05,
    "s3.PUT": 0.1,
    "ascp": 0.5,
}
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
}


def write_files(folder: Path, size: int) -> dict[str, Path]:
    """A roster of `size` members, and a feed with a credit for each."""
    roster, feed = folder / "roster.csv", folder / "feed.csv"
    with roster.open("w", encoding="utf-8") as file:
        file.write("member_number,email,name,status,expires_on\n")
        file.writelines(f"M{n:07d},{email_of(n)},Ada Example {n},active,2027-06-30\n" for n in range(size))
    with feed.open("w", encoding="utf-8") as file:
        file.write("reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on\n")
        file.writelines(
            f"LAB-{n:08d},{email_of(n)},Ada Example {n},578-{n % 900:03d}-26,Laboratory update,pace,1.5,2026-11-01\n"
            for n in range(size)
        )
    return {"roster/ascls/1.csv": roster, "feed/labce/1.csv": feed}


class Measured:
    """Runs a stage and notes how long it took, with and without the stand-ins' own share."""

    def __init__(self, stand_ins: StandIns, size: int) -> None:
        self.stand_ins = stand_ins
        self.size = size
        self.rows: dict[str, dict[str, Any]] = {}

    def stage(self, name: str, function: Callable[[], object]) -> None:
        """Runs `function`, which handles `size` credits."""
        self.stand_ins.seconds = 0.0
        self.stand_ins.calls.clear()
        began, cpu = time.perf_counter(), time.process_time()
        function()
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        ours = cpu - self.stand_ins.seconds
        self.rows[name] = {
            "per_second": self.size / wall,
            "microseconds_of_ours": ours * 1e6 / self.size,
            "calls": sum(self.stand_ins.calls.values()),
            "by_kind": dict(self.stand_ins.calls),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "seconds": wall,
        }
        print(f"  {self.size:,}: {name} took {wall:,.0f} seconds", file=sys.stderr, flush=True)


def measure(size: int, *, latency: bool) -> dict[str, dict[str, Any]]:
    """All stages with `size` credits, in this process."""
    os.environ.update(_ENVIRONMENT)
    from laurel.delivery.queue import DeliveryQueue
    from laurel.platform.aws import PARALLEL_CALLS
    from laurel.platform.table import Table

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_files(folder, size)
        stand_ins = StandIns(files, LATENCY if latency else None)
        stand_ins.take_the_place_of_the_world()
        measured = Measured(stand_ins, size)
        dependencies = dependencies_of(Table("ledger"), ThreadPoolExecutor(PARALLEL_CALLS))
        run_night(dependencies, measured, files)
        take_in(dependencies, measured, files["feed/labce/1.csv"], folder)
        earned = a_credit()
        match(dependencies, measured, earned)
        queue = DeliveryQueue("http://127.0.0.1:9/queue")
        send(dependencies, measured, queue)
        reported = replace(earned.report(member_number="M1", at=NOW, look_again_at=NOW), version=1)
        stand_ins.hold(reported)
        forwarder = forwarder_of(dependencies.ledger, dependencies.consents, queue)
        measured.stage("forward alone", lambda: forward_all(forwarder, map(id_of, range(size))))
        return measured.rows


def take_in(dependencies: Any, measured: Measured, path: Path, folder: Path) -> None:
    """Intake of the feed at `path`, without matching."""
    from laurel.intake.feed import FeedIntake, Window
    from laurel.intake.feed_rows import FEED_COLUMNS
    from laurel.intake.rejected_rows import Rejections

    def windows() -> Iterator[Window]:
        rejections = Rejections(folder / "rejected.csv", FEED_COLUMNS)
        feed = FeedIntake(dependencies.ledger, dependencies.once, list, dependencies.executor)
        return feed.take(path, rejections, provider="labce", on=NOW.date(), at=NOW, file_id="0" * 32)

    sample = next(windows())
    assert sample.tally.credits
    measured.stage("intake alone", lambda: sum(one.tally.credits for one in windows()))


def match(dependencies: Any, measured: Measured, earned: Any) -> None:
    """Matching of credits like `earned`, each with an address of its own."""
    from laurel.intake.row_intake import BATCH
    from laurel.platform.aws import PARALLEL_CALLS
    from laurel.roster.rematch import Rematcher

    here = dependencies
    rematcher = Rematcher(here.roster, here.aliases, here.consents, lambda: NOW, NOW.date())

    def rematch() -> None:
        batches = (
            [replace(earned, credit_id=id_of(n), email_key=email_of(n)) for n in batch]
            for batch in batched(range(measured.size), BATCH)
        )
        for window in batched(batches, PARALLEL_CALLS):
            list(here.executor.map(rematcher.rematch, window))

    measured.stage("match alone", rematch)


def send(dependencies: Any, measured: Measured, queue: Any) -> None:
    """Messages for all credits on `queue`."""
    from laurel.intake.feed import WINDOW

    def send_all() -> None:
        for window in batched(map(id_of, range(measured.size)), WINDOW):
            assert queue.send(window, dependencies.executor) == 0

    measured.stage("queue alone", send_all)


def dependencies_of(table: Any, executor: ThreadPoolExecutor) -> Any:
    """What a nightly run works with."""
    from laurel.delivery.queue import DeliveryQueue
    from laurel.feed_files.undo_records import FileUndos
    from laurel.intake.bucket import IntakeBucket
    from laurel.intake.checkpoints import TakenFiles
    from laurel.learners.aliases import Aliases
    from laurel.learners.consent import Consents
    from laurel.learners.customer_ids import CustomerIds
    from laurel.ledger.store import Ledger
    from laurel.nightly.lease import Runs
    from laurel.nightly.run_state import RunDependencies
    from laurel.platform.clock import utc_now
    from laurel.roster.store import Roster

    return RunDependencies(
        ledger=Ledger(table),
        roster=Roster(table),
        aliases=Aliases(table),
        consents=Consents(table),
        customer_ids=CustomerIds(table),
        bucket=IntakeBucket("intake"),
        taken_files=TakenFiles(table),
        undos=FileUndos(table),
        runs=Runs(table, utc_now),
        queue=DeliveryQueue("http://127.0.0.1:9/queue"),
        executor=executor,
        clock=utc_now,
    )


def run_night(dependencies: Any, measured: Measured, files: dict[str, Path]) -> None:
    """A first roster alone, then a night with the feed: intake, match and queue together."""
    from laurel.nightly.run import NightlyRun

    def night() -> None:
        report = NightlyRun(dependencies, run_id="r", on=NOW.date(), seconds_left=lambda: 9e9).run()
        assert report.complete
        assert report.tally.reconciles

    everything = dict(files)
    del files["feed/labce/1.csv"]
    measured.stage("first roster", night)
    files.clear()
    files["feed/labce/1.csv"] = everything["feed/labce/1.csv"]
    measured.stage("night together", night)
    files |= everything


def a_credit() -> Any:
    """A credit as a feed brings it."""
    from decimal import Decimal

    from laurel.ledger.credit import Credit, Source, Step
    from laurel.ledger.states import State

    return Credit(
        credit_id="0" * 32,
        reference="LAB-00000000",
        fingerprint="f" * 32,
        source=Source.FEED,
        email=email_of(0),
        email_key=email_of(0),
        name="Ada Example 123456",
        provider="labce",
        activity_number="578-001-26",
        activity_title="Update in haematology",
        statement="pace",
        contact_hours=Decimal("1.5"),
        completed_on=date(2026, 11, 1),
        timeline=(Step(NOW, State.EARNED),),
        due_at=NOW,
    )


def forwarder_of(ledger: Any, consents: Any, queue: Any) -> Any:
    """A forwarder without a limit to its pace."""
    from laurel.delivery.ascp.client import Ascp
    from laurel.delivery.ascp.sign_in import Credentials
    from laurel.delivery.circuit_breaker import Breaker, GuardedPartner
    from laurel.delivery.forwarder import Forwarder, RetryPolicy
    from laurel.delivery.messages import RedeliveryPolicy
    from laurel.platform.clock import utc_now
    from laurel.platform.ids import new_id

    return Forwarder(
        ledger,
        consents,
        queue,
        GuardedPartner(
            Ascp("http://127.0.0.1:9", lambda: Credentials("a", "b"), utc_now),
            partial(Breaker, utc_now, lambda: 0.0, base=30, longest=3600),
            utc_now,
        ),
        RetryPolicy(
            lease=timedelta(minutes=2),
            ask_after=timedelta(minutes=1),
            redelivery=RedeliveryPolicy(base=30, longest=3600, most=8),
        ),
        clock=utc_now,
        new_id=new_id,
        draw=lambda: 0.0,
    )


def id_of(n: int) -> str:
    """The id of the credit number `n`."""
    return f"{n:032x}"


def forward_all(forwarder: Any, ids: Iterable[str]) -> None:
    """Batches of a hundred, one after the other, as one container does them."""
    from laurel.delivery.messages import Message
    from laurel.platform.clock import utc_now

    for batch in batched(ids, 100):
        messages = [Message(one, one, f'{{"credit_id": "{one}"}}', 1) for one in batch]
        report = forwarder.forward(messages, until=utc_now() + timedelta(minutes=1))
        assert report.accepted == len(batch)


def show(size: int, rows: dict[str, dict[str, Any]]) -> None:
    """Prints the table of one size, and the calls of each stage."""
    print(f"\n{size:,} credits, a roster of {size:,} members")
    print(f"{'':<18}{'credits/s':>12}{'µs of ours':>13}{'calls':>10}{'peak MB':>10}{'seconds':>10}")
    for name, row in rows.items():
        print(
            f"{name:<18}{row['per_second']:>12,.0f}{row['microseconds_of_ours']:>13.0f}{row['calls']:>10,.0f}"
            f"{row['peak_mb']:>10.0f}{row['seconds']:>10.1f}"
        )
    for name, row in rows.items():
        print(f"  {name}: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(row["by_kind"].items())))


def main() -> None:
    """Measures every size in a process of its own and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES[:2])))
    parser.add_argument("--latency", action="store_true", help="let each call take as long as AWS takes")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, latency=options.latency)))
        return
    for size in map(int, options.sizes.split(",")):
        command = [sys.executable, "-m", "benchmarks.scale", "--one", str(size)]
        done = subprocess.run(
            [*command, "--latency"] if options.latency else command, stdout=subprocess.PIPE, check=True, text=True
        )
        show(size, json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
