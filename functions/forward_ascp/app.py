"""The handler of the forwarder: batches of messages from the delivery queue."""

import random
from datetime import timedelta
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import read_secret
from laurel.delivery.circuit_breaker import Breaker, GuardedPartner
from laurel.delivery.forwarder import Forwarder, Report, RetryPolicy
from laurel.delivery.messages import Message, RedeliveryPolicy
from laurel.delivery.queue import DeliveryQueue
from laurel.delivery.rate_limit import Pace
from laurel.learners.consent import Consents
from laurel.ledger.store import Ledger
from laurel.platform.clock import utc_now
from laurel.platform.ids import new_id
from laurel.platform.log import logger
from laurel.platform.provider_names import ProviderNames
from laurel.platform.settings import ForwardAscpSettings
from laurel.platform.table import Table

# Reserved from the function's time: to write the outcomes and to postpone the messages that come back.
RESERVE = timedelta(seconds=10)

metrics = Metrics()


@cache
def forwarder() -> Forwarder:
    """The forwarder of this process; connections, token and clients are kept between invocations."""
    settings = ForwardAscpSettings.read()
    # The containers that run in parallel share the allowed rate.
    pace = Pace(settings.ascp_requests_per_second / settings.forward_concurrency)
    table = Table(settings.ledger_table_name)
    return Forwarder(
        Ledger(table),
        Consents(table),
        DeliveryQueue(settings.delivery_queue_url),
        GuardedPartner(
            Ascp(
                settings.ascp_base_url,
                partial(read_secret, settings.ascp_secret_id),
                utc_now,
                pace,
                ProviderNames.read(settings.provider_names),
            ),
            partial(
                Breaker,
                utc_now,
                random.random,
                base=settings.retry_base_seconds,
                longest=settings.retry_max_seconds,
            ),
            utc_now,
        ),
        RetryPolicy(
            lease=timedelta(seconds=settings.lease_seconds),
            ask_after=timedelta(seconds=settings.settle_seconds),
            redelivery=RedeliveryPolicy(
                base=settings.retry_base_seconds,
                longest=settings.retry_max_seconds,
                most=settings.delivery_attempts,
            ),
        ),
        clock=utc_now,
        new_id=new_id,
        draw=random.random,
    )


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Forwards the credits that the event's messages name; answers which messages come back."""
    until = utc_now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - RESERVE
    report = forwarder().forward([_message(record) for record in event["Records"]], until=until)
    _publish(report)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in report.failed]}


def _message(record: dict[str, Any]) -> Message:
    return Message(
        message_id=record["messageId"],
        receipt_handle=record["receiptHandle"],
        body=record["body"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )


def _publish(report: Report) -> None:
    """Writes one log line and one set of metrics per batch. The alarms of the template read these names."""
    counts = {
        "CreditsAccepted": report.accepted,
        "CreditsRejected": report.rejected,
        "CreditsUnreadable": report.unreadable,
        "CreditsPutBack": report.put_back,
        "CreditsWithheld": report.withheld,
        "CreditsHeldBack": report.held_back,
        "CreditsLeftForLater": report.left_for_later,
        "PoisonMessages": report.poison,
        "Submissions": report.submissions,
        "BreakerOpened": report.breaker_opened,
        "CallsCutOff": report.cut_off,
        "StrangeResults": report.unexpected,
        "ContradictingReceipts": report.contradictions,
    }
    for name, count in counts.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    oldest = (utc_now() - report.oldest_reported_at).total_seconds() if report.oldest_reported_at else 0.0
    metrics.add_metric(name="OldestUndeliveredAge", unit=MetricUnit.Seconds, value=oldest)
    logger.info("batch forwarded", extra={"failed": len(report.failed), **counts})
