"""Messages of SQS that come back later than their queue says."""

from collections.abc import Mapping
from itertools import batched
from typing import TYPE_CHECKING, Any

from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.log import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10  # SQS takes and changes ten messages a call
# Seconds. SQS hides a message for at most 12 hours after it was received; this leaves 15 minutes to work on it.
LONGEST_WAIT = 42_300


def postpone(client: "SQSClient", url: str, waits: Mapping[str, int]) -> None:
    """Hides messages of the queue at `url` (by receipt handle) for so many seconds from now, ten per call.

    Messages that SQS does not postpone (stale receipt, outage) are skipped: they come back after the queue's own
    visibility timeout.
    """
    for batch in batched(waits.items(), BATCH):
        entries: list[Any] = [
            {"Id": str(n), "ReceiptHandle": handle, "VisibilityTimeout": min(seconds, LONGEST_WAIT)}
            for n, (handle, seconds) in enumerate(batch)
        ]
        try:
            with aws_errors():
                answer = client.change_message_visibility_batch(QueueUrl=url, Entries=entries)
        except AwsError as error:
            logger.warning("messages could not be postponed", count=len(entries), error=error.code)
            continue
        if failed := answer.get("Failed"):
            logger.warning("messages could not be postponed", count=len(failed), error=failed[0]["Code"])
