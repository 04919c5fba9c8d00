"""Staff's help for learners: find one, free a badge, give another attempt, lift a lock-out."""

from dataclasses import replace
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_activity, own_activities
from claim_routes.parameters import ActivityIdParam, LearnerIdParam
from laurel.audit.acts import AuditAct
from laurel.certificates.number import InvalidNumber, parse_number
from laurel.claims.find_learner import FoundLearner, Mine
from laurel.claims.refusals import LEARNER_WITHOUT_CLAIM, NOBODY_NAMED
from laurel.claims.requests import Help
from laurel.claims.staff_help import HelpContext, free_code, give_attempt, lift_lockout
from laurel.claims.staff_learner_views import CodeTriesView, StaffClaimView, StaffLearnerList
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.refusals import NOT_AN_ADDRESS
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problem_words import ID
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/learners",
    **about(
        "findLearner",
        "Find a learner, with their claims",
        "By `email`, an address that they hold; or by `certificate`, the number of one of theirs, valid or not; or by"
        " `activity_id` and `badge`, the Badge ID that they claimed with. The first that is given counts."
        " Staff of a provider find those with a claim for its activities, and see that."
        " Each claim with its code, what is missing, and what staff did; and the wrong codes that count.",
        tag=TAG,
        who="provider_staff",
        gives="The learner with joined accounts, or nobody",
    ),
)
def get_learner(
    email: Annotated[str | None, Query(max_length=1000, description="As anybody writes it.")] = None,
    certificate: Annotated[str | None, Query(max_length=200, description="As anybody types it.")] = None,
    activity_id: Annotated[str | None, Query(pattern=ID, description="The activity of the badge.")] = None,
    badge: Annotated[str | None, Query(max_length=200, description="As anybody types it.")] = None,
) -> Response[StaffLearnerList]:
    """A learner by address, by certificate or by badge."""
    who = caller(router)
    mine = own_activities(who)
    if email:
        found = _by_address(email, mine)
    elif certificate:
        found = _by_certificate(certificate, mine)
    elif activity_id and badge:
        found = dependencies().look_up.by_badge(activity_id, badge, mine)
    else:
        raise RefusedRequest(INVALID.refuse(errors=[NOBODY_NAMED.at("email")]))
    acting = dependencies().acting_staff(who)
    for one in found:
        acting.note(AuditAct.LEARNER_SEEN, on=one.profile.learner_id, at=utc_now())
    return show(StaffLearnerList.of(found))


@router.post(
    "/v1/staff/learners/<learner_id>/activities/<activity_id>/free-code",
    **about(
        "freeCode",
        "Free the Badge ID of a draft claim",
        "Or its place in a group. The code is free for whom it belongs to; the learner enters their own.",
        tag=TAG,
        who="provider_staff",
        gives="The claim as it is now",
    ),
)
def post_free_code(learner_id: LearnerIdParam, activity_id: ActivityIdParam, why: Help) -> Response[StaffClaimView]:
    """Frees the code of a draft."""
    summary = granted(free_code(_desk(learner_id, activity_id, why)))
    _log("the code of a claim was freed by staff", learner_id, activity_id)
    return show(StaffClaimView.of_summary(summary))


@router.post(
    "/v1/staff/learners/<learner_id>/activities/<activity_id>/another-attempt",
    **about(
        "giveAttempt",
        "Give a learner another attempt at the post-test",
        "One more, when none is left; for this learner alone.",
        tag=TAG,
        who="provider_staff",
        gives="The claim as it is now",
    ),
)
def post_attempt(learner_id: LearnerIdParam, activity_id: ActivityIdParam, why: Help) -> Response[StaffClaimView]:
    """Gives another attempt."""
    summary = granted(give_attempt(_desk(learner_id, activity_id, why)))
    _log("another attempt was given by staff", learner_id, activity_id)
    return show(StaffClaimView.of_summary(summary))


@router.post(
    "/v1/staff/learners/<learner_id>/activities/<activity_id>/lift-lockout",
    **about(
        "liftLockout",
        "Let a learner try codes again",
        "The wrong codes of the last hour no longer count.",
        tag=TAG,
        who="provider_staff",
        gives="The wrong codes that count now: none",
    ),
)
def post_lift(learner_id: LearnerIdParam, activity_id: ActivityIdParam, why: Help) -> Response[CodeTriesView]:
    """Lifts a lock-out."""
    lifted = granted(lift_lockout(_desk(learner_id, activity_id, why)))
    _log("a lock-out was lifted by staff", learner_id, activity_id)
    return show(CodeTriesView.of_lifted(lifted))


def _by_address(email: str, mine: Mine | None) -> list[FoundLearner]:
    try:
        return dependencies().look_up.by_address(address_key(email), mine)
    except InvalidAddress as error:
        raise RefusedRequest(INVALID.refuse(errors=[NOT_AN_ADDRESS.at("email", why=error)])) from error


def _by_certificate(typed: str, mine: Mine | None) -> list[FoundLearner]:
    """The learner whose certificate has this number: one read more than a learner costs."""
    try:
        certificate = dependencies().certificates.get(parse_number(typed))
    except InvalidNumber as error:
        problem = replace(error.problem, path="certificate")
        raise RefusedRequest(INVALID.refuse(errors=[problem])) from error
    if certificate is None:
        return []
    return dependencies().look_up.by_activity(certificate.learner_id, certificate.activity_id, mine)


def _desk(learner_id: str, activity_id: str, why: Help) -> HelpContext:
    expect_own_activity(router, activity_id, LEARNER_WITHOUT_CLAIM)
    acting = dependencies().acting_staff(caller(router), why.reason)
    return HelpContext(dependencies().claims, utc_now, learner_id, activity_id, acting)


def _log(deed: str, learner_id: str, activity_id: str) -> None:
    """Logs who did what for whom, by ids only; the claim records why."""
    logger.info(deed, extra={"staff": caller(router).learner_id, "learner_id": learner_id, "activity_id": activity_id})
