"""An upload of 1,500 rows on the local stack: `python -m benchmarks.upload_to_receipt [rows] [times]`.

Measured from the request for the form: until the file is sent, until its report can be read, and until ASCP's last
receipt is in the ledger. Everything runs on this machine, the stand-in for ASCP too, so this compares one version with
the next; it says little of the cloud.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from local.sample_providers import put_providers
from local.stack import LocalStack
from local.uploads import upload, wait_for_report
from local.users import STAFF

PATIENCE = 300.0  # seconds
PEOPLE = 500
_FEED = "reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on"


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        participants = folder / "participants.csv"
        participants.write_text(_participants(), encoding="utf-8")
        with LocalStack.start(folder=folder / "stack", participants=participants) as stack:
            put_providers(stack.api(STAFF))
            stack.take_files_on_arrival()
            path = "/v1/rosters/ascls/uploads"
            began = time.perf_counter()
            wait_for_report(stack.api(STAFF), path, upload(stack.api(STAFF), path, _roster()), PATIENCE)
            print(f"A roster of {PEOPLE} members: its report after {time.perf_counter() - began:.1f} s\n")
            print("| run | rows | sent | report | last receipt |\n|---|---|---|---|---|")
            for number in range(times):
                sent, reported, received = _measure(stack, f"run{number}", rows)
                print(f"| {number + 1} | {rows:,} | {sent:.1f} s | {reported:.1f} s | {received:.1f} s |", flush=True)


def _measure(stack: LocalStack, name: str, rows: int) -> tuple[float, float, float]:
    """Seconds from the request for the form: to the end of the upload, to its report, and to the last receipt."""
    api, path = stack.api(STAFF), "/v1/providers/labce/uploads"
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    began = time.perf_counter()
    upload_id = upload(api, path, _feed(name, rows))
    sent = time.perf_counter() - began
    found = wait_for_report(api, path, upload_id, PATIENCE)
    reported = time.perf_counter() - began
    if found["report"]["credits"] != rows:
        raise SystemExit(f"Not every row was taken: {found}")
    open_ = {derived_id("feed", "labce", f"{name}-{number}") for number in range(rows)}
    while open_:
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"{len(open_)} credits have no receipt after {PATIENCE:.0f} s.")
        time.sleep(0.25)
        credits = ledger.get_many(open_).values()
        open_ -= {one.credit_id for one in credits if one.state is State.ACCEPTED}
    return sent, reported, time.perf_counter() - began


def _feed(name: str, rows: int) -> bytes:
    day = datetime.now(UTC).date().isoformat()
    lines = [
        f"{name}-{n},p{n % PEOPLE}@example.org,Ada Example,578-{name}-{n},Hemostasis,pace,1.5,{day}"
        for n in range(rows)
    ]
    return "\n".join([_FEED, *lines, ""]).encode()


def _participants() -> str:
    """The people whom ASCP's stand-in knows."""
    return "\n".join(["email,name", *(f"p{n}@example.org,Ada Example" for n in range(PEOPLE)), ""])


def _roster() -> bytes:
    lines = [f"M{n},p{n}@example.org,Ada Example,active," for n in range(PEOPLE)]
    return "\n".join(["member_number,email,name,status,expires_on", *lines, ""]).encode()


if __name__ == "__main__":
    main()
