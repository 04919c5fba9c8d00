"""What staff put into the catalog: activities, Badge IDs, Group IDs."""

import io
from random import SystemRandom
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from pydantic import BaseModel, ConfigDict, Field

from claim_routes.catalog import stored_activity
from claim_routes.dependencies import dependencies
from claim_routes.draft_access import activity_desk
from claim_routes.ownership import expect_own_activity, own_providers, owners
from claim_routes.parameters import (
    ActivityIdParam,
    CursorParam,
    DryRunParam,
    IfMatchParam,
    LimitParam,
    OwnerParam,
    SearchParam,
    column_param,
)
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.catalog.activity import Activity
from laurel.catalog.library import ActivitySummary, LibraryFilter
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND, LIST_WITHOUT_ACTIVITY
from laurel.catalog.uploads import Taken
from laurel.claims.activity_numbers import ActivityNumbers, count_claims, count_claims_of
from laurel.claims.sessions import unknown
from laurel.claims.staff_catalog import put_activity
from laurel.claims.views import ActivityPutView
from laurel.evaluations.results import results_of
from laurel.evaluations.results_csv import COLUMNS, comments_csv, results_csv
from laurel.evaluations.views import EvaluationResultsView
from laurel.pace.participants import COLUMNS as PARTICIPANT_COLUMNS
from laurel.pace.participants import participants_csv
from laurel.pace.views import ParticipantList
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PRIVATE, prefers, show, version_of
from laurel.platform.http_api import caller, json_body, raw_body
from laurel.platform.http_routes import about, csv_body
from laurel.platform.problem_words import ID
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusal import Refusal, refused
from laurel.workbench.activity_views import ActivityStateView

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"
CSV = "text/csv"


class OwnActivityPage(BaseModel):
    """A page of the activities of staff."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[ActivitySummary, ...]
    numbers: dict[str, ActivityNumbers] | None = Field(
        default=None, description="How much each has been claimed, by its id, if `numbers` asks for it."
    )
    next_cursor: str | None = Field(description="Pass it on as `cursor` for the next page; null at the end.")


class ListPut(BaseModel):
    """A list was replaced. With a dry run nothing was written, and the numbers say what would be."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rows: int = Field(description="How many the list has now.")
    added: int
    removed: int
    changed: int
    dry_run: bool


@router.get(
    "/v1/staff/activities",
    **about(
        "listOwnActivities",
        "The activities of staff",
        "The latest first: staff of a provider see its activities, operators all. `state` says whether those in the"
        " library or those in the archive; drafts are a list of their own. A page can be short, or empty, and still"
        " have a next one.",
        tag=TAG,
        who="provider_staff",
        gives="A page of the activities",
    ),
)
def list_own(
    q: SearchParam = None,
    provider: OwnerParam = None,
    state: Annotated[Literal["published", "archived"], Query(description="Which activities.")] = "published",
    numbers: Annotated[bool, Query(description="Count the claims and the used codes of each, too.")] = False,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response[OwnActivityPage]:
    """The activities that the caller may change, by words, provider and state."""
    here, providers = dependencies(), own_providers(caller(router), provider)
    wanted = LibraryFilter(query=q, providers=providers, archived=state == "archived")
    page = here.catalog.library(wanted, at=utc_now(), limit=limit, cursor=cursor, cursors=here.cursors)
    if not numbers:
        return show(OwnActivityPage(items=page.items, next_cursor=page.next_cursor))
    counted = {one.id: count_claims_of(here.claims, here.access_lists, one.id, one.access) for one in page.items}
    return show(OwnActivityPage(items=page.items, numbers=counted, next_cursor=page.next_cursor))


@router.get(
    "/v1/staff/activities/<activity_id>/numbers",
    **about(
        "getActivityNumbers",
        "How much an activity has been claimed",
        "Claims opened and printed, and codes used. The numbers lag by a moment.",
        tag=TAG,
        who="provider_staff",
        gives="The numbers",
    ),
)
def get_numbers(activity_id: ActivityIdParam) -> Response[ActivityNumbers]:
    """The numbers of an activity."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    here = dependencies()
    return show(count_claims(here.claims, here.access_lists, stored_activity(activity_id).activity))


@router.get(
    "/v1/staff/activities/<activity_id>",
    **about(
        "getActivityDocument",
        "The whole document of an activity",
        "As it was put, with its codes and right answers: change it and put it back with its ETag as `If-Match`.",
        tag=TAG,
        who="provider_staff",
        gives="The document",
        headers=("ETag",),
    ),
)
def get_document(activity_id: ActivityIdParam) -> Response[Activity]:
    """The document of an activity, as staff put it."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    stored = stored_activity(activity_id)
    return show(stored.activity, version=stored.revision)


@router.put(
    "/v1/staff/activities/<activity_id>",
    **about(
        "putActivity",
        "Put an activity",
        "The whole document, checked as a whole: all errors at once. A change that would invalidate a claim is"
        " refused, naming the claims. `If-Match` takes the ETag of a `GET`. Staff of a provider name it in"
        " `provider_id`. `provider` and `provider_statement` may be left out then: they are taken from its record.",
        tag=TAG,
        who="provider_staff",
        gives="The activity was replaced, or is as it was sent",
        headers=("ETag",),
        more={
            "x-also": {"201": "The activity is new in the library"},
            "requestBody": {"required": True, "content": {"application/json": {"schema": {"x-model": "Activity"}}}},
        },
    ),
)
def put_document(
    activity_id: ActivityIdParam, dry_run: DryRunParam = False, if_match: IfMatchParam = None
) -> Response[ActivityPutView]:
    """Puts the whole document of an activity into the catalog."""
    here, document = dependencies(), json_body(router.current_event)
    outcome = put_activity(
        here.catalog,
        here.claims,
        utc_now,
        activity_id,
        document,
        dry_run=dry_run,
        if_match=version_of(if_match),
        acting=_acting(),
        owners=owners(router),
    )
    put = granted(outcome)
    status = 201 if put.created and not put.dry_run else 200
    return show(ActivityPutView.of(put), status=status, version=put.stored.revision)


@router.delete(
    "/v1/staff/activities/<activity_id>",
    **about(
        "deleteActivity",
        "Delete an activity",
        "Only while nobody has opened a claim for it: a claim at the same moment wins. Its codes go too. An activity"
        " that was claimed is archived instead. `If-Match` takes the ETag of the activity.",
        tag=TAG,
        who="provider_staff",
        gives="The activity as it was",
    ),
)
def delete_activity(activity_id: ActivityIdParam, if_match: IfMatchParam = None) -> Response[ActivityStateView]:
    """Deletes an activity that nobody has claimed."""
    return show(ActivityStateView.of(granted(activity_desk(router).delete(activity_id, seen=version_of(if_match)))))


@router.put(
    "/v1/staff/activities/<activity_id>/badges",
    **about(
        "putBadges",
        "Put the Badge IDs of a live meeting",
        "The whole list, all or nothing, with errors by line and column. `If-Match` takes the ETag that the answer to a"
        " dry run had: a list that somebody else changed since is not replaced.",
        tag=TAG,
        who="provider_staff",
        gives="The list was replaced",
        headers=("ETag",),
        more=csv_body(
            "CSV with a header, or an Excel file; other columns are passed over and not kept. Semicolons, tabs, UTF-16"
            " and headers such as `Badge ID` are understood.",
            ["badge_id"],
            "badge_id\nMB26-000001\nMB26-000002\n",
        ),
    ),
)
def put_badges(
    activity_id: ActivityIdParam,
    dry_run: DryRunParam = False,
    badge_column: Annotated[str | None, column_param("the Badge IDs")] = None,
    if_match: IfMatchParam = None,
) -> Response[ListPut]:
    """Replaces the Badge IDs of an activity."""
    expect_own_activity(router, activity_id, LIST_WITHOUT_ACTIVITY)
    file = io.BytesIO(raw_body(router.current_event))
    named = {"badge_id": badge_column} if badge_column else {}
    put, seen = dependencies().access_lists.put_badges, version_of(if_match)
    return _list_put(put(activity_id, file, dry_run=dry_run, if_match=seen, acting=_acting(), named=named))


@router.put(
    "/v1/staff/activities/<activity_id>/groups",
    **about(
        "putGroups",
        "Put the Group IDs of a teleconference",
        "The whole list, all or nothing, with errors by line and column. `If-Match` takes the ETag that the answer to a"
        " dry run had: a list that somebody else changed since is not replaced.",
        tag=TAG,
        who="provider_staff",
        gives="The list was replaced",
        headers=("ETag",),
        more=csv_body(
            "CSV with a header, or an Excel file; `capacity` is how many learners a Group ID serves.",
            ["group_id", "site", "capacity"],
            "group_id,site,capacity\nTC-4411,Example General Hospital,25\n",
        ),
    ),
)
def put_groups(
    activity_id: ActivityIdParam,
    dry_run: DryRunParam = False,
    group_column: Annotated[str | None, column_param("the Group IDs")] = None,
    site_column: Annotated[str | None, column_param("the sites")] = None,
    capacity_column: Annotated[str | None, column_param("the places")] = None,
    if_match: IfMatchParam = None,
) -> Response[ListPut]:
    """Replaces the Group IDs of an activity."""
    expect_own_activity(router, activity_id, LIST_WITHOUT_ACTIVITY)
    file = io.BytesIO(raw_body(router.current_event))
    given = {"group_id": group_column, "site": site_column, "capacity": capacity_column}
    named = {column: name for column, name in given.items() if name}
    put, seen = dependencies().access_lists.put_groups, version_of(if_match)
    return _list_put(put(activity_id, file, dry_run=dry_run, if_match=seen, acting=_acting(), named=named))


@router.get(
    "/v1/staff/activities/<activity_id>/evaluations",
    **about(
        "getEvaluations",
        "The results of an activity's evaluations",
        "For each session, each speaker and the activity: who claimed, who evaluated, means and counts, and the"
        " evaluation of the whole activity with its comments. With `session`, the comments on that session instead."
        " Comments are shuffled and without names. With `Accept: text/csv` the counts; with `session` or `comments`"
        " the comments.",
        tag=TAG,
        who="provider_staff",
        gives="The results",
        more={
            "x-also-content": {
                CSV: {
                    "schema": {"type": "string", "description": f"Columns: {', '.join(COLUMNS)}. UTF-8, with a mark."}
                }
            }
        },
    ),
)
def get_evaluations(
    activity_id: ActivityIdParam,
    session: Annotated[str | None, Query(pattern=ID, description="The session whose comments are wanted.")] = None,
    comments: Annotated[bool, Query(description="As CSV: the comments on the whole activity.")] = False,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[EvaluationResultsView | str]:
    """The figures of an activity's evaluations, counted from its claims."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    here, activity = dependencies(), stored_activity(activity_id).activity
    if session and activity.session(session) is None:
        raise RefusedRequest(refused(unknown(session)))
    results = results_of(
        activity,
        here.claims.each_at_activity(activity_id),
        comments_of=session,
        comments_from=here.comments_from,
        random=SystemRandom(),
    )
    if not prefers(accept, CSV, over="application/json"):
        return show(EvaluationResultsView.of(results, here.comments_from))  # type: ignore[return-value]  # as we read it
    text = comments_csv(results, session) if session or comments else results_csv(results)
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="evaluations.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", text, headers=headers)


@router.get(
    "/v1/staff/activities/<activity_id>/participants",
    **about(
        "getParticipants",
        "The participants of an activity",
        "Who printed a certificate, as printed, with what was claimed; the license where the statement needs it. That"
        " it was read is in the audit log. With `Accept: text/csv` as a file.",
        tag=TAG,
        who="provider_staff",
        gives="The participants, by name",
        more={
            "x-also-content": {
                CSV: {
                    "schema": {
                        "type": "string",
                        "description": f"Columns: {', '.join(PARTICIPANT_COLUMNS)}. UTF-8, with a mark.",
                    }
                }
            }
        },
    ),
)
def get_participants(
    activity_id: ActivityIdParam,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[ParticipantList | str]:
    """The participants of an activity, from its claims and their certificates."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    activity = stored_activity(activity_id).activity
    found = dependencies().pace.participants(activity_id)
    _acting().note(AuditAct.PARTICIPANTS_SEEN, on=AuditSubject.activity(activity_id), at=utc_now())
    if not prefers(accept, CSV, over="application/json"):
        return show(ParticipantList.of(activity, found))  # type: ignore[return-value]  # as we read it
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="participants.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", participants_csv(activity, found), headers=headers)


def _acting() -> Acting:
    return dependencies().acting_staff(caller(router))


def _list_put(outcome: Taken | Refusal) -> Response[ListPut]:
    taken = granted(outcome)
    return show(
        ListPut(
            rows=taken.rows,
            added=taken.added,
            removed=taken.removed,
            changed=taken.changed,
            dry_run=taken.dry_run,
        ),
        version=taken.revision,
    )
