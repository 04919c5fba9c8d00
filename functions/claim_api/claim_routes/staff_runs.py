"""The reports of nightly runs, for staff."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from claim_routes.dependencies import dependencies
from claim_routes.parameters import CursorParam, LimitParam
from laurel.catalog.field_types import Day
from laurel.organizer.staff_views import RunPage, RunsOfDay, run_line, run_view
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"
_SCOPE = ("staff runs",)


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
def get_runs_of_day(
    date: Annotated[Day, Path(description="A calendar date, in UTC.", examples=["2026-11-20"])],
) -> Response[RunsOfDay]:
    """What the runs of one day report."""
    return show(RunsOfDay(items=tuple(map(run_view, dependencies().runs.of_day(date)))))
