"""The learner's own profile."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes import followed_customer_id
from claim_routes.dependencies import dependencies
from claim_routes.followed_consent import follow
from claim_routes.parameters import ConfirmParam, IfMatchParam
from laurel.erasure.views import ErasureView
from laurel.learners.edit_profile import edit_profile
from laurel.learners.name_index import index_name
from laurel.learners.profile import Profile
from laurel.learners.views import ProfileChange, ProfileView
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"


@router.get("/v1/me", **about("getMe", "Your profile", tag=TAG, who="learner", gives="Your profile", headers=("ETag",)))
def get_me() -> Response[ProfileView]:
    """The caller's profile, with defaults for fields that are still empty."""
    here = dependencies()
    profile = here.registry.recognize(caller(router))
    index_name(here.table, profile)
    return _shown(profile)


@router.patch(
    "/v1/me",
    **about(
        "changeMe",
        "Change your profile",
        "Fields that you do not send stay unchanged; null clears a field. Agreeing to reporting releases the credits of"
        " your claims that wait for it. Withdrawing consent holds back credits that were not sent to ASCP yet.",
        tag=TAG,
        who="learner",
        gives="Your profile as it is now",
        headers=("ETag",),
    ),
)
def change_me(change: ProfileChange, if_match: IfMatchParam = None) -> Response[ProfileView]:
    """Changes the fields that are sent."""
    here = dependencies()
    who = caller(router)
    outcome = edit_profile(
        here.table, here.registry, utc_now, who, change, version_of(if_match), here.acting_learner(who)
    )
    profile = granted(outcome)
    if "consent_to_report" in change.model_fields_set:
        for one in (profile, *here.registry.joined_with(profile)):
            follow(one)
    if "ascp_customer_id" in change.model_fields_set:
        for one in (profile, *here.registry.joined_with(profile)):
            followed_customer_id.follow(one)
    return _shown(profile)


@router.get(
    "/v1/me/erasure",
    **about(
        "getErasure",
        "What an erasure of your account does",
        "The data that is erased, and the data that must be kept, with the reason and the time. Changes nothing.",
        tag=TAG,
        who="learner",
        gives="The effect of an erasure",
    ),
)
def get_erasure() -> Response[ErasureView]:
    """What an erasure would do now."""
    return show(ErasureView.of(dependencies().eraser.look(caller(router)), utc_now(), started=False))


@router.delete(
    "/v1/me",
    **about(
        "eraseMe",
        "Erase your account",
        "Starts the erasure that `GET /v1/me/erasure` describes. It cannot be undone. From now on every request with"
        " your sign-in is refused (`account_erased`). Within an hour the account is gone, and you can sign up again"
        " with the same e-mail address.",
        tag=TAG,
        who="learner",
        status=202,
        recent=True,
        gives="The erasure has started",
    ),
)
def erase_me(confirm: ConfirmParam, if_match: IfMatchParam = None) -> Response[ErasureView]:
    """Starts the erasure of the caller's account."""
    found = granted(dependencies().eraser.start(caller(router), version_of(if_match)))
    logger.info("a learner had their account erased", extra={"learner_id": found.profile.learner_id})
    return show(ErasureView.of(found, utc_now(), started=True), status=202)


def _shown(profile: Profile) -> Response[ProfileView]:
    who = caller(router)
    joined = dependencies().registry.joined_with(profile)
    return show(ProfileView.of(profile, who.email, joined), version=profile.version)
