"""A learner attests and prints: the claim becomes final, the certificate is recorded, the credit is in the ledger.

The request has the version of the claim that the learner saw; any other version is refused, so nothing unseen becomes
final. One read and one transaction over both tables. The transaction checks everything that the decision used: the
claim's version, the activity's revision, the profile's version. If one has changed, the claim is checked again. A final
claim returns its certificate, so a second call, a retry or two calls at once get the same one.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import Acting
from laurel.catalog.records import logo_key
from laurel.catalog.revisions import unchanged
from laurel.certificates.certificate import Certificate
from laurel.certificates.certificate_notice import CertificateEvent
from laurel.certificates.claim_credit import brings_credit, claim_credit_id, credit_of
from laurel.certificates.claim_facts import facts_of, with_catalog_titles
from laurel.certificates.content import certificate_content
from laurel.certificates.credit_follows import printed_again
from laurel.certificates.facts import Facts, lacking
from laurel.certificates.number import new_number
from laurel.certificates.open_badge import Awarded
from laurel.certificates.pending_notices import notice_write
from laurel.certificates.printing import CertificatePrinter, ensure_archived, print_out
from laurel.certificates.refusals import (
    ATTESTATION_REQUIRED,
    CLAIM_INCOMPLETE,
    EMAIL_OF_ANOTHER,
    EMAIL_UNUSABLE,
    SUMMARY_CHANGED,
    TOTAL_CHANGED,
    VERSION_REQUIRED,
)
from laurel.certificates.store import creation, logo_for, logo_of
from laurel.claims.claim import Claim, Status, activity_id_of, finalize
from laurel.claims.edit_claim import Draft, not_found
from laurel.claims.read_claims import owner_of
from laurel.claims.refusals import CLAIM_BUSY
from laurel.claims.rules import unlocked
from laurel.claims.store import replacement
from laurel.claims.summary import summarize
from laurel.learners.address_registry import hold
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.consent import consent_record
from laurel.learners.records import profile_check
from laurel.ledger.credit import Credit
from laurel.ledger.store import Change
from laurel.platform.amounts import amount_text
from laurel.platform.callers import Caller
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal, refused
from laurel.platform.table import Elsewhere, Put, Write


@dataclass(frozen=True, slots=True)
class Issued:
    """The certificate; `created` is False if it was on record before."""

    certificate: Certificate
    created: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What the learner saw when they printed: the claim's version, and its total if it was sent."""

    version: int | None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """All that one transaction writes, and the document to store afterwards.

    `earlier` is the stored state of `credit`.
    """

    claim: Claim
    certificate: Certificate
    credit: Credit | None
    pdf: bytes
    earlier: Credit | None


def issue_certificate(
    printer: CertificatePrinter, learner: Caller, claim_id: str, *, attested: bool, seen: Seen, verify_url: str
) -> Issued | Refusal:
    """Prints the certificate of the learner's claim, or returns the one that was printed before.

    `verify_url` is the base URL at which anyone can check a number. Raises TableBusy and what printing raises.
    """
    owner = owner_of(learner, claim_id)
    activity_id = activity_id_of(owner, claim_id)
    if activity_id is None:
        return not_found()
    if not attested:
        return ATTESTATION_REQUIRED.refuse("attested")

    def attempt() -> Issued | Refusal | None:
        current = printer.claims.read(owner, activity_id, [logo_key(activity_id)])
        if current.claim is None or current.activity is None:
            return not_found()
        if current.claim.status is Status.FINAL:
            return Issued(_on_record(printer, current.claim), created=False)
        if unseen := _not_as_seen(current.claim, seen):
            return unseen
        draft = Draft(current.claim, current.activity, current.profile, printer.clock())
        own_logo = logo_of(current.others.get(logo_key(activity_id)))
        logo = logo_for(printer.certificates, current.activity, own_logo)
        outcome = _prepare(printer, learner, draft, logo, verify_url)
        if isinstance(outcome, Refusal):
            return outcome
        if seen.total is not None and seen.total != outcome.claim.total:
            total, said = amount_text(outcome.claim.total), amount_text(seen.total)
            return TOTAL_CHANGED.refuse("total", total=total, seen=said)
        held = printer.claims.write_all(_writes(printer, learner, draft, current.revision, outcome))
        if not all(held) and outcome.credit and not held[-1]:
            # The address belongs to another learner: a credit under it would be theirs.
            if draft.profile.consent_at:
                return EMAIL_OF_ANOTHER.refuse()
            outcome = _without_credit(outcome)
            held = printer.claims.write_all(_writes(printer, learner, draft, current.revision, outcome))
        # A failed condition means a change since the read, or a number that is taken: the next attempt reads again.
        if all(held):
            printer.archive.keep(outcome.certificate, outcome.pdf)
            return Issued(outcome.certificate, created=True)
        return None

    return retry_on_conflict(attempt) or CLAIM_BUSY.refuse()


def _not_as_seen(claim: Claim, seen: Seen) -> Refusal | None:
    """The refusal if the claim is not as the learner saw it."""
    if seen.version is None:
        return VERSION_REQUIRED.refuse(version=claim.version)
    if seen.version != claim.version:
        return SUMMARY_CHANGED.refuse(version=claim.version)
    return None


def _on_record(printer: CertificatePrinter, claim: Claim) -> Certificate:
    certificate = printer.certificates.get(claim.certificate_number or "")
    if certificate is None:
        raise LookupError(f"claim {claim.claim_id} names a certificate that is not on record")
    ensure_archived(printer, certificate)
    return certificate


def _prepare(
    printer: CertificatePrinter, learner: Caller, draft: Draft, logo_sha256: str | None, verify_url: str
) -> _Outcome | Refusal:
    """What to write, or why not."""
    claim = finished(draft, new_number(printer.below))
    if isinstance(claim, Refusal):
        return claim
    facts = printed_facts(printer, claim, draft, logo_sha256, verify_url)
    if isinstance(facts, Refusal):
        return facts
    content = certificate_content(facts)
    credit = _earned(claim, learner.email, content.learner, draft)
    if isinstance(credit, Refusal):
        return credit
    earlier = _earlier_credit(printer, claim)
    if credit and earlier:
        credit = _again(earlier, credit, facts.number, draft)
    printed = print_out(printer, Awarded(content, claim.activity_id, facts.completed_on, draft.at))
    if isinstance(printed, Refusal):
        return printed
    certificate = Certificate(
        number=facts.number,
        learner_id=claim.learner_id,
        claim_id=claim.claim_id,
        activity_id=claim.activity_id,
        content=content,
        completed_on=facts.completed_on,
        attested_at=draft.at,
        issued_at=draft.at,
        sha256=printed.sha256,
        typesetter=printed.typesetter,
        signature=printed.signature,
        badge=printed.badge,
        credit_id=credit.credit_id if credit else None,
    )
    return _Outcome(claim, certificate, credit, printed.pdf, earlier)


def printed_facts(
    printer: CertificatePrinter, claim: Claim, draft: Draft, logo_sha256: str | None, verify_url: str
) -> Facts | Refusal:
    """The facts of the certificate of a finished claim, or what they lack: one call if there is a logo."""
    facts = facts_of(
        claim,
        draft.activity,
        draft.profile,
        issued_on=draft.at.astimezone(draft.activity.zone).date(),
        verification_url=f"{verify_url}/{claim.certificate_number}",
        logo=printer.archive.logo(logo_sha256) if logo_sha256 else None,
    )
    if missing := lacking(facts):
        return CLAIM_INCOMPLETE.refuse(errors=missing)
    return facts


def _earlier_credit(printer: CertificatePrinter, claim: Claim) -> Credit | None:
    """The credit of the revoked certificate of a reopened claim: one call, none for other claims."""
    if not claim.reopened:
        return None
    credit_id = claim_credit_id(claim.claim_id)
    return printer.ledger.get_many([credit_id]).get(credit_id)


def _again(earlier: Credit, claimed: Credit, number: str, draft: Draft) -> Credit:
    """The earlier credit with the new claim. If it is sent again, it waits for consent like a new one."""
    credit = printed_again(earlier, claimed, number, draft.at)
    return credit.withhold(at=draft.at) if claimed.waits_for_consent and credit.can_be_withheld else credit


def _without_credit(outcome: _Outcome) -> _Outcome:
    """`outcome` for a learner who does not agree to reporting and has no address for a waiting credit."""
    return replace(outcome, certificate=replace(outcome.certificate, credit_id=None), credit=None)


def finished(draft: Draft, number: str) -> Claim | Refusal:
    """The final claim, if nothing is missing."""
    if problem := unlocked(draft.activity, draft.claim, draft.at):
        return refused(problem)
    summary = summarize(draft.claim, draft.activity, draft.profile, draft.at)
    if summary.missing:
        return CLAIM_INCOMPLETE.refuse(errors=summary.missing)
    claim = with_catalog_titles(draft.claim, draft.activity)
    return finalize(replace(claim, total=summary.total), number, draft.at)


def _earned(claim: Claim, email: str, name: str, draft: Draft) -> Credit | Refusal | None:
    """The credit for the ledger, held back if the learner does not agree to reporting; None for other statements.

    To print without reporting, the learner needs no reportable address.
    """
    if not brings_credit(claim):
        return None
    agreed = draft.profile.consent_at is not None
    try:
        email_key = address_key(email)
    except InvalidAddress as error:
        return EMAIL_UNUSABLE.refuse(why=error) if agreed else None
    return credit_of(claim, email, email_key, name, agreed=agreed, at=draft.at)


def _writes(
    printer: CertificatePrinter, learner: Caller, draft: Draft, revision: int, outcome: _Outcome
) -> list[Write | Elsewhere]:
    """The writes of claim, certificate and credit, on the condition that everything they depend on is unchanged.

    The address of the credit belongs to the account with which the learner signed in.
    """
    writes: list[Write | Elsewhere] = [
        replacement(draft.claim, outcome.claim),
        unchanged(draft.activity.id, revision, draft.claim.claim_id),
        profile_check(draft.profile),
        creation(outcome.certificate),
        _notice(draft, outcome.certificate),
        *_entry(printer, outcome.certificate),
    ]
    if outcome.credit:
        writes += [
            printer.ledger.write_of(Change(outcome.earlier, outcome.credit)),
            printer.ledger.elsewhere(consent_record(draft.claim.learner_id, draft.profile.consent_at)),
            hold(outcome.credit.email_key, learner.own_id, draft.at),
        ]
    return writes


def _notice(draft: Draft, printed: Certificate) -> Put:
    """The write of the pending notice that the certificate is ready."""
    return notice_write(printed, CertificateEvent.ISSUED, draft.activity, at=draft.at)


def _entry(printer: CertificatePrinter, printed: Certificate) -> list[Elsewhere]:
    about = {"certificate": printed.number, "claim_id": printed.claim_id, "activity_id": printed.activity_id}
    after = {"certificate": printed.number, "total": printed.content.total}
    acting = Acting(printer.audit, Actor.learner(printed.learner_id))
    return acting.record(
        AuditAct.CERTIFICATE_PRINTED, on=printed.learner_id, at=printed.issued_at, after=after, about=about
    )
