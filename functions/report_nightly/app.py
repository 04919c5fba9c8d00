"""The handler of the nightly run, which EventBridge Scheduler invokes every night."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.delivery.queue import DeliveryQueue
from laurel.intake.bucket import IntakeBucket
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.file_report import FileOutcome
from laurel.intake.places import ROSTER_PREFIX
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.ledger.states import UnmatchedReason
from laurel.ledger.store import Ledger
from laurel.nightly.continuation import RunPart, invoke
from laurel.nightly.lease import Runs
from laurel.nightly.run import NightlyRun
from laurel.nightly.run_report import RunReport
from laurel.nightly.run_state import RunDependencies
from laurel.notices.mailer import Mailer
from laurel.notices.send_log import SendLog
from laurel.notices.send_notices import NoticeDependencies, SendNotices
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.aws import PARALLEL_CALLS
from laurel.platform.clock import instant, read_instant, utc_now
from laurel.platform.ids import new_id
from laurel.platform.log import logger
from laurel.platform.settings import ReportNightlySettings
from laurel.platform.signing_key import signing_key
from laurel.platform.table import Table
from laurel.roster.store import Roster

metrics = Metrics()

_NOT_TAKEN = (FileOutcome.REFUSED, FileOutcome.PUT_OFF)


@cache
def _dependencies() -> RunDependencies:
    settings = ReportNightlySettings.read()
    table = Table(settings.ledger_table_name)
    return RunDependencies(
        ledger=Ledger(table),
        roster=Roster(table),
        aliases=Aliases(table),
        consents=Consents(table),
        bucket=IntakeBucket(settings.intake_bucket_name),
        taken_files=TakenFiles(table),
        runs=Runs(table, utc_now),
        queue=DeliveryQueue(settings.delivery_queue_url),
        executor=ThreadPoolExecutor(PARALLEL_CALLS),
        clock=utc_now,
    )


@cache
def _notices() -> NoticeDependencies | None:
    """What sending notices needs; None for a stack that sends no e-mail."""
    settings = ReportNightlySettings.read()
    if not settings.mail_from:
        return None
    here = _dependencies()
    return NoticeDependencies(
        ledger=here.ledger,
        registry=AddressRegistry(Table(settings.claims_table_name), settings.ledger_table_name, utc_now),
        send_log=SendLog(Table(settings.ledger_table_name)),
        mailer=Mailer(settings.mail_from, settings.mail_configuration_set),
        unsubscribe_links=UnsubscribeLinks(partial(signing_key, settings.signing_secret_id)),
        api_url=settings.api_url,
        portal_url=settings.portal_url,
        contact=settings.contact_email,
        executor=here.executor,
        clock=utc_now,
    )


def _notify(dependencies: NoticeDependencies, on: date, context: LambdaContext) -> dict[str, Any]:
    """Sends learners notices about their credits. Returns the counts, which are published as metrics too."""
    run = SendNotices(dependencies, on=on, seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)
    report = run.run()
    counts = {"NoticesSent": report.sent, "NoticesRefused": report.refused, "NoticesFailed": report.failed}
    for name, count in counts.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    metrics.flush_metrics()
    return report.to_wire()


def _publish(report: RunReport, *, continued: bool) -> None:
    """Publishes the run's counts and durations as metrics. The alarms of the template read some of these names.

    `NightlyRuns` counts complete runs only: a run that stops early each night must not pass for a night's work. Rows of
    feeds count as they are taken. Rows of a roster count once, when it comes into force, because each part of a night
    that applies it reads all of it.
    """
    tally = report.tally
    rosters = [one for one in report.files if one.outcome == FileOutcome.TAKEN and one.key.startswith(ROSTER_PREFIX)]
    counts = {
        "NightlyRuns": int(report.complete),
        "RunsNotReconciled": int(not tally.reconciles),
        "RunsUnfinished": int(not report.complete and not continued),
        "RunsGoneOnWith": int(continued),
        "RowsRead": tally.rows,
        "RowsRepeated": tally.repeats,
        "RowsRejected": tally.rejected,
        "RosterRowsRead": sum(roster.rows for roster in rosters),
        "RosterRowsRejected": sum(roster.rejected for roster in rosters),
        "CreditsTaken": tally.credits,
        "CreditsReported": tally.reported,
        "CreditsUnmatched": tally.unmatched.total(),
        **{f"CreditsUnmatched{_in_capitals(reason)}": tally.unmatched[reason] for reason in UnmatchedReason},
        "CreditsResumed": tally.resumed,
        "CreditsRequeued": tally.requeued,
        "MessagesRefused": tally.queue_refused,
        "FilesTaken": sum(file.outcome == FileOutcome.TAKEN for file in report.files),
        "FilesNotTaken": sum(file.outcome in _NOT_TAKEN for file in report.files),
    }
    for name, count in counts.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    durations = {f"{_in_capitals(stage)}Duration": took for stage, took in report.milliseconds.items()}
    for name, took in {"RunDuration": sum(durations.values()), **durations}.items():
        metrics.add_metric(name=name, unit=MetricUnit.Milliseconds, value=took)
    oldest = report.oldest_undelivered_seconds
    metrics.add_metric(name="OldestUndeliveredAge", unit=MetricUnit.Seconds, value=oldest)
    metrics.flush_metrics()


def _in_capitals(word: str) -> str:
    return word.title().replace("_", "")


def _instant_of(event: dict[str, Any]) -> datetime:
    try:
        return read_instant(event["time"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return utc_now()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Runs the night of `event["time"]` (an ISO instant) and answers the run report.

    The night's date is the date at that instant in the time zone of the schedule. Without a usable time, as when it is
    started by hand with `{}`, the run is for now.
    """
    night_at = _instant_of(event)
    on = night_at.astimezone(ReportNightlySettings.read().night_time_zone).date()
    part = RunPart.of(event)
    run = NightlyRun(
        _dependencies(),
        run_id=new_id(),
        on=on,
        seconds_left=lambda: context.get_remaining_time_in_millis() / 1000,
        part=part,
    )
    report = run.run()
    continued = False
    if not (report.complete or report.skipped or part.is_last):
        next_event = part.event_of_next({**event, "time": instant(night_at)}, report)
        continued = invoke(context.function_name, json.dumps(next_event).encode())
    if not report.skipped:
        _publish(report, continued=continued)
    answer = report.to_wire()
    notices = _notices()
    if notices and report.complete:
        answer["notices"] = _notify(notices, on, context)
    logger.info("the nightly run is over", extra={"report": answer})
    return answer
