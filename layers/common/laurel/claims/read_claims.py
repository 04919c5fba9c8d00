"""Reading one's own claims. Each is one call."""

from datetime import date

from laurel.claims.claim import Claim, activity_id_of
from laurel.claims.edit_claim import not_found
from laurel.claims.store import Claims
from laurel.claims.summary import Summary, summarise
from laurel.claims.transcript import Transcript, transcript_of
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal


def read_claim(claims: Claims, clock: Clock, learner_id: str, claim_id: str) -> Summary | Refusal:
    """The claim with its sessions and its summary."""
    activity_id = activity_id_of(learner_id, claim_id)
    folder = claims.read(learner_id, activity_id) if activity_id else None
    if folder is None or folder.claim is None or folder.activity is None:
        return not_found()
    return summarise(folder.claim, folder.activity, folder.profile, clock())


def list_claims(claims: Claims, learner_id: str) -> list[Claim]:
    """All claims of the learner, the one opened last first."""
    return claims.of_learner(learner_id)


def read_transcript(
    claims: Claims, learner_id: str, starting: date | None = None, ending: date | None = None
) -> Transcript:
    """What the learner completed from `starting` to `ending`, both included; drafts apart, whatever their date."""
    return transcript_of(claims.of_learner(learner_id), starting, ending)
