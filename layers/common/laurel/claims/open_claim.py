"""Opening the one claim of a learner for an activity, with the code that lets them in."""

from dataclasses import dataclass
from datetime import datetime

from laurel.catalog.access import Admitted, access_keys, admit
from laurel.catalog.activity import Activity
from laurel.claims import wrong_codes
from laurel.claims.claim import AccessUsed, opened
from laurel.claims.rules import entitlement, refused, too_early, window
from laurel.claims.store import Claims, Folder
from laurel.claims.summary import Summary, summarise
from laurel.platform.clock import Clock
from laurel.platform.refusal import Problem, Refusal
from laurel.statements import Statement

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """The claim; `created` is False if it was open before."""

    summary: Summary
    created: bool


@dataclass(frozen=True, slots=True)
class _Request:
    """Who wants what, and when."""

    learner_id: str
    statement: Statement
    access_code: str | None
    at: datetime


def open_claim(
    claims: Claims,
    clock: Clock,
    learner_id: str,
    activity_id: str,
    statement: Statement,
    access_code: str | None = None,
) -> Opened | Refusal:
    """Opens the claim, or answers the one that is open already, which costs no code and no attempt.

    Two calls: one read, one write. Raises TableBusy.
    """
    keys = [wrong_codes.key_of(learner_id, activity_id), *access_keys(activity_id, access_code)]
    for _ in range(_ROUNDS):
        folder = claims.read(learner_id, activity_id, keys)
        request = _Request(learner_id, statement, access_code, clock())
        activity = folder.activity
        if activity is None:
            return refused(Problem("activity_id", "activity_not_found", "There is no such activity in the library."))
        if folder.claim is not None:
            return Opened(summarise(folder.claim, activity, folder.profile, request.at), created=False)
        answer = _refused_before_the_code(activity, folder, request) or _try_code(claims, activity, folder, request)
        if answer is not None:
            return answer
        # Another call opened this very claim a moment ago: the next round finds it.
    return _try_again()


def _refused_before_the_code(activity: Activity, folder: Folder, request: _Request) -> Refusal | None:
    """What refuses the claim whatever the code is, so that it tells nothing of the code."""
    problem = (
        too_early(activity)
        or window(activity, request.at)
        or entitlement(activity, request.statement, folder.profile)
        or _no_code(activity, request)
    )
    return refused(problem) if problem else None


def _no_code(activity: Activity, request: _Request) -> Problem | None:
    if activity.access.type == "none" or (request.access_code and request.access_code.strip()):
        return None
    what = {"badge": "your Badge ID", "group": "the Group ID of your site", "session_code": "the session code"}
    return Problem("access_code", "access_code_missing", f"Enter {what[activity.access.type]} to open the claim.")


def _try_code(claims: Claims, activity: Activity, folder: Folder, request: _Request) -> Opened | Refusal | None:
    """Opens the claim or refuses the code, by one write; None if the claim was opened by another call meanwhile."""
    learner_id, at = request.learner_id, request.at
    counter = wrong_codes.key_of(learner_id, activity.id)
    seen = wrong_codes.from_item(folder.others.get(counter))
    needs_code = activity.access.type != "none"
    if needs_code and (refusal := wrong_codes.blocked(seen, at)):
        return refusal
    found = admit(activity, request.access_code, folder.others, learner_id=learner_id, at=at)
    if not isinstance(found, Admitted):
        now = wrong_codes.one_more(seen, at)
        if not claims.count(wrong_codes.counted(counter, seen, now)):
            return _try_again()  # who loses the race of two guesses is told nothing of the code
        return refused(Problem("access_code", found.code, f"{found.message} {wrong_codes.left_in_words(now)}"))
    access = AccessUsed(activity.access.type, found.badge or found.group)
    claim = opened(learner_id, activity, request.statement, access, at)
    others = [*found.writes, wrong_codes.unchanged(counter, seen)] if needs_code else []
    held = claims.add(claim, others)
    if all(held):
        return Opened(summarise(claim, activity, folder.profile, at), created=True)
    return _try_again() if held[0] else None


def _try_again() -> Refusal:
    return Refusal(409, "try_again", "Something else happened at the same moment. Try again.")
