"""The composition root of the nightly run: everything that its handler needs, built once per container."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from zoneinfo import ZoneInfo

from laurel.audit.log import AuditLog
from laurel.delivery.queue import DeliveryQueue
from laurel.feed_files.undo_records import FileUndos
from laurel.intake.bucket import IntakeBucket
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.sources import Sources, providers_on_record
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.customer_ids import CustomerIds
from laurel.learners.joined_addresses import JoinedAddresses
from laurel.ledger.store import Ledger
from laurel.nightly.lease import Runs
from laurel.nightly.run_requests import RunRequests
from laurel.nightly.run_state import RunDependencies
from laurel.nightly.source_watch import SourceWatch
from laurel.notices.mailer import Mailer
from laurel.notices.send_log import SendLog
from laurel.notices.send_notices import NoticeDependencies, NoticesReport
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.aws import PARALLEL_CALLS
from laurel.platform.display_names import DisplayNames
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import ReportNightlySettings
from laurel.platform.signing_key import signing_key
from laurel.platform.table import Table
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the run and the notices need (None: the stack sends no e-mail), the schedule's time zone, and requests."""

    run: RunDependencies
    notices: NoticeDependencies | None
    claims_table: Table
    time_zone: ZoneInfo
    requests: RunRequests
    runtime: Runtime


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(MACHINE)


def build(runtime: Runtime) -> Dependencies:
    """The dependencies that the settings ask for."""
    settings = ReportNightlySettings.read()
    table, claims_table = Table(settings.ledger_table_name), Table(settings.claims_table_name)
    run = RunDependencies(
        ledger=Ledger(table),
        roster=Roster(table),
        aliases=Aliases(table),
        consents=Consents(table),
        customer_ids=CustomerIds(table),
        bucket=IntakeBucket(settings.intake_bucket_name),
        taken_files=TakenFiles(table),
        undos=FileUndos(table, AuditLog(Table(settings.audit_table_name), settings.audit_retention_years)),
        runs=Runs(table, runtime.clock),
        queue=DeliveryQueue(settings.delivery_queue_url, now=runtime.seconds),
        executor=ThreadPoolExecutor(runtime.parallel_calls or PARALLEL_CALLS),
        clock=runtime.clock,
        watch=SourceWatch(
            providers=partial(providers_on_record, claims_table),
            sources=Sources(table),
            roster_every_days=settings.roster_expected_days or None,
            zone=settings.night_time_zone,
        ),
        joined=JoinedAddresses(AddressRegistry(claims_table, settings.ledger_table_name, runtime.clock)),
    )
    notices = _notices(settings, run) if settings.mail_from else None
    requests = RunRequests(settings.run_request_queue_url)
    return Dependencies(run, notices, claims_table, settings.night_time_zone, requests, runtime)


def _notices(settings: ReportNightlySettings, run: RunDependencies) -> NoticeDependencies:
    return NoticeDependencies(
        ledger=run.ledger,
        registry=AddressRegistry(Table(settings.claims_table_name), settings.ledger_table_name, run.clock),
        send_log=SendLog(Table(settings.ledger_table_name)),
        mailer=Mailer(settings.mail_from, settings.mail_configuration_set),
        unsubscribe_links=UnsubscribeLinks(partial(signing_key, settings.signing_secret_id)),
        api_url=settings.api_url,
        portal_url=settings.portal_url,
        contact=settings.contact_email,
        names=DisplayNames(Table(settings.claims_table_name)),
        executor=run.executor,
        clock=run.clock,
    )


def run_claim_notices(
    notices: NoticeDependencies, table: Table, on: date, seconds_left: Callable[[], float]
) -> NoticesReport:
    """Sends the notices about claims and certificates in `table` (the claims table), with the senders of `notices`.

    The rules of claims are imported here: a run on arrival, which sends no notices, starts without them.
    """
    from laurel.catalog.closings import Closings
    from laurel.catalog.store import Catalog
    from laurel.certificates.pending_notices import CertificateNotices
    from laurel.claim_notices.pending import PendingSources
    from laurel.claim_notices.send_claim_notices import SendClaimNotices
    from laurel.claims.store import Claims

    sources = PendingSources(CertificateNotices(table), Closings(table), Catalog(table), Claims(table))
    return SendClaimNotices(sources, notices, on=on, seconds_left=seconds_left).run()


def run_reminders(
    notices: NoticeDependencies, table: Table, on: date, seconds_left: Callable[[], float]
) -> NoticesReport:
    """Sends the reminders before cycles end, from `table` (the claims table). Imported here as those above."""
    from laurel.reminders.send_reminders import SendReminders

    return SendReminders(table, notices, on=on, seconds_left=seconds_left).run()
