"""Staff upload the logo for the certificates of an activity, or of all activities of a provider without one."""

from dataclasses import dataclass
from datetime import date

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.catalog.refusals import PROVIDER_NOT_FOUND
from laurel.certificates.content import TEMPLATE_VERSION, CertificateContent
from laurel.certificates.logo import InvalidLogo, Logo, check_logo
from laurel.certificates.printing import CertificatePrinter
from laurel.certificates.records import logo_key, provider_logo_key
from laurel.certificates.refusals import INVALID_LOGO, LOGO_WITHOUT_ACTIVITY
from laurel.certificates.rendering import RenderingFailed
from laurel.learners.profile import Paper
from laurel.platform.refusal import Refusal, refused
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
    logo = _proved(printer, file)
    if isinstance(logo, Refusal):
        return logo
    before = printer.certificates.activity_logo(activity_id)
    if before is None:
        return LOGO_WITHOUT_ACTIVITY.refuse()
    subject = AuditSubject.activity(activity_id)
    _keep(printer, staff_id, logo_key(activity_id), before.sha256, logo, _Noted(AuditAct.LOGO_PUT, subject))
    return LogoPut(activity_id, logo)


def put_provider_logo(printer: CertificatePrinter, staff_id: str, provider_id: str, file: bytes) -> LogoPut | Refusal:
    """As `put_logo`, for the provider's activities that have no logo of their own."""
    logo = _proved(printer, file)
    if isinstance(logo, Refusal):
        return logo
    before = printer.certificates.provider_logo(provider_id)
    if before is None:
        return PROVIDER_NOT_FOUND.refuse()
    subject = AuditSubject.provider(provider_id)
    noted = _Noted(AuditAct.PROVIDER_LOGO_PUT, subject)
    _keep(printer, staff_id, provider_logo_key(provider_id), before.sha256, logo, noted)
    return LogoPut(provider_id, logo)


@dataclass(frozen=True, slots=True)
class _Noted:
    act: AuditAct
    on: AuditSubject


def _proved(printer: CertificatePrinter, file: bytes) -> Logo | Refusal:
    try:
        logo = check_logo(file)
        _prove(printer, logo)
    except InvalidLogo as error:
        return refused(error.problem)
    except RenderingFailed:
        return INVALID_LOGO.refuse("")
    return logo


def _keep(printer: CertificatePrinter, staff_id: str, key: Key, before: str | None, logo: Logo, noted: _Noted) -> None:
    printer.archive.keep_logo(logo)
    entry = Acting(printer.audit, Actor.staff(staff_id)).record(
        noted.act, on=noted.on, at=printer.clock(), before={"logo": before}, after={"logo": logo.sha256}
    )
    printer.certificates.note_logo(key, logo.sha256, entry)


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
