"""What a night costs whose roster brings 100 of those who are waited for: `python -m benchmarks.waiting_members`.

The ledger holds 1,000, then 10,000, then 100,000 unmatched credits, each of somebody else. Each time the next roster
names 100 of these people, and the night runs in this process against MiniStack. Every item that DynamoDB reads or
writes for it is counted where boto3 hears of it. The figures must not grow with those who still wait.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any

from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.notifications import mark_notified, pending_notice
from laurel.ledger.records import to_item
from laurel.ledger.states import State, UnmatchedReason
from laurel.platform import aws
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from local.places import CREDENTIALS, REGION
from local.stack import LocalStack

JOINING = 100
ROSTER_HEADER = "member_number,email,name,status,expires_on"
LONG_AGO = datetime(2026, 10, 1, 7, tzinfo=UTC)


class Context:
    """What Lambda tells a function of itself."""

    function_name = aws_request_id = invoked_function_arn = "benchmark"
    memory_limit_in_mb = 1769

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds left: plenty."""
        return 900_000


class Meter:
    """Calls to DynamoDB by name, and the items that they read and wrote, but for the heartbeats of the run's lease.

    Those are counted by the clock, and MiniStack looks through the whole table for each query.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.read = self.written = 0
        events = aws.dynamodb().meta.events
        events.register("provide-client-params.dynamodb", self._asked)
        events.register("after-call.dynamodb", self._answered)

    def clear(self) -> None:
        """Starts again from zero."""
        self.calls.clear()
        self.read = self.written = 0

    def _asked(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "PutItem" and params["Item"]["pk"] == {"S": "RUN"}:
            return
        self.calls[model.name] += 1
        match model.name:
            case "PutItem" | "DeleteItem" | "UpdateItem":
                self.written += 1
            case "BatchWriteItem":
                self.written += sum(map(len, params["RequestItems"].values()))
            case "TransactWriteItems":
                self.written += len(params["TransactItems"])

    def _answered(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        match model.name:
            case "GetItem":
                self.read += "Item" in parsed
            case "BatchGetItem":
                self.read += sum(map(len, parsed.get("Responses", {}).values()))
            case "Query":
                self.read += parsed.get("ScannedCount", 0)


def email_of(n: int) -> str:
    """Somebody's address."""
    return f"waiting-{n:06d}@example.org"


def waiting(n: int) -> Credit:
    """A credit of somebody who is no member; they got the notice long ago."""
    stuck = Credit(
        credit_id=derived_id("waiting", str(n)),
        reference=str(n),
        fingerprint="f" * 32,
        source=Source.FEED,
        email=email_of(n),
        email_key=email_of(n),
        name=f"Person {n}",
        provider="labce",
        activity_number="578-001-26",
        activity_title="Blood smears, read right",
        statement="pace",
        contact_hours=Decimal("1.5"),
        completed_on=date(2026, 9, 30),
        timeline=(Step(LONG_AGO, State.EARNED),),
    ).leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=LONG_AGO + timedelta(minutes=1))
    news = pending_notice(stuck)
    return replace(mark_notified(stuck, news) if news else stuck, version=1)


def roster(members: int) -> str:
    """A roster of those who always were members, and the first so many of those who are waited for."""
    lines = [f"{900_000 + n},member-{n}@example.org,Member {n},active," for n in range(500)]
    lines += [f"{n + 1},{email_of(n)},Person {n},active," for n in range(members)]
    return "\n".join([ROSTER_HEADER, *lines]) + "\n"


def prepare(stack: LocalStack) -> None:
    """Lets the night's function run in this process: its variables are those of the deployed one."""
    functions = stack.client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    deployed = functions.get_function_configuration(FunctionName=stack.outputs["ReportNightlyFunctionName"])
    os.environ |= deployed["Environment"]["Variables"] | {
        **CREDENTIALS,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": stack.endpoint_url,
        "POWERTOOLS_LOG_LEVEL": "ERROR",
        "POWERTOOLS_METRICS_DISABLED": "true",
    }


def main() -> int:
    """Runs the nights and prints what they cost; 1 if the cost grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    sizes = parser.parse_args().sizes
    with tempfile.TemporaryDirectory() as folder, LocalStack.start(folder=Path(folder), participants=None) as stack:
        prepare(stack)
        from functions.report_nightly.app import handler as night

        def run() -> dict[str, Any]:
            context: Any = Context()
            report: dict[str, Any] = night({"time": datetime.now(UTC).isoformat()}, context)
            return report

        def put_roster(name: str, members: int) -> None:
            body = roster(members).encode()
            stack.client("s3").put_object(
                Bucket=stack.outputs["IntakeBucketName"], Key=f"roster/ascls/{name}.csv", Body=body
            )

        put_roster("0", 0)
        run()
        table, people, meter, costs = Table(stack.outputs["LedgerTableName"]), count(), Meter(), []
        print(f"{'waiting':>9}{'matched':>9}{'items read':>12}{'written':>9}{'calls':>7}{'seconds':>9}   by call")
        for n, size in enumerate(sizes, start=1):
            # Those of the last round who were matched wait no more.
            missing = size - (sizes[n - 2] - JOINING if n > 1 else 0)
            table.put_many(to_item(waiting(one)) for one in islice(people, missing))
            put_roster(str(n), n * JOINING)
            meter.clear()
            began = time.monotonic()
            report = run()
            seconds = time.monotonic() - began
            costs.append((meter.read, meter.written, meter.calls.total()))
            by_call = ", ".join(f"{name} {calls}" for name, calls in sorted(meter.calls.items()))
            print(
                f"{size:>9,}{report['reported']:>9}{meter.read:>12,}{meter.written:>9,}{meter.calls.total():>7,}"
                f"{seconds:>9.1f}   {by_call}",
                flush=True,
            )
            if report["reported"] != JOINING:
                print(f"The night matched {report['reported']} credits, not {JOINING}: {report}")
                return 1
    if len(set(costs)) > 1:
        print("\nThe cost of a night grows with those who wait.")
        return 1
    print(f"\nThe same items and calls each time, whether {sizes[0]:,} wait or {sizes[-1]:,}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
