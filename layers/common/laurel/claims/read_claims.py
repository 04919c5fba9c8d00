"""Reads a learner's own claims. Each function makes one call, unless it says otherwise."""

from laurel.claims.claim import Claim, activity_id_of
from laurel.claims.edit_claim import not_found
from laurel.claims.store import Claims
from laurel.claims.summary import Summary, summarize
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal


def read_claim(claims: Claims, clock: Clock, learner_id: str, claim_id: str) -> Summary | Refusal:
    """The claim with its sessions and summary."""
    activity_id = activity_id_of(learner_id, claim_id)
    current = claims.read(learner_id, activity_id) if activity_id else None
    if current is None or current.claim is None or current.activity is None:
        return not_found()
    return summarize(current.claim, current.activity, current.profile, clock())


def owner_of(who: Caller, claim_id: str) -> str:
    """The learner among the caller's joined accounts whose claim it is; the one who stays if it is of none of them."""
    return next((one for one in who.learner_ids if activity_id_of(one, claim_id)), who.learner_id)


def opener_of(claims: Claims, who: Caller, activity_id: str) -> str:
    """The learner who opens a claim for the activity: a joined account that has one keeps it.

    No call for an account that is not joined; else up to one for each.
    """
    for one in who.learner_ids if who.joined else ():
        if claims.read(one, activity_id).claim is not None:
            return one
    return who.learner_id


def list_claims(claims: Claims, who: Caller) -> list[Claim]:
    """All claims of the caller and of joined accounts, the one opened last first. One call for each account."""
    found = [claim for one in who.learner_ids for claim in claims.of_learner(one)]
    return sorted(found, key=lambda claim: (claim.opened_at, claim.claim_id), reverse=True)
