"""Trying the code that opens an activity: what it lets in, or why not, and how many wrong ones there were."""

from dataclasses import dataclass
from datetime import datetime

from laurel.catalog.access import NAMES, Admitted, admit
from laurel.catalog.access_codes import access_code_key, why_no_code
from laurel.catalog.activity import Activity
from laurel.claims import access_attempts as wrong_codes
from laurel.claims.claim import AccessUsed
from laurel.claims.rules import refused
from laurel.claims.store import ClaimContext, Claims
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.table import Key, Write

_NO_TRY = "This did not count as a try."


@dataclass(frozen=True, slots=True)
class Tried:
    """A good code: what it is in the claim, and what belongs into the transaction that writes the claim."""

    access: AccessUsed
    writes: tuple[Write, ...]


def counter_key(learner_id: str, activity_id: str) -> Key:
    """What `try_code` needs to be read besides `access_keys`: the learner's wrong codes."""
    return wrong_codes.key_of(learner_id, activity_id)


def try_code(
    claims: Claims, activity: Activity, folder: ClaimContext, typed: str | None, at: datetime
) -> Tried | Refusal:
    """Tries the code that the learner of `folder` typed. One write counts a wrong one, and none is made for a good one.

    `folder` holds what lies under `counter_key` and `access_keys`. Raises TableBusy.
    """
    learner_id = folder.profile.learner_id
    counter = counter_key(learner_id, activity.id)
    seen = wrong_codes.from_item(folder.others.get(counter))
    needs_code = activity.access.type != "none"
    if needs_code and (refusal := wrong_codes.blocked(seen, at, activity)):
        return refusal
    found = admit(activity, typed, folder.others, learner_id=learner_id, at=at)
    if not isinstance(found, Admitted):
        if not found.counts:
            return refused(Problem("access_code", found.code, f"{found.message} {_NO_TRY}"))
        now = wrong_codes.one_more(seen, at)
        if not claims.count(wrong_codes.counted(counter, seen, now)):
            return try_again()  # who loses the race of two guesses is told nothing of the code
        return refused(Problem("access_code", found.code, f"{found.message} {wrong_codes.left_in_words(now)}"))
    access = AccessUsed(activity.access.type, found.badge or found.group)
    writes = (*found.writes, wrong_codes.unchanged(counter, seen)) if needs_code else ()
    return Tried(access, writes)


def no_code(activity: Activity, typed: str | None) -> Problem | None:
    """The problem that the activity asks for a code and none was typed, or what cannot be one: that is no try."""
    if activity.access.type == "none" or access_code_key(typed or "") is not None:
        return None
    if typed and typed.strip():
        said = f"This is no {NAMES[activity.access.type]}. {why_no_code(typed)} {_NO_TRY}"
        return Problem("access_code", "not_a_code", said)
    what = {"badge": "your Badge ID", "group": "the Group ID of your site", "session_code": "the session code"}
    return Problem("access_code", "access_code_missing", f"Enter {what[activity.access.type]} to open the claim.")


def try_again() -> Refusal:
    """The answer to who lost a race."""
    return Refusal(409, "try_again", "Something else happened at the same moment. Try again.")
