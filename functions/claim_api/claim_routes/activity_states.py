"""Activities as a whole: the archive, and the revisions that were public."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from claim_routes.dependencies import dependencies
from claim_routes.draft_access import activity_desk, draft_desk, seen_revision
from claim_routes.parameters import ActivityIdParam, CursorParam, IfMatchParam, LimitParam
from laurel.learners.staff_names import staff_names
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import REVISION
from laurel.platform.problems import granted
from laurel.workbench.activity_views import ActivityStateView, RestoreRequest, RevisionPageView
from laurel.workbench.revisions import Revisions
from laurel.workbench.views import DraftView, RevisionDocumentView

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"
RevisionParam = Annotated[str, Path(pattern=REVISION, description="The revision.", examples=["2"])]


@router.post(
    "/v1/staff/activities/<activity_id>/archive",
    **about(
        "archiveActivity",
        "Archive an activity",
        "It is no longer in the library. Its page, its claims and its certificates stay, and reports still count it."
        " `If-Match` takes the ETag of the activity.",
        tag=TAG,
        who="provider_staff",
        gives="The activity is archived",
    ),
)
def archive_activity(activity_id: ActivityIdParam, if_match: IfMatchParam = None) -> Response[ActivityStateView]:
    """Takes an activity out of the library."""
    return show(ActivityStateView.of(granted(activity_desk(router).archive(activity_id, seen=version_of(if_match)))))


@router.post(
    "/v1/staff/activities/<activity_id>/restore",
    **about(
        "restoreActivity",
        "Put an archived activity back",
        "It is in the library again, as it was.",
        tag=TAG,
        who="provider_staff",
        gives="The activity is in the library",
    ),
)
def restore_activity(activity_id: ActivityIdParam, if_match: IfMatchParam = None) -> Response[ActivityStateView]:
    """Puts an activity back into the library."""
    return show(ActivityStateView.of(granted(activity_desk(router).restore(activity_id, seen=version_of(if_match)))))


@router.get(
    "/v1/staff/activities/<activity_id>/revisions",
    **about(
        "listRevisions",
        "The revisions of an activity",
        "The present one, and the earlier ones that were public, the latest first. Those that releases of before"
        " November 2026 replaced were not kept.",
        tag=TAG,
        who="provider_staff",
        gives="The revisions",
    ),
)
def list_revisions(
    activity_id: ActivityIdParam, cursor: CursorParam = None, limit: LimitParam = 20
) -> Response[RevisionPageView]:
    """The revisions of an activity."""
    here = dependencies()
    revisions = Revisions(draft_desk(router))
    page = granted(revisions.page(activity_id, limit=limit, cursor=cursor, cursors=here.cursors))
    return show(RevisionPageView.of(page, staff_names(here.registry, page.publishers, caller(router))))


@router.get(
    "/v1/staff/activities/<activity_id>/revisions/<revision>",
    **about(
        "getRevision",
        "A revision of an activity",
        "Its document as it was public.",
        tag=TAG,
        who="provider_staff",
        gives="The revision",
    ),
)
def get_revision(activity_id: ActivityIdParam, revision: RevisionParam) -> Response[RevisionDocumentView]:
    """The document of a revision."""
    found: Any = granted(Revisions(draft_desk(router)).document(activity_id, int(revision)))
    return show(RevisionDocumentView(revision=int(revision), document=dict(found)))


@router.post(
    "/v1/staff/drafts/<activity_id>/restore",
    **about(
        "restoreRevision",
        "Make a draft of an earlier revision",
        "The published document stays until the draft is published. `If-Match` takes the ETag of the draft that it"
        " replaces; without it there must be no draft yet.",
        tag=TAG,
        who="provider_staff",
        gives="The draft",
        headers=("ETag",),
    ),
)
def restore_revision(
    activity_id: ActivityIdParam, wanted: RestoreRequest, if_match: IfMatchParam = None
) -> Response[DraftView]:
    """Begins a draft with the document of an earlier revision."""
    revisions = Revisions(draft_desk(router))
    made = granted(revisions.restore(activity_id, wanted.revision, seen=seen_revision(if_match)))
    return show(DraftView.of(made), version=made.draft.revision)
