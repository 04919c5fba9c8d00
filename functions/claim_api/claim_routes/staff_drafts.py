"""Drafts of activities: what staff prepare before learners see it."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.draft_access import draft_desk, seen_revision
from claim_routes.ownership import own_providers
from claim_routes.parameters import (
    ActivityIdParam,
    BaseParam,
    CursorParam,
    DryRunParam,
    IfMatchParam,
    LimitParam,
    OwnerParam,
    SearchParam,
)
from laurel.claims.views import ActivityPutView
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller, json_body
from laurel.platform.http_routes import about
from laurel.platform.problems import granted
from laurel.workbench.draft_lists import DraftFilter, page_of_drafts
from laurel.workbench.views import CopyRequest, DraftPage, DraftSummary, DraftView, PreviewView

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/drafts",
    **about(
        "listDrafts",
        "The drafts of activities",
        "The one that was saved last comes first: staff of a provider see its drafts, operators all. A page can be"
        " short, or empty, and still have a next one.",
        tag=TAG,
        who="provider_staff",
        gives="A page of drafts",
    ),
)
def list_drafts(
    q: SearchParam = None, provider: OwnerParam = None, cursor: CursorParam = None, limit: LimitParam = 20
) -> Response[DraftPage]:
    """The drafts that the caller may change, by words and provider."""
    here, wanted = dependencies(), DraftFilter(q, own_providers(caller(router), provider))
    lines, following = page_of_drafts(here.table, wanted, limit=limit, cursor=cursor, cursors=here.cursors)
    return show(DraftPage(items=tuple(DraftSummary.of(one) for one in lines), next_cursor=following))


@router.get(
    "/v1/staff/drafts/<activity_id>",
    **about(
        "getDraft",
        "The draft of an activity",
        "The document as it was saved, and all that must be fixed before it can be published.",
        tag=TAG,
        who="provider_staff",
        gives="The draft",
        headers=("ETag",),
    ),
)
def get_draft(activity_id: ActivityIdParam) -> Response[DraftView]:
    """The draft of an activity."""
    found = granted(draft_desk(router).find(activity_id))
    return show(DraftView.of(found), version=found.draft.revision)


@router.get(
    "/v1/staff/drafts/<activity_id>/preview",
    **about(
        "previewDraft",
        "A draft as learners would see it",
        "Only a draft to which nothing is missing; else all that must be fixed. Without a draft, the published"
        " document.",
        tag=TAG,
        who="provider_staff",
        gives="The activity and its program",
    ),
)
def preview_draft(activity_id: ActivityIdParam) -> Response[PreviewView]:
    """A draft as learners would see it."""
    return show(PreviewView.of(granted(draft_desk(router).complete(activity_id))))


@router.put(
    "/v1/staff/drafts/<activity_id>",
    **about(
        "saveDraft",
        "Save the draft of an activity",
        "Any JSON object is saved, complete or not; `problems` says what it still lacks. Learners see nothing of it"
        " until it is published. `If-Match` takes the ETag of the draft that you read; without it, only the first draft"
        " of the activity is saved.",
        tag=TAG,
        who="provider_staff",
        gives="The draft was saved",
        headers=("ETag",),
        more={
            "x-also": {"201": "The draft is new"},
            "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
        },
    ),
)
def save_draft(
    activity_id: ActivityIdParam, base: BaseParam = None, if_match: IfMatchParam = None
) -> Response[DraftView]:
    """Saves the draft of an activity."""
    seen = seen_revision(if_match)
    saved = granted(draft_desk(router).save(activity_id, json_body(router.current_event), seen=seen, base=base))
    return show(DraftView.of(saved), status=201 if seen == 0 else 200, version=saved.draft.revision)


@router.delete(
    "/v1/staff/drafts/<activity_id>",
    **about(
        "discardDraft",
        "Discard the draft of an activity",
        "What is published stays as it is. `If-Match` takes the ETag of the draft that you read.",
        tag=TAG,
        who="provider_staff",
        gives="The draft as it was",
    ),
)
def discard_draft(activity_id: ActivityIdParam, if_match: IfMatchParam = None) -> Response[DraftSummary]:
    """Discards the draft of an activity."""
    draft = granted(draft_desk(router).discard(activity_id, seen=version_of(if_match)))
    return show(DraftSummary.of(draft.line))


@router.post(
    "/v1/staff/drafts/<activity_id>/publish",
    **about(
        "publishDraft",
        "Publish the draft of an activity",
        "Learners see it from now on. The rules are those of putting the whole document: all errors at once, and a"
        " change that would invalidate a claim is refused, naming the claims. So is a draft of a revision that somebody"
        " has replaced since. The revision that it replaces is kept. `If-Match` takes the ETag of the draft.",
        tag=TAG,
        who="provider_staff",
        gives="The activity was published",
    ),
)
def publish_draft(
    activity_id: ActivityIdParam, dry_run: DryRunParam = False, if_match: IfMatchParam = None
) -> Response[ActivityPutView]:
    """Publishes the draft of an activity."""
    acting = dependencies().acting_staff(caller(router))
    outcome = draft_desk(router).publish(activity_id, seen=version_of(if_match), dry_run=dry_run, acting=acting)
    return show(ActivityPutView.of(granted(outcome)))


@router.post(
    "/v1/staff/drafts/<activity_id>/copy",
    **about(
        "copyActivity",
        "Copy an activity for another date",
        "Begins the draft of a new activity with the published document of this one. All days and times move with the"
        " first day, and keep their time of day in its zone. The program number is left out; session codes are new.",
        tag=TAG,
        who="provider_staff",
        status=201,
        gives="The draft of the new activity",
        headers=("ETag",),
    ),
)
def copy_activity(activity_id: ActivityIdParam, wanted: CopyRequest) -> Response[DraftView]:
    """Begins a draft with the document of another activity."""
    made = granted(draft_desk(router).copy(activity_id, wanted.id, wanted.starts_on))
    return show(DraftView.of(made), status=201, version=made.draft.revision)
