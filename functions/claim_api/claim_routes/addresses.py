"""The learner's own addresses: take one over from another account, remove one."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from laurel.audit.acts import Actor
from laurel.learners.address_proofs import ProvedAddress
from laurel.learners.addresses import address_key
from laurel.learners.held_addresses import is_held, is_new_here
from laurel.learners.move_views import AddressProofView, RemoveAddress, TakeAddress
from laurel.learners.refusals import ADDRESS_NOT_YOURS, CURRENT_ADDRESS, PROOF_NOT_VALID
from laurel.learners.views import ProfileView
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"


@router.post(
    "/v1/me/addresses/proof",
    **about(
        "proveAddress",
        "Prove your address to another account of yours",
        "Sign in to the account that has the address and call this. Then take the address over with the other account.",
        tag=TAG,
        who="learner",
        gives="The proof, valid for ten minutes",
    ),
)
def post_proof() -> Response[AddressProofView]:
    """A proof that the caller is signed in with their address."""
    here, who = dependencies(), caller(router)
    profile = here.registry.recognize(who)
    if not is_held(profile, who.email) and not is_new_here(profile, who.email):
        raise RefusedRequest(ADDRESS_NOT_YOURS.refuse())
    proved = ProvedAddress(who.learner_id, address_key(who.email))
    return show(AddressProofView(email=who.email, proof=here.address_proofs.write(proved, utc_now())))


@router.post(
    "/v1/me/addresses/take",
    **about(
        "takeAddress",
        "Take an address over from another account of yours",
        "Its credits come with it. Staff can undo it for 30 days.",
        tag=TAG,
        who="learner",
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
    granted(here.address_moves.move(proved.email_key, who.learner_id, actor, why, of=proved.learner_id))
    return _shown()


@router.post(
    "/v1/me/addresses/remove",
    **about(
        "removeAddress",
        "Remove an address that you no longer use",
        "Its credits are no longer yours. You get it back when you sign in with it, unless somebody else did so first.",
        tag=TAG,
        who="learner",
        gives="Your profile as it is now",
        headers=("ETag",),
    ),
)
def post_remove(wanted: RemoveAddress) -> Response[ProfileView]:
    """Frees one of the caller's addresses."""
    here, who = dependencies(), caller(router)
    key = address_key(wanted.email)
    profile = here.registry.recognize(who)
    if is_held(profile, wanted.email) or is_new_here(profile, wanted.email):
        raise RefusedRequest(CURRENT_ADDRESS.refuse())
    actor, why = Actor.learner(who.learner_id), "The learner removed it."
    granted(here.address_moves.move(key, None, actor, why, of=who.learner_id))
    return _shown()


def _shown() -> Response[ProfileView]:
    who = caller(router)
    profile = dependencies().registry.recognize(who)
    return show(ProfileView.of(profile, who.email), version=profile.version)
