"""Staff upload the logo for the certificates of an activity, or of all activities of a provider without one."""

from dataclasses import dataclass
from datetime import date

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.catalog.providers import provider_key
from laurel.catalog.records import activity_key, logo_key
from laurel.catalog.refusals import PROVIDER_NOT_FOUND
from laurel.certificates.content import TEMPLATE_VERSION, CertificateContent
from laurel.certificates.logo import InvalidLogo, Logo, check_logo
from laurel.certificates.printing import CertificatePrinter
from laurel.certificates.records import provider_logo_key
from laurel.certificates.refusals import INVALID_LOGO, LOGO_WITHOUT_ACTIVITY
from laurel.certificates.rendering import RenderingFailed
from laurel.learners.profile import Paper
from laurel.platform.refusal import Refusal, RefusalType, refused
from laurel.platform.table import Key
from laurel.statements import Statement


@dataclass(frozen=True, slots=True)
class LogoPut:
    """The uploaded logo, and the ID of the activity or the provider that has it now."""

    owner_id: str
    logo: Logo


def put_logo(printer: CertificatePrinter, staff_id: str, activity_id: str, file: bytes) -> LogoPut | Refusal:
    """Checks the picture, prints a proof with it, and stores it. One read, one write to the bucket, one to the table.

    Certificates printed before keep their logo. `staff_id` is the learner ID of the member of staff.
    """
    key, subject = activity_key(activity_id), AuditSubject.activity(activity_id)
    owner = _Owner(activity_id, key, logo_key(activity_id), subject, AuditAct.LOGO_PUT, LOGO_WITHOUT_ACTIVITY)
    return _put(printer, staff_id, owner, file)


def put_provider_logo(printer: CertificatePrinter, staff_id: str, provider_id: str, file: bytes) -> LogoPut | Refusal:
    """As `put_logo`, for the provider's activities that have no logo of their own."""
    key, subject = provider_key(provider_id), AuditSubject.provider(provider_id)
    act, logo = AuditAct.PROVIDER_LOGO_PUT, provider_logo_key(provider_id)
    return _put(printer, staff_id, _Owner(provider_id, key, logo, subject, act, PROVIDER_NOT_FOUND), file)


@dataclass(frozen=True, slots=True)
class _Owner:
    """An activity or a provider: the keys of its record and logo, what the audit log says, and the refusal of none."""

    owner_id: str
    record: Key
    logo: Key
    subject: AuditSubject
    act: AuditAct
    missing: RefusalType


def _put(printer: CertificatePrinter, staff_id: str, owner: _Owner, file: bytes) -> LogoPut | Refusal:
    logo = _proved(printer, file)
    if isinstance(logo, Refusal):
        return logo
    before = printer.certificates.noted_logo(owner.record, owner.logo)
    if before is None:
        return owner.missing.refuse()
    printer.archive.keep_logo(logo)
    entry = Acting(printer.audit, Actor.staff(staff_id)).record(
        owner.act, on=owner.subject, at=printer.clock(), before={"logo": before.sha256}, after={"logo": logo.sha256}
    )
    printer.certificates.note_logo(owner.logo, logo.sha256, entry)
    return LogoPut(owner.owner_id, logo)


def _proved(printer: CertificatePrinter, file: bytes) -> Logo | Refusal:
    try:
        logo = check_logo(file)
        _prove(printer, logo)
    except InvalidLogo as error:
        return refused(error.problem)
    except RenderingFailed:
        return INVALID_LOGO.refuse("")
    return logo


def _prove(printer: CertificatePrinter, logo: Logo) -> None:
    """Prints a proof: a picture that passes the checks but cannot be rendered would stop every certificate."""
    printer.renderer.render(
        CertificateContent(
            template_version=TEMPLATE_VERSION,
            statement=next(iter(Statement)),  # every layout draws the logo alike
            paper=Paper.LETTER,
            document_title="Proof",
            heading="Proof",
            kicker="",
            provider="Provider",
            opening="",
            learner="Nobody",
            deed="",
            activity="Nothing",
            occasion="",
            award_lead="",
            award="",
            details=(),
            paragraphs=(),
            signatory="Nobody",
            signatory_title="",
            number="PROOF",
            issued_on=date(2000, 1, 1),
            issued="",
            verification_url="https://example.org/",
            credits_label="",
            total="0",
            logo_sha256=logo.sha256,
        ),
        logo,
    )
