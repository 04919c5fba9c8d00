"""Staff correct a certificate: reissue it after the learner's name was corrected, or revoke it.

Nothing that was printed is edited. In one transaction the old certificate stops being valid and says why, the claim
points to what holds now, and the ledger is told as far as ASCP has not been. While the credit is on its way to ASCP,
which takes seconds, nothing is corrected: what becomes of it would be known to neither side.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from laurel.certificates.certificate import Certificate, Ruling, Standing, revoked, superseded
from laurel.certificates.content import CertificateContent, day_text
from laurel.certificates.inquiries import look_up
from laurel.certificates.number import new_number
from laurel.certificates.office import Office, Printed, print_out
from laurel.certificates.store import creation, replacement
from laurel.claims.claim import Claim, with_certificate, with_certificate_revoked
from laurel.claims.store import replacement as claim_replacement
from laurel.learners.profile import Profile
from laurel.learners.records import key_of as profile_key
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.platform.refusal import Refusal
from laurel.platform.table import Check, Elsewhere, Write

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class CreditTold:
    """What became of the credit in the ledger: its state, whether it could follow, and what is left to do."""

    credit_id: str
    state: State
    followed: bool
    message: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The certificate that holds now, or after a revocation the one that no longer does; and its credit, if any."""

    certificate: Certificate
    credit: CreditTold | None


@dataclass(frozen=True, slots=True)
class _Case:
    """A valid certificate with all that depends on it, as it was read at `at`."""

    certificate: Certificate
    claim: Claim
    profile: Profile
    credit: Credit | None
    at: datetime


def reissue(office: Office, staff_id: str, typed: str, *, reason: str, verify_url: str) -> Corrected | Refusal:
    """Prints the certificate anew, under the learner's present name and a new number.

    What was certified and the dates stay as they were; the day of the reissue is added. `staff_id` is the `sub` of who
    does it. Three reads, one transaction. Raises TableBusy and what printing raises.
    """
    for _ in range(_ROUNDS):
        case = _open(office, typed)
        if isinstance(case, Refusal):
            return case
        found = _reprinted(office, case, verify_url)
        if isinstance(found, Refusal):
            return found
        new, printed = found
        ruling = Ruling(staff_id, case.at, reason)
        why = f"certificate {case.certificate.number} reissued as {new.number}: {reason}"
        credit = case.credit and _renamed(case.credit, new.content.learner, why, ruling)
        same_name = Check(
            profile_key(case.claim.learner_id),
            "#version = :seen",
            {"#version": "version"},
            {":seen": case.profile.version},
        )
        writes: list[Write | Elsewhere] = [
            replacement(case.certificate, superseded(case.certificate, new.number, ruling)),
            creation(new),
            claim_replacement(case.claim, with_certificate(case.claim, new.number)),
            same_name,
            *_credit_writes(office, case.credit, credit),
        ]
        if all(office.claims.write_all(writes)):
            office.archive.keep(new, printed.pdf)
            return Corrected(new, _told_of_name(case.credit) if case.credit else None)
    return _try_again()


def revoke(office: Office, staff_id: str, typed: str, *, reason: str) -> Corrected | Refusal:
    """Takes the certificate back, and its credit if ASCP does not have it. Three reads, one transaction.

    `staff_id` is the `sub` of who does it. Raises TableBusy.
    """
    for _ in range(_ROUNDS):
        case = _open(office, typed)
        if isinstance(case, Refusal):
            return case
        ruling = Ruling(staff_id, case.at, reason)
        after = revoked(case.certificate, ruling)
        credit = case.credit and _withdrawn(case.credit, f"certificate {after.number} revoked: {reason}", ruling)
        writes: list[Write | Elsewhere] = [
            replacement(case.certificate, after),
            claim_replacement(case.claim, with_certificate_revoked(case.claim, case.at)),
            *_credit_writes(office, case.credit, credit),
        ]
        if all(office.claims.write_all(writes)):
            return Corrected(after, _told_of_withdrawal(case.credit, credit) if case.credit and credit else None)
    return _try_again()


def reissued_content(
    content: CertificateContent, *, learner: str, number: str, verification_url: str, on: date
) -> CertificateContent:
    """What the certificate says once it is reissued on the day `on`: another name and number, all else as before."""
    return CertificateContent.model_validate(
        content.model_dump()
        | {
            "learner": learner,
            "document_title": f"{content.heading}: {learner}, {content.activity}",
            "number": number,
            "verification_url": verification_url,
            "issued": f"{day_text(content.issued_on)}, reissued on {day_text(on)}",
        }
    )


def _open(office: Office, typed: str) -> _Case | Refusal:
    certificate = look_up(office.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if refusal := _no_longer_valid(certificate):
        return refusal
    folder = office.claims.read(certificate.learner_id, certificate.activity_id)
    if folder.claim is None:
        raise LookupError(f"certificate {certificate.number} names a claim that is not there")
    credit_id = certificate.credit_id
    credit = office.ledger.get_many([credit_id]).get(credit_id) if credit_id else None
    if credit and credit.state is State.SENDING:
        said = "The credit of this certificate is being sent to ASCP at this moment. Try again in a minute."
        return Refusal(409, "credit_being_sent", said, retry_after=60)
    return _Case(certificate, folder.claim, folder.profile, credit, office.clock())


def _no_longer_valid(certificate: Certificate) -> Refusal | None:
    match certificate.status:
        case Standing.VALID:
            return None
        case Standing.SUPERSEDED:
            said = f"This certificate was replaced by {certificate.superseded_by}. Go on with that one."
            return Refusal(409, "certificate_superseded", said)
        case Standing.REVOKED:
            return Refusal(409, "certificate_revoked", "This certificate was revoked. That cannot be undone.")


def _reprinted(office: Office, case: _Case, verify_url: str) -> tuple[Certificate, Printed] | Refusal:
    old, name = case.certificate, case.profile.name_as_printed
    if not name or name == old.content.learner:
        said = "The learner's name is as it was printed. The learner corrects it in their profile first."
        return Refusal(409, "name_unchanged", said)
    number = new_number(office.below)
    on = case.at.astimezone(ZoneInfo(case.claim.activity.time_zone)).date()
    content = reissued_content(
        old.content, learner=name, number=number, verification_url=f"{verify_url}/{number}", on=on
    )
    printed = print_out(office, content)
    if isinstance(printed, Refusal):
        return printed
    new = replace(
        old,
        number=number,
        content=content,
        issued_at=case.at,
        reissued_on=on,
        replaces=old.number,
        sha256=printed.sha256,
        typesetter=printed.typesetter,
        version=1,
    )
    return new, printed


def _renamed(credit: Credit, name: str, why: str, ruling: Ruling) -> Credit:
    by = f"staff:{ruling.by}"
    if credit.name_can_change:
        return credit.correct_name(name, why=why, at=ruling.at, by=by)
    return credit.note(why=why, at=ruling.at, by=by)


def _withdrawn(credit: Credit, why: str, ruling: Ruling) -> Credit:
    by = f"staff:{ruling.by}"
    if credit.can_be_withdrawn:
        return credit.withdraw(why=why, at=ruling.at, by=by)
    return credit.note(why=why, at=ruling.at, by=by)


def _credit_writes(office: Office, before: Credit | None, after: Credit | None) -> list[Elsewhere]:
    return [office.ledger.write_of(Change(before, after))] if before and after else []


def _told_of_name(credit: Credit) -> CreditTold:
    match credit.state:
        case State.ACCEPTED:
            said = "ASCP accepted the credit under the earlier name; it counts all the same."
        case State.REJECTED:
            said = (
                "ASCP refused the credit before. It bears the new name now, but is not sent again until you release it."
            )
        case State.UNMATCHED:
            said = "The credit bears the new name. It is reported once it is matched to a member."
        case _ if credit.name_can_change:
            said = "The credit is reported under the new name."
        case _:
            said = "The credit was withdrawn before, and is not reported."
    return CreditTold(credit.credit_id, credit.state, credit.name_can_change, said)


def _told_of_withdrawal(before: Credit, after: Credit) -> CreditTold:
    if before.can_be_withdrawn and before.in_doubt:
        said = "The credit was withdrawn, but an earlier attempt may have reached ASCP. Ask ASCP to take it out."
    elif before.can_be_withdrawn:
        said = "The credit was withdrawn: it is not reported."
    elif before.state is State.ACCEPTED:
        said = "ASCP has accepted the credit; from here it cannot be taken back. Ask ASCP to take it out."
    else:
        said = "The credit had been withdrawn before."
    return CreditTold(after.credit_id, after.state, before.can_be_withdrawn, said)


def _try_again() -> Refusal:
    return Refusal(409, "try_again", "Something else happened to this certificate at the same moment. Try again.")
