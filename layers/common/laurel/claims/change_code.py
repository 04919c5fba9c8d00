"""A learner changes the Badge ID or Group ID of a draft: mistyped, or freed by staff. One read and one write."""

from dataclasses import replace

from laurel.catalog.access import access_keys, freed, keys_meant
from laurel.claims.claim import FREEABLE, Claim, activity_id_of
from laurel.claims.edit_claim import EditContext, changed_elsewhere, not_found
from laurel.claims.refusals import NO_CODE_TO_CHANGE
from laurel.claims.rules import unlocked
from laurel.claims.store import replacement
from laurel.claims.summary import Summary, summarize
from laurel.claims.try_code import counter_key, no_code, try_code
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal, refused
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Key, Write


def change_code(context: EditContext, typed: str) -> Summary | Refusal:
    """Replaces the code of the claim with the one that the learner typed; the old one becomes free for others.

    Raises TableBusy.
    """
    activity_id = activity_id_of(context.learner_id, context.claim_id)
    if activity_id is None:
        return not_found()
    keys = [counter_key(context.learner_id, activity_id), *access_keys(activity_id, typed)]
    meant: list[Key] = []

    def attempt() -> Summary | Refusal | None:
        nonlocal meant
        current = context.claims.read(context.learner_id, activity_id, [*keys, *meant])
        claim, activity, at = current.claim, current.activity, context.clock()
        if claim is None or activity is None:
            return not_found()
        if problem := unlocked(activity, claim, at) or no_code(activity, typed):
            return refused(problem)
        if activity.access.type not in FREEABLE:
            return NO_CODE_TO_CHANGE.refuse()
        if context.if_match is not None and context.if_match != claim.version:
            return changed_elsewhere(claim)
        tried = try_code(context.claims, activity, current, typed, at)
        if isinstance(tried, Refusal):
            return tried
        if tried.access == claim.access:
            return summarize(claim, activity, current.profile, at)
        after = replace(claim, access=tried.access, version=claim.version + 1, updated_at=at)
        writes = [replacement(claim, after), *tried.writes, *_freed(claim, context)]
        if all(context.claims.write_all(writes)):
            return summarize(after, activity, current.profile, at)
        # The input may resemble a code that is taken or full: the next attempt reads that code.
        meant = keys_meant(activity, typed, current.others)
        return None

    return retry_on_conflict(attempt) or TRY_AGAIN.refuse()


def _freed(claim: Claim, context: EditContext) -> list[Write]:
    if claim.access.kind not in FREEABLE or claim.access.key is None:
        return []
    return [
        freed(claim.activity_id, claim.access.kind, claim.access.key, learner_id=claim.learner_id, at=context.clock())
    ]
