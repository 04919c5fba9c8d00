"""Staff correct a certificate: reissue it with corrections, revoke it, or reopen its claim.

A printed certificate is never edited. In one transaction the old certificate becomes invalid with a reason, the claim
points to the new state, and the credit in the ledger follows unless ASCP already has it. While the credit is being sent
to ASCP, which takes seconds, corrections are refused: the outcome would be unknown to both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import Acting
from laurel.audit.records import Values
from laurel.catalog.activity import Activity
from laurel.catalog.records import logo_key
from laurel.catalog.revisions import unchanged
from laurel.certificates.certificate import Certificate, CertificateStatus, Correction, revoked, superseded
from laurel.certificates.certificate_notice import CertificateEvent
from laurel.certificates.claim_facts import NotCompleted, with_catalog_titles
from laurel.certificates.content import CertificateContent
from laurel.certificates.credit_follows import (
    CreditEffect,
    at_ascp,
    corrected_credit,
    effect_of_reissue,
    effect_of_reopening,
    effect_of_revocation,
    revoked_credit,
)
from laurel.certificates.facts import lacking
from laurel.certificates.holder import HolderCorrection, corrected_holder, holder_writes
from laurel.certificates.lookup import look_up
from laurel.certificates.number import new_number
from laurel.certificates.open_badge import Awarded
from laurel.certificates.pending_notices import notice_write
from laurel.certificates.printing import CertificatePrinter, print_out, unsigned
from laurel.certificates.refusals import (
    CERTIFICATE_BUSY,
    CERTIFICATE_REVOKED,
    CERTIFICATE_SUPERSEDED,
    CLAIM_OPEN,
    CREDIT_BEING_SENT,
    NOTHING_CHANGED,
    PRINTED_AGAIN,
    REISSUE_INCOMPLETE,
    STATEMENT_WITHDRAWN,
)
from laurel.certificates.reissued import WHAT_IS_COMPARED, Difference, differences, reissued_content, reissued_facts
from laurel.certificates.store import badge_end, creation, logo_for, logo_of, replacement
from laurel.claims.claim import Claim, StaffAct, Status, reopen, with_certificate, with_certificate_revoked
from laurel.claims.staff_help import open_at_least
from laurel.claims.store import replacement as claim_replacement
from laurel.learners.profile import Profile
from laurel.ledger.credit import Credit, CreditFacts
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Put, Write

type _Values = tuple[Values, Values]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The valid certificate or, after a revocation, the revoked one; and the effect on its credit, if any.

    After a reissue `changes` lists the differences. After a dry run nothing was written, and the certificate is the
    valid one. `reopened` says whether the claim is a draft again.
    """

    certificate: Certificate
    credit: CreditEffect | None
    changes: tuple[Difference, ...] = ()
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why a certificate is revoked, and whether its claim is reopened so that the learner can print another.

    With `credit_stays` staff confirm, if ASCP has the credit, that it stays there and is not sent again.
    """

    reason: str
    reopen: bool = False
    credit_stays: bool = False


@dataclass(frozen=True, slots=True)
class _CorrectionContext:
    """A certificate and everything related to it, as read at `at`."""

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
    """The certificate that replaces another, with its document."""

    certificate: Certificate
    pdf: bytes
    changes: tuple[Difference, ...]


def reissue(
    printer: CertificatePrinter,
    staff_id: str,
    typed: str,
    *,
    reason: str,
    verify_url: str,
    holder: HolderCorrection = HolderCorrection(),  # noqa: B008  # frozen
    dry_run: bool = False,
) -> Corrected | Refusal:
    """Prints the certificate again, with name, license and activity as they are now, under a new number.

    What `holder` corrects is changed in the learner's profile in the same transaction. The claim and the dates do not
    change; the date of the reissue is added. `staff_id` is the staff member's `sub`. A dry run only returns what would
    change. Three reads, one transaction. Raises TableBusy and what printing raises.
    """

    def attempt() -> Corrected | Refusal | None:
        context = _valid_case(printer, typed)
        if isinstance(context, Refusal):
            return context
        before = context.profile
        after = corrected_holder(before, context.claim.statement, holder, context.at)
        if isinstance(after, Refusal):
            return after
        context = replace(context, profile=after)
        found = _reprinted(printer, context, verify_url, dry_run=dry_run)
        if isinstance(found, Refusal):
            return found
        if dry_run:
            return Corrected(context.certificate, None, found.changes)
        new = found.certificate
        correction = Correction(staff_id, context.at, reason)
        writes = [
            *_reissue_writes(printer, context, new, correction),
            *holder_writes(before, after, _acting(printer, correction), context.at),
            *_entry(printer, context, correction, AuditAct.CERTIFICATE_REISSUED, _reissued_values(new, found.changes)),
        ]
        if all(printer.claims.write_all(writes)):
            printer.archive.keep(new, found.pdf)
            return Corrected(new, effect_of_reissue(context.credit) if context.credit else None, found.changes)
        return None

    return retry_on_conflict(attempt) or CERTIFICATE_BUSY.refuse()


def revoke(printer: CertificatePrinter, staff_id: str, typed: str, wanted: Revocation) -> Corrected | Refusal:
    """Revokes the certificate and withdraws its credit if ASCP does not have it; reopens the claim if `wanted` says so.

    The claim of a certificate that was revoked before can also be reopened. Three reads, one transaction. `staff_id` is
    the staff member's `sub`. Raises TableBusy.
    """

    def attempt() -> Corrected | Refusal | None:
        context = _open(printer, typed) if wanted.reopen else _valid_case(printer, typed)
        if isinstance(context, Refusal):
            return context
        if refusal := _not_opened(context) if context.certificate.status is CertificateStatus.REVOKED else None:
            return refusal
        if wanted.reopen and not wanted.credit_stays and (refusal := at_ascp(context.credit)):
            return refusal
        return _revoked(printer, context, Correction(staff_id, context.at, wanted.reason), wanted)

    return retry_on_conflict(attempt) or CERTIFICATE_BUSY.refuse()


def _revoked(
    printer: CertificatePrinter, context: _CorrectionContext, correction: Correction, wanted: Revocation
) -> Corrected | None:
    """Writes the revocation; None if something changed since the read."""
    after, claim, credit = context.certificate, context.claim, context.credit
    writes: list[Write | Elsewhere] = []
    if context.certificate.status is CertificateStatus.VALID:
        after, claim = revoked(context.certificate, correction), with_certificate_revoked(claim, context.at)
        credit = credit and revoked_credit(credit, after.number, correction)
        writes += [replacement(context.certificate, after), *badge_end(after)]
        writes += _credit_writes(printer, context.credit, credit)
    effect = effect_of_revocation(context.credit, credit) if context.credit and credit else None
    if wanted.reopen:
        act = StaffAct(f"staff:{correction.by}", context.at, "reopened", correction.reason)
        claim = reopen(claim, act, open_at_least(context.at, context.activity.zone))
        effect = effect_of_reopening(credit) if credit else None
    writes += [claim_replacement(context.claim, claim), _revocation_notice(context, after, claim)]
    writes += _entry(
        printer, context, correction, *_revocation_values(context.certificate, after, reopened=wanted.reopen)
    )
    if not all(printer.claims.write_all(writes)):
        return None
    return Corrected(after, effect, reopened=wanted.reopen)


def _revocation_notice(context: _CorrectionContext, after: Certificate, claim: Claim) -> Put:
    """The write of the pending notice about the revocation, and about the open claim."""
    if claim.status is not Status.DRAFT:
        event, open_until = CertificateEvent.REVOKED, None
    else:
        closes_at = context.activity.claim_window.closes_at
        event, open_until = CertificateEvent.REOPENED, max(closes_at, claim.open_until or closes_at)
    return notice_write(after, event, context.activity, at=context.at, open_until=open_until)


def _revocation_values(before: Certificate, after: Certificate, *, reopened: bool) -> tuple[AuditAct, _Values]:
    """The act and the values before and after, for the audit log."""
    if not reopened:
        return AuditAct.CERTIFICATE_REVOKED, ({"status": before.status.value}, {"status": after.status.value})
    was = {"status": before.status.value, "claim": Status.FINAL.value}
    return AuditAct.CLAIM_REOPENED, (was, {"status": after.status.value, "claim": Status.DRAFT.value})


def _reissued_values(new: Certificate, changes: Sequence[Difference]) -> _Values:
    before = {one.what: one.before for one in changes}
    return before, {"certificate": new.number, **{one.what: one.after for one in changes}}


def _entry(
    printer: CertificatePrinter, context: _CorrectionContext, correction: Correction, act: AuditAct, values: _Values
) -> list[Elsewhere]:
    acting, certificate, (before, after) = _acting(printer, correction), context.certificate, values
    about = {
        "certificate": certificate.number,
        "claim_id": certificate.claim_id,
        "activity_id": certificate.activity_id,
    }
    return acting.record(act, on=certificate.learner_id, at=context.at, before=before, after=after, about=about)


def _acting(printer: CertificatePrinter, correction: Correction) -> Acting:
    return Acting(printer.audit, Actor.staff(correction.by), correction.reason)


def _valid_case(printer: CertificatePrinter, typed: str) -> _CorrectionContext | Refusal:
    context = _open(printer, typed)
    if isinstance(context, _CorrectionContext) and context.certificate.status is CertificateStatus.REVOKED:
        return CERTIFICATE_REVOKED.refuse()
    return context


def _open(printer: CertificatePrinter, typed: str) -> _CorrectionContext | Refusal:
    certificate = look_up(printer.certificates, typed)
    if isinstance(certificate, Refusal):
        return certificate
    if certificate.status is CertificateStatus.SUPERSEDED:
        return CERTIFICATE_SUPERSEDED.refuse(number=certificate.superseded_by)
    logo = logo_key(certificate.activity_id)
    current = printer.claims.read(certificate.learner_id, certificate.activity_id, [logo])
    if current.claim is None or current.activity is None:
        raise LookupError(f"certificate {certificate.number} names a claim or activity that is not there")
    credit_id = certificate.credit_id
    credit = printer.ledger.get_many([credit_id]).get(credit_id) if credit_id else None
    if credit and credit.state is State.SENDING:
        return CREDIT_BEING_SENT.refuse(retry_after=60)
    return _CorrectionContext(
        certificate,
        current.claim,
        current.activity,
        current.revision,
        current.profile,
        logo_of(current.others.get(logo)),
        credit,
        printer.clock(),
    )


def _not_opened(context: _CorrectionContext) -> Refusal | None:
    """The refusal to reopen the claim of a revoked certificate: it is open, or was printed again since."""
    if context.claim.status is Status.DRAFT:
        return CLAIM_OPEN.refuse()
    if context.claim.certificate_number != context.certificate.number:
        return PRINTED_AGAIN.refuse(number=context.claim.certificate_number)
    return None


def _reprinted(
    printer: CertificatePrinter, context: _CorrectionContext, verify_url: str, *, dry_run: bool
) -> _Reprint | Refusal:
    old, number = context.certificate, new_number(printer.below)
    on = context.at.astimezone(ZoneInfo(context.claim.activity.time_zone)).date()
    claim = replace(context.claim, certificate_number=number)
    content = _content(printer, context, claim, f"{verify_url}/{number}", on)
    if isinstance(content, Refusal):
        return content
    changes = differences(old.content, content)
    if not changes:
        return NOTHING_CHANGED.refuse(compared=WHAT_IS_COMPARED)
    awarded = Awarded(content, old.activity_id, old.completed_on, context.at)
    printed = unsigned(printer, content) if dry_run else print_out(printer, awarded)
    if isinstance(printed, Refusal):
        return printed
    new = replace(
        old,
        number=number,
        content=content,
        issued_at=context.at,
        reissued_on=on,
        replaces=old.number,
        sha256=printed.sha256,
        typesetter=printed.typesetter,
        signature=printed.signature,
        badge=printed.badge,
        version=1,
    )
    return _Reprint(new, printed.pdf, changes)


def _content(
    printer: CertificatePrinter, context: _CorrectionContext, claim: Claim, verification_url: str, on: date
) -> CertificateContent | Refusal:
    logo_sha256 = logo_for(printer.certificates, context.activity, context.logo_sha256)
    logo = printer.archive.logo(logo_sha256) if logo_sha256 else None
    try:
        facts = reissued_facts(context.certificate.content, claim, context.activity, context.profile, logo)
        missing = lacking(facts)
    except NotCompleted:
        missing = (STATEMENT_WITHDRAWN.at("activity.statements"),)
    if missing:
        return REISSUE_INCOMPLETE.refuse(errors=missing)
    return reissued_content(context.certificate.content, facts, verification_url=verification_url, on=on)


def _reissue_writes(
    printer: CertificatePrinter, context: _CorrectionContext, new: Certificate, correction: Correction
) -> list[Write | Elsewhere]:
    """The writes of the new certificate, on the condition that all but the profile is unchanged."""
    activity = context.activity
    facts = CreditFacts(new.content.learner, activity.credit_provider, activity.number, activity.title)
    why = f"certificate {context.certificate.number} reissued as {new.number}: {correction.reason}"
    credit = context.credit and corrected_credit(context.credit, facts, why, correction)
    claim = with_certificate(with_catalog_titles(context.claim, context.activity), new.number)
    return [
        replacement(context.certificate, superseded(context.certificate, new.number, correction)),
        *badge_end(context.certificate),
        creation(new),
        notice_write(new, CertificateEvent.REISSUED, activity, at=context.at),
        claim_replacement(context.claim, claim),
        unchanged(context.activity.id, context.revision, context.claim.claim_id),
        *_credit_writes(printer, context.credit, credit),
    ]


def _credit_writes(printer: CertificatePrinter, before: Credit | None, after: Credit | None) -> list[Elsewhere]:
    return [printer.ledger.write_of(Change(before, after))] if before and after else []
