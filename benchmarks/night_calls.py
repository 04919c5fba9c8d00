"""Counts the calls that a night costs: `python -m benchmarks.night_calls [--credits 1000]`.

Both functions run in this process against MiniStack, the stand-in answers as ASCP, and every call to AWS is counted
where boto3 makes it. Lambda's own polling of the queue is shown too, as ten messages a call.
"""

import argparse
import os
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from laurel.platform import aws
from local.places import CREDENTIALS, REGION
from local.sample import generate_plain
from local.stack import LocalStack

HEADER = f"{'':<24}{'calls':>8}{'per 1,000 credits':>20}"


class Context:
    """What Lambda tells a function of itself."""

    function_name = aws_request_id = invoked_function_arn = "benchmark"
    memory_limit_in_mb = 1769

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds left: plenty."""
        return 900_000


def count_into(calls: Counter[str]) -> None:
    """Counts every call of the process's clients by its name."""
    for client in (aws.dynamodb(), aws.sqs(), aws.s3(), aws.secrets_manager()):
        client.meta.events.register("before-call", lambda model, **_: calls.update([model.name]))


def batches(stack: LocalStack, size: int = 100) -> Any:
    """The messages on the delivery queue, as Lambda hands them over."""
    sqs, url = stack.client("sqs"), stack.outputs["DeliveryQueueUrl"]
    while True:
        records: list[dict[str, Any]] = []
        while len(records) < size:
            found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"])
            if not found.get("Messages"):
                break
            for message in found["Messages"]:
                records.append(
                    {
                        "messageId": message["MessageId"],
                        "receiptHandle": message["ReceiptHandle"],
                        "body": message["Body"],
                        "attributes": message["Attributes"],
                    }
                )
        if not records:
            return
        yield {"Records": records}
        for record in records:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=record["receiptHandle"])


def show(title: str, calls: Counter[str], credits: int) -> None:
    """Prints one table."""
    print(f"\n{title}\n{HEADER}")
    for name, n in sorted(calls.items()):
        print(f"{name:<24}{n:>8}{n * 1000 / credits:>20.1f}")


def environment(stack: LocalStack) -> dict[str, str]:
    """The variables that both functions read."""
    return {
        **CREDENTIALS,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": stack.endpoint_url,
        "LEDGER_TABLE_NAME": stack.outputs["LedgerTableName"],
        "CLAIMS_TABLE_NAME": stack.outputs["ClaimsTableName"],
        "AUDIT_TABLE_NAME": stack.outputs["AuditTableName"],
        "SIGNING_SECRET_ID": "signing",
        "MAIL_CONFIGURATION_SET": "notices",
        "API_URL": stack.api_url,
        "PORTAL_URL": stack.portal_url,
        "CONTACT_EMAIL": "education@example.org",
        "INTAKE_BUCKET_NAME": stack.outputs["IntakeBucketName"],
        "DELIVERY_QUEUE_URL": stack.outputs["DeliveryQueueUrl"],
        "RUN_REQUEST_QUEUE_URL": stack.outputs["DeliveryQueueUrl"],
        "ASCP_BASE_URL": stack.ascp_url,
        "ASCP_SECRET_ID": stack.outputs["AscpSecretArn"],
        "POWERTOOLS_METRICS_NAMESPACE": "Laurel",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
        "POWERTOOLS_METRICS_DISABLED": "true",
    }


def main() -> None:
    """Runs one night and all deliveries, and prints what they cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--credits", type=int, default=1000)
    credits = parser.parse_args().credits
    with tempfile.TemporaryDirectory() as folder:
        sample = generate_plain(Path(folder, "sample"), members=credits, rows=credits, today=date.today())
        with LocalStack.start(folder=Path(folder, "stack"), participants=sample.participants) as stack:
            for mapping in stack.client("lambda").list_event_source_mappings()["EventSourceMappings"]:
                stack.client("lambda").update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
            os.environ |= environment(stack)
            from functions.forward_ascp.app import handler as forward
            from functions.report_nightly.app import handler as night

            calls: Counter[str] = Counter()
            count_into(calls)
            now = {"time": datetime.now(UTC).isoformat()}
            context: Any = Context()
            stack.put("roster/ascls/1.csv", sample.roster)
            night(now, context)
            show("A night with a new roster and no feed", calls, credits)
            calls.clear()
            for provider, path in sample.feeds.items():
                stack.put(f"feed/{provider}/1.csv", path)
            report = night(now, context)
            show(f"A night with {report['reported']:,} new credits, all reported", calls, credits)
            calls.clear()
            invocations = sum(forward(event, context) is not None for event in batches(stack))
            show(f"Their delivery, {invocations} invocations", calls, credits)
            tens = -(-credits // 10)
            show("Lambda's polling", Counter({"ReceiveMessage": tens, "DeleteMessageBatch": tens}), credits)
            calls.clear()
            night(now, context)
            show("A night with nothing new", calls, credits)


if __name__ == "__main__":
    main()
