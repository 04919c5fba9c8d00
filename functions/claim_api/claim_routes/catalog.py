"""The library: activities, the program of each, and the kinds of statement that they offer."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, ConfigDict, Field

from claim_routes.dependencies import dependencies
from claim_routes.parameters import (
    ActivityIdParam,
    CursorParam,
    FromParam,
    LimitParam,
    SearchParam,
    ToParam,
)
from laurel.catalog.activity import Kind
from laurel.catalog.field_types import Day
from laurel.catalog.library import ActivitySummary, LibraryFilter
from laurel.catalog.program import ProgramFilter, program_page
from laurel.catalog.records import StoredActivity
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.catalog.views import PublicActivity, PublicSession, public_activity
from laurel.claims.statement_views import StatementKinds
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PUBLIC, show
from laurel.platform.http_routes import about
from laurel.platform.http_spans import in_order
from laurel.platform.problems import RefusedRequest

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Library"
_FOR_AN_HOUR = {"Cache-Control": "public, max-age=3600"}


class ActivityPage(BaseModel):
    """A page of the library."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[ActivitySummary, ...]
    next_cursor: str | None = Field(description="Pass it on as `cursor` for the next page; null at the end.")


class SessionPage(BaseModel):
    """A page of a program."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[PublicSession, ...]
    next_cursor: str | None = Field(description="Pass it on as `cursor` for the next page; null at the end.")


@router.get(
    "/v1/activities",
    **about(
        "listActivities",
        "The library of activities",
        "The latest first. With `open=true` it is the table of available activities: those that can be claimed now."
        " A page can be short, or empty, and still have a next one.",
        tag=TAG,
        who="public",
        gives="A page of the library",
    ),
)
def list_activities(
    kind: Annotated[Kind | None, Query(description="Only activities of this kind.")] = None,
    q: SearchParam = None,
    starting: FromParam = None,
    ending: ToParam = None,
    open_now: Annotated[bool, Query(alias="open", description="Only those that can be claimed now.")] = False,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response[ActivityPage]:
    """Activities by kind, words, dates and whether they are open."""
    in_order(starting, ending)
    wanted = LibraryFilter(kind=kind, query=q, starting=starting, ending=ending, open=open_now)
    here = dependencies()
    page = here.catalog.library(wanted, at=utc_now(), limit=limit, cursor=cursor, cursors=here.cursors)
    return show(ActivityPage(items=page.items, next_cursor=page.next_cursor), headers=PUBLIC)


@router.get(
    "/v1/activities/<activity_id>",
    **about(
        "getActivity",
        "An activity",
        "With its disclosures, the statements it offers and its evaluation forms. The ETag is its revision.",
        tag=TAG,
        who="public",
        gives="The activity",
        headers=("ETag",),
    ),
)
def get_activity(activity_id: ActivityIdParam) -> Response[PublicActivity]:
    """An activity as anyone may see it."""
    stored = stored_activity(activity_id)
    return show(public_activity(stored.activity), version=stored.revision, headers=PUBLIC)


@router.get(
    "/v1/activities/<activity_id>/sessions",
    **about(
        "listSessions",
        "The program of an activity",
        "Sessions in order of time.",
        tag=TAG,
        who="public",
        gives="A page of the program",
    ),
)
def list_sessions(
    activity_id: ActivityIdParam,
    q: SearchParam = None,
    track: Annotated[str | None, Query(max_length=300, description="Only sessions of this track.")] = None,
    day: Annotated[
        Day | None, Query(description="Only sessions of this calendar date, in the activity's zone.")
    ] = None,
    cursor: CursorParam = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many to list at most.")] = 100,
) -> Response[SessionPage]:
    """Sessions by track, day and words."""
    wanted = ProgramFilter(track=track, day=day, query=q)
    activity = stored_activity(activity_id).activity
    page = program_page(activity, wanted, limit=limit, cursor=cursor, cursors=dependencies().cursors)
    return show(SessionPage(items=page.items, next_cursor=page.next_cursor), headers=PUBLIC)


@router.get(
    "/v1/statements",
    **about(
        "listStatements",
        "The kinds of statement of credit",
        "Their names, for whom they are, and what a learner needs to claim them. The list changes only with a release.",
        tag=TAG,
        who="public",
        gives="All kinds",
    ),
)
def list_statements() -> Response[StatementKinds]:
    """Every kind of statement; no call."""
    return show(StatementKinds.all(), headers=_FOR_AN_HOUR)


def stored_activity(activity_id: str) -> StoredActivity:
    """The activity in the library, with its revision. Raises Refused where there is none."""
    stored = dependencies().catalog.get(activity_id)
    if stored is None:
        raise RefusedRequest(ACTIVITY_NOT_FOUND.refuse())
    return stored
