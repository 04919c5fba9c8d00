"""Changing a draft: statement type, disclosures, sessions with their evaluations.

Each change is one read and one write. The write names the version that was read, so two devices never overwrite each
other: who is late is carried out again on the new version, or, having said by `if_match` which version they saw, is
told that it changed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from laurel.catalog.activity import Activity, Kind
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
from laurel.claims.rules import disclosures_first, entitlement, invalid, refused, unlocked
from laurel.claims.sessions import Asked, alone, beside, fit, unknown
from laurel.claims.store import Claims
from laurel.claims.summary import Summary, summarise, untested
from laurel.learners.profile import Profile
from laurel.platform.clock import Clock
from laurel.platform.refusal import Problem, Refusal
from laurel.statements import Statement

_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim that may be changed now, and all that judges the change."""

    claim: Claim
    activity: Activity
    profile: Profile
    at: datetime


@dataclass(frozen=True, slots=True)
class EditContext:
    """Whose claim is edited, where it is kept, and the version its learner saw, if they say it."""

    claims: Claims
    clock: Clock
    learner_id: str
    claim_id: str
    if_match: int | None = None


type ClaimChange = Callable[[Draft], Claim | Refusal]


def change_statement(desk: EditContext, statement: Statement) -> Summary | Refusal:
    """Another type of statement. Sessions that no longer fit stay, count nothing, and are listed as missing."""

    def change(draft: Draft) -> Claim | Refusal:
        problem = entitlement(draft.activity, statement, draft.profile)
        return refused(problem) if problem else replace(draft.claim, statement=statement)

    return edit(desk, change)


def acknowledge(desk: EditContext, disclosure_ids: Iterable[str]) -> Summary | Refusal:
    """Notes that these disclosures were read in their present version. What was acknowledged before stays so."""
    given = tuple(disclosure_ids)

    def change(draft: Draft) -> Claim | Refusal:
        known = {one.id: one for one in draft.activity.disclosures}
        strange = tuple(
            Problem(f"acknowledged[{n}]", "disclosure_unknown", "This activity has no such disclosure. Load it again.")
            for n, disclosure_id in enumerate(given)
            if disclosure_id not in known
        )
        if strange:
            return invalid(strange)
        read = (Acknowledgement(one, known[one].version, draft.at) for one in given)
        return with_acknowledgements(draft.claim, read)

    return edit(desk, change)


def claim_session(
    desk: EditContext, session_id: str, credits: Decimal, evaluation: Mapping[str, EvaluationAnswer]
) -> Summary | Refusal:
    """Claims `credits` for a session, with the answers to its evaluation by question id; or claims them anew."""
    answers = tidied(evaluation)
    return edit(desk, lambda draft: _with_session(draft, session_id, credits, answers))


def remove_session(desk: EditContext, session_id: str) -> Summary | Refusal:
    """Takes a session out of the claim; one that is not in it already is out."""

    def change(draft: Draft) -> Claim | Refusal:
        if draft.claim.session(session_id) is None and draft.activity.session(session_id) is None:
            return refused(unknown(session_id))
        return without_session(draft.claim, session_id)

    return edit(desk, change)


def edit(desk: EditContext, change: ClaimChange, *, once: bool = False) -> Summary | Refusal:
    """Carries out `change` on the claim and gives its new summary.

    `once` is for changes that must not happen twice even if an answer of the table is lost. Raises TableBusy.
    """
    activity_id = activity_id_of(desk.learner_id, desk.claim_id)
    if activity_id is None:
        return not_found()
    for _ in range(_ROUNDS):
        folder = desk.claims.read(desk.learner_id, activity_id)
        if folder.claim is None or folder.activity is None:
            return not_found()
        draft = Draft(folder.claim, folder.activity, folder.profile, desk.clock())
        after = _changed(draft, desk, change)
        if isinstance(after, Refusal):
            return after
        try:
            if after is draft.claim or desk.claims.replace(draft.claim, after, once=once):
                return summarise(after, draft.activity, draft.profile, draft.at)
        except ClaimTooLarge:
            said = "The comments of your evaluations are longer than can be kept. Shorten this one."
            return refused(Problem("evaluation", "claim_too_large", said))
    return Refusal(409, "try_again", "This claim is being changed at another place. Try again in a moment.")


def changed_elsewhere(claim: Claim) -> Refusal:
    """The answer to who names another version than the present one."""
    said = "This claim was changed on another device. Load it again, then make your change."
    return Refusal(412, "changed_elsewhere", said, version=claim.version)


def not_found() -> Refusal:
    """The answer for a claim that does not exist, or is somebody else's: both look the same."""
    return refused(Problem("", "claim_not_found", "You have no such claim."))


def _changed(draft: Draft, desk: EditContext, change: ClaimChange) -> Claim | Refusal:
    """The claim as it will be stored; the very same claim if there is nothing to change."""
    claim, activity = draft.claim, draft.activity
    if problem := unlocked(activity, claim, draft.at):
        return refused(problem)
    if desk.if_match is not None and desk.if_match != claim.version:
        return changed_elsewhere(claim)
    after = change(draft)
    if isinstance(after, Refusal) or after == claim:
        return claim if after == claim else after
    return replace(
        after,
        activity=Heading.of(activity),
        version=claim.version + 1,
        updated_at=draft.at,
        total=fit(activity, after.statement, after.credits, draft.at).total,
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
    others = fit(activity, claim.statement, without_session(claim, session_id).credits, draft.at).counted
    problem = alone(activity, claim.statement, asked, draft.at) or beside(activity, claim.statement, others, asked)
    wrong = _evaluation_problems(activity, session.evaluation_form, answers)
    if problem:
        # Within this request the session is the whole body.
        problem = replace(problem, path=problem.path.removeprefix(f"sessions.{session_id}").lstrip("."))
        refusal = refused(problem)
        return replace(refusal, errors=(*refusal.errors, *wrong)) if refusal.status == 422 else refusal
    if wrong:
        return invalid(wrong)
    return with_session(
        claim,
        ClaimedSession(session_id, session.title, session.starts_at, session.ends_at, credits, answers),
    )


def _evaluation_problems(
    activity: Activity, form_id: str, answers: Mapping[str, EvaluationAnswer]
) -> tuple[Problem, ...]:
    form = activity.form(form_id)
    if form is None:
        return ()
    return unasked(form, answers, "evaluation") + unanswered(form, answers, "evaluation")
