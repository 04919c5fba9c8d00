"""The reports of nightly runs, for staff."""

from datetime import timedelta
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from claim_routes.dependencies import dependencies
from claim_routes.parameters import CursorParam, LimitParam
from laurel.arrivals.upload_views import RejectedRowsView
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.catalog.field_types import Day
from laurel.feed_files.flow_views import NightFlowView
from laurel.feed_files.night_flow import files_of, flow_of
from laurel.feed_files.refusals import FILE_NOT_FOUND
from laurel.feed_files.states_now import states_now
from laurel.nightly.night_views import NightList
from laurel.nightly.nights import nights_of
from laurel.organizer.staff_views import RunPage, RunsOfDay, run_line, run_view
from laurel.platform.clock import read_instant, utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"
_SCOPE = ("staff runs",)
MOST_NIGHTS = 30
DateParam = Annotated[Day, Path(description="A calendar date, in UTC.", examples=["2026-11-20"])]


@router.get(
    "/v1/staff/runs",
    **about("listRuns", "Nightly runs", "The latest first.", tag=TAG, who="staff", gives="A page of the runs"),
)
def get_runs(cursor: CursorParam = None, limit: LimitParam = 30) -> Response[RunPage]:
    """The nightly runs."""
    cursors = dependencies().cursors
    after = cursors.read(_SCOPE, cursor) if cursor else None
    records, position = dependencies().runs.page(now=utc_now(), limit=limit, after=after)
    following = cursors.write(_SCOPE, position) if position else None
    return show(RunPage(items=tuple(map(run_line, records)), next_cursor=following))


@router.get(
    "/v1/staff/runs/<date>",
    **about(
        "getRunsOfDay",
        "The run reports of one day",
        "Of the runs that began on this day (UTC): one night has one, more if it was run again. Empty without a run.",
        tag=TAG,
        who="staff",
        gives="The reports",
    ),
)
def get_runs_of_day(date: DateParam) -> Response[RunsOfDay]:
    """What the runs of one day report."""
    return show(RunsOfDay(items=tuple(map(run_view, dependencies().runs.of_day(date)))))


@router.get(
    "/v1/staff/nights",
    **about(
        "listNights",
        "The last 30 nights at a glance",
        "The runs of each day (UTC) together, the latest first, with the limits beyond which alarms go off.",
        tag=TAG,
        who="staff",
        gives="The nights",
    ),
)
def get_nights() -> Response[NightList]:
    """The last nights, a line for each day with a run."""
    now = utc_now()
    records = dependencies().runs.since(now.date() - timedelta(days=MOST_NIGHTS - 1), now=now)
    return show(NightList.of(nights_of(records)))


@router.get(
    "/v1/staff/runs/<date>/flow",
    **about(
        "getNightFlow",
        "One night from rows to receipts",
        "What became of the rows that the runs of this day (UTC) read, and where the credits from them are now.",
        tag=TAG,
        who="staff",
        gives="The flow",
    ),
)
def get_night_flow(date: DateParam) -> Response[NightFlowView]:
    """The rows of one day, and their credits as they are now."""
    here = dependencies()
    records = here.runs.of_day(date)
    files, now = files_of(records), None
    if records:
        # What reads a file writes its credits: none of them changed before.
        since = min(read_instant(record["started_at"]) for record in records)
        now = states_now(here.feed_files.table, here.ledger, files, since=since)
    return show(NightFlowView.of(flow_of(records, now)))


@router.get(
    "/v1/staff/runs/<date>/rejected",
    **about(
        "listRejectedOfRun",
        "The rejected rows of a file of a run",
        "Of a file that a run of this day (UTC) read, also of a roster. The audit log has who read them.",
        tag=TAG,
        who="staff",
        gives="The first rows, and a link to all",
    ),
)
def get_rejected_of_run(
    date: DateParam,
    key: Annotated[str, Query(max_length=1024, description="The file's key in the report.")],
) -> Response[RejectedRowsView]:
    """What was handed back of a file that a run names."""
    here = dependencies()
    named = [file for record in here.runs.of_day(date) for file in record["files"] if file["key"] == key]
    if not named:
        raise RefusedRequest(FILE_NOT_FOUND.refuse())
    etag = next((file["etag"] for file in reversed(named) if file.get("etag")), None)
    found = here.handed_back.of(key, etag)
    acting = here.acting_staff(caller(router))
    acting.note(AuditAct.CREDITS_SEEN, on=AuditSubject.many(acting.actor), at=utc_now())
    return show(RejectedRowsView.of(found))
