"""A provider as its own programs and staff see it."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.parameters import ProviderIdParam
from claim_routes.provider_access import provider_access
from laurel.catalog.provider_views import ProviderView
from laurel.platform.callers import Right
from laurel.platform.http_answers import show
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Providers"


@router.get(
    "/v1/providers/<provider_id>",
    **about(
        "getOwnProvider",
        "Your record as a provider",
        "A first call for a new machine client: it shows that its token works, and the name under which learners see"
        " the credits.",
        tag=TAG,
        who="provider",
        gives="The provider",
    ),
)
def get_own_provider(provider_id: ProviderIdParam) -> Response[ProviderView]:
    """The record of the caller's provider."""
    access = provider_access(router, provider_id, Right.READ_CREDITS)
    return show(ProviderView.of(access.provider))
