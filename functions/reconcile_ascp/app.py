"""The handler of the weekly reconciliation: compares the ledger with ASCP's answers. It reads, and changes nothing."""

import json
from datetime import date
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from reconcile_dependencies import Dependencies, dependencies

from laurel.delivery.reconcile_metrics import part_figures
from laurel.delivery.reconciliation import Comparison
from laurel.delivery.weekly_reconciliation import MOST_PARTS, Period, WeeklyReconciliation, stop_at
from laurel.platform.clock import Clock, read_instant
from laurel.platform.log import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Compares the last two weeks, or the days of `event` (`from`, `to`), and answers how far it got.

    If time runs out, another invocation continues, MOST_PARTS in all at most.
    """
    return reconcile(dependencies(), event, context)


def reconcile(here: Dependencies, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """As `handler`, with the dependencies given."""

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    clock = here.runtime.clock
    before = Period.of(event, _today(event, clock))
    comparison = Comparison(here.ledger, here.partner, clock, stop_at=stop_at(clock(), seconds_left()))
    run = WeeklyReconciliation(comparison, seconds_left)
    after = run.run(before)
    continued = False
    if not after.is_over and not run.silent and after.part < MOST_PARTS:
        next_event = {**after.to_event(), "part": after.part + 1}
        continued = here.invoke(context.invoked_function_arn, json.dumps(next_event).encode())
    here.runtime.publish(part_figures(before, after, continued=continued))
    answer = {**after.to_event(), "complete": after.is_complete, "continued": continued, "note": run.note(after)}
    logger.info("the reconciliation is over", extra={"report": answer})
    return answer


def _today(event: dict[str, Any], clock: Clock) -> date:
    try:
        return read_instant(event["time"]).date()
    except (KeyError, TypeError, ValueError):
        return clock().date()
