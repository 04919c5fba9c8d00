"""Enters credits of claims that were printed without one, when their learner agrees to reporting.

A claim has no credit if it was printed before Laurel stored unreported credits, or while its learner had no address. If
an earlier certificate of the same claim was revoked, its withdrawn credit is used again. One transaction writes each
credit and its id on the certificate, so that later corrections find the credit.
"""

from datetime import datetime

from laurel.certificates.certificate import CertificateStatus
from laurel.certificates.claim_credit import brings_credit, claim_credit_id, credit_of
from laurel.certificates.credit_follows import printed_again
from laurel.certificates.store import Certificates, credit_note
from laurel.claims.claim import Claim
from laurel.claims.store import Claims
from laurel.learners.addresses import address_key
from laurel.learners.consent import consent_record
from laurel.learners.profile import Profile
from laurel.learners.records import profile_check
from laurel.ledger.credit import Credit
from laurel.ledger.store import Change, Ledger
from laurel.platform.table import Elsewhere, Write


def enter_late_credits(
    claims: Claims, certificates: Certificates, ledger: Ledger, profile: Profile, *, at: datetime
) -> list[Credit]:
    """Enters the missing credits of a learner who agrees to reporting and returns them.

    Two calls if none is missing; two more for each missing one. Raises TableBusy.
    """
    if profile.consent_at is None or profile.email is None:
        return []
    printed = {claim_credit_id(one.claim_id): one for one in claims.of_learner(profile.learner_id) if _is_due(one)}
    known = ledger.get_many(printed)
    entered = []
    for credit_id, claim in printed.items():
        earlier = known.get(credit_id)
        if earlier is None or earlier.is_revoked:
            entered += _entered(claims, certificates, ledger, profile, claim, earlier, at)
    return entered


def _is_due(claim: Claim) -> bool:
    return claim.is_certified and brings_credit(claim)


def _entered(
    claims: Claims,
    certificates: Certificates,
    ledger: Ledger,
    profile: Profile,
    claim: Claim,
    earlier: Credit | None,
    at: datetime,
) -> list[Credit]:
    certificate = certificates.get(claim.certificate_number or "")
    if certificate is None or certificate.status is not CertificateStatus.VALID or profile.email is None:
        return []
    name, email = certificate.content.learner, profile.email
    credit = credit_of(claim, email, address_key(email), name, agreed=True, at=at)
    if earlier:
        credit = printed_again(earlier, credit, certificate.number, at)
    writes: list[Write | Elsewhere] = [
        credit_note(certificate, credit.credit_id),
        profile_check(profile),
        ledger.write_of(Change(earlier, credit)),
        ledger.elsewhere(consent_record(profile.learner_id, profile.consent_at)),
    ]
    # A failed condition means that another call changed or entered it at the same time: that one counts.
    return [credit] if all(claims.write_all(writes)) else []
