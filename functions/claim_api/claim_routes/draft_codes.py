"""The session codes of a draft: the present list, and new ones."""

from collections.abc import Iterable
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header

from claim_routes.codes import CODES_AS_CSV, CSV, CodeListView, CodeView, MadeCodesView, SessionCodesRequest, codes_file
from claim_routes.draft_access import draft_desk
from claim_routes.parameters import ActivityIdParam, DryRunParam, IfMatchParam
from laurel.catalog.new_codes import new_code
from laurel.claims.session_codes import WantedSessionCodes
from laurel.platform.http_answers import prefers, show, version_of
from laurel.platform.http_routes import about
from laurel.platform.problems import granted
from laurel.workbench.draft_codes import DraftCode, draft_codes, make_draft_codes

router: Router = Router()  # type: ignore[no-untyped-call]


@router.get(
    "/v1/staff/drafts/<activity_id>/codes",
    **about(
        "listDraftCodes",
        "The session codes of a draft",
        "They open nothing until the draft is published, and then stay as they are. With `Accept: text/csv` as a file.",
        tag="Staff",
        who="provider_staff",
        gives="The codes",
        more=CODES_AS_CSV,
    ),
)
def get_draft_codes(
    activity_id: ActivityIdParam,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[CodeListView | str]:
    """The session codes of a draft."""
    access, found = granted(draft_codes(draft_desk(router), activity_id))
    codes = CodeListView(access=access, items=_views(found))
    if not prefers(accept, CSV, over="application/json"):
        return show(codes)  # type: ignore[return-value]  # as we read it
    return codes_file(codes)


@router.post(
    "/v1/staff/drafts/<activity_id>/codes",
    **about(
        "makeDraftCodes",
        "Make new session codes for a draft",
        "Random ones that nobody mistakes for another. They are saved in the draft: learners can use them once it is"
        " published, and they go when it is discarded. `dry_run` says what would go. `If-Match` takes the ETag of the"
        " draft, so that the same request again makes none.",
        tag="Staff",
        who="provider_staff",
        status=201,
        gives="The new session codes",
        headers=("ETag",),
    ),
)
def post_draft_codes(
    activity_id: ActivityIdParam,
    request: SessionCodesRequest,
    dry_run: DryRunParam = False,
    if_match: IfMatchParam = None,
) -> Response[MadeCodesView]:
    """Makes session codes for a draft."""
    wanted = WantedSessionCodes(session_ids=request.session_ids, site=request.site, replace=request.replace)
    seen = version_of(if_match)
    made = granted(make_draft_codes(draft_desk(router), activity_id, wanted, new_code, seen=seen, dry_run=dry_run))
    items = () if dry_run else _views(made.new)  # others are drawn when they are made
    view = MadeCodesView(items=items, replaced=_views(made.gone), opened=None, dry_run=dry_run)
    return show(view, status=200 if dry_run else 201, version=made.revision)


def _views(codes: Iterable[DraftCode]) -> tuple[CodeView, ...]:
    return tuple(
        CodeView(
            code=one.code,
            site=one.site,
            capacity=None,
            used=None,
            learner_id=None,
            session_id=one.session_id,
            session=one.session,
            session_starts_at=one.starts_at,
        )
        for one in codes
    )
