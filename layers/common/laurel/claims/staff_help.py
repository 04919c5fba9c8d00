"""What staff do for a learner who is stuck: free a badge, give another attempt at the post-test, lift a lockout.

Each is one read and one conditional write. The claim records who did it, when and why. A lockout can come before there
is a claim, so lifting it is a record of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from laurel.audit.acts import AuditAct
from laurel.audit.log import Acting
from laurel.audit.records import Values
from laurel.catalog.access import freed
from laurel.catalog.activity import Activity
from laurel.claims import access_attempts as wrong_codes
from laurel.claims.claim import FREEABLE, AccessUsed, Claim, StaffAct, Status, helped
from laurel.claims.refusals import (
    ATTEMPTS_LEFT,
    LEARNER_HAS_PASSED,
    LEARNER_WITHOUT_CLAIM,
    NO_ASSESSMENT_TO_REPEAT,
    NO_CODE_TO_FREE,
    NOT_LOCKED_OUT,
    REOPEN_FIRST,
    REVOKE_FIRST,
)
from laurel.claims.store import Claims, replacement
from laurel.claims.summary import Summary, summarize
from laurel.claims.try_code import counter_key
from laurel.platform.clock import Clock, instant, read_instant
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Elsewhere, Item, Put, Write, create

OPEN_DAYS = 30
"""A claim stays open for this many whole days after staff helped with it."""
LIFTED_PREFIX = "LIFTED#"


@dataclass(frozen=True, slots=True)
class _Help:
    """The claim after the help, the other writes, and the changed values for the audit log."""

    claim: Claim
    writes: list[Write]
    before: Values
    after: Values


@dataclass(frozen=True, slots=True)
class HelpContext:
    """Who helps which learner with which activity, and why."""

    claims: Claims
    clock: Clock
    learner_id: str
    activity_id: str
    acting: Acting

    def act(self, at: datetime, what: str) -> StaffAct:
        """The act as the claim records it."""
        return StaffAct(self.acting.actor.name, at, what, self.acting.why or "")

    def entry(self, act: AuditAct, at: datetime, before: Values, after: Values) -> list[Elsewhere]:
        """The act as the audit log records it."""
        about = {"activity_id": self.activity_id}
        return self.acting.record(act, on=self.learner_id, at=at, before=before, after=after, about=about)


@dataclass(frozen=True, slots=True)
class LockoutLifted:
    """The learner may try codes again; `wrong_codes` of the last hour no longer count."""

    activity_id: str
    wrong_codes: int
    act: StaffAct


def free_code(context: HelpContext) -> Summary | Refusal:
    """Frees the Badge ID of a draft, or its place in the group. The learner then enters a code again."""

    def act(claim: Claim, activity: Activity, staff_act: StaffAct) -> _Help | Refusal:
        kind, code = claim.access.kind, claim.access.key
        if code is None or kind not in FREEABLE:
            return NO_CODE_TO_FREE.refuse()
        after = replace(claim, access=AccessUsed(kind))
        freeing = freed(context.activity_id, kind, code, learner_id=claim.learner_id, at=staff_act.at)
        return _Help(after, [freeing], {"code_held": True}, {"code_held": False})

    return _help(context, AuditAct.CODE_FREED, "freed the code", act)


def give_attempt(context: HelpContext) -> Summary | Refusal:
    """Gives a learner who has used up all attempts at the post-test exactly one more."""

    def act(claim: Claim, activity: Activity, staff_act: StaffAct) -> _Help | Refusal:
        assessment = activity.assessment
        if assessment is None:
            return NO_ASSESSMENT_TO_REPEAT.refuse()
        if claim.passed:
            return LEARNER_HAS_PASSED.refuse()
        if left := claim.attempts_left(assessment.attempts):
            return ATTEMPTS_LEFT.refuse(attempts=f"{left} attempt{'s' if left > 1 else ''}")
        after = replace(claim, extra_attempts=len(claim.attempts) + 1 - assessment.attempts)
        allowed = {"attempts_allowed": assessment.attempts + claim.extra_attempts}
        return _Help(after, [], allowed, {"attempts_allowed": assessment.attempts + after.extra_attempts})

    return _help(context, AuditAct.ATTEMPT_GIVEN, "gave another attempt", act)


def lift_lockout(context: HelpContext) -> LockoutLifted | Refusal:
    """Lifts a lockout: the wrong codes of the last hour no longer count."""
    key = counter_key(context.learner_id, context.activity_id)

    def attempt() -> LockoutLifted | Refusal | None:
        current = context.claims.read(context.learner_id, context.activity_id, [key])
        seen, at = wrong_codes.from_item(current.others.get(key)), context.clock()
        counted = wrong_codes.within_the_hour(seen, at)
        if not counted:
            return NOT_LOCKED_OUT.refuse()
        act = context.act(at, "lifted the lock-out")
        entry = context.entry(AuditAct.LOCKOUT_LIFTED, at, {"wrong_codes": len(counted)}, {"wrong_codes": 0})
        if all(context.claims.write_all([wrong_codes.counted(key, seen, ()), _lifting(context, act), *entry])):
            return LockoutLifted(context.activity_id, len(counted), act)
        return None

    return retry_on_conflict(attempt) or TRY_AGAIN.refuse()


def open_at_least(at: datetime, zone: ZoneInfo) -> datetime:
    """Until when (UTC) a claim stays open after staff helped at `at`: the end of a day in the activity's zone."""
    last = at.astimezone(zone).date() + timedelta(days=OPEN_DAYS)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def lifted_act(item: Item) -> StaffAct:
    """The act of an item that `lift_lockout` wrote."""
    return StaffAct(item["by"], read_instant(item["at"]), "lifted the lock-out", item["reason"])


def _help(
    context: HelpContext, kind: AuditAct, what: str, act: Callable[[Claim, Activity, StaffAct], _Help | Refusal]
) -> Summary | Refusal:
    def attempt() -> Summary | Refusal | None:
        current = context.claims.read(context.learner_id, context.activity_id)
        claim, activity, at = current.claim, current.activity, context.clock()
        if claim is None or activity is None:
            return LEARNER_WITHOUT_CLAIM.refuse()
        if claim.status is Status.FINAL:
            first = REOPEN_FIRST if claim.certificate_revoked_at else REVOKE_FIRST
            return first.refuse(number=claim.certificate_number)
        staff_act = context.act(at, what)
        found = act(claim, activity, staff_act)
        if isinstance(found, Refusal):
            return found
        after = helped(found.claim, staff_act, open_at_least(at, activity.zone))
        entry = context.entry(kind, at, found.before, found.after)
        if all(context.claims.write_all([replacement(claim, after), *found.writes, *entry])):
            return summarize(after, activity, current.profile, at)
        return None

    return retry_on_conflict(attempt) or TRY_AGAIN.refuse()


def _lifting(context: HelpContext, act: StaffAct) -> Put:
    pk, _ = counter_key(context.learner_id, context.activity_id)
    return create(
        {
            "pk": pk,
            "sk": f"{LIFTED_PREFIX}{context.activity_id}#{instant(act.at)}",
            "activity_id": context.activity_id,
            "by": act.by,
            "at": instant(act.at),
            "reason": act.reason,
        }
    )
