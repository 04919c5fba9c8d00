"""The learner's own addresses: list them, add one by a code, take one over from another account, remove one, undo."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from laurel.audit.acts import Actor
from laurel.learners.address_codes import MOST_SENT
from laurel.learners.address_proofs import ProvedAddress
from laurel.learners.addresses import address_key
from laurel.learners.held_addresses import held_addresses, is_held, is_new_here
from laurel.learners.move_views import (
    AddressCode,
    AddressProofView,
    NewAddress,
    OwnAddressesView,
    RemoveAddress,
    SentCodeView,
    TakeAddress,
    UndoOwnMove,
)
from laurel.learners.profile import Profile
from laurel.learners.refusals import ADDRESS_NOT_YOURS, CURRENT_ADDRESS, PROOF_NOT_VALID
from laurel.learners.views import ProfileView
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"


@router.get(
    "/v1/me/addresses",
    **about(
        "listAddresses",
        "Your addresses",
        "Each is proved. With the moves of the last 30 days that you can undo.",
        tag=TAG,
        who="learner",
        gives="Your addresses",
    ),
)
def get_addresses() -> Response[OwnAddressesView]:
    """The caller's addresses, and what they can undo."""
    here, who = dependencies(), caller(router)
    profile = here.registry.recognize(who)
    moves = [(one, move) for one in who.learner_ids for move in here.address_moves.undoable_by(one)]
    return show(OwnAddressesView.of(profile, here.registry.joined_with(profile), moves))


@router.post(
    "/v1/me/addresses/code",
    **about(
        "sendAddressCode",
        "Send a code to an address that you want to add",
        f"At most {MOST_SENT} within an hour. The answer is the same whether another account has the address or not.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="The code is on its way",
        status=202,
    ),
)
def post_code(wanted: NewAddress) -> Response[SentCodeView]:
    """Sends a code to a mailbox."""
    sent = granted(dependencies().add_address.send_code(caller(router), wanted.email))
    return show(SentCodeView(email=sent.email, valid_until=sent.valid_until), status=202)


@router.post(
    "/v1/me/addresses/confirm",
    **about(
        "addAddress",
        "Add an address with the code that was sent to it",
        "Its credits are yours from then on. A code lasts 15 minutes and ends after five wrong attempts.",
        tag=TAG,
        who="learner",
        gives="Your profile as it is now",
        headers=("ETag",),
    ),
)
def post_confirm(given: AddressCode) -> Response[ProfileView]:
    """Adds the address to the caller's profile."""
    granted(dependencies().add_address.confirm(caller(router), given.email, given.code))
    return _shown()


@router.post(
    "/v1/me/addresses/proof",
    **about(
        "proveAddress",
        "Prove your address to another account of yours",
        "Sign in to the account that has the address and call this. Then take the address over with the other account.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="The proof, valid for ten minutes",
    ),
)
def post_proof() -> Response[AddressProofView]:
    """A proof that the caller is signed in with their address."""
    here, who = dependencies(), caller(router)
    owner = next((one for one in _accounts() if _signs_in(one, who.email)), None)
    if owner is None:
        raise RefusedRequest(ADDRESS_NOT_YOURS.refuse())
    proved = ProvedAddress(owner.learner_id, address_key(who.email), owner.version)
    return show(AddressProofView(email=who.email, proof=here.address_proofs.write(proved, utc_now())))


@router.post(
    "/v1/me/addresses/take",
    **about(
        "takeAddress",
        "Take an address over from another account of yours",
        "Its credits come with it. Both accounts can undo it for 30 days, and so can staff.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="Your profile as it is now",
        headers=("ETag",),
    ),
)
def post_take(wanted: TakeAddress) -> Response[ProfileView]:
    """Moves the proved address to the caller."""
    here, who = dependencies(), caller(router)
    here.registry.recognize(who)
    proved = here.address_proofs.read(wanted.proof, utc_now())
    if proved is None:
        raise RefusedRequest(PROOF_NOT_VALID.refuse())
    actor, why = Actor.learner(who.learner_id), "The learner signed in to both accounts."
    of, seen = proved.learner_id, proved.version
    granted(here.address_moves.move(proved.email_key, who.learner_id, actor, why, of=of, seen=seen))
    return _shown()


@router.post(
    "/v1/me/addresses/remove",
    **about(
        "removeAddress",
        "Remove an address that you no longer use",
        "Its credits are no longer yours. For 30 days you can undo this. You also get it back when you sign in with it,"
        " unless somebody else did so first.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="Your profile as it is now",
        headers=("ETag",),
    ),
)
def post_remove(wanted: RemoveAddress) -> Response[ProfileView]:
    """Frees one of the caller's addresses."""
    here, who = dependencies(), caller(router)
    key, accounts = address_key(wanted.email), _accounts()
    if any(_signs_in(one, wanted.email) for one in accounts):
        raise RefusedRequest(CURRENT_ADDRESS.refuse())
    owner = next((one.learner_id for one in accounts if key in held_addresses(one)), who.learner_id)
    actor, why = Actor.learner(who.learner_id), "The learner removed it."
    granted(here.address_moves.move(key, None, actor, why, of=owner))
    return _shown()


@router.post(
    "/v1/me/addresses/undo-move",
    **about(
        "undoOwnMove",
        "Undo the move of an address",
        "The account that gave the address and the one that got it can do this for 30 days, the latest move first; not"
        " if staff moved it, or if somebody else proved it since.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="Your addresses as they are now",
    ),
)
def post_undo_move(wanted: UndoOwnMove) -> Response[OwnAddressesView]:
    """Undoes a move of an address that the caller gave or got."""
    who = caller(router)
    dependencies().registry.recognize(who)
    actor, why, key = Actor.learner(who.learner_id), "The learner undid it.", address_key(wanted.email)
    granted(dependencies().address_moves.undo(key, wanted.move_id, actor, why, of=who.learner_ids))
    return get_addresses()


def _signs_in(account: Profile, email: str) -> bool:
    """Whether `email` is the account's current address, or the new one that does not count yet."""
    return is_held(account, email) or is_new_here(account, email)


def _accounts() -> list[Profile]:
    """The caller's profile, and those of joined accounts."""
    registry, who = dependencies().registry, caller(router)
    profile = registry.recognize(who)
    return [profile, *registry.joined_with(profile)]


def _shown() -> Response[ProfileView]:
    profile, *joined = _accounts()
    return show(ProfileView.of(profile, caller(router).email, joined), version=profile.version)
