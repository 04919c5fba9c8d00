"""Opens a learner's one claim for an activity, with the access code if the activity needs one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from laurel.audit.acts import AuditAct
from laurel.audit.log import UNRECORDED, Acting
from laurel.catalog.access import access_keys, keys_meant
from laurel.catalog.activity import Activity
from laurel.catalog.claim_marks import mark_key, marking
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.claims.claim import opened
from laurel.claims.rules import entitlement, too_early, window
from laurel.claims.store import ClaimContext, Claims
from laurel.claims.summary import Summary, summarize
from laurel.claims.try_code import counter_key, no_code, try_code
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal, refused
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Key
from laurel.statements import Statement


@dataclass(frozen=True, slots=True)
class Opened:
    """The claim; `created` is False if it was open before."""

    summary: Summary
    created: bool


@dataclass(frozen=True, slots=True)
class _Request:
    """The request, its time and who acts; `read` are the keys of the intended code that were read so far."""

    learner_id: str
    statement: Statement
    access_code: str | None
    at: datetime
    read: tuple[Key, ...]
    acting: Acting


def open_claim(
    claims: Claims,
    clock: Clock,
    learner_id: str,
    activity_id: str,
    statement: Statement,
    access_code: str | None = None,
    introduce: Callable[[], object] | None = None,
    acting: Acting = UNRECORDED,
) -> Opened | Refusal:
    """Opens the claim, or returns the one that is open already, which needs no code and counts no attempt.

    Two calls: one read, one write; two more if the code resembles one that is taken or full. If the learner's
    address is not on record, `introduce` records it first, once: staff need it to find a learner whose codes are all
    wrong. Raises TableBusy.
    """
    mark = mark_key(activity_id, learner_id)
    keys = [counter_key(learner_id, activity_id), mark, *access_keys(activity_id, access_code)]
    meant: list[Key] = []

    def attempt() -> Opened | Refusal | None:
        nonlocal introduce, meant
        current = claims.read(learner_id, activity_id, [*keys, *meant])
        request = _Request(learner_id, statement, access_code, clock(), tuple(meant), acting)
        activity = current.activity
        if introduce and current.profile.email is None:
            introduce()
            introduce = None
        if activity is None:
            return ACTIVITY_NOT_FOUND.refuse()
        if current.claim is not None:
            return Opened(summarize(current.claim, activity, current.profile, request.at), created=False)
        answer = _refused_before_the_code(activity, current, request) or _try_code(claims, activity, current, request)
        if answer is not None:
            return answer
        # Another call has just opened this claim, or the input resembles a code that is taken or full: the next
        # attempt reads it.
        meant = keys_meant(activity, access_code, current.others)
        return None

    return retry_on_conflict(attempt) or TRY_AGAIN.refuse()


def _refused_before_the_code(activity: Activity, current: ClaimContext, request: _Request) -> Refusal | None:
    """The refusal that does not depend on the code, so that it reveals nothing about the code."""
    problem = (
        too_early(activity)
        or window(activity, request.at)
        or entitlement(activity, request.statement, current.profile)
        or no_code(activity, request.access_code)
    )
    return refused(problem) if problem else None


def _try_code(claims: Claims, activity: Activity, current: ClaimContext, request: _Request) -> Opened | Refusal | None:
    """Opens the claim or refuses the code, in one write; None if another call opened the claim meanwhile."""
    tried = try_code(claims, activity, current, request.access_code, request.at)
    if isinstance(tried, Refusal):
        return tried
    claim = opened(request.learner_id, activity, request.statement, tried.access, request.at)
    about = {"claim_id": claim.claim_id, "activity_id": activity.id}
    after = {"statement": request.statement.value}
    entry = request.acting.record(AuditAct.CLAIM_OPENED, on=request.learner_id, at=request.at, after=after, about=about)
    key = mark_key(activity.id, request.learner_id)
    mark = marking(key, current.others.get(key), current.revision)
    held = claims.add(claim, [*tried.writes, *entry, *([mark] if mark else [])])
    if all(held):
        return Opened(summarize(claim, activity, current.profile, request.at), created=True)
    if mark and not held[-1]:
        return None  # somebody has deleted the activity
    unread = set(keys_meant(activity, request.access_code, current.others)) - set(request.read)
    return TRY_AGAIN.refuse() if held[0] and not unread else None
