"""The entrance to the routes of providers: who calls, with which right, for which provider."""

from dataclasses import dataclass

from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from laurel.catalog.provider import StoredProvider
from laurel.catalog.refusals import PROVIDER_INACTIVE, PROVIDER_NOT_FOUND
from laurel.platform.callers import ProviderCaller, Right
from laurel.platform.http_api import provider_caller
from laurel.platform.problems import RefusedRequest


@dataclass(frozen=True, slots=True)
class ProviderAccess:
    """The caller of a request, who has the right that it needs, and the provider's record."""

    who: ProviderCaller
    provider: StoredProvider


def provider_access(router: Router, provider_id: str, right: Right) -> ProviderAccess:
    """The caller and the provider `provider_id`: one read, after the check of the right.

    Raises RefusedRequest for a caller without the right, an unknown provider, and credits from one that is not active.
    """
    who = provider_caller(router, provider_id, right)
    stored = dependencies().providers.get(provider_id)
    if stored is None:
        raise RefusedRequest(PROVIDER_NOT_FOUND.refuse())
    if right is Right.WRITE_CREDITS and not stored.provider.active:
        raise RefusedRequest(PROVIDER_INACTIVE.refuse())
    return ProviderAccess(who, stored)
