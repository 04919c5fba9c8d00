"""Who may claim what, and when (pure). Each rule returns None or the problem, in words that the learner can act on."""

from datetime import date, datetime

from laurel.catalog.activity import Activity
from laurel.claims.claim import Claim, Status
from laurel.claims.messages import STATEMENT_NAMES
from laurel.learners.profile import CALIFORNIA, FLORIDA, Profile
from laurel.platform.dates import deadline_in_words, moment_in_words
from laurel.platform.refusal import Problem, Refusal
from laurel.statements import Statement

FIRST_DAY = date(2010, 1, 1)

_LICENSED = {Statement.CALIFORNIA: (CALIFORNIA, "California"), Statement.FLORIDA: (FLORIDA, "Florida")}

# Faults of the request itself, and what this learner may not do. Every other problem is a conflict (409).
_STATUS = {
    "claim_not_found": 404,
    "activity_not_found": 404,
    "session_unknown": 404,
    "physicians_only": 403,
    "licence_missing": 403,
    "wrong_code": 403,
    "statement_not_offered": 422,
    "access_code_missing": 422,
    "not_a_code": 422,
    "disclosure_unknown": 422,
    "credits_not_positive": 422,
    "credits_step": 422,
    "session_maximum": 422,
    "claim_too_large": 422,
}


def refused(problem: Problem) -> Refusal:
    """The refusal for this one problem."""
    status = _STATUS.get(problem.code, 409)
    return Refusal(status, problem.code, problem.message, (problem,) if status == 422 else ())


def invalid(problems: tuple[Problem, ...]) -> Refusal:
    """The refusal of a request with all these problems."""
    return Refusal(422, "invalid", "Some of the data that you sent is not valid. Each problem is listed.", problems)


def too_early(activity: Activity) -> Problem | None:
    """Activities before 2010 are not in Laurel: learners write to the provider (ASM CE Portal)."""
    if activity.ends_on >= FIRST_DAY:
        return None
    return Problem(
        "activity_id",
        "before_2010",
        f"Credit for activities before 2010 cannot be claimed here. Write to {activity.contact} and name the activity.",
    )


def window(activity: Activity, at: datetime, open_until: datetime | None = None) -> Problem | None:
    """Claims are opened and changed within the activity's claim window (ASM CE Portal).

    `open_until` is set where staff gave the learner more time.
    """
    if activity.is_open(at) or (open_until and at < open_until):
        return None
    times = activity.claim_window
    if at < times.opens_at:
        said = f"Claiming for this activity opens on {moment_in_words(times.opens_at, activity.zone)}. Come back then"
    else:
        closed = deadline_in_words(max(times.closes_at, open_until or times.closes_at), activity.zone)
        said = f"Credit for this activity could be claimed and printed {closed}"
    return Problem("activity_id", "window_closed", f"{said}. For help, write to {activity.contact}.")


def entitlement(activity: Activity, statement: Statement, profile: Profile) -> Problem | None:
    """The activity offers the statement, and the learner is entitled to it.

    AMA PRA Category 1 Credit is for physicians (AMA); California and Florida require the license number on the
    certificate (17 CCR 1038.3; 64B3-11.002).
    """
    if activity.offered(statement) is None:
        offered = ", ".join(STATEMENT_NAMES[one.type] for one in activity.statements)
        return Problem(
            "statement",
            "statement_not_offered",
            f"This activity does not offer {STATEMENT_NAMES[statement]}. Choose one of: {offered}.",
        )
    if statement is Statement.AMA_PRA_1 and profile.physician is not True:
        return Problem(
            "statement",
            "physicians_only",
            "AMA PRA Category 1 Credit™ is for physicians. If you are a physician, say so in your profile. Otherwise"
            " choose"
            " another type of statement.",
        )
    if statement in _LICENSED:
        state, name = _LICENSED[statement]
        if profile.license(state) is None:
            return Problem(
                "statement",
                "licence_missing",
                f"{name} certificates show your license number. Add your {name} license to your profile.",
            )
    return None


def unread_disclosures(activity: Activity, claim: Claim) -> tuple[Problem, ...]:
    """Every disclosure is acknowledged, in its current version, before credit is claimed (ASM CE Portal)."""
    problems = []
    for disclosure in activity.disclosures:
        seen = claim.acknowledged(disclosure.id)
        if seen and seen.version == disclosure.version:
            continue
        said = "has changed since you read it. Read and acknowledge it again" if seen else "must be read first"
        message = f"The disclosure “{disclosure.title}” {said}."
        problems.append(Problem(f"disclosures.{disclosure.id}", "disclosure_unread", message))
    return tuple(problems)


def disclosures_first(activity: Activity, claim: Claim) -> Refusal | None:
    """Refuses to claim a session while a disclosure is unread."""
    unread = unread_disclosures(activity, claim)
    if not unread:
        return None
    message = "Read and acknowledge the disclosures before you claim a session."
    return Refusal(409, "disclosures_unread", message, unread)


def unlocked(activity: Activity, claim: Claim, at: datetime) -> Problem | None:
    """A final claim never changes (ASM CE Portal: printing is final), a draft only within the claim window."""
    if claim.status is Status.FINAL:
        return Problem(
            "",
            "claim_final",
            "The certificate of this claim was printed, so it can no longer be changed."
            f" If something is wrong, write to {activity.contact}.",
        )
    return window(activity, at, claim.open_until)
