"""Claiming: open a claim, read disclosures, claim sessions and evaluate them, take the post-test, see the summary."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.parameters import ClaimIdParam, IfMatchParam, SessionIdParam
from laurel.claims.assessment import take_assessment
from laurel.claims.change_code import change_code
from laurel.claims.edit_claim import (
    EditContext,
    acknowledge,
    change_statement,
    claim_session,
    evaluate_activity,
    remove_session,
)
from laurel.claims.open_claim import open_claim
from laurel.claims.read_claims import list_claims, opener_of, owner_of, read_claim
from laurel.claims.requests import (
    Acknowledge,
    ChangeCode,
    ChangeStatement,
    ClaimSession,
    EvaluateActivity,
    OpenClaim,
    TakeAssessment,
)
from laurel.claims.summary import Summary
from laurel.claims.views import AssessmentResult, ClaimListView, ClaimView, SummaryView
from laurel.learners.records import expect_account
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PRIVATE, show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import granted
from laurel.platform.refusal import Refusal

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Claims"


@router.post(
    "/v1/claims",
    **about(
        "openClaim",
        "Open the claim for an activity",
        "A learner has one claim for an activity. Opening it again answers the same claim (200), whatever the code.",
        tag=TAG,
        who="learner",
        gives="The claim, opened now",
        status=201,
        headers=("ETag", "Location"),
        more={"x-also": {"200": "The claim, which was open already"}},
    ),
)
def post_claim(wanted: OpenClaim) -> Response[ClaimView]:
    """Opens the learner's one claim for the activity."""
    here, who = dependencies(), caller(router)
    opened = granted(
        open_claim(
            here.claims,
            utc_now,
            opener_of(here.claims, who, wanted.activity_id),
            wanted.activity_id,
            wanted.statement,
            wanted.access_code,
            lambda: here.registry.recognize(who),
            here.acting_learner(who),
        )
    )
    claim = opened.summary.claim
    headers = {**PRIVATE, "Location": f"/v1/claims/{claim.claim_id}"}
    view = ClaimView.of_summary(opened.summary)
    return show(view, status=201 if opened.created else 200, version=claim.version, headers=headers)


@router.get("/v1/claims", **about("listClaims", "Your claims", tag=TAG, who="learner", gives="All your claims"))
def get_claims() -> Response[ClaimListView]:
    """All claims of the caller, the one opened last first."""
    here, who = dependencies(), caller(router)
    expect_account(here.table, who.learner_id)
    return show(ClaimListView.of(list_claims(here.claims, who)))


@router.get(
    "/v1/claims/<claim_id>",
    **about(
        "getClaim",
        "One claim",
        "With its sessions and its summary.",
        tag=TAG,
        who="learner",
        gives="The claim",
        headers=("ETag",),
    ),
)
def get_claim(claim_id: ClaimIdParam) -> Response[ClaimView]:
    """One claim of the caller."""
    return _shown(read_claim(dependencies().claims, utc_now, _owner(claim_id), claim_id))


@router.patch(
    "/v1/claims/<claim_id>",
    **about(
        "changeStatement",
        "Another type of statement",
        "While the claim is a draft. Sessions that no longer fit stay, do not count, and are listed as missing.",
        tag=TAG,
        who="learner",
        gives="The claim as it is now",
        headers=("ETag",),
    ),
)
def patch_claim(claim_id: ClaimIdParam, change: ChangeStatement, if_match: IfMatchParam = None) -> Response[ClaimView]:
    """Changes the statement type of a draft."""
    return _shown(change_statement(_context(claim_id, if_match), change.statement))


@router.put(
    "/v1/claims/<claim_id>/access",
    **about(
        "changeCode",
        "Another Badge ID or Group ID",
        "While the claim is a draft: where the learner typed another's, or staff freed theirs. The one before is free"
        " for others. Wrong codes count as they do when a claim is opened.",
        tag=TAG,
        who="learner",
        gives="The claim as it is now",
        headers=("ETag",),
    ),
)
def put_access(claim_id: ClaimIdParam, wanted: ChangeCode, if_match: IfMatchParam = None) -> Response[ClaimView]:
    """Changes the code of a draft."""
    return _shown(change_code(_context(claim_id, if_match), wanted.access_code))


@router.put(
    "/v1/claims/<claim_id>/disclosures",
    **about(
        "acknowledgeDisclosures",
        "Acknowledge disclosures",
        "Kept with version and time. All must be acknowledged before a session can be claimed.",
        tag=TAG,
        who="learner",
        gives="The claim as it is now",
        headers=("ETag",),
    ),
)
def put_disclosures(claim_id: ClaimIdParam, read: Acknowledge, if_match: IfMatchParam = None) -> Response[ClaimView]:
    """Notes that disclosures were read."""
    return _shown(acknowledge(_context(claim_id, if_match), read.acknowledged))


@router.put(
    "/v1/claims/<claim_id>/sessions/<session_id>",
    **about(
        "claimSession",
        "Claim a session",
        "Credits and evaluation together; saved at once. Claiming it again replaces what was said before.",
        tag=TAG,
        who="learner",
        gives="The claim as it is now",
        headers=("ETag",),
    ),
)
def put_session(
    claim_id: ClaimIdParam, session_id: SessionIdParam, asked: ClaimSession, if_match: IfMatchParam = None
) -> Response[ClaimView]:
    """Claims credits for a session, with its evaluation."""
    return _shown(claim_session(_context(claim_id, if_match), session_id, asked.credits, asked.evaluation))


@router.delete(
    "/v1/claims/<claim_id>/sessions/<session_id>",
    **about(
        "removeSession", "Take a session out", tag=TAG, who="learner", gives="The claim as it is now", headers=("ETag",)
    ),
)
def delete_session(
    claim_id: ClaimIdParam, session_id: SessionIdParam, if_match: IfMatchParam = None
) -> Response[ClaimView]:
    """Takes a session out of a draft."""
    return _shown(remove_session(_context(claim_id, if_match), session_id))


@router.put(
    "/v1/claims/<claim_id>/evaluation",
    **about(
        "evaluateActivity",
        "Evaluate the whole activity",
        "Where the activity has an `overall_evaluation`: answered once, before printing. A new answer replaces it.",
        tag=TAG,
        who="learner",
        gives="The claim as it is now",
        headers=("ETag",),
    ),
)
def put_evaluation(
    claim_id: ClaimIdParam, given: EvaluateActivity, if_match: IfMatchParam = None
) -> Response[ClaimView]:
    """Saves the answers about the whole activity."""
    return _shown(evaluate_activity(_context(claim_id, if_match), given.evaluation))


@router.post(
    "/v1/claims/<claim_id>/assessment",
    **about(
        "takeAssessment",
        "Take the post-test of an online course",
        "Scored here; each complete try counts as an attempt. Which answers would be right is never told; which were"
        " wrong is, where the activity says so.",
        tag=TAG,
        who="learner",
        gives="The score, and the claim as it is now",
        headers=("ETag",),
    ),
)
def post_assessment(
    claim_id: ClaimIdParam, attempt: TakeAssessment, if_match: IfMatchParam = None
) -> Response[AssessmentResult]:
    """Scores an attempt at the post-test."""
    scored = granted(take_assessment(_context(claim_id, if_match), attempt.answers))
    return show(AssessmentResult.of(scored), version=scored.summary.claim.version)


@router.get(
    "/v1/claims/<claim_id>/summary",
    **about(
        "getSummary",
        "The Credit Summary",
        "Sessions, credits and totals, and each thing that is still missing, in words a person can act on.",
        tag=TAG,
        who="learner",
        gives="The summary",
        headers=("ETag",),
    ),
)
def get_summary(claim_id: ClaimIdParam) -> Response[SummaryView]:
    """The Credit Summary of a claim."""
    summary = granted(read_claim(dependencies().claims, utc_now, _owner(claim_id), claim_id))
    return show(SummaryView.of(summary), version=summary.claim.version)


def _owner(claim_id: str) -> str:
    return owner_of(caller(router), claim_id)


def _context(claim_id: str, if_match: str | None) -> EditContext:
    here = dependencies()
    return EditContext(here.claims, utc_now, _owner(claim_id), claim_id, version_of(if_match), here.attendance)


def _shown(outcome: Summary | Refusal) -> Response[ClaimView]:
    summary = granted(outcome)
    return show(ClaimView.of_summary(summary), version=summary.claim.version)
