"""The records of providers, for operators."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.parameters import IfMatchParam, ProviderIdParam
from laurel.arrivals.source_views import ProviderList
from laurel.catalog.provider import Provider
from laurel.catalog.provider_views import ProviderView
from laurel.catalog.put_provider import put_provider
from laurel.catalog.refusals import PROVIDER_NOT_FOUND
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/providers",
    **about(
        "listProviders",
        "All providers",
        "By ID, with when each last sent something, and the ASCLS roster. There is only one page.",
        tag=TAG,
        who="staff",
        gives="The list",
    ),
)
def get_providers() -> Response[ProviderList]:
    """All providers, and how long ago they sent something."""
    here = dependencies()
    in_force = here.roster.in_force()
    return show(
        ProviderList.of(
            here.providers.all(),
            here.sources.all(),
            roster_at=in_force.last_modified if in_force else None,
            roster_every_days=here.roster_every_days,
            on=here.date_at(utc_now()),
            zone=here.zone,
        )
    )


@router.get(
    "/v1/staff/providers/<provider_id>",
    **about(
        "getProvider",
        "A provider",
        "The ETag is its revision.",
        tag=TAG,
        who="staff",
        gives="The provider",
        headers=("ETag",),
    ),
)
def get_provider(provider_id: ProviderIdParam) -> Response[ProviderView]:
    """The record of a provider."""
    stored = dependencies().providers.get(provider_id)
    if stored is None:
        raise RefusedRequest(PROVIDER_NOT_FOUND.refuse())
    return show(ProviderView.of(stored), version=stored.revision)


@router.put(
    "/v1/staff/providers/<provider_id>",
    **about(
        "putProvider",
        "Put a provider",
        "The whole record. Pages, e-mails and submissions carry its display name within a minute. `If-Match` takes the"
        ' ETag of a `GET`; `"0"` lets only a new provider through. A provider is never removed: set `active` to false.',
        tag=TAG,
        who="staff",
        gives="The provider was changed, or is as it was sent",
        headers=("ETag",),
        more={"x-also": {"201": "The provider is new"}},
    ),
)
def put_record(provider_id: ProviderIdParam, wanted: Provider, if_match: IfMatchParam = None) -> Response[ProviderView]:
    """Saves the record of a provider."""
    here = dependencies()
    acting = here.acting_staff(caller(router))
    put = granted(
        put_provider(here.providers, utc_now, provider_id, wanted, if_match=version_of(if_match), acting=acting)
    )
    return show(ProviderView.of(put.stored), status=201 if put.created else 200, version=put.stored.revision)
