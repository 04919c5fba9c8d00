"""Staff upload the logo for the certificates of an activity."""

from dataclasses import dataclass
from datetime import date

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.certificates.content import TEMPLATE_VERSION, CertificateContent
from laurel.certificates.logo import InvalidLogo, Logo, check_logo
from laurel.certificates.printing import CertificatePrinter
from laurel.certificates.refusals import INVALID_LOGO, LOGO_WITHOUT_ACTIVITY
from laurel.certificates.rendering import RenderingFailed
from laurel.learners.profile import Paper
from laurel.platform.refusal import Refusal, refused
from laurel.statements import Statement


@dataclass(frozen=True, slots=True)
class LogoPut:
    """The uploaded logo."""

    activity_id: str
    logo: Logo


def put_logo(printer: CertificatePrinter, staff_id: str, activity_id: str, file: bytes) -> LogoPut | Refusal:
    """Checks the picture, prints a proof with it, and stores it. One read, one write to the bucket, one to the table.

    Certificates printed before keep their logo. `staff_id` is the learner ID of the member of staff.
    """
    try:
        logo = check_logo(file)
        _prove(printer, logo)
    except InvalidLogo as error:
        return refused(error.problem)
    except RenderingFailed:
        return INVALID_LOGO.refuse("")
    activity = printer.certificates.activity_logo(activity_id)
    if activity is None:
        return LOGO_WITHOUT_ACTIVITY.refuse()
    printer.archive.keep_logo(logo)
    entry = Acting(printer.audit, Actor.staff(staff_id)).record(
        AuditAct.LOGO_PUT,
        on=AuditSubject.activity(activity_id),
        at=printer.clock(),
        before={"logo": activity.sha256},
        after={"logo": logo.sha256},
    )
    printer.certificates.note_logo(activity_id, logo.sha256, entry)
    return LogoPut(activity_id, logo)


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
