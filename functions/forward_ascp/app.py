"""The handler of the forwarder: batches of messages from the delivery queue."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from forward_dependencies import Dependencies, dependencies

from laurel.delivery.forward_metrics import batch_figures
from laurel.delivery.messages import Message
from laurel.platform.log import logger

# Reserved from the function's time: to write the outcomes and to postpone the messages that come back.
RESERVE = timedelta(seconds=10)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Forwards the credits that the event's messages name; answers which messages come back."""
    return forward(dependencies(), event, context)


def forward(here: Dependencies, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """As `handler`, with the dependencies given."""
    clock = here.runtime.clock
    until = clock() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - RESERVE
    report = here.forwarder.forward([_message(record) for record in event["Records"]], until=until)
    figures = batch_figures(report, at=clock())
    here.runtime.publish(figures)
    logger.info("batch forwarded", extra={"failed": len(report.failed), **figures.counts})
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in report.failed]}


def _message(record: dict[str, Any]) -> Message:
    return Message(
        message_id=record["messageId"],
        receipt_handle=record["receiptHandle"],
        body=record["body"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )
