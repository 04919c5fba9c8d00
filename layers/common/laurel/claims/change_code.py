"""A learner changes the Badge ID or Group ID of a draft: mistyped, or freed by staff. One read and one write."""

from dataclasses import replace

from laurel.catalog.access import access_keys, freed, keys_meant
from laurel.claims.claim import FREEABLE, Claim, activity_id_of
from laurel.claims.edit_claim import EditContext, changed_elsewhere, not_found
from laurel.claims.rules import refused, unlocked
from laurel.claims.store import replacement
from laurel.claims.summary import Summary, summarise
from laurel.claims.try_code import counter_key, no_code, try_again, try_code
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.table import Key, Write

_ROUNDS = 4


def change_code(desk: EditContext, typed: str) -> Summary | Refusal:
    """Claims with the code that the learner typed instead; the one before is free for others. Raises TableBusy."""
    activity_id = activity_id_of(desk.learner_id, desk.claim_id)
    if activity_id is None:
        return not_found()
    keys = [counter_key(desk.learner_id, activity_id), *access_keys(activity_id, typed)]
    meant: list[Key] = []
    for _ in range(_ROUNDS):
        folder = desk.claims.read(desk.learner_id, activity_id, [*keys, *meant])
        claim, activity, at = folder.claim, folder.activity, desk.clock()
        if claim is None or activity is None:
            return not_found()
        if problem := unlocked(activity, claim, at) or no_code(activity, typed):
            return refused(problem)
        if activity.access.type not in FREEABLE:
            said = "This activity is not opened by a Badge ID or a Group ID. There is nothing to change."
            return refused(Problem("access_code", "no_code_to_change", said))
        if desk.if_match is not None and desk.if_match != claim.version:
            return changed_elsewhere(claim)
        tried = try_code(desk.claims, activity, folder, typed, at)
        if isinstance(tried, Refusal):
            return tried
        if tried.access == claim.access:
            return summarise(claim, activity, folder.profile, at)
        after = replace(claim, access=tried.access, version=claim.version + 1, updated_at=at)
        writes = [replacement(claim, after), *tried.writes, *_freed(claim, desk)]
        if all(desk.claims.write_all(writes)):
            return summarise(after, activity, folder.profile, at)
        # What was typed may look like a code that is taken or full: the next round reads it.
        meant = keys_meant(activity, typed, folder.others)
    return try_again()


def _freed(claim: Claim, desk: EditContext) -> list[Write]:
    if claim.access.kind not in FREEABLE or claim.access.key is None:
        return []
    return [freed(claim.activity_id, claim.access.kind, claim.access.key, learner_id=claim.learner_id, at=desk.clock())]
