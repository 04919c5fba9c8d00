"""The queue that starts a run between the nights: S3 announces each file that arrives in the intake bucket, and staff
ask for the undo of a file.

A run takes every file that is there, so one run serves all messages of a batch. While another run is under way the
messages come back soon. A night that finds a run for arrived files under way waits in this queue too: it must not be
skipped.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from laurel.platform import aws
from laurel.platform.aws_errors import aws_errors
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

    def ask_for_undo(self) -> None:
        """Asks for a run that does the pending undos of files. Raises AwsError."""
        with aws_errors():
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({"undo": True}))

    def postpone(self, records: Sequence[Mapping[str, Any]]) -> None:
        """The requests in `records` (of Lambda's event) come back after WAIT seconds."""
        postpone(self._client, self._url, {record["receiptHandle"]: WAIT for record in records})


def event_of(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The event of the one run that serves all `records`: a night's, an arrival's, or one for undos of files alone."""
    bodies = [json.loads(record["body"]) for record in records]
    nights: list[dict[str, Any]] = [body["night"] for body in bodies if "night" in body]
    if nights:
        return nights[0]
    # Every run does the undos; one for undos alone takes no files, which may have to wait for the night.
    return {"arrival": True, "undo": True} if all("undo" in body for body in bodies) else {"arrival": True}
