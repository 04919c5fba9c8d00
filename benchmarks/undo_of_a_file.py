"""How long the undo of a file takes: `python -m benchmarks.undo_of_a_file`.

A feed of 10,000 rows is taken, and ASCP has accepted half of them. Then a dry run of its undo, and the undo, run in
this process against MiniStack, each as a run of the nightly function for an undo alone. Each must end within a minute.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import Any

from benchmarks.waiting_members import Context, Meter, prepare, roster
from laurel.audit.acts import Actor
from laurel.audit.log import Acting
from laurel.feed_files.files import FeedFiles
from laurel.feed_files.request import UndoDesk
from laurel.feed_files.undo import FileUndo
from laurel.feed_files.undo_records import FileUndos
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.records import Work
from laurel.ledger.store import Change, Ledger
from laurel.platform.clock import utc_now
from laurel.platform.ids import new_id
from laurel.platform.table import Table
from local.stack import LocalStack

MOST_SECONDS = 60
HEADER = "reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on"


def feed(rows: int) -> str:
    """A feed of so many rows: half of them of members."""
    people = ("member", "stranger")
    lines = [
        f"r{n},{people[n % 2]}-{n % 500}@example.org,Person {n % 500},578-{n},Hemostasis,pace,1.5,2026-09-30"
        for n in range(rows)
    ]
    return "\n".join([HEADER, *lines]) + "\n"


def main() -> int:
    """Takes the feed and undoes it; 1 if the undo takes too long or leaves a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder, LocalStack.start(folder=Path(folder), participants=None) as stack:
        prepare(stack)
        from functions.report_nightly.app import handler as function

        def run(**event: Any) -> dict[str, Any]:
            context: Any = Context()
            report: dict[str, Any] = function({"time": datetime.now(UTC).isoformat(), **event}, context)
            return report

        for key, text in (("roster/ascls/1.csv", roster(0)), ("feed/labce/1.csv", feed(rows))):
            stack.client("s3").put_object(Bucket=stack.outputs["IntakeBucketName"], Key=key, Body=text.encode())
        began = time.monotonic()
        credits = run()["credits"]
        print(f"{credits:,} credits taken in {time.monotonic() - began:.1f} s")
        table, meter = Table(stack.outputs["LedgerTableName"]), Meter()
        at_ascp = accept_reported(Ledger(table))
        desk = UndoDesk(table, lambda: None, new_id, utc_now)
        [file] = FeedFiles(table).page("labce", limit=9, after=None).files
        for name, dry_run in (("dry run", True), ("undo", False)):
            desk.ask(file.file_id, Acting(None, Actor.staff("benchmark"), "A measurement."), dry_run=dry_run)
            meter.clear()
            began = time.monotonic()
            run(arrival=True, undo=True)
            seconds = time.monotonic() - began
            undo = FileUndos(table).get(file.file_id, dry_run=dry_run)
            print(f"{name}: {seconds:.1f} s, {dict(sorted(meter.calls.items()))}, {_told(undo)}", flush=True)
            if undo is None or undo.outcomes != {"undone": rows - at_ascp, "asked": at_ascp} or seconds > MOST_SECONDS:
                print(f"It takes more than {MOST_SECONDS} s, or not all rows are undone.")
                return 1
    return 0


def accept_reported(ledger: Ledger) -> int:
    """ASCP accepts all that is reported; returns how many credits."""
    at, count = utc_now(), 0
    for ids in batched(list(ledger.due(Work.DELIVER, until=at + LOST_AFTER)), 100):
        held = ledger.get_many(ids).values()
        accepted = [one.lease("s1", at=at, until=at).accept(f"R-{one.credit_id}", at=at) for one in held]
        count += sum(map(bool, ledger.save([Change(*pair) for pair in zip(held, accepted, strict=True)])))
    return count


def _told(undo: FileUndo | None) -> str:
    return f"{dict(undo.outcomes)} {dict(undo.reasons)}" if undo else "no undo"


if __name__ == "__main__":
    sys.exit(main())
