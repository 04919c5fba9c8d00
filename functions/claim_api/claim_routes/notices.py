"""Unsubscribing from notices by the link in an e-mail: no sign-in, and following the link alone changes nothing."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from pydantic import BaseModel, ConfigDict, Field

from claim_routes.dependencies import dependencies
from laurel.notices.unsubscribe import check_link, stop_notices
from laurel.notices.unsubscribe_page import HEADERS, confirm_page, refusal_page, stopped_page
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_routes import about
from laurel.platform.plain_page import HTML
from laurel.platform.problems import RefusedRequest, status_of
from laurel.platform.refusal import Refusal

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Notices"

_VARY = {**PRIVATE, "Vary": "Accept"}
_PAGE = {HTML: {"schema": {"type": "string", "description": "A page for people."}}}

TokenParam = Annotated[str, Query(max_length=500, description="The token in the link of a notice.")]
AcceptParam = Annotated[
    str | None, Header(alias="accept", description="`application/json` or `text/html`.", examples=[HTML])
]


class StopLink(BaseModel):
    """What the link does, or has done."""

    model_config = ConfigDict(frozen=True)

    stopped: bool = Field(description="Whether the notices are stopped by this request.")


@router.get(
    "/v1/notices/stop",
    **about(
        "showStopNotices",
        "The link in a notice",
        "With `Accept: text/html`, a page that asks for confirmation. Following the link changes nothing, because mail"
        " scanners follow it too.",
        tag=TAG,
        who="public",
        gives="The link is valid",
        more={"x-also-content": _PAGE, "x-refused-as": _PAGE},
    ),
)
def get_stop(token: TokenParam, accept: AcceptParam = None) -> Response[StopLink | str]:
    """Whether a link is valid; in a browser, a page to confirm."""
    return _answer(
        check_link(dependencies().unsubscribe_links, token), accept, StopLink(stopped=False), confirm_page(token)
    )


@router.post(
    "/v1/notices/stop",
    **about(
        "stopNotices",
        "Stop the notices",
        "The button of that page calls this, and so do mail programs (RFC 8058). A request body is ignored. Calling it"
        " again changes nothing.",
        tag=TAG,
        who="public",
        gives="The notices are stopped",
        more={"x-also-content": _PAGE, "x-refused-as": _PAGE},
    ),
)
def post_stop(token: TokenParam, accept: AcceptParam = None) -> Response[StopLink | str]:
    """Unsubscribes the learner to whom the link was sent."""
    here = dependencies()
    refused = stop_notices(here.table, here.unsubscribe_links, utc_now, token, here.audit)
    return _answer(refused, accept, StopLink(stopped=True), stopped_page())


def _answer(refused: Refusal | None, accept: str | None, done: StopLink, page: str) -> Response[StopLink | str]:
    if prefers(accept, HTML, over="application/json"):
        status, shown = (status_of(refused), refusal_page(refused)) if refused else (200, page)
        return Response(status, f"{HTML}; charset=utf-8", shown, headers={**_VARY, **HEADERS})
    if refused:
        raise RefusedRequest(refused)
    return show(done, headers=_VARY)  # type: ignore[return-value]  # Response is invariant, we read it
