"""The handler of the weekly reconciliation: compares the ledger with ASCP's answers. It reads, and changes nothing."""

import json
from datetime import date
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import read_secret
from laurel.delivery.rate_limit import Pace
from laurel.delivery.reconciliation import Comparison
from laurel.delivery.weekly_reconciliation import MOST_PARTS, Period, WeeklyReconciliation, stop_at
from laurel.ledger.store import Ledger
from laurel.nightly.continuation import invoke
from laurel.platform.clock import read_instant, utc_now
from laurel.platform.log import logger
from laurel.platform.settings import ReconcileAscpSettings
from laurel.platform.table import Table

PER_SECOND = 10.0  # lookups: a fifth of the forwarders' default rate, since nobody waits for these

metrics = Metrics()


@cache
def _dependencies() -> tuple[Ledger, Ascp]:
    settings = ReconcileAscpSettings.read()
    credentials = partial(read_secret, settings.ascp_secret_id)
    ascp = Ascp(settings.ascp_base_url, credentials, utc_now, Pace(PER_SECOND))
    return Ledger(Table(settings.ledger_table_name)), ascp


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Compares the last two weeks, or the days of `event` (`from`, `to`), and answers how far it got.

    If time runs out, another invocation continues, MOST_PARTS in all at most.
    """

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    before = Period.of(event, _today(event))
    ledger, ascp = _dependencies()
    comparison = Comparison(ledger, ascp, utc_now, stop_at=stop_at(utc_now(), seconds_left()))
    run = WeeklyReconciliation(comparison, seconds_left)
    after = run.run(before)
    continued = False
    if not after.is_over and not run.silent and after.part < MOST_PARTS:
        next_event = {**after.to_event(), "part": after.part + 1}
        continued = invoke(context.function_name, json.dumps(next_event).encode())
    _publish(before, after, continued=continued)
    answer = {**after.to_event(), "complete": _is_complete(after), "continued": continued, "note": _note(run, after)}
    logger.info("the reconciliation is over", extra={"report": answer})
    return answer


def _today(event: dict[str, Any]) -> date:
    try:
        return read_instant(event["time"]).date()
    except (KeyError, TypeError, ValueError):
        return utc_now().date()


def _note(run: WeeklyReconciliation, after: Period) -> str:
    if _is_complete(after):
        return "Every credit of these days was compared, but for the unanswered ones."
    if after.is_over:
        return "ASCP left more than a tenth of the questions unanswered. Start it again."
    if run.silent:
        return "ASCP answered nothing, so the rest was not asked. Start it again when ASCP answers."
    return "It did not reach the end of these days in this invocation."


def _is_complete(after: Period) -> bool:
    """Whether all days were compared, and ASCP answered for at least nine tenths of their credits."""
    return after.is_over and 10 * after.unanswered <= after.compared


def _publish(before: Period, after: Period, *, continued: bool) -> None:
    """Publishes the figures of this part as metrics. The alarms of the template read these names."""
    counts = {
        "CreditsReconciled": after.compared - before.compared,
        "ReconcileDifferences": after.differences - before.differences,
        "ReconcileUnanswered": after.unanswered - before.unanswered,
        "ReconcileRuns": int(_is_complete(after)),
        "ReconcileUnfinished": int(not _is_complete(after) and not continued),
    }
    for name, count in counts.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    metrics.flush_metrics()
