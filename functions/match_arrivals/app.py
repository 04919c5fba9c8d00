"""The handler of arriving credits: batches of records from the ledger's stream."""

from typing import Any

from arrival_dependencies import Dependencies, dependencies
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.arrivals.metrics import arrival_figures
from laurel.arrivals.stream_events import credit_ids
from laurel.platform.log import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Matches and queues the credits that the event's records name."""
    match(dependencies(), event)


def match(here: Dependencies, event: dict[str, Any]) -> None:
    """As `handler`, with the dependencies given."""
    figures = arrival_figures(here.arrivals.match(credit_ids(event)))
    here.runtime.publish(figures)
    logger.info("arrived credits were matched", extra=dict(figures.counts))
