"""The composition root of the API: everything that its routes need, built once per container at the first request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from zoneinfo import ZoneInfo

from laurel.audit.acts import Actor
from laurel.audit.log import Acting, AuditLog
from laurel.catalog.access_lists import AccessLists
from laurel.catalog.providers import Providers
from laurel.catalog.store import Catalog
from laurel.certificates.store import Certificates
from laurel.claims.find_learner import LookUp
from laurel.claims.store import Claims
from laurel.delivery.queue import DeliveryQueue
from laurel.erasure.request import Eraser
from laurel.intake.report_once import ReportOnce
from laurel.learners.address_proofs import AddressProofs
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.move_address import AddressMoves
from laurel.ledger.credit import Credit
from laurel.ledger.store import Ledger
from laurel.nightly.run_records import RunRecords
from laurel.nightly.schedule import next_night
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.organizer.staff_actions import StaffCredits
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock, utc_now
from laurel.platform.cursors import Cursors
from laurel.platform.provider_names import ProviderNames
from laurel.platform.settings import ClaimApiSettings
from laurel.platform.signing_key import signing_key
from laurel.platform.table import Table
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The stores on the tables, signed cursors and unsubscribe links, and the schedule of the nightly run."""

    table: Table
    audit: AuditLog
    registry: AddressRegistry
    catalog: Catalog
    providers: Providers
    access_lists: AccessLists
    claims: Claims
    certificates: Certificates
    cursors: Cursors
    unsubscribe_links: UnsubscribeLinks
    look_up: LookUp
    address_moves: AddressMoves
    address_proofs: AddressProofs
    eraser: Eraser
    ledger: Ledger
    roster: Roster
    staff_credits: StaffCredits
    runs: RunRecords
    names: ProviderNames
    schedule: str
    time_zone: str

    def acting_staff(self, who: Caller, why: str | None = None) -> Acting:
        """The caller as a member of staff who acts on another's data."""
        return Acting(self.audit, Actor.staff(who.learner_id), why)

    def acting_learner(self, who: Caller) -> Acting:
        """The caller as a learner who acts on their own data."""
        return Acting(self.audit, Actor.learner(who.learner_id))

    def shown(self, credits: Iterable[Credit]) -> list[Credit]:
        """`credits` with the name of their provider instead of its folder: to be shown, never to be stored."""
        return [replace(one, provider=self.names.name(one.provider)) for one in credits]

    def next_night(self, after: datetime) -> datetime | None:
        """When (UTC) the first nightly run after `after` begins; None if that is not known."""
        return next_night(self.schedule, self.time_zone, after)

    def date_at(self, at: datetime) -> date:
        """The date at the instant `at` in the time zone of the nightly run, by which memberships are checked."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(utc_now)


def build(clock: Clock) -> Dependencies:
    """The dependencies that the settings ask for."""
    settings = ClaimApiSettings.read()
    claims_table, ledger_table = Table(settings.claims_table_name), Table(settings.ledger_table_name)
    audit = AuditLog(Table(settings.audit_table_name), settings.audit_retention_years)
    registry = AddressRegistry(claims_table, settings.ledger_table_name, clock, audit)
    ledger, roster, claims = Ledger(ledger_table), Roster(ledger_table), Claims(claims_table)
    return Dependencies(
        table=claims_table,
        audit=audit,
        registry=registry,
        catalog=Catalog(claims_table),
        providers=Providers(claims_table),
        access_lists=AccessLists(claims_table),
        claims=claims,
        certificates=Certificates(claims_table),
        cursors=Cursors(partial(signing_key, settings.signing_secret_id)),
        unsubscribe_links=UnsubscribeLinks(partial(signing_key, settings.signing_secret_id)),
        look_up=LookUp(claims_table, registry, clock),
        address_moves=AddressMoves(claims_table, registry, audit, clock),
        address_proofs=AddressProofs(partial(signing_key, settings.signing_secret_id)),
        eraser=Eraser(claims_table, registry, claims, ledger, audit, clock),
        ledger=ledger,
        roster=roster,
        staff_credits=_staff_credits(settings, ledger_table, registry, roster, clock),
        runs=RunRecords(ledger_table),
        names=ProviderNames.read(settings.provider_names),
        schedule=settings.night_schedule,
        time_zone=settings.night_time_zone,
    )


def _staff_credits(
    settings: ClaimApiSettings, table: Table, registry: AddressRegistry, roster: Roster, clock: Clock
) -> StaffCredits:
    ledger = Ledger(table)
    return StaffCredits(
        table=table,
        ledger=ledger,
        once=ReportOnce(ledger, None),
        registry=registry,
        roster=roster,
        queue=DeliveryQueue(settings.delivery_queue_url),
        clock=clock,
        zone=ZoneInfo(settings.night_time_zone),
    )
