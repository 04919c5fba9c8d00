"""Machine clients: operators make, replace and end those of a provider or of ASCLS, staff of a provider their own."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from claim_routes.dependencies import dependencies
from claim_routes.ownership import refuse_others
from laurel.audit.acts import Actor
from laurel.catalog.client_desk import OVERLAP_DAYS, rights_of
from laurel.catalog.client_views import ClientList, ClientView, ClientWanted, NewClientView, Replacement
from laurel.catalog.refusals import OWNER_NOT_FOUND, RIGHT_NOT_OFFERED
from laurel.platform.callers import ASCLS, Right
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import ID, PROVIDER_ID
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"

OwnerParam = Annotated[str, Path(pattern=PROVIDER_ID, description="A provider's ID, or `ascls`.", examples=["labce"])]
ClientIdParam = Annotated[str, Path(pattern=ID, description="The client's ID.", examples=["4k2j9v7c1p8m3n5q6r0s"])]


@router.get(
    "/v1/staff/clients/<owner>",
    **about(
        "listClients",
        "The machine clients of a provider, or of ASCLS",
        "The latest first, with those that have ended. There is only one page.",
        tag=TAG,
        who="provider_staff",
        gives="The clients, without their secrets",
    ),
)
def get_clients(owner: OwnerParam) -> Response[ClientList]:
    """The clients of an owner."""
    _expect_own(owner)
    here = dependencies()
    return show(ClientList.of(_name_of(owner), here.client_desk.clients.of(owner), utc_now()))


@router.post(
    "/v1/staff/clients/<owner>",
    **about(
        "createClient",
        "Make a machine client",
        "Its secret is in the answer and nowhere else.",
        tag=TAG,
        who="provider_staff",
        gives="The client with its secret",
        status=201,
    ),
)
def post_client(owner: OwnerParam, wanted: ClientWanted) -> Response[NewClientView]:
    """Makes a client."""
    _expect_own(owner)
    here, offered = dependencies(), rights_of(owner)
    rights = offered if wanted.rights is None else tuple(dict.fromkeys(wanted.rights))
    for right in rights:
        _expect_offered(right, owner, offered)
    made = granted(here.client_desk.create(owner, wanted.name, rights, actor=_actor()))
    return show(NewClientView.of(made, here.token_url), status=201)


@router.post(
    "/v1/staff/clients/<owner>/<client_id>/rotate",
    **about(
        "rotateClient",
        "Replace a machine client",
        f"A new client with the same name and rights. The old one works for {OVERLAP_DAYS} more days unless you say"
        " otherwise, so that the program can change over without a gap.",
        tag=TAG,
        who="provider_staff",
        gives="The new client with its secret",
        status=201,
    ),
)
def post_rotation(owner: OwnerParam, client_id: ClientIdParam, wanted: Replacement) -> Response[NewClientView]:
    """Replaces a client."""
    _expect_own(owner)
    here = dependencies()
    made = granted(here.client_desk.rotate(owner, client_id, actor=_actor(), overlap_days=wanted.overlap_days))
    return show(NewClientView.of(made, here.token_url), status=201)


@router.post(
    "/v1/staff/clients/<owner>/<client_id>/revoke",
    **about(
        "revokeClient",
        "End a machine client",
        "At once: its tokens are refused within a minute, and it gets no new ones.",
        tag=TAG,
        who="provider_staff",
        gives="The client, ended",
    ),
)
def post_revocation(owner: OwnerParam, client_id: ClientIdParam) -> Response[ClientView]:
    """Ends a client."""
    _expect_own(owner)
    ended = granted(dependencies().client_desk.revoke(owner, client_id, actor=_actor()))
    return show(ClientView.of(ended, utc_now()))


def _name_of(owner: str) -> str:
    """The display name of the owner. One read, none for ASCLS. Raises RefusedRequest if it is not on record."""
    if owner == ASCLS:
        return ASCLS.upper()
    stored = dependencies().providers.get(owner)
    if stored is None:
        raise RefusedRequest(OWNER_NOT_FOUND.refuse(owner=owner))
    return stored.provider.display_name


def _expect_own(owner: str) -> None:
    """Raises RefusedRequest if the owner is not the caller's provider, as if there were none. ASCLS is operators'."""
    who = caller(router)
    if not who.is_staff and (owner == ASCLS or not who.acts_for(owner)):
        refuse_others(router, owner, OWNER_NOT_FOUND.refuse(owner=owner))


def _expect_offered(right: Right, owner: str, offered: tuple[Right, ...]) -> None:
    if right not in offered:
        problem = RIGHT_NOT_OFFERED.at("rights", right=right, owner=owner, rights=", ".join(offered))
        raise RefusedRequest(INVALID.refuse(errors=[problem]))


def _actor() -> Actor:
    return Actor.staff(caller(router).learner_id)
