"""The composition root of the API: everything that its routes need, built once per container at the first request."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent

from laurel.audit.log import AuditLog
from laurel.catalog.store import Catalog
from laurel.certificates.archive import Archive
from laurel.certificates.printing import CertificatePrinter
from laurel.certificates.rendering import PdfRenderer
from laurel.certificates.store import Certificates
from laurel.claims.store import Claims
from laurel.ledger.credit import Credit
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock, utc_now
from laurel.platform.display_names import DisplayNames
from laurel.platform.metrics import publish
from laurel.platform.provider_names import NO_NAMES, ProviderNames
from laurel.platform.settings import CertificatePdfSettings
from laurel.platform.table import Table

if TYPE_CHECKING:
    from laurel.certificate_mail.send import CertificatePost
    from laurel.signing.signer import KmsSigner

FONTS = Path(__file__).parents[1] / "fonts"


@dataclass(frozen=True)
class Dependencies:
    """Claims table, printer and activities, and the address where numbers are checked, if it is not the API's own."""

    table: Table
    printer: CertificatePrinter
    catalog: Catalog
    verify_base_url: str
    signer: "KmsSigner"
    names: DisplayNames
    zone: ZoneInfo
    settings: CertificatePdfSettings

    @cached_property
    def post(self) -> "CertificatePost":
        """What sends certificates by e-mail: made when it is first needed."""
        from laurel.certificate_mail.send import CertificatePost
        from laurel.notices.mailer import Mailer

        given = self.settings
        mailer = Mailer(given.mail_from, given.mail_configuration_set) if given.mail_from else None
        return CertificatePost(self.table, self.printer, mailer, given.contact_email)

    def named(self, credits: Iterable[Credit]) -> list[Credit]:
        """`credits` with the name of their provider instead of its folder: to be shown, never to be stored."""
        found = list(credits)
        names = self.names() if found else NO_NAMES
        return [replace(one, provider=names.name(one.provider)) for one in found]


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(utc_now)


def build(clock: Clock) -> Dependencies:
    """The dependencies that the settings ask for."""
    from laurel.open_badges.issuer import BadgeIssuer
    from laurel.open_badges.signer import BadgeSigner
    from laurel.signing.signer import KmsSigner
    from laurel.signing.signing_metrics import SigningMetrics

    settings = CertificatePdfSettings.read()
    signer = KmsSigner(
        settings.signing_key_id,
        settings.certificate_bucket_name,
        clock,
        SigningMetrics(publish),
        time_stamp_url=settings.time_stamp_url,
    )
    table = Table(settings.claims_table_name)
    printer = CertificatePrinter(
        claims=Claims(table),
        certificates=Certificates(table),
        ledger=Ledger(Table(settings.ledger_table_name)),
        archive=Archive(settings.certificate_bucket_name),
        renderer=PdfRenderer(FONTS),
        clock=clock,
        below=secrets.randbelow,
        audit=AuditLog(Table(settings.audit_table_name), settings.audit_retention_years),
        signer=signer,
        badges=BadgeIssuer(table, BadgeSigner(settings.badge_key_id), settings.badge_issuer_name, clock),
    )
    names = DisplayNames(table, ProviderNames.read(settings.provider_names))
    zone = ZoneInfo(settings.night_time_zone)
    return Dependencies(table, printer, Catalog(table), settings.verify_base_url, signer, names, zone, settings)


def verify_url(event: BaseProxyEvent) -> str:
    """The address below which a number is checked: by default the API's own, by the name it was called by."""
    # API Gateway writes this name itself: no header of the caller's can change what is printed.
    return dependencies().verify_base_url or f"https://{event.raw_event['requestContext']['domainName']}/v1/verify"
