"""Checks the code that opens an activity, and counts wrong ones."""

from dataclasses import dataclass, replace
from datetime import datetime

from laurel.catalog.access import Admitted, admit, not_a_code
from laurel.catalog.access_codes import readings
from laurel.catalog.activity import Activity
from laurel.claims import access_attempts as wrong_codes
from laurel.claims.claim import AccessUsed
from laurel.claims.refusals import ACCESS_CODE_MISSING
from laurel.claims.store import ClaimContext, Claims
from laurel.platform.refusal import Problem, Refusal, refused
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Key, Write

_NO_TRY = "This did not count as an attempt."


@dataclass(frozen=True, slots=True)
class Tried:
    """A valid code: what the claim records of it, and the writes that belong in the claim's transaction."""

    access: AccessUsed
    writes: tuple[Write, ...]


def counter_key(learner_id: str, activity_id: str) -> Key:
    """The key of the learner's wrong codes, which `try_code` needs besides `access_keys`."""
    return wrong_codes.key_of(learner_id, activity_id)


def try_code(
    claims: Claims, activity: Activity, current: ClaimContext, typed: str | None, at: datetime
) -> Tried | Refusal:
    """Checks the code that the learner of `current` typed. A wrong one costs one write, a valid one none.

    `current` holds the items of `counter_key` and `access_keys`. Raises TableBusy.
    """
    learner_id = current.profile.learner_id
    counter = counter_key(learner_id, activity.id)
    seen = wrong_codes.from_item(current.others.get(counter))
    needs_code = activity.access.type != "none"
    if needs_code and (refusal := wrong_codes.blocked(seen, at, activity)):
        return refusal
    found = admit(activity, typed, current.others, learner_id=learner_id, at=at)
    if not isinstance(found, Admitted):
        if not found.counts:
            return refused(_also(found.problem, _NO_TRY))
        now = wrong_codes.one_more(seen, at)
        if not claims.count(wrong_codes.counted(counter, seen, now)):
            return TRY_AGAIN.refuse()  # of two guesses at once, the second learns nothing about its code
        return refused(_also(found.problem, wrong_codes.left_in_words(now)))
    access = AccessUsed(activity.access.type, found.code)
    writes = (*found.writes, wrong_codes.unchanged(counter, seen)) if needs_code else ()
    return Tried(access, writes)


def no_code(activity: Activity, typed: str | None) -> Problem | None:
    """The problem if the activity needs a code and none, or nothing like a code, was typed. It does not count."""
    if activity.access.type == "none" or readings(typed or ""):
        return None
    if typed and typed.strip():
        return _also(not_a_code(activity, typed), _NO_TRY)
    what = {"badge": "your Badge ID", "group": "the Group ID of your site", "session_code": "the session code"}
    return ACCESS_CODE_MISSING.at("access_code", what=what[activity.access.type])


def _also(problem: Problem, sentence: str) -> Problem:
    return replace(problem, message=f"{problem.message} {sentence}")
