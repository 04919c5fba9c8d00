"""Cold start of the nightly run and of the forwarder next to a bare boto3 handler, in one run. Prints a table.

Run with `make bench`, or with `python -m benchmarks.cold_start_night [starts]`. "First answer" is the time from the
event to the answer when no instance is warm. The night finds nothing to do; the forwarder is woken for a credit that
the ledger does not have; the bare handler reads one item. All of them talk to MiniStack and take turns.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks._emulator import RUNTIME, compile_all, libraries, started, timed, variables_of
from benchmarks.cold_start_api import BARE
from local import ministack
from local.build import alone, build, this_machine
from local.deploy import client
from local.places import BUILD, CREDENTIALS, REGION
from local.processes import Register
from tests import stores

NIGHT = {"time": "2026-11-20T07:00:00Z"}
WAKE_UP = {
    "Records": [
        {
            "messageId": "1",
            "receiptHandle": "none",
            "body": '{"credit_id": "of-no-credit"}',
            "attributes": {"ApproximateReceiveCount": "1"},
        }
    ]
}


def main() -> None:
    """Measure and print."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as scratch, alone():
        folder = Path(scratch)
        build(this_machine(), folder / "build.log")
        register = Register(folder / "aws")
        try:
            variables = _variables(ministack.start(folder / "aws", register))
            runtime = libraries(folder / "runtime", RUNTIME)
            (folder / "bare").mkdir()
            (folder / "bare" / "app.py").write_text(BARE, encoding="utf-8")
            compile_all(folder / "bare")
            layer = BUILD / "CommonLayer" / "python"
            measured = {
                "bare boto3, one call": ([folder / "bare", runtime], NIGHT),
                "report_nightly, nothing to do": ([BUILD / "ReportNightly", layer, runtime], NIGHT),
                "forward_ascp, an unknown credit": ([BUILD / "ForwardAscp", layer, runtime], WAKE_UP),
            }
            firsts: dict[str, list[float]] = {name: [] for name in measured}
            warm: dict[str, list[float]] = {name: [] for name in measured}
            for _ in range(starts):
                for name, (path, event) in measured.items():
                    with started(path, variables) as url:
                        firsts[name].append(timed(url, event)[0])
                        warm[name] += [timed(url, event)[0] for _ in range(3)]
        finally:
            register.end_all()
    print(f"{'':<34}{'first answer':>14}{'slowest':>10}{'warm':>8}   ms, median of {starts} starts")
    for name in measured:
        row = (statistics.median(firsts[name]), max(firsts[name]), statistics.median(warm[name]))
        print(f"{name:<34}{row[0]:>14.0f}{row[1]:>10.0f}{row[2]:>8.1f}")


def _variables(endpoint_url: str) -> dict[str, str]:
    """The environment of both functions, with empty tables, queue and bucket."""
    keys = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    for name in ("LedgerTable", "ClaimsTable"):
        wanted = stores.properties(name)
        client(endpoint_url, "dynamodb").create_table(TableName=name, **{key: wanted[key] for key in keys})
    client(endpoint_url, "s3").create_bucket(Bucket="intake")
    queue = client(endpoint_url, "sqs").create_queue(QueueName="delivery")["QueueUrl"]
    return {
        **variables_of("ReportNightly"),
        **variables_of("ForwardAscp"),
        **CREDENTIALS,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_DEFAULT_REGION": REGION,
        "LEDGER_TABLE_NAME": "LedgerTable",
        "CLAIMS_TABLE_NAME": "ClaimsTable",
        "AUDIT_TABLE_NAME": "AuditTable",
        "INTAKE_BUCKET_NAME": "intake",
        "DELIVERY_QUEUE_URL": queue,
        "RUN_REQUEST_QUEUE_URL": queue,
        "ASCP_BASE_URL": "http://127.0.0.1:9",
        "ASCP_SECRET_ID": "ascp",
        "POWERTOOLS_METRICS_NAMESPACE": "Laurel",
        "POWERTOOLS_SERVICE_NAME": "benchmark",
    }


if __name__ == "__main__":
    main()
