"""The roster of ASCLS, as ASCLS's own program or an operator uploads it."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.parameters import FileBytesParam, FileTypeParam, UploadIdParam
from claim_routes.upload_answers import UPLOAD_NOTES, answer_form, answer_upload
from laurel.arrivals.upload_views import UploadFormView, UploadView
from laurel.intake.places import ROSTER_PREFIX
from laurel.platform.callers import ASCLS, Right
from laurel.platform.http_api import provider_caller
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Rosters"


@router.post(
    "/v1/rosters/ascls/uploads",
    **about(
        "startRosterUpload",
        "Upload a roster",
        UPLOAD_NOTES,
        tag=TAG,
        who="provider",
        gives="The form for one file",
        status=201,
    ),
)
def start_roster_upload(size: FileBytesParam = None, content_type: FileTypeParam = None) -> Response[UploadFormView]:
    """A signed form that puts one roster into the folder of ASCLS."""
    who = provider_caller(router, ASCLS, Right.WRITE_ROSTER)
    return answer_form(ROSTER_PREFIX, who, size=size, content_type=content_type)


@router.get(
    "/v1/rosters/ascls/uploads/<upload_id>",
    **about(
        "getRosterUpload",
        "What became of a roster",
        "Its state, its report and the rejected rows with reasons. A roster that a newer one overtook is `done` and"
        " `superseded`.",
        tag=TAG,
        who="provider",
        gives="The upload",
    ),
)
def get_roster_upload(upload_id: UploadIdParam) -> Response[UploadView]:
    """An uploaded roster. It has names and addresses, so it needs the right to send them."""
    provider_caller(router, ASCLS, Right.WRITE_ROSTER)
    return answer_upload(ROSTER_PREFIX, upload_id)
