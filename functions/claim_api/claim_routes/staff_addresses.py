"""Whose address it is, for staff: who has it, a move to another learner, and undoing that."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from laurel.audit.acts import Actor, AuditAct
from laurel.claims.requests import MoveAddress, UndoMove
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.move_address import AddressMoves
from laurel.learners.move_views import AddressView
from laurel.learners.refusals import NOT_AN_ADDRESS
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/addresses",
    **about(
        "findAddress",
        "Who has an address, and how it moved",
        "Nobody has an address that no sign-in ever proved, or that was freed.",
        tag=TAG,
        who="staff",
        gives="The address",
    ),
)
def get_address(
    email: Annotated[str, Query(max_length=1000, description="As anybody writes it.")],
) -> Response[AddressView]:
    """Who has an address."""
    try:
        key = address_key(email)
    except InvalidAddress as error:
        raise RefusedRequest(INVALID.refuse(errors=[NOT_AN_ADDRESS.at("email", why=error)])) from error
    found = _moves().find(key)
    if found.owner:
        acting = dependencies().acting_staff(caller(router))
        acting.note(AuditAct.LEARNER_SEEN, on=found.owner.learner_id, at=utc_now())
    return show(AddressView.of(found))


@router.post(
    "/v1/staff/addresses/move",
    **about(
        "moveAddress",
        "Give an address to another learner",
        "Its credits follow at once. Without `to_email` the address is free: the next person who signs in with it gets"
        " it. Can be undone for 30 days.",
        tag=TAG,
        who="staff",
        recent=True,
        gives="The address as it is now",
    ),
)
def post_move(wanted: MoveAddress) -> Response[AddressView]:
    """Moves an address to another learner."""
    key, to_key = address_key(wanted.email), wanted.to_email and address_key(wanted.to_email)
    if to_key:
        granted(_moves().move_to_owner_of(key, to_key, _actor(), wanted.reason))
    else:
        granted(_moves().move(key, None, _actor(), wanted.reason))
    return _shown(key)


@router.post(
    "/v1/staff/addresses/undo-move",
    **about(
        "undoMove",
        "Undo the move of an address",
        "The latest first, within 30 days. Who proved a freed address since loses it again.",
        tag=TAG,
        who="staff",
        recent=True,
        gives="The address as it is now",
    ),
)
def post_undo(wanted: UndoMove) -> Response[AddressView]:
    """Undoes a move."""
    key = address_key(wanted.email)
    granted(_moves().undo(key, wanted.move_id, _actor(), wanted.reason))
    return _shown(key)


def _moves() -> AddressMoves:
    return dependencies().address_moves


def _actor() -> Actor:
    return Actor.staff(caller(router).learner_id)


def _shown(email_key: str) -> Response[AddressView]:
    return show(AddressView.of(_moves().find(email_key)))
