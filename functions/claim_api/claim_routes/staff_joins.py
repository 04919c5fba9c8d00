"""Staff join two accounts of one learner, and separate them again."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.followed_consent import follow
from laurel.audit.acts import Actor
from laurel.claims.requests import JoinOther, UndoJoin
from laurel.learners.addresses import address_key
from laurel.learners.join_views import JoinView
from laurel.learners.refusals import ADDRESS_NOT_HELD
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest, granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.post(
    "/v1/staff/joins",
    **about(
        "joinLearners",
        "Join another account with that of a learner",
        "The other account is the one that has the address `email`. Its sign-in then leads to the learner, with"
        " everything of both. Refused if that would extend a consent to reporting. Can be undone for 30 days.",
        tag=TAG,
        who="staff",
        recent=True,
        gives="The join",
    ),
)
def post_join(wanted: JoinOther) -> Response[JoinView]:
    """Joins two accounts."""
    here, key = dependencies(), address_key(wanted.email)
    other = here.registry.holders_of([key]).get(key)
    if other is None:
        raise RefusedRequest(ADDRESS_NOT_HELD.refuse())
    join = granted(here.joins.join(wanted.learner_id, other, _actor(), wanted.reason))
    registry = here.registry
    follow(registry.with_consent_of(registry.profile_of(wanted.learner_id), registry.profile_of(other)))
    return show(JoinView.of(join))


@router.post(
    "/v1/staff/joins/undo",
    **about(
        "undoLearnersJoin",
        "Separate two joined accounts",
        "Within 30 days. Each has what it had before. What was opened since stays with the learner.",
        tag=TAG,
        who="staff",
        recent=True,
        gives="The join, undone",
    ),
)
def post_undo(wanted: UndoJoin) -> Response[JoinView]:
    """Separates two accounts."""
    here = dependencies()
    undone = granted(here.joins.undo(wanted.learner_id, wanted.join_id, _actor(), wanted.reason))
    follow(here.registry.profile_of(undone.other))
    return show(JoinView.of(undone))


def _actor() -> Actor:
    return Actor.staff(caller(router).learner_id)
