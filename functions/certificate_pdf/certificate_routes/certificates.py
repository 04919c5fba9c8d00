"""A learner's own certificates: print one, ask for it again."""

from typing import Literal
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from certificate_routes.dependencies import dependencies, verify_url
from certificate_routes.ownership import owns_certificate
from certificate_routes.parameters import ClaimIdParam, NumberParam, SeenParam
from laurel.certificates.certificate import Certificate
from laurel.certificates.issue import Seen, issue_certificate
from laurel.certificates.lookup import find_certificate
from laurel.certificates.printing import link_to
from laurel.certificates.views import Attestation, CertificateView, MailedCertificateView
from laurel.learners.records import expect_account
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PRIVATE, show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Certificates"


@router.post(
    "/v1/claims/<claim_id>/certificate",
    **about(
        "printCertificate",
        "Print the certificate",
        "Makes the claim final: nothing can be added or changed afterwards. The learner attests that they attended what"
        " they claim, and names by `If-Match` the version that they saw: another one is not printed (412). Doing it"
        " again answers the same certificate (200).",
        tag=TAG,
        who="learner",
        gives="The certificate, printed now",
        status=201,
        headers=("Location",),
        more={"x-also": {"200": "The certificate, which was printed before"}},
    ),
)
def post_certificate(
    claim_id: ClaimIdParam, wanted: Attestation, if_match: SeenParam = None
) -> Response[CertificateView]:
    """Prints the certificate of a claim of the caller."""
    here = verify_url(router.current_event)
    seen = Seen(version_of(if_match), wanted.total)
    outcome = issue_certificate(
        dependencies().printer, caller(router), claim_id, attested=wanted.attested, seen=seen, verify_url=here
    )
    issued = granted(outcome)
    headers = {**PRIVATE, "Location": f"/v1/certificates/{issued.certificate.number}"}
    return show(_view(issued.certificate), status=201 if issued.created else 200, headers=headers)


@router.get(
    "/v1/certificates/<number>",
    **about(
        "getCertificate",
        "A certificate",
        "With a link to the document that lasts 5 minutes. For its owner, for staff of the activity's provider, and for"
        " operators, whatever its status.",
        tag=TAG,
        who="learner",
        gives="The certificate",
    ),
)
def get_certificate(number: NumberParam) -> Response[CertificateView]:
    """A certificate of the caller, or any for staff."""
    here, who = dependencies(), caller(router)
    expect_account(here.table, who.learner_id)
    return show(_view(granted(find_certificate(here.printer, who, unquote(number), owns_certificate))))


@router.post(
    "/v1/certificates/<number>/mail",
    **about(
        "mailCertificate",
        "Have a certificate sent by e-mail",
        "Sends the document to the address of your account, as an attachment. The same certificate goes out once in"
        " five minutes: asking again answers that. At most ten certificates in 24 hours. For its owner alone.",
        tag=TAG,
        who="learner",
        gives="Where it was sent",
    ),
)
def post_mail(number: NumberParam) -> Response[MailedCertificateView]:
    """Sends a certificate of the caller to them."""
    from laurel.certificate_mail.send import mail_certificate  # here: who prints does not wait for it

    mailed = granted(mail_certificate(dependencies().post, caller(router), unquote(number)))
    state: Literal["sent", "unclear"] = "sent" if mailed.is_sure else "unclear"
    view = MailedCertificateView(number=mailed.number, sent_to=mailed.sent_to, sent_at=mailed.sent_at, state=state)
    return show(view)


def _view(certificate: Certificate) -> CertificateView:
    return CertificateView.linked(certificate, link_to(dependencies().printer, certificate), utc_now())
