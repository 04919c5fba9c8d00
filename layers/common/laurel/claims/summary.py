"""The Credit Summary: what is claimed, its total, and what is still missing for a certificate (pure)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from laurel.catalog.access_codes import CODE_NAMES
from laurel.catalog.activity import Activity
from laurel.claims.claim import FREEABLE, Claim, ClaimedSession, Status
from laurel.claims.evaluation import unanswered
from laurel.claims.printed_texts import unprintable_texts
from laurel.claims.refusals import (
    ASSESSMENT_NOT_PASSED,
    CODE_FREED,
    EVALUATION_INCOMPLETE,
    NAME_MISSING,
    NO_ATTEMPTS_LEFT,
    NO_SESSION_CLAIMED,
    OVERALL_EVALUATION_MISSING,
    SESSION_GONE,
    SESSION_UNKNOWN,
)
from laurel.claims.rules import entitlement, unread_disclosures, window
from laurel.claims.sessions import check_all
from laurel.learners.profile import Profile
from laurel.platform.refusal import Problem


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A claimed session; `counts` says whether its credits are in the total; `maximum` is the most that it gives."""

    session: ClaimedSession
    maximum: Decimal
    counts: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """A claim with its activity. `missing` is empty for a claim that may be printed, and for a final one."""

    claim: Claim
    activity: Activity
    lines: tuple[SummaryLine, ...]
    total: Decimal
    maximum: Decimal
    missing: tuple[Problem, ...]


def summarize(claim: Claim, activity: Activity, profile: Profile, at: datetime) -> Summary:
    """The summary of `claim` at the instant `at`."""
    offered = activity.offered(claim.statement)
    most = offered.maximum if offered else Decimal(0)
    if claim.status is Status.FINAL:
        lines = tuple(SummaryLine(one, one.credits, True) for one in claim.sessions)
        return Summary(claim, activity, lines, claim.total, max(most, claim.total), ())
    found = check_all(activity, claim.statement, claim.credits, at)
    counted = {one.session.id for one in found.counted}
    lines = tuple(SummaryLine(one, _maximum(activity, claim, one), one.session_id in counted) for one in claim.sessions)
    missing = (
        *(
            problem
            for problem in (window(activity, at, claim.open_until), entitlement(activity, claim.statement, profile))
            if problem
        ),
        *_nameless(profile),
        *unprintable_texts(claim, activity, profile),
        *_codeless(activity, claim),
        *unread_disclosures(activity, claim),
        *_untested(activity, claim),
        *_nothing_claimed(claim),
        *(_named(problem, claim) for problem in found.problems),
        *_unevaluated(activity, claim),
        *_unevaluated_overall(activity, claim),
    )
    return Summary(claim, activity, lines, found.total, most, missing)


def untested(activity: Activity, claim: Claim) -> Problem | None:
    """An online course gives credit only after its post-test is passed (ASM CE Portal)."""
    if activity.assessment is None or claim.passed:
        return None
    if not claim.attempts_left(activity.assessment.attempts):
        return NO_ATTEMPTS_LEFT.at("assessment", contact=activity.contact)
    return ASSESSMENT_NOT_PASSED.at("assessment", pass_mark=activity.assessment.pass_mark)


def _codeless(activity: Activity, claim: Claim) -> tuple[Problem, ...]:
    """A Badge ID or Group ID that staff freed must be entered again."""
    if not claim.access.is_freed or activity.access.type not in FREEABLE:
        return ()
    return (CODE_FREED.at("access_code", kind=CODE_NAMES[activity.access.type]),)


def _untested(activity: Activity, claim: Claim) -> tuple[Problem, ...]:
    problem = untested(activity, claim)
    return (problem,) if problem else ()


def _nameless(profile: Profile) -> tuple[Problem, ...]:
    return () if profile.name_as_printed else (NAME_MISSING.at("me.name_as_printed"),)


def _nothing_claimed(claim: Claim) -> tuple[Problem, ...]:
    return () if claim.sessions else (NO_SESSION_CLAIMED.at("sessions"),)


def _named(problem: Problem, claim: Claim) -> Problem:
    """The problem, with the title of a session that is only in the claim any more."""
    gone = claim.session(problem.path.removeprefix("sessions.")) if problem.code == SESSION_UNKNOWN.code else None
    return SESSION_GONE.at(problem.path, session=gone.title) if gone else problem


def _unevaluated(activity: Activity, claim: Claim) -> tuple[Problem, ...]:
    """Answers that are missing because the form has changed since."""
    problems: list[Problem] = []
    for one in claim.sessions:
        session = activity.session(one.session_id)
        form = activity.form(session.evaluation_form) if session else None
        if form:
            path = f"sessions.{one.session_id}.evaluation"
            problems += (
                EVALUATION_INCOMPLETE.at(problem.path, session=one.title, problem=problem.message)
                for problem in unanswered(form, one.evaluation, path)
            )
    return tuple(problems)


def _unevaluated_overall(activity: Activity, claim: Claim) -> tuple[Problem, ...]:
    form = activity.overall_form
    if form is None or not unanswered(form, claim.evaluation, "evaluation"):
        return ()
    return (OVERALL_EVALUATION_MISSING.at("evaluation"),)


def _maximum(activity: Activity, claim: Claim, claimed: ClaimedSession) -> Decimal:
    session = activity.session(claimed.session_id)
    return activity.maximum(session, claim.statement) if session else Decimal(0)
