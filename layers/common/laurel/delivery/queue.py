"""The delivery queue (SQS): a wake-up for the forwarder, one credit a message; never a record."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from itertools import batched
from time import monotonic
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from laurel.platform import aws
from laurel.platform.log import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10  # SQS takes and changes ten messages a call
# Seconds. SQS hides a message for at most 12 hours from its receipt on: a quarter of an hour is left to work on it.
LONGEST_WAIT = 42_300

# Seconds in which nothing is sent after SQS could not be reached.
LEFT_ALONE = 30.0

_CREDIT_ID = re.compile(r"[!-~]{1,128}")


class UnreadableMessage(Exception):
    """A message that names no credit; it can only go to the dead-letter queue."""


def write_body(credit_id: str) -> str:
    """The message that wakes the forwarder for `credit_id`."""
    return json.dumps({"credit_id": credit_id})


def read_body(body: str) -> str:
    """The credit's id that a message carries. Raises UnreadableMessage."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage("the body is not JSON") from error
    credit_id = message.get("credit_id") if isinstance(message, dict) else None
    # Anything else could not even be asked for, and would take the rest of the batch down with it.
    if not isinstance(credit_id, str) or not _CREDIT_ID.fullmatch(credit_id):
        raise UnreadableMessage("the body names no credit_id")
    return credit_id


class DeliveryQueue:
    """The queue at `url`."""

    def __init__(self, url: str, client: "SQSClient | None" = None, now: Callable[[], float] = monotonic) -> None:
        self._url = url
        self._given = client
        self._now = now
        self._left_alone_until = 0.0

    @property
    def _client(self) -> "SQSClient":
        return self._given or aws.sqs()

    def wake(self, credit_id: str) -> None:
        """Queues one credit. Raises what SQS refuses."""
        self._client.send_message(QueueUrl=self._url, MessageBody=write_body(credit_id))

    def send(self, credit_ids: Iterable[str], executor: Executor) -> int:
        """Queues `credit_ids`, ten a call, calls side by side in `executor`; how many SQS refused.

        What is refused stands in the ledger as undelivered and can be queued again, so that an SQS out of order stops
        nothing else. It is then left alone for a while: each call takes long to fail.
        """
        return sum(executor.map(self._send_batch, batched(credit_ids, BATCH)))

    def try_again(self) -> None:
        """Lets the next message try SQS, even if it is still left alone."""
        self._left_alone_until = 0.0

    def _send_batch(self, credit_ids: Sequence[str]) -> int:
        if self._now() < self._left_alone_until:
            return len(credit_ids)
        entries: list[Any] = [{"Id": str(n), "MessageBody": write_body(one)} for n, one in enumerate(credit_ids)]
        try:
            answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
        except (ClientError, BotoCoreError) as error:
            logger.warning("messages could not be sent", count=len(entries), error=type(error).__name__)
            self._left_alone_until = self._now() + LEFT_ALONE
            return len(entries)
        return len(answer.get("Failed", []))

    def postpone(self, waits: Mapping[str, int]) -> None:
        """Hides messages (by receipt handle) for so many seconds from now, ten a call.

        What SQS does not take (a stale receipt, trouble) is passed over: that message comes back after the queue's own
        visibility timeout.
        """
        for batch in batched(waits.items(), BATCH):
            entries: list[Any] = [
                {"Id": str(n), "ReceiptHandle": handle, "VisibilityTimeout": min(seconds, LONGEST_WAIT)}
                for n, (handle, seconds) in enumerate(batch)
            ]
            try:
                answer = self._client.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)
            except (ClientError, BotoCoreError) as error:
                logger.warning("messages could not be postponed", count=len(entries), error=type(error).__name__)
                continue
            if failed := answer.get("Failed"):
                logger.warning("messages could not be postponed", count=len(failed), error=failed[0]["Code"])
