"""The delivery queue (SQS): one message for each credit to deliver; never a record."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from itertools import batched
from time import monotonic
from typing import TYPE_CHECKING, Any

from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.log import logger
from laurel.platform.postpone import BATCH, postpone

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Seconds without sending after SQS could not be reached.
PAUSE_AFTER_FAILURE = 30.0

_CREDIT_ID = re.compile(r"[!-~]{1,128}")


class UnreadableMessage(Exception):
    """A message that names no credit; it can only go to the dead-letter queue."""


def write_body(credit_id: str) -> str:
    """The body of the message for `credit_id`."""
    return json.dumps({"credit_id": credit_id})


def read_body(body: str) -> str:
    """The credit id in a message body. Raises UnreadableMessage."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage("the body is not JSON") from error
    credit_id = message.get("credit_id") if isinstance(message, dict) else None
    # Any other value cannot be looked up, and would fail the rest of the batch.
    if not isinstance(credit_id, str) or not _CREDIT_ID.fullmatch(credit_id):
        raise UnreadableMessage("the body names no credit_id")
    return credit_id


class DeliveryQueue:
    """The queue at `url`."""

    def __init__(self, url: str, client: "SQSClient | None" = None, now: Callable[[], float] = monotonic) -> None:
        self._url = url
        self._given = client
        self._now = now
        self._paused_until = 0.0

    @property
    def _client(self) -> "SQSClient":
        return self._given or aws.sqs()

    def send_one(self, credit_id: str) -> None:
        """Queues one credit. Raises what SQS refuses."""
        self._client.send_message(QueueUrl=self._url, MessageBody=write_body(credit_id))

    def send(self, credit_ids: Iterable[str], executor: Executor) -> int:
        """Queues `credit_ids`, ten per call, in parallel calls of `executor`; returns how many SQS refused.

        Refused credits stay undelivered in the ledger and can be queued again, so an outage of SQS stops nothing else.
        After a failed call, sending pauses for PAUSE_AFTER_FAILURE seconds, because each call takes long to fail.
        """
        return sum(executor.map(self._send_batch, batched(credit_ids, BATCH)))

    def end_pause(self) -> None:
        """Ends the pause after a failure: the next message tries SQS."""
        self._paused_until = 0.0

    def _send_batch(self, credit_ids: Sequence[str]) -> int:
        if self._now() < self._paused_until:
            return len(credit_ids)
        entries: list[Any] = [{"Id": str(n), "MessageBody": write_body(one)} for n, one in enumerate(credit_ids)]
        try:
            with aws_errors():
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
        except AwsError as error:
            logger.warning("messages could not be sent", count=len(entries), error=error.code)
            self._paused_until = self._now() + PAUSE_AFTER_FAILURE
            return len(entries)
        return len(answer.get("Failed", []))

    def postpone(self, waits: Mapping[str, int]) -> None:
        """Hides messages (by receipt handle) for so many seconds from now, ten per call."""
        postpone(self._client, self._url, waits)
