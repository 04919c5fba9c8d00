"""The learner's exports, of all their data or of their certificates: ask for one, look at where it is, download it."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from laurel.exports.export import Export, ExportKind
from laurel.exports.views import ExportView
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller, signed_in_recently
from laurel.platform.http_routes import about
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"


@router.get(
    "/v1/me/export",
    **about(
        "getExport",
        "Your export, and where it is",
        "The file with your data that you asked for: how far it is and, when it is ready, a link to it that lasts 5"
        " minutes. Only a sign-in of the last 5 minutes gets the link. The file is removed after 7 days.",
        tag=TAG,
        who="learner",
        gives="The export",
    ),
)
def get_export() -> Response[ExportView]:
    """The caller's export."""
    return _shown(dependencies().export_desk.look(caller(router)))


@router.post(
    "/v1/me/export",
    **about(
        "requestExport",
        "Ask for your data",
        "Starts an export: a ZIP file with your profile, addresses, consents, claims with evaluations, certificates,"
        " credits with timelines, and everything that was done to your data. While one is being made, this answers"
        " that one. You get an e-mail when it is ready.",
        tag=TAG,
        who="learner",
        status=202,
        recent=True,
        gives="The export is being made",
    ),
)
def post_export() -> Response[ExportView]:
    """Asks for an export of the caller's data."""
    return _shown(granted(dependencies().export_desk.ask(caller(router))), status=202)


@router.get(
    "/v1/me/export/certificates",
    **about(
        "getCertificateFile",
        "The file with all your certificates, and where it is",
        "How far the ZIP file is that you asked for and, when it is ready, a link to it that lasts 5 minutes. The file"
        " is removed after 7 days.",
        tag=TAG,
        who="learner",
        gives="The export",
    ),
)
def get_certificate_file() -> Response[ExportView]:
    """The caller's file with all certificates."""
    return _certificates(dependencies().export_desk.look(caller(router), ExportKind.CERTIFICATES))


@router.post(
    "/v1/me/export/certificates",
    **about(
        "requestCertificateFile",
        "Ask for all your certificates in one file",
        "Starts a ZIP file with the documents of all your valid certificates, each as it was printed and signed. While"
        " one is being made, this answers that one. At most five in 24 hours.",
        tag=TAG,
        who="learner",
        status=202,
        gives="The file is being made",
    ),
)
def post_certificate_file() -> Response[ExportView]:
    """Asks for a file with all certificates of the caller."""
    asked = granted(dependencies().export_desk.ask(caller(router), ExportKind.CERTIFICATES))
    return _certificates(asked, status=202)


def _certificates(export: Export | None, status: int = 200) -> Response[ExportView]:
    """Each document has a link for any sign-in, and so has the file with all of them."""
    link = dependencies().export_files.link(export) if export else None
    return show(ExportView.of(export, link, utc_now()), status=status)


def _shown(export: Export | None, status: int = 200) -> Response[ExportView]:
    may_download = signed_in_recently(caller(router))
    link = dependencies().export_files.link(export) if export and may_download else None
    return show(ExportView.of(export, link, utc_now()), status=status)
