"""What the routes of uploads share: for providers and for ASCLS."""

from aws_lambda_powertools.event_handler import Response

from claim_routes.dependencies import dependencies
from laurel.arrivals.upload_views import UploadFormView, UploadView
from laurel.platform.callers import ProviderCaller
from laurel.platform.http_answers import show
from laurel.platform.log import logger
from laurel.platform.problems import granted

UPLOAD_NOTES = (
    "The answer is a signed form. Send it with one CSV file of at most 30 MB within 15 minutes; then ask for the report"
    " with its `upload_id`. Say the file's `bytes` and `type`, and a file that cannot be taken is refused at once. The"
    " same file may be uploaded again: rows that were taken before have no effect."
)


def answer_form(
    folder: str, who: ProviderCaller, *, size: int | None, content_type: str | None
) -> Response[UploadFormView]:
    """A form for one file into `folder`, for the caller `who`; `size` in bytes. Raises RefusedRequest."""
    form = granted(dependencies().uploads.form(folder, by=who.name, size=size, content_type=content_type))
    logger.info("an upload was begun", extra={"folder": folder, "upload_id": form.upload_id, "by": who.name})
    return show(UploadFormView.of(form), status=201)


def answer_upload(folder: str, upload_id: str) -> Response[UploadView]:
    """What became of an upload into `folder`. Raises RefusedRequest."""
    return show(UploadView.of_upload(granted(dependencies().uploads.find(folder, upload_id))))
