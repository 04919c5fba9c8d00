"""Opening the one claim of a learner for an activity, with the code that lets them in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from laurel.catalog.access import access_keys, keys_meant
from laurel.catalog.activity import Activity
from laurel.claims.claim import opened
from laurel.claims.rules import entitlement, refused, too_early, window
from laurel.claims.store import ClaimContext, Claims
from laurel.claims.summary import Summary, summarise
from laurel.claims.try_code import counter_key, no_code, try_again, try_code
from laurel.platform.clock import Clock
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.table import Key
from laurel.statements import Statement

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """The claim; `created` is False if it was open before."""

    summary: Summary
    created: bool


@dataclass(frozen=True, slots=True)
class _Request:
    """Who wants what, and when; `read` are the keys of the code that is meant, as far as they were read."""

    learner_id: str
    statement: Statement
    access_code: str | None
    at: datetime
    read: tuple[Key, ...]


def open_claim(
    claims: Claims,
    clock: Clock,
    learner_id: str,
    activity_id: str,
    statement: Statement,
    access_code: str | None = None,
    introduce: Callable[[], object] | None = None,
) -> Opened | Refusal:
    """Opens the claim, or answers the one that is open already, which costs no code and no attempt.

    Two calls: one read, one write; two more where the code only looks like one that is taken or full. Where the
    learner's address is not on record, `introduce` records it first, once: by it staff find a learner whose codes are
    all wrong. Raises TableBusy.
    """
    keys = [counter_key(learner_id, activity_id), *access_keys(activity_id, access_code)]
    meant: list[Key] = []
    for _ in range(_ROUNDS):
        folder = claims.read(learner_id, activity_id, [*keys, *meant])
        request = _Request(learner_id, statement, access_code, clock(), tuple(meant))
        activity = folder.activity
        if introduce and folder.profile.email is None:
            introduce()
            introduce = None
        if activity is None:
            return refused(Problem("activity_id", "activity_not_found", "There is no such activity in the library."))
        if folder.claim is not None:
            return Opened(summarise(folder.claim, activity, folder.profile, request.at), created=False)
        answer = _refused_before_the_code(activity, folder, request) or _try_code(claims, activity, folder, request)
        if answer is not None:
            return answer
        # Another call opened this very claim a moment ago, or the code that looks like what was typed is taken or
        # full: the next round reads it.
        meant = keys_meant(activity, access_code, folder.others)
    return try_again()


def _refused_before_the_code(activity: Activity, folder: ClaimContext, request: _Request) -> Refusal | None:
    """What refuses the claim whatever the code is, so that it tells nothing of the code."""
    problem = (
        too_early(activity)
        or window(activity, request.at)
        or entitlement(activity, request.statement, folder.profile)
        or no_code(activity, request.access_code)
    )
    return refused(problem) if problem else None


def _try_code(claims: Claims, activity: Activity, folder: ClaimContext, request: _Request) -> Opened | Refusal | None:
    """Opens the claim or refuses the code, by one write; None if the claim was opened by another call meanwhile."""
    tried = try_code(claims, activity, folder, request.access_code, request.at)
    if isinstance(tried, Refusal):
        return tried
    claim = opened(request.learner_id, activity, request.statement, tried.access, request.at)
    held = claims.add(claim, tried.writes)
    if all(held):
        return Opened(summarise(claim, activity, folder.profile, request.at), created=True)
    unread = set(keys_meant(activity, request.access_code, folder.others)) - set(request.read)
    return try_again() if held[0] and not unread else None
