"""The handler of the nightly run, which EventBridge Scheduler invokes every night."""

import json
from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from night_dependencies import Dependencies, dependencies, run_claim_notices, run_reminders

from laurel.nightly.continuation import RunPart, invoke
from laurel.nightly.metrics import run_figures, source_figures
from laurel.nightly.run import NightlyRun
from laurel.nightly.run_requests import event_of
from laurel.notices.metrics import notice_figures
from laurel.notices.send_notices import SendNotices
from laurel.platform.clock import Clock, instant, read_instant
from laurel.platform.log import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Runs the night of `event["time"]` (an ISO instant) and answers the run report.

    The night's date is the date at that instant in the time zone of the schedule. Without a usable time, as when it is
    started by hand with `{}`, the run is for now. A batch of requests for a run answers which of them come back.
    """
    if "Records" in event:
        return run_on_request(dependencies(), event["Records"], context)
    return run_on_schedule(dependencies(), event, context)


def run_on_schedule(here: Dependencies, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """As `handler`, for a night. While a run for arrived files is under way, the night waits among the requests."""
    report = run_night(here, event, context)
    if report["behind_arrival"]:
        here.requests.ask_for_night({**event, "time": instant(_instant_of(event, here.runtime.clock))})
    return report


def run_on_request(here: Dependencies, records: list[dict[str, Any]], context: LambdaContext) -> dict[str, Any]:
    """Runs once for all `records`; while another run is under way, all of them come back."""
    if not run_night(here, event_of(records), context)["skipped"]:
        return {"batchItemFailures": []}
    here.requests.postpone(records)
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in records]}


def run_night(here: Dependencies, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """As `handler`, with the dependencies given, for one run."""

    def seconds_left() -> float:
        return context.get_remaining_time_in_millis() / 1000

    night_at = _instant_of(event, here.runtime.clock)
    on = night_at.astimezone(here.time_zone).date()
    part = RunPart.of(event)
    report = NightlyRun(here.run, run_id=here.runtime.new_id(), on=on, seconds_left=seconds_left, part=part).run()
    continued = False
    if not (report.complete or report.skipped or part.is_last):
        next_event = part.event_of_next({**event, "time": instant(night_at)}, report)
        continued = invoke(context.invoked_function_arn, json.dumps(next_event).encode())
    if not report.skipped:
        for figures in (run_figures(report, continued=continued), *source_figures(report)):
            here.runtime.publish(figures)
    answer = report.to_wire()
    if here.notices and report.complete and not report.arrival:
        notices = SendNotices(here.notices, on=on, seconds_left=seconds_left).run()
        claim_notices = run_claim_notices(here.notices, here.claims_table, on, seconds_left)
        reminders = run_reminders(here.notices, here.claims_table, on, seconds_left)
        here.runtime.publish(notice_figures(notices, claim_notices, reminders))
        answer |= {
            "notices": notices.to_wire(),
            "claim_notices": claim_notices.to_wire(),
            "reminders": reminders.to_wire(),
        }
    logger.info("the nightly run is over", extra={"report": answer})
    return answer


def _instant_of(event: dict[str, Any], clock: Clock) -> datetime:
    try:
        return read_instant(event["time"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return clock()
