"""The certificate that a learner's claim would print now, before the step that cannot be undone.

Nothing is recorded but the time: at most ten previews in any hour for a learner and activity, since each costs as much
as a certificate. The write is conditional on the times that were read, so previews at once get no more than one after
another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from laurel.catalog.records import logo_key
from laurel.certificates.content import CertificateContent, certificate_content
from laurel.certificates.issue import finished, printed_facts
from laurel.certificates.preview import PREVIEW, marked
from laurel.certificates.printing import CertificatePrinter, unsigned
from laurel.certificates.refusals import TOO_MANY_PREVIEWS
from laurel.certificates.store import logo_for, logo_of
from laurel.claims.claim import Status, activity_id_of
from laurel.claims.edit_claim import Draft, not_found
from laurel.claims.read_claims import owner_of
from laurel.claims.refusals import CLAIM_FINAL
from laurel.platform.callers import Caller
from laurel.platform.clock import instant, read_instant
from laurel.platform.dates import moment_in_words
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.retention import EXPIRES_AT, PREVIEWS
from laurel.platform.table import Item, Key, Put, create

MOST = 10
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OwnPreview:
    """What the certificate would say, and the document, marked as a preview on each page."""

    content: CertificateContent
    pdf: bytes


def previews_key(learner_id: str, activity_id: str) -> Key:
    """The key of the times of this learner's previews for this activity."""
    return f"LEARNER#{learner_id}", f"PREVIEWS#{activity_id}"


def preview_of_claim(
    printer: CertificatePrinter, learner: Caller, claim_id: str, *, verify_url: str
) -> OwnPreview | Refusal:
    """The certificate that the learner's draft would print now: one read and one write. Raises what printing raises."""
    owner = owner_of(learner, claim_id)
    activity_id = activity_id_of(owner, claim_id)
    if activity_id is None:
        return not_found()
    key = previews_key(owner, activity_id)
    current = printer.claims.read(owner, activity_id, [logo_key(activity_id), key])
    if current.claim is None or current.activity is None:
        return not_found()
    if current.claim.status is Status.FINAL:
        return CLAIM_FINAL.refuse(contact=current.activity.contact)
    draft = Draft(current.claim, current.activity, current.profile, printer.clock())
    claim = finished(draft, PREVIEW)
    if isinstance(claim, Refusal):
        return claim
    seen = _times(current.others.get(key))
    if refusal := _too_many(seen, draft):
        return refusal
    if not printer.claims.count(_one_more(key, seen, draft.at)):
        return TRY_AGAIN.refuse()
    own_logo = logo_of(current.others.get(logo_key(activity_id)))
    logo = logo_for(printer.certificates, current.activity, own_logo)
    facts = printed_facts(printer, claim, draft, logo, verify_url)
    if isinstance(facts, Refusal):
        return facts
    content = marked(certificate_content(facts))
    printed = unsigned(printer, content, is_preview=True)
    return printed if isinstance(printed, Refusal) else OwnPreview(content, printed.pdf)


def _times(item: Item | None) -> tuple[datetime, ...]:
    return tuple(map(read_instant, item["seen_at"])) if item else ()


def _too_many(seen: tuple[datetime, ...], draft: Draft) -> Refusal | None:
    if len(seen) < MOST or draft.at >= seen[-MOST] + WINDOW:
        return None
    until = seen[-MOST] + WINDOW
    return TOO_MANY_PREVIEWS.refuse(
        until=moment_in_words(until, draft.activity.zone), retry_after=ceil((until - draft.at).total_seconds())
    )


def _one_more(key: Key, seen: tuple[datetime, ...], at: datetime) -> Put:
    pk, sk = key
    times = [*(one for one in seen if at < one + WINDOW), at][-MOST:]
    item: Item = {"pk": pk, "sk": sk, "seen_at": [instant(one) for one in times], EXPIRES_AT: PREVIEWS.expires_at(at)}
    if not seen:
        return create(item)
    return Put(item, "#seen_at = :seen", {"#seen_at": "seen_at"}, {":seen": [instant(one) for one in seen]})
