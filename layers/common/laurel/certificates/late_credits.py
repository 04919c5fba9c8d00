"""Credits of claims that were printed without one: they come into the ledger when their learner agrees to reporting.

A claim that was printed before unreported credits were kept, or while its learner held no address, brought none. If an
earlier certificate of the same claim was revoked, its withdrawn credit is taken up again. Each credit and its note on
the certificate are one transaction, so that what staff correct later finds the credit.
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
    """Enters the credits that are missing of a learner who agrees to reporting; gives those it entered.

    Two calls where none is missing; two more for each that is. Raises TableBusy.
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
    # What does not hold was changed or entered by somebody else at this moment: theirs stands.
    return [credit] if all(claims.write_all(writes)) else []
