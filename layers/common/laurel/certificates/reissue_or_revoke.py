"""Staff correct a certificate: reissue it with what was corrected, revoke it, or open its claim again.

Nothing that was printed is edited. In one transaction the old certificate stops being valid and says why, the claim
points to what holds now, and the ledger is told as far as ASCP has not been. While the credit is on its way to ASCP,
which takes seconds, nothing is corrected: what becomes of it would be known to neither side.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from laurel.catalog.activity import Activity
from laurel.catalog.records import activity_key
from laurel.certificates.certificate import Certificate, CertificateStatus, Correction, revoked, superseded
from laurel.certificates.claim_facts import NotCompleted, with_catalog_titles
from laurel.certificates.content import CertificateContent
from laurel.certificates.credit_follows import (
    CreditTold,
    at_ascp,
    corrected_credit,
    revoked_credit,
    told_of_correction,
    told_of_reopening,
    told_of_withdrawal,
)
from laurel.certificates.facts import lacking
from laurel.certificates.lookup import look_up
from laurel.certificates.number import new_number
from laurel.certificates.printing import CertificatePrinter, print_out
from laurel.certificates.records import logo_key
from laurel.certificates.reissued import WHAT_IS_COMPARED, Difference, differences, reissued_content, reissued_facts
from laurel.certificates.store import creation, logo_of, replacement
from laurel.claims.claim import Claim, StaffAct, Status, reopen, with_certificate, with_certificate_revoked
from laurel.claims.staff_help import open_at_least
from laurel.claims.store import replacement as claim_replacement
from laurel.learners.profile import Profile
from laurel.learners.records import key_of as profile_key
from laurel.ledger.credit import Credit, CreditFacts
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.table import Check, Elsewhere, Write

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Corrected:
    """The certificate that holds now, or after a revocation the one that no longer does; and its credit, if any.

    After a reissue `changes` says what the new one says otherwise; with a dry run nothing was written, and the
    certificate is the one that holds. `reopened` says whether the claim is a draft again.
    """

    certificate: Certificate
    credit: CreditTold | None
    changes: tuple[Difference, ...] = ()
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why a certificate is revoked, and whether its claim is opened again so that its learner can print another.

    `credit_stays` is what staff say where ASCP has the credit: that it stays there, and is not sent a second time.
    """

    reason: str
    reopen: bool = False
    credit_stays: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """A certificate with all that depends on it, as it was read at `at`."""

    certificate: Certificate
    claim: Claim
    activity: Activity
    revision: int
    profile: Profile
    logo_sha256: str | None
    credit: Credit | None
    at: datetime


@dataclass(frozen=True, slots=True)
class _Reprint:
    """The certificate that takes the place of another, with its document."""

    certificate: Certificate
    pdf: bytes
    changes: tuple[Difference, ...]


def reissue(
    office: CertificatePrinter, staff_id: str, typed: str, *, reason: str, verify_url: str, dry_run: bool = False
) -> Corrected | Refusal:
    """Prints the certificate again, with name, license and activity as they are now, under a new number.

    What was claimed and the dates stay as they were; the day of the reissue is added. `staff_id` is the `sub` of who
    does it. A dry run only tells what would change. Three reads, one transaction. Raises TableBusy and what printing
    raises.
    """
    for _ in range(_ROUNDS):
        case = _valid_case(office, typed)
        if isinstance(case, Refusal):
            return case
        found = _reprinted(office, case, verify_url)
        if isinstance(found, Refusal):
            return found
        if dry_run:
            return Corrected(case.certificate, None, found.changes)
        new = found.certificate
        writes = _reissue_writes(office, case, new, Correction(staff_id, case.at, reason))
        if all(office.claims.write_all(writes)):
            office.archive.keep(new, found.pdf)
            return Corrected(new, told_of_correction(case.credit) if case.credit else None, found.changes)
    return _try_again()


def revoke(office: CertificatePrinter, staff_id: str, typed: str, wanted: Revocation) -> Corrected | Refusal:
    """Takes the certificate back, and its credit if ASCP does not have it; opens the claim again if that is `wanted`.

    A certificate that was revoked before can still have its claim opened. Three reads, one transaction. `staff_id` is
    the `sub` of who does it. Raises TableBusy.
    """
    for _ in range(_ROUNDS):
        case = _open(office, typed) if wanted.reopen else _valid_case(office, typed)
        if isinstance(case, Refusal):
            return case
        if refusal := _not_opened(case) if case.certificate.status is CertificateStatus.REVOKED else None:
            return refusal
        if wanted.reopen and not wanted.credit_stays and (refusal := at_ascp(case.credit)):
            return refusal
        done = _revoked(office, case, Correction(staff_id, case.at, wanted.reason), wanted)
        if done:
            return done
    return _try_again()


def _revoked(office: CertificatePrinter, case: _Case, ruling: Correction, wanted: Revocation) -> Corrected | None:
    """Writes what is `wanted`; None if something changed since the case was read."""
    after, claim, credit = case.certificate, case.claim, case.credit
    writes: list[Write | Elsewhere] = []
    if case.certificate.status is CertificateStatus.VALID:
        after, claim = revoked(case.certificate, ruling), with_certificate_revoked(claim, case.at)
        credit = credit and revoked_credit(credit, after.number, ruling)
        writes += [replacement(case.certificate, after), *_credit_writes(office, case.credit, credit)]
    told = told_of_withdrawal(case.credit, credit) if case.credit and credit else None
    if wanted.reopen:
        act = StaffAct(f"staff:{ruling.by}", case.at, "reopened", ruling.reason)
        claim = reopen(claim, act, open_at_least(case.at, case.activity.zone))
        told = told_of_reopening(credit) if credit else None
    writes.append(claim_replacement(case.claim, claim))
    if not all(office.claims.write_all(writes)):
        return None
    return Corrected(after, told, reopened=wanted.reopen)


def _valid_case(office: CertificatePrinter, typed: str) -> _Case | Refusal:
    case = _open(office, typed)
    if isinstance(case, _Case) and case.certificate.status is CertificateStatus.REVOKED:
        said = (
            "This certificate was revoked. That cannot be undone. Its claim can be opened again: send reopen as true."
        )
        return Refusal(409, "certificate_revoked", said)
    return case


def _open(office: CertificatePrinter, typed: str) -> _Case | Refusal:
    certificate = look_up(office.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if certificate.status is CertificateStatus.SUPERSEDED:
        said = f"This certificate was replaced by {certificate.superseded_by}. Go on with that one."
        return Refusal(409, "certificate_superseded", said)
    logo = logo_key(certificate.activity_id)
    current = office.claims.read(certificate.learner_id, certificate.activity_id, [logo])
    if current.claim is None or current.activity is None:
        raise LookupError(f"certificate {certificate.number} names a claim or activity that is not there")
    credit_id = certificate.credit_id
    credit = office.ledger.get_many([credit_id]).get(credit_id) if credit_id else None
    if credit and credit.state is State.SENDING:
        said = "The credit of this certificate is being sent to ASCP at this moment. Try again in a minute."
        return Refusal(409, "credit_being_sent", said, retry_after=60)
    return _Case(
        certificate,
        current.claim,
        current.activity,
        current.revision,
        current.profile,
        logo_of(current.others.get(logo)),
        credit,
        office.clock(),
    )


def _not_opened(case: _Case) -> Refusal | None:
    """Why the claim of a revoked certificate is not opened: it is open, or was printed again since."""
    if case.claim.status is Status.DRAFT:
        said = "The claim of this certificate is open already. The learner can change it and print it again."
        return Refusal(409, "claim_open", said)
    if case.claim.certificate_number != case.certificate.number:
        said = (
            f"The learner has printed this claim again since, as {case.claim.certificate_number}. Go on with that one."
        )
        return Refusal(409, "certificate_superseded", said)
    return None


def _reprinted(office: CertificatePrinter, case: _Case, verify_url: str) -> _Reprint | Refusal:
    old, number = case.certificate, new_number(office.below)
    on = case.at.astimezone(ZoneInfo(case.claim.activity.time_zone)).date()
    content = _content(office, case, replace(case.claim, certificate_number=number), f"{verify_url}/{number}", on)
    if isinstance(content, Refusal):
        return content
    changes = differences(old.content, content)
    if not changes:
        said = (
            f"The certificate would say the same again. What was compared: {WHAT_IS_COMPARED}. Have the learner correct"
            " their profile, or correct the activity, and then reissue. What was claimed never changes by a reissue."
        )
        return Refusal(409, "nothing_changed", said)
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
    return _Reprint(new, printed.pdf, changes)


def _content(
    office: CertificatePrinter, case: _Case, claim: Claim, verification_url: str, on: date
) -> CertificateContent | Refusal:
    logo = office.archive.logo(case.logo_sha256) if case.logo_sha256 else None
    try:
        facts = reissued_facts(case.certificate.content, claim, case.activity, case.profile, logo)
        missing = lacking(facts)
    except NotCompleted:
        said = "Staff: put this type of statement back into the activity, then reissue."
        missing = (Problem("activity.statements", "statement_not_offered", said),)
    if missing:
        said = (
            "The certificate cannot be printed with what the activity says now. Each thing that is missing is listed."
        )
        return Refusal(409, "claim_incomplete", said, missing)
    return reissued_content(case.certificate.content, facts, verification_url=verification_url, on=on)


def _reissue_writes(
    office: CertificatePrinter, case: _Case, new: Certificate, ruling: Correction
) -> list[Write | Elsewhere]:
    """The new certificate in the place of the old, if what it rests on is still as it was read."""
    facts = CreditFacts(new.content.learner, case.activity.provider, case.activity.number, case.activity.title)
    why = f"certificate {case.certificate.number} reissued as {new.number}: {ruling.reason}"
    credit = case.credit and corrected_credit(case.credit, facts, why, ruling)
    same_profile = Check(
        profile_key(case.claim.learner_id),
        "#version = :seen",
        {"#version": "version"},
        {":seen": case.profile.version},
    )
    same_activity = Check(
        activity_key(case.activity.id), "#revision = :seen", {"#revision": "revision"}, {":seen": case.revision}
    )
    claim = with_certificate(with_catalog_titles(case.claim, case.activity), new.number)
    return [
        replacement(case.certificate, superseded(case.certificate, new.number, ruling)),
        creation(new),
        claim_replacement(case.claim, claim),
        same_profile,
        same_activity,
        *_credit_writes(office, case.credit, credit),
    ]


def _credit_writes(office: CertificatePrinter, before: Credit | None, after: Credit | None) -> list[Elsewhere]:
    return [office.ledger.write_of(Change(before, after))] if before and after else []


def _try_again() -> Refusal:
    return Refusal(409, "try_again", "Something else happened to this certificate at the same moment. Try again.")
