"""A certificate before it is printed: of a draft for staff, of their own claim for learners."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from certificate_routes.dependencies import Dependencies, dependencies, verify_url
from certificate_routes.parameters import ActivityIdParam, ClaimIdParam
from laurel.catalog.activity import Activity
from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.catalog.records import logo_key
from laurel.certificates.content import CertificateContent
from laurel.certificates.preview import PREVIEW, preview_content
from laurel.certificates.printing import unsigned
from laurel.certificates.refusals import STATEMENT_NOT_IN_DRAFT
from laurel.certificates.store import logo_for, logo_of
from laurel.certificates.views import CertificatePreview
from laurel.claims.staff_catalog import Owners
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID
from laurel.statements import Statement

router: Router = Router()  # type: ignore[no-untyped-call]


@router.get(
    "/v1/staff/drafts/<activity_id>/certificate",
    **about(
        "previewCertificate",
        "The certificate that a draft would print",
        "For a learner who claims all that one may, without a name or a number, and marked as a preview on each page."
        " Without a draft, that of the published document. Nothing is stored.",
        tag="Staff",
        who="provider_staff",
        gives="What the certificate says, and the document",
    ),
)
def get_preview(
    activity_id: ActivityIdParam,
    statement: Annotated[Statement, Query(description="The statement of credit.", examples=["pace"])],
) -> Response[CertificatePreview]:
    """A preview of the certificate of a draft."""
    here = dependencies()
    content = _content(here, _activity(here, activity_id), statement)
    printed = granted(unsigned(here.printer, content, is_preview=True))
    return show(CertificatePreview.of(content, printed.pdf))


@router.get(
    "/v1/claims/<claim_id>/certificate/preview",
    **about(
        "previewOwnCertificate",
        "The certificate that a claim would print",
        "As the claim is now, without a number and marked as a preview on each page. Nothing becomes final. At most ten"
        " in an hour.",
        tag="Certificates",
        who="learner",
        gives="What the certificate would say, and the document",
    ),
)
def get_own_preview(claim_id: ClaimIdParam) -> Response[CertificatePreview]:
    """A preview of the certificate of the caller's claim."""
    from laurel.certificates.own_preview import preview_of_claim  # here: who prints does not wait for it

    verify = verify_url(router.current_event)
    shown = granted(preview_of_claim(dependencies().printer, caller(router), claim_id, verify_url=verify))
    return show(CertificatePreview.of(shown.content, shown.pdf))


def _content(here: Dependencies, activity: Activity, statement: Statement) -> CertificateContent:
    offered = activity.offered(statement)
    if offered is None:
        raise RefusedRequest(STATEMENT_NOT_IN_DRAFT.refuse(statement=statement.kind.name))
    key = logo_key(activity.id)
    own_logo = logo_of(here.table.get(key))
    digest = logo_for(here.printer.certificates, activity, own_logo)
    content = preview_content(
        activity,
        offered,
        issued_on=utc_now().astimezone(activity.zone).date(),
        verification_url=f"{verify_url(router.current_event)}/{PREVIEW}",
        logo=here.printer.archive.logo(digest) if digest else None,
    )
    if isinstance(content, CertificateContent):
        return content
    raise RefusedRequest(INVALID.refuse(errors=content))


def _activity(here: Dependencies, activity_id: str) -> Activity:
    from laurel.workbench.draft_desk import DraftDesk  # here: who prints does not wait for it

    who, providers = caller(router), Providers(here.table)

    def record_of(named: str) -> Provider | None:
        stored = providers.get(named)
        return stored.provider if stored else None

    owners = Owners(None if who.is_staff else who.providers, record_of)
    return granted(DraftDesk(here.table, here.catalog, here.printer.claims, utc_now, owners).complete(activity_id))
