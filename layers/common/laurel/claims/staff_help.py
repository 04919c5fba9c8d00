"""What staff do for a learner who is stuck: free a badge, give another attempt at the post-test, lift a lock-out.

Each is one read and one conditional write. Who did it, when and why stays with the claim; a lock-out can come before
there is a claim, so its lifting is a record of its own beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from laurel.catalog.access import freed
from laurel.catalog.activity import Activity
from laurel.claims import access_attempts as wrong_codes
from laurel.claims.claim import AccessUsed, Claim, StaffAct, Status, helped
from laurel.claims.store import Claims, replacement
from laurel.claims.summary import Summary, summarise
from laurel.claims.try_code import counter_key, try_again
from laurel.platform.clock import Clock, instant, read_instant
from laurel.platform.refusal import Refusal
from laurel.platform.table import Item, Put, Write, create

OPEN_DAYS = 30
"""For so many whole days more a claim is open after staff did something for it."""
LIFTED_PREFIX = "LIFTED#"
_ROUNDS = 4

type _Help = tuple[Claim, list[Write]]


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """Who helps which learner with which activity, and why: `by` is `staff:` and the `sub` of their sign-in."""

    claims: Claims
    clock: Clock
    learner_id: str
    activity_id: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LockoutLifted:
    """The learner may try codes again; so many wrong ones no longer count."""

    activity_id: str
    wrong_codes: int
    act: StaffAct


def free_code(desk: HelpDesk) -> Summary | Refusal:
    """Takes the Badge ID out of a draft, or gives back its place in the group: the learner enters a code again."""

    def act(claim: Claim, activity: Activity, deed: StaffAct) -> _Help | Refusal:
        if claim.access.key is None or claim.access.is_freed:
            said = "There is nothing to free: this claim uses no Badge ID and no Group ID."
            return Refusal(409, "no_code_to_free", said)
        after = replace(claim, access=AccessUsed(claim.access.kind))
        write = freed(desk.activity_id, claim.access.kind, claim.access.key, learner_id=claim.learner_id, at=deed.at)
        return after, [write]

    return _help(desk, "freed the code", act)


def give_attempt(desk: HelpDesk) -> Summary | Refusal:
    """Gives a learner who has used up all attempts at the post-test exactly one more."""

    def act(claim: Claim, activity: Activity, deed: StaffAct) -> _Help | Refusal:
        assessment = activity.assessment
        if assessment is None:
            return Refusal(409, "no_assessment", "This activity has no post-test.")
        if claim.passed:
            return Refusal(409, "already_passed", "The learner has passed the post-test.")
        if left := claim.attempts_left(assessment.attempts):
            said = f"The learner has {left} attempt{'s' if left > 1 else ''} left. Give another one when none is left."
            return Refusal(409, "attempts_left", said)
        return replace(claim, extra_attempts=len(claim.attempts) + 1 - assessment.attempts), []

    return _help(desk, "gave another attempt", act)


def lift_lockout(desk: HelpDesk) -> LockoutLifted | Refusal:
    """Lets a learner try codes again: the wrong ones of the last hour no longer count."""
    key = counter_key(desk.learner_id, desk.activity_id)
    for _ in range(_ROUNDS):
        folder = desk.claims.read(desk.learner_id, desk.activity_id, [key])
        seen, at = wrong_codes.from_item(folder.others.get(key)), desk.clock()
        counted = wrong_codes.within_the_hour(seen, at)
        if not counted:
            said = "No wrong code of the last hour counts against this learner: they can try a code now."
            return Refusal(409, "not_locked_out", said)
        act = StaffAct(desk.by, at, "lifted the lock-out", desk.reason)
        if all(desk.claims.write_all([wrong_codes.counted(key, seen, ()), _lifting(desk, act)])):
            return LockoutLifted(desk.activity_id, len(counted), act)
    return try_again()


def open_at_least(at: datetime, zone: ZoneInfo) -> datetime:
    """Until when (UTC) a claim stays open after staff helped at `at`: to the end of a day in the activity's zone."""
    last = at.astimezone(zone).date() + timedelta(days=OPEN_DAYS)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def lifted_act(item: Item) -> StaffAct:
    """The act of an item that `lift_lockout` wrote."""
    return StaffAct(item["by"], read_instant(item["at"]), "lifted the lock-out", item["reason"])


def _help(desk: HelpDesk, what: str, act: Callable[[Claim, Activity, StaffAct], _Help | Refusal]) -> Summary | Refusal:
    for _ in range(_ROUNDS):
        folder = desk.claims.read(desk.learner_id, desk.activity_id)
        claim, activity, at = folder.claim, folder.activity, desk.clock()
        if claim is None or activity is None:
            return Refusal(404, "claim_not_found", "This learner has no claim for this activity.")
        if claim.status is Status.FINAL:
            said = (
                f"The certificate {claim.certificate_number} of this claim was printed. Revoke it and open the claim"
                " again first, if the claim itself is wrong."
            )
            return Refusal(409, "claim_final", said)
        deed = StaffAct(desk.by, at, what, desk.reason)
        found = act(claim, activity, deed)
        if isinstance(found, Refusal):
            return found
        after = helped(found[0], deed, open_at_least(at, activity.zone))
        if all(desk.claims.write_all([replacement(claim, after), *found[1]])):
            return summarise(after, activity, folder.profile, at)
    return try_again()


def _lifting(desk: HelpDesk, act: StaffAct) -> Put:
    pk, _ = counter_key(desk.learner_id, desk.activity_id)
    return create(
        {
            "pk": pk,
            "sk": f"{LIFTED_PREFIX}{desk.activity_id}#{instant(act.at)}",
            "activity_id": desk.activity_id,
            "by": act.by,
            "at": instant(act.at),
            "reason": act.reason,
        }
    )
