"""What staff do about certificates: reissue, revoke, put a provider's logo."""

from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from certificate_routes.dependencies import dependencies, verify_url
from certificate_routes.ownership import expect_own_activity, expect_own_certificate
from certificate_routes.parameters import ActivityIdParam, DryRunParam, NumberParam, ProviderIdParam
from laurel.certificates import reissue_or_revoke as correct
from laurel.certificates.printing import link_to
from laurel.certificates.put_logo import put_logo, put_provider_logo
from laurel.certificates.reissue_or_revoke import Corrected
from laurel.certificates.staff_views import CorrectedView, LogoView, ProviderLogoView, ReissueRequest, RevocationRequest
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PRIVATE, show
from laurel.platform.http_api import caller, raw_body
from laurel.platform.http_routes import about
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"

_PICTURE = {"schema": {"type": "string", "format": "binary"}}
_LOGO_BODY = {
    "requestBody": {
        "required": True,
        "description": "At most 200 KB and 2000 pixels each way; a drawing and nothing else.",
        "content": {"image/png": _PICTURE, "image/svg+xml": _PICTURE},
    }
}


@router.post(
    "/v1/staff/certificates/<number>/reissue",
    **about(
        "reissueCertificate",
        "Reissue a certificate",
        "With the learner's name and license and the activity's facts as they are now, under a new number. A wrong name"
        " or license number can be corrected in the same step: in the learner's profile too, who reads the reason. What"
        " was claimed and the dates stay; the old number says by which it was replaced. The credit follows unless ASCP"
        " has it. A dry run writes nothing and says what would change (200).",
        tag=TAG,
        who="provider_staff",
        gives="The certificate that holds now",
        status=201,
        headers=("Location",),
        more={"x-also": {"200": "What would change: nothing was written"}},
    ),
)
def post_reissue(number: NumberParam, why: ReissueRequest, dry_run: DryRunParam = False) -> Response[CorrectedView]:
    """Prints a certificate again with what was corrected since."""
    expect_own_certificate(caller(router), unquote(number))
    outcome = correct.reissue(
        dependencies().printer,
        caller(router).learner_id,
        unquote(number),
        reason=why.reason,
        verify_url=verify_url(router.current_event),
        holder=why.holder(),
        dry_run=dry_run,
    )
    corrected = granted(outcome)
    if dry_run:
        return show(_view(corrected, dry_run=True))
    headers = {**PRIVATE, "Location": f"/v1/certificates/{corrected.certificate.number}"}
    return show(_view(corrected), status=201, headers=headers)


@router.post(
    "/v1/staff/certificates/<number>/revoke",
    **about(
        "revokeCertificate",
        "Revoke a certificate",
        "It stays on record and says so, to everyone who checks it. The credit is withdrawn unless ASCP has it. With"
        " `reopen` the claim is a draft again: its learner corrects it and prints it under a new number.",
        tag=TAG,
        who="provider_staff",
        gives="The certificate, which no longer holds",
    ),
)
def post_revocation(number: NumberParam, wanted: RevocationRequest) -> Response[CorrectedView]:
    """Takes a certificate back."""
    expect_own_certificate(caller(router), unquote(number))
    staff_id = caller(router).learner_id
    return show(_view(granted(correct.revoke(dependencies().printer, staff_id, unquote(number), wanted.revocation()))))


@router.put(
    "/v1/staff/activities/<activity_id>/logo",
    **about(
        "putLogo",
        "Put the provider's logo",
        "Certificates of this activity are printed with it from now on; those printed before stay as they are.",
        tag=TAG,
        who="provider_staff",
        gives="The logo was put",
        more=_LOGO_BODY,
    ),
)
def put_picture(activity_id: ActivityIdParam) -> Response[LogoView]:
    """Puts the logo of an activity."""
    expect_own_activity(caller(router), activity_id)
    here = dependencies()
    put = granted(put_logo(here.printer, caller(router).learner_id, activity_id, raw_body(router.current_event)))
    return show(LogoView.of(put))


@router.put(
    "/v1/staff/providers/<provider_id>/logo",
    **about(
        "putProviderLogo",
        "Put the logo of a provider",
        "Certificates of its activities that have no logo of their own are printed with it from now on; those printed"
        " before stay as they are.",
        tag=TAG,
        who="staff",
        gives="The logo was put",
        more=_LOGO_BODY,
    ),
)
def put_provider_picture(provider_id: ProviderIdParam) -> Response[ProviderLogoView]:
    """Puts the logo of a provider."""
    here, who = dependencies(), caller(router)
    put = granted(put_provider_logo(here.printer, who.learner_id, provider_id, raw_body(router.current_event)))
    return show(ProviderLogoView.of(put))


def _view(corrected: Corrected, *, dry_run: bool = False) -> CorrectedView:
    link = link_to(dependencies().printer, corrected.certificate)
    return CorrectedView.linked(corrected, link, utc_now(), dry_run=dry_run)
