"""The files of providers, for operators and for the provider's own staff."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.ownership import own_provider
from claim_routes.parameters import CursorParam, LimitParam, ProviderParam
from laurel.feed_files.views import FileList
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


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
