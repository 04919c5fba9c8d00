"""The queue that starts a run between the nights: S3 announces each file that arrives in the intake bucket.

A run takes every file that is there, so one run serves all messages of a batch. While another run is under way the
messages come back soon. A night that finds a run for arrived files under way waits in this queue too: it must not be
skipped.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from laurel.platform import aws
from laurel.platform.postpone import postpone

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Seconds until a request comes back that found another run under way.
WAIT = 15


class RunRequests:
    """The queue at `url`."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def _client(self) -> "SQSClient":
        return aws.sqs()

    def ask_for_night(self, event: Mapping[str, Any]) -> None:
        """Asks for the nightly run of `event` as soon as no other run is under way. Raises what SQS refuses."""
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({"night": dict(event)}))

    def postpone(self, records: Sequence[Mapping[str, Any]]) -> None:
        """The requests in `records` (of Lambda's event) come back after WAIT seconds."""
        postpone(self._client, self._url, {record["receiptHandle"]: WAIT for record in records})


def event_of(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The event of the one run that serves all `records`: a night's, if one is among them, or that of an arrival."""
    bodies = [json.loads(record["body"]) for record in records]
    nights = [body["night"] for body in bodies if "night" in body]
    return nights[0] if nights else {"arrival": True}
