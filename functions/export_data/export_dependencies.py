"""The composition root of the exports: everything that the handler needs, built once per container."""

from dataclasses import dataclass
from functools import cache

from laurel.audit.log import AuditLog
from laurel.certificates.archive import Archive
from laurel.certificates.store import Certificates
from laurel.claims.store import Claims
from laurel.exports.files import ExportFiles
from laurel.exports.make import ExportMaker
from laurel.exports.ready_mail import ReadyMail
from laurel.exports.records import Exports
from laurel.exports.write_contents import ExportSources
from laurel.learners.address_registry import AddressRegistry
from laurel.ledger.store import Ledger
from laurel.notices.mailer import Mailer
from laurel.own_credits.proof_files import ProofFiles
from laurel.platform.provider_names import ProviderNames
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import ExportDataSettings
from laurel.platform.table import Table


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The maker of exports, and time and metrics."""

    maker: ExportMaker
    runtime: Runtime


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(MACHINE)


def build(runtime: Runtime) -> Dependencies:
    """The dependencies that the settings ask for."""
    settings = ExportDataSettings.read()
    table = Table(settings.claims_table_name)
    exports = Exports(table)
    registry = AddressRegistry(table, settings.ledger_table_name, runtime.clock)
    sources = ExportSources(
        table=table,
        registry=registry,
        claims=Claims(table),
        certificates=Certificates(table),
        archive=Archive(settings.certificate_bucket_name),
        ledger=Ledger(Table(settings.ledger_table_name)),
        audit=AuditLog(Table(settings.audit_table_name), settings.audit_retention_years),
        proofs=ProofFiles(settings.export_bucket_name),
        names=ProviderNames.read(settings.provider_names),
        contact=settings.contact_email,
    )
    mailer = Mailer(settings.mail_from, settings.mail_configuration_set) if settings.mail_from else None
    mail = ReadyMail(exports, registry, mailer, settings.portal_url, settings.contact_email)
    maker = ExportMaker(exports, ExportFiles(settings.export_bucket_name), sources, mail, runtime.clock)
    return Dependencies(maker, runtime)
