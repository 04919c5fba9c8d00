"""Changing a draft: statement type, disclosures, sessions with their evaluations.

Each change is one read and one write. The write is conditional on the version that was read, so two devices never
overwrite each other. The later change is applied again to the new version; with `if_match` (the version that the
caller saw) it is refused instead.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from laurel.catalog.activity import Activity, EvaluationForm, Kind
from laurel.claims.claim import (
    Acknowledgement,
    Claim,
    ClaimedSession,
    EvaluationAnswer,
    Heading,
    activity_id_of,
    with_acknowledgements,
    with_session,
    without_session,
)
from laurel.claims.evaluation import tidied, unanswered, unasked
from laurel.claims.records import ClaimTooLarge
from laurel.claims.refusals import (
    CLAIM_BUSY,
    CLAIM_CHANGED,
    CLAIM_NOT_FOUND,
    CLAIM_TOO_LARGE,
    DISCLOSURE_UNKNOWN,
    NO_OVERALL_EVALUATION,
)
from laurel.claims.rules import disclosures_first, entitlement, unlocked
from laurel.claims.sessions import Asked, check_all, check_session, check_with_others, unknown
from laurel.claims.store import Claims
from laurel.claims.summary import Summary, summarize, untested
from laurel.learners.profile import Profile
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Problem, Refusal, RefusalKind, refused
from laurel.platform.refusals import INVALID
from laurel.statements import Statement

if TYPE_CHECKING:
    from laurel.attendance.store import Attendance


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim that may be changed now, and everything that the rules need."""

    claim: Claim
    activity: Activity
    profile: Profile
    at: datetime


@dataclass(frozen=True, slots=True)
class EditContext:
    """Which claim is edited and where it is stored; `if_match` is the version that its learner saw, if they send it.

    `attendance` has the reports of attendance; a use case that claims no session needs none.
    """

    claims: Claims
    clock: Clock
    learner_id: str
    claim_id: str
    if_match: int | None = None
    attendance: "Attendance | None" = None


type ClaimChange = Callable[[Draft], Claim | Refusal]


def change_statement(context: EditContext, statement: Statement) -> Summary | Refusal:
    """Changes the type of statement.

    Sessions that are no longer valid stay, do not count, and are listed as missing.
    """

    def change(draft: Draft) -> Claim | Refusal:
        problem = entitlement(draft.activity, statement, draft.profile)
        return refused(problem) if problem else replace(draft.claim, statement=statement)

    return edit(context, change)


def acknowledge(context: EditContext, disclosure_ids: Iterable[str]) -> Summary | Refusal:
    """Records that these disclosures were read in their current version. Earlier acknowledgments stay."""
    given = tuple(disclosure_ids)

    def change(draft: Draft) -> Claim | Refusal:
        known = {one.id: one for one in draft.activity.disclosures}
        not_offered = tuple(
            DISCLOSURE_UNKNOWN.at(f"acknowledged[{n}]")
            for n, disclosure_id in enumerate(given)
            if disclosure_id not in known
        )
        if not_offered:
            return INVALID.refuse(errors=not_offered)
        read = (Acknowledgement(one, known[one].version, draft.at) for one in given)
        return with_acknowledgements(draft.claim, read)

    return edit(context, change)


def claim_session(
    context: EditContext, session_id: str, credits: Decimal, evaluation: Mapping[str, EvaluationAnswer]
) -> Summary | Refusal:
    """Claims `credits` for a session, with the answers to its evaluation by question id, or replaces an earlier"
    " claim of it.
    """
    answers = tidied(evaluation)

    def change(draft: Draft) -> Claim | Refusal:
        session = draft.activity.session(session_id)
        if session and context.attendance and draft.activity.attendance:
            # Few activities require attendance: the others do without its package.
            from laurel.claims.attended import unattended

            if problem := unattended(context.attendance, draft.profile, draft.activity, session):
                return refused(problem)
        return _with_session(draft, session_id, credits, answers)

    return edit(context, change)


def evaluate_activity(context: EditContext, evaluation: Mapping[str, EvaluationAnswer]) -> Summary | Refusal:
    """Saves the answers about the whole activity by question id, or replaces earlier ones."""
    answers = tidied(evaluation)

    def change(draft: Draft) -> Claim | Refusal:
        form = draft.activity.overall_form
        if form is None:
            return NO_OVERALL_EVALUATION.refuse()
        wrong = _form_problems(form, answers)
        return INVALID.refuse(errors=wrong) if wrong else replace(draft.claim, evaluation=answers)

    return edit(context, change)


def remove_session(context: EditContext, session_id: str) -> Summary | Refusal:
    """Removes a session from the claim. Removing it twice does no harm."""

    def change(draft: Draft) -> Claim | Refusal:
        if draft.claim.session(session_id) is None and draft.activity.session(session_id) is None:
            return refused(unknown(session_id))
        return without_session(draft.claim, session_id)

    return edit(context, change)


def edit(context: EditContext, change: ClaimChange, *, once: bool = False) -> Summary | Refusal:
    """Applies `change` to the claim and returns its new summary.

    `once` is for changes that must not happen twice even if DynamoDB's answer is lost. Raises TableBusy.
    """
    activity_id = activity_id_of(context.learner_id, context.claim_id)
    if activity_id is None:
        return not_found()

    def attempt() -> Summary | Refusal | None:
        current = context.claims.read(context.learner_id, activity_id)
        if current.claim is None or current.activity is None:
            return not_found()
        draft = Draft(current.claim, current.activity, current.profile, context.clock())
        after = _changed(draft, context, change)
        if isinstance(after, Refusal):
            return after
        try:
            if after is draft.claim or context.claims.replace(draft.claim, after, once=once):
                return summarize(after, draft.activity, draft.profile, draft.at)
        except ClaimTooLarge:
            return CLAIM_TOO_LARGE.refuse("evaluation")
        return None

    return retry_on_conflict(attempt) or CLAIM_BUSY.refuse()


def changed_elsewhere(claim: Claim) -> Refusal:
    """The refusal when `if_match` is not the current version."""
    return CLAIM_CHANGED.refuse(version=claim.version)


def not_found() -> Refusal:
    """The refusal for a claim that does not exist or is somebody else's: both look the same."""
    return CLAIM_NOT_FOUND.refuse()


def _changed(draft: Draft, context: EditContext, change: ClaimChange) -> Claim | Refusal:
    """The claim as it will be stored; the same object if nothing changes."""
    claim, activity = draft.claim, draft.activity
    if problem := unlocked(activity, claim, draft.at):
        return refused(problem)
    if context.if_match is not None and context.if_match != claim.version:
        return changed_elsewhere(claim)
    after = change(draft)
    if isinstance(after, Refusal) or after == claim:
        return claim if after == claim else after
    return replace(
        after,
        activity=Heading.of(activity),
        version=claim.version + 1,
        updated_at=draft.at,
        total=check_all(activity, after.statement, after.credits, draft.at).total,
    )


def _with_session(
    draft: Draft, session_id: str, credits: Decimal, answers: Mapping[str, EvaluationAnswer]
) -> Claim | Refusal:
    claim, activity = draft.claim, draft.activity
    session = activity.session(session_id)
    if session is None:
        return refused(unknown(session_id))
    if refusal := disclosures_first(activity, claim):
        return refusal
    if activity.kind is Kind.ONLINE and (problem := untested(activity, claim)):
        return refused(problem)
    asked = Asked(session, credits)
    others = check_all(activity, claim.statement, without_session(claim, session_id).credits, draft.at).counted
    problem = check_session(activity, claim.statement, asked, draft.at) or check_with_others(
        activity, claim.statement, others, asked
    )
    wrong = _evaluation_problems(activity, session.evaluation_form, answers)
    if problem:
        # The body of this request is the session, so paths start below it.
        problem = replace(problem, path=problem.path.removeprefix(f"sessions.{session_id}").lstrip("."))
        refusal = refused(problem)
        return replace(refusal, errors=(*refusal.errors, *wrong)) if refusal.kind is RefusalKind.INVALID else refusal
    if wrong:
        return INVALID.refuse(errors=wrong)
    return with_session(
        claim,
        ClaimedSession(session_id, session.title, session.starts_at, session.ends_at, credits, answers),
    )


def _evaluation_problems(
    activity: Activity, form_id: str, answers: Mapping[str, EvaluationAnswer]
) -> tuple[Problem, ...]:
    form = activity.form(form_id)
    return _form_problems(form, answers) if form else ()


def _form_problems(form: EvaluationForm, answers: Mapping[str, EvaluationAnswer]) -> tuple[Problem, ...]:
    return unasked(form, answers, "evaluation") + unanswered(form, answers, "evaluation")
