"""The files of providers, for operators and for the provider's own staff."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from claim_routes.dependencies import dependencies
from claim_routes.ownership import own_provider, refuse_others
from claim_routes.parameters import CursorParam, LimitParam, ProviderParam
from laurel.arrivals.upload_views import RejectedRowsView
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.feed_files.files import FileAndUndo
from laurel.feed_files.refusals import FILE_NOT_FOUND, UNDO_NOT_FOUND
from laurel.feed_files.undo import UndoOutcome
from laurel.feed_files.undo_records import FileUndos
from laurel.feed_files.views import FileList, FileWithUndo, UndoneRows, UndoView
from laurel.organizer.staff_views import UndoFileRequest
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problem_words import CREDIT_ID
from laurel.platform.problems import RefusedRequest, granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"
FileIdParam = Annotated[
    str, Path(pattern=CREDIT_ID, description="The file's id.", examples=["0f343b0931126a20f133d67c2b018a3b"])
]


@router.get(
    "/v1/staff/files",
    **about(
        "listFiles",
        "The files of providers",
        "The latest first, each with its numbers. Staff of a provider see its files.",
        tag=TAG,
        who="provider_staff",
        gives="A page of the files",
    ),
)
def get_files(provider: ProviderParam = None, cursor: CursorParam = None, limit: LimitParam = 30) -> Response[FileList]:
    """The files of one provider, or of all."""
    here, who = dependencies(), caller(router)
    folder = provider and here.names.folder(provider)
    if not who.is_staff:
        folder = own_provider(who, folder)
    scope = ("staff files", folder)
    page = here.feed_files.page(folder, limit=limit, after=here.cursors.read(scope, cursor) if cursor else None)
    following = here.cursors.write(scope, page.position) if page.position else None
    return show(FileList.of(page, here.names, following))


@router.get(
    "/v1/staff/files/<file_id>",
    **about(
        "getFile",
        "A file, and its undo",
        "Its numbers, and how far its undo and its dry run are.",
        tag=TAG,
        who="provider_staff",
        gives="The file",
    ),
)
def get_file(file_id: FileIdParam) -> Response[FileWithUndo]:
    """One file."""
    found = _own_file(file_id)
    return show(FileWithUndo.with_undo(found.card, dependencies().names, found.undo, found.dry_run))


@router.post(
    "/v1/staff/files/<file_id>/undo",
    **about(
        "undoFile",
        "Undo a file",
        "Withdraws the credits that the file brought. It is done in the background, within a minute for 10,000 rows;"
        " while a nightly run is under way, after it. While an undo is open, this answers that one. An undo may be"
        " repeated: rows that were undone before stay so. With `dry_run` it says what would become of each row.",
        tag=TAG,
        who="provider_staff",
        status=202,
        gives="The undo waits to be done",
    ),
)
def post_undo(file_id: FileIdParam, request: UndoFileRequest) -> Response[UndoView]:
    """Asks for the undo of a file."""
    if not (who := caller(router)).is_staff:
        _own_file(file_id)
    acting = dependencies().acting_staff(who, request.reason)
    undo = granted(dependencies().undo_desk.ask(file_id, acting, dry_run=request.dry_run))
    logged = {"file_id": file_id, "dry_run": undo.dry_run, "staff": who.learner_id}
    logger.info("the undo of a file was asked for", extra=logged)
    return show(UndoView.of(undo), status=202)


@router.get(
    "/v1/staff/files/<file_id>/undo",
    **about(
        "getUndo",
        "What became of each row",
        "The rows of the latest undo, or of the latest dry run, in the order of the file.",
        tag=TAG,
        who="provider_staff",
        gives="The undo, and a page of the rows",
    ),
)
def get_undo(
    file_id: FileIdParam,
    dry_run: Annotated[bool, Query(description="The dry run instead of the undo.")] = False,
    outcome: Annotated[UndoOutcome | None, Query(description="Only rows with this outcome.")] = None,
    cursor: CursorParam = None,
    limit: LimitParam = 100,
) -> Response[UndoneRows]:
    """The rows of an undo."""
    here, found = dependencies(), _own_file(file_id)
    undo = found.dry_run if dry_run else found.undo
    if undo is None:
        raise RefusedRequest(UNDO_NOT_FOUND.refuse())
    scope = ("undo of a file", undo.undo_id, outcome)
    after = here.cursors.read(scope, cursor) if cursor else None
    page = FileUndos(here.feed_files.table).rows(undo, outcome=outcome, limit=limit, after=after)
    following = here.cursors.write(scope, page.position) if page.position else None
    return show(UndoneRows.of(undo, page.rows, following))


@router.get(
    "/v1/staff/files/<file_id>/rejected",
    **about(
        "listRejectedRows",
        "The rejected rows of a file",
        "The first rows with what is wrong, and a link to all. Kept for 30 days. The audit log has who read them.",
        tag=TAG,
        who="provider_staff",
        gives="The rows",
    ),
)
def get_rejected_rows(file_id: FileIdParam) -> Response[RejectedRowsView]:
    """What was handed back of a file."""
    here, card = dependencies(), _own_file(file_id).card
    found = here.handed_back.of(card.key, card.etag)
    on = AuditSubject.provider(card.provider)
    here.acting_staff(caller(router)).note(AuditAct.CREDITS_SEEN, on=on, at=utc_now())
    return show(RejectedRowsView.of(found))


def _own_file(file_id: str) -> FileAndUndo:
    """The file, if it is the caller's. One read. Raises RefusedRequest."""
    found = dependencies().feed_files.get(file_id)
    if found is None:
        raise RefusedRequest(FILE_NOT_FOUND.refuse())
    if not caller(router).acts_for(found.card.provider):
        refuse_others(router, found.card.provider, FILE_NOT_FOUND.refuse())
    return found
