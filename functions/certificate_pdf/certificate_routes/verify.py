"""Checking a certificate: open to everyone, as JSON for programs and as a page for people."""

from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header

from certificate_routes.dependencies import dependencies
from certificate_routes.parameters import NumberParam
from laurel.certificates.lookup import look_up
from laurel.certificates.verified import VerifiedView
from laurel.certificates.verify_page import HEADERS, certificate_page, refusal_page
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_routes import about
from laurel.platform.plain_page import HTML
from laurel.platform.problems import RefusedRequest, status_of
from laurel.platform.refusal import Refusal

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Certificates"

_VARY = {**PRIVATE, "Vary": "Accept"}
_PAGE = {HTML: {"schema": {"type": "string", "description": "A page for people."}}}


@router.get(
    "/v1/verify/<number>",
    **about(
        "verifyCertificate",
        "Check a certificate",
        "Whether a number is that of a certificate, what it certifies, and whether it is still valid: without an e-mail"
        " address or a license. With `Accept: text/html`, as browsers send it, a page for people; the code on a"
        " certificate leads there.",
        tag=TAG,
        who="public",
        gives="The certificate, whatever its status",
        more={"x-also-content": _PAGE, "x-refused-as": _PAGE},
    ),
)
def get_verification(
    number: NumberParam,
    accept: Annotated[str | None, Header(description="`application/json` or `text/html`.", examples=[HTML])] = None,
) -> Response[VerifiedView | str]:
    """What a certificate is worth."""
    found = look_up(dependencies().printer.certificates, unquote(number))
    if prefers(accept, HTML, over="application/json"):
        return _page(found if isinstance(found, Refusal) else VerifiedView.of(found))
    if isinstance(found, Refusal):
        raise RefusedRequest(found)
    return show(VerifiedView.of(found), headers=_VARY)  # type: ignore[return-value]  # Response is invariant, we read it


def _page(found: VerifiedView | Refusal) -> Response[VerifiedView | str]:
    status, page = (
        (status_of(found), refusal_page(found)) if isinstance(found, Refusal) else (200, certificate_page(found))
    )
    return Response(status, f"{HTML}; charset=utf-8", page, headers={**_VARY, **HEADERS})
