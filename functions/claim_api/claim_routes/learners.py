"""The learner's own profile."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.parameters import IfMatchParam
from claim_routes.rooms import rooms
from laurel.learners.edit_profile import edit_profile
from laurel.learners.profile import Profile
from laurel.learners.wire import ProfileChange, ProfileView
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"


@router.get("/v1/me", **about("getMe", "Your profile", tag=TAG, who="learner", gives="Your profile", headers=("ETag",)))
def get_me() -> Response[ProfileView]:
    """The caller's profile; its defaults where nothing was entered yet."""
    return _shown(rooms().registry.recognise(caller(router)))


@router.patch(
    "/v1/me",
    **about(
        "changeMe",
        "Change your profile",
        "Fields that are not sent stay as they are; null clears one.",
        tag=TAG,
        who="learner",
        gives="Your profile as it is now",
        headers=("ETag",),
    ),
)
def change_me(change: ProfileChange, if_match: IfMatchParam = None) -> Response[ProfileView]:
    """Changes the fields that are sent."""
    here = rooms()
    return _shown(
        granted(edit_profile(here.table, here.registry, utc_now, caller(router), change, version_of(if_match)))
    )


def _shown(profile: Profile) -> Response[ProfileView]:
    return show(ProfileView.of(profile, caller(router).email), version=profile.version)
