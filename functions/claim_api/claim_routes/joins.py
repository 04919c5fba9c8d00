"""Two accounts of one person become one: prove the other account, join it, undo that."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.followed_consent import follow
from claim_routes.parameters import JoinIdParam
from laurel.audit.acts import Actor
from laurel.learners.join_views import JoinAccount, JoinProofView, OwnJoinsView, OwnJoinView
from laurel.learners.records import expect_account
from laurel.learners.refusals import ALREADY_JOINED, PROOF_NOT_VALID
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"
BOTH_PROVED = "The learner signed in to both accounts."


@router.get(
    "/v1/me/joins",
    **about("listJoins", "The accounts that are joined with yours", tag=TAG, who="learner", gives="The accounts"),
)
def get_joins() -> Response[OwnJoinsView]:
    """The joined accounts, latest first."""
    who = caller(router)
    expect_account(dependencies().table, who.learner_id)
    return _shown(who.learner_id)


@router.post(
    "/v1/me/joins/proof",
    **about(
        "proveAccount",
        "Prove your account to another account of yours",
        "Sign in to the account that you want to give up, and call this. Then join it with the account that stays.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="The proof, valid for ten minutes",
    ),
)
def post_join_proof() -> Response[JoinProofView]:
    """A proof that the caller is signed in to their account."""
    here, who = dependencies(), caller(router)
    profile = here.registry.recognize(who)
    if who.joined:
        raise RefusedRequest(ALREADY_JOINED.refuse())
    return show(JoinProofView(proof=here.join_proofs.write(who.learner_id, profile.version, utc_now())))


@router.post(
    "/v1/me/joins",
    **about(
        "joinAccount",
        "Join another account of yours with this one",
        "Both sign-ins then lead to this account, with the claims, certificates, credits and addresses of both. Of two"
        " claims for one activity both stay, and one counts. Your name, licenses and choices here count for both."
        " Nothing is copied: for 30 days you can separate the accounts again.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="The joined accounts. A new token shows everything",
    ),
)
def post_join(wanted: JoinAccount) -> Response[OwnJoinsView]:
    """Joins the proved account with the caller's."""
    here, who = dependencies(), caller(router)
    here.registry.recognize(who)
    proved = here.join_proofs.read(wanted.proof, utc_now())
    if proved is None:
        raise RefusedRequest(PROOF_NOT_VALID.refuse())
    other, version = proved
    granted(here.joins.join(who.learner_id, other, Actor.learner(who.learner_id), BOTH_PROVED, seen=version))
    _follow(who.learner_id, other)
    return _shown(who.learner_id)


@router.post(
    "/v1/me/joins/<join_id>/undo",
    **about(
        "undoJoin",
        "Separate two accounts again",
        "For 30 days, from either sign-in. Each account has what it had before. What you opened since stays here.",
        tag=TAG,
        who="learner",
        recent=True,
        gives="The accounts that are still joined",
    ),
)
def post_undo_join(join_id: JoinIdParam) -> Response[OwnJoinsView]:
    """Separates the accounts."""
    here, who = dependencies(), caller(router)
    here.registry.recognize(who)
    undone = granted(here.joins.undo(who.learner_id, join_id, Actor.learner(who.learner_id), "The learner undid it."))
    follow(here.registry.profile_of(undone.other))
    return _shown(who.learner_id)


def _follow(learner_id: str, other: str) -> None:
    """Updates the other's credits to the consent of the one who stays."""
    registry = dependencies().registry
    follow(registry.with_consent_of(registry.profile_of(learner_id), registry.profile_of(other)))


def _shown(learner_id: str) -> Response[OwnJoinsView]:
    at = utc_now()
    joins = [one for one in dependencies().joins.of(learner_id) if one.undone is None]
    return show(OwnJoinsView(items=tuple(OwnJoinView.of(one, undoable=one.is_undoable(at)) for one in joins)))
