"""Reads a learner's own claims. Each function makes one call."""

from datetime import date

from laurel.claims.claim import Claim, activity_id_of
from laurel.claims.edit_claim import not_found
from laurel.claims.store import Claims
from laurel.claims.summary import Summary, summarize
from laurel.claims.transcript import Transcript, transcript_of
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal


def read_claim(claims: Claims, clock: Clock, learner_id: str, claim_id: str) -> Summary | Refusal:
    """The claim with its sessions and summary."""
    activity_id = activity_id_of(learner_id, claim_id)
    current = claims.read(learner_id, activity_id) if activity_id else None
    if current is None or current.claim is None or current.activity is None:
        return not_found()
    return summarize(current.claim, current.activity, current.profile, clock())


def list_claims(claims: Claims, learner_id: str) -> list[Claim]:
    """All claims of the learner, the one opened last first."""
    return claims.of_learner(learner_id)


def read_transcript(
    claims: Claims, learner_id: str, starting: date | None = None, ending: date | None = None
) -> Transcript:
    """What the learner completed from `starting` to `ending`, both included; drafts separately, whatever their date."""
    return transcript_of(claims.of_learner(learner_id), starting, ending)
