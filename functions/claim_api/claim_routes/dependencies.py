"""The composition root of the API: everything that its routes need, built once per container.

Each part is imported and built at its first use, so that a cold start does not wait for the parts of other routes
(docs/decisions/2026-11-28-imports-at-first-use.md).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from claim_routes.credit_dependencies import CreditDependencies
from laurel.platform.callers import Caller, MachineClient, ProviderCaller
from laurel.platform.clock import Clock, utc_now
from laurel.platform.cursors import Cursors
from laurel.platform.ids import new_id
from laurel.platform.provider_names import NO_NAMES, ProviderNames
from laurel.platform.settings import ClaimApiSettings
from laurel.platform.signing_key import signing_key

if TYPE_CHECKING:
    from laurel.account_changes.ask_guard import GuardAsked
    from laurel.account_changes.decide import ChangeDecisions
    from laurel.arrivals.provider_changes import ProviderChanges
    from laurel.arrivals.push import PushCredits
    from laurel.attendance.store import Attendance
    from laurel.attendance.take_report import TakeReport
    from laurel.audit.log import Acting
    from laurel.catalog.access_lists import AccessLists
    from laurel.catalog.client_desk import ClientDesk
    from laurel.catalog.new_groups import NewGroups
    from laurel.catalog.providers import Providers
    from laurel.catalog.store import Catalog
    from laurel.certificates.store import Certificates
    from laurel.claims.find_learner import LookUp
    from laurel.claims.store import Claims
    from laurel.erasure.request import Eraser
    from laurel.exports.files import ExportFiles
    from laurel.exports.records import Exports
    from laurel.exports.request import ExportDesk
    from laurel.learners.add_address import AddAddress
    from laurel.learners.address_proofs import AddressProofs
    from laurel.learners.join_accounts import Joins
    from laurel.learners.join_proofs import JoinProofs
    from laurel.learners.move_address import AddressMoves
    from laurel.ledger.credit import Credit
    from laurel.notices.unsubscribe_links import UnsubscribeLinks
    from laurel.organizer.award import AwardCredits
    from laurel.own_credits.own_desk import OwnCreditDesk
    from laurel.pace.desk import PaceDesk
    from laurel.pace.report_columns import ReportColumn
    from laurel.platform.display_names import DisplayNames


class Dependencies(CreditDependencies):
    """The stores on the tables, signed cursors and unsubscribe links, and the schedule of the nightly run."""

    def __init__(self, settings: ClaimApiSettings, clock: Clock) -> None:
        super().__init__(settings, clock)
        self._key = partial(signing_key, settings.signing_secret_id)
        self.cursors = Cursors(self._key)

    @cached_property
    def catalog(self) -> "Catalog":
        """The activities."""
        from laurel.catalog.store import Catalog

        return Catalog(self.table)

    @cached_property
    def providers(self) -> "Providers":
        """The records of providers."""
        from laurel.catalog.providers import Providers

        return Providers(self.table)

    @cached_property
    def client_desk(self) -> "ClientDesk":
        """What operators and staff of providers do about machine clients."""
        from laurel.catalog.asked_clients import AskedClients
        from laurel.catalog.client_desk import ClientDesk
        from laurel.catalog.machine_clients import MachineClients

        given = self._settings
        pool = AskedClients(given.user_pool_id, given.guard_accounts_function_name)
        return ClientDesk(pool, MachineClients(self.table), self.providers, self.audit, self._clock)

    @property
    def token_url(self) -> str:
        """Where machine clients get their tokens."""
        return self._settings.token_url

    @cached_property
    def _display_names(self) -> "DisplayNames":
        from laurel.platform.display_names import DisplayNames

        return DisplayNames(self.table, ProviderNames.read(self._settings.provider_names))

    @property
    def names(self) -> ProviderNames:
        """The names of providers, at most a minute old."""
        return self._display_names()

    @cached_property
    def access_lists(self) -> "AccessLists":
        """The badges and groups that may claim."""
        from laurel.catalog.access_lists import AccessLists

        return AccessLists(self.table)

    @cached_property
    def new_groups(self) -> "NewGroups":
        """The maker of new Group IDs."""
        from laurel.catalog.new_codes import new_code
        from laurel.catalog.new_groups import NewGroups

        return NewGroups(self.table, self.access_lists, new_code, self._clock)

    @cached_property
    def attendance(self) -> "Attendance":
        """The attendance on record."""
        from laurel.attendance.store import Attendance

        return Attendance(self.table)

    @property
    def take_report(self) -> "TakeReport":
        """The reports of attendance that staff hand in."""
        from laurel.attendance.take_report import TakeReport

        return TakeReport(self.attendance, self._clock)

    @cached_property
    def claims(self) -> "Claims":
        """The claims."""
        from laurel.claims.store import Claims

        return Claims(self.table)

    @cached_property
    def certificates(self) -> "Certificates":
        """The certificates."""
        from laurel.certificates.store import Certificates

        return Certificates(self.table)

    @cached_property
    def unsubscribe_links(self) -> "UnsubscribeLinks":
        """The links that stop notices."""
        from laurel.notices.unsubscribe_links import UnsubscribeLinks

        return UnsubscribeLinks(self._key)

    @cached_property
    def look_up(self) -> "LookUp":
        """The search for a learner."""
        from laurel.claims.find_learner import LookUp

        return LookUp(self.table, self.registry, self._clock)

    @cached_property
    def address_moves(self) -> "AddressMoves":
        """The moves of addresses between learners."""
        from laurel.learners.move_address import AddressMoves

        return AddressMoves(self.table, self.registry, self.audit, self._clock)

    @cached_property
    def add_address(self) -> "AddAddress":
        """The addresses that learners add with a code."""
        import secrets

        from laurel.learners.add_address import AddAddress
        from laurel.notices.address_code_email import AddressCodeMailer
        from laurel.notices.mailer import Mailer

        given = self._settings
        mailer = Mailer(given.mail_from, given.mail_configuration_set) if given.mail_from else None
        codes = AddressCodeMailer(mailer, given.portal_url, given.contact_email)
        return AddAddress(self.table, self.registry, self.audit, codes, self._clock, secrets.randbelow)

    @cached_property
    def joins(self) -> "Joins":
        """The joins of accounts."""
        from laurel.learners.join_accounts import Joins

        return Joins(self.table, self.registry, self.audit, self._clock)

    @cached_property
    def join_proofs(self) -> "JoinProofs":
        """The proofs that a learner is signed in to an account."""
        from laurel.learners.join_proofs import JoinProofs

        return JoinProofs(self._key)

    @cached_property
    def address_proofs(self) -> "AddressProofs":
        """The proofs that a learner controls an address."""
        from laurel.learners.address_proofs import AddressProofs

        return AddressProofs(self._key)

    @cached_property
    def change_decisions(self) -> "ChangeDecisions":
        """What the former address decides about changes of an account."""
        from laurel.account_changes.change_links import ChangeLinks
        from laurel.account_changes.decide import ChangeDecisions

        return ChangeDecisions(self.table, self.registry, self.audit, ChangeLinks(self._key), self._clock)

    @cached_property
    def guard(self) -> "GuardAsked":
        """The account guard, which restores accounts."""
        from laurel.account_changes.ask_guard import GuardAsked

        return GuardAsked(self._settings.guard_accounts_function_name)

    @cached_property
    def eraser(self) -> "Eraser":
        """The erasure of accounts."""
        from laurel.erasure.request import Eraser

        return Eraser(self.table, self.registry, self.claims, self.ledger, self.exports, self.audit, self._clock)

    @cached_property
    def exports(self) -> "Exports":
        """The exports that learners asked for."""
        from laurel.exports.records import Exports

        return Exports(self.table)

    @cached_property
    def export_desk(self) -> "ExportDesk":
        """The requests for exports."""
        from laurel.exports.request import ExportDesk
        from laurel.exports.start import start_function

        start = partial(start_function, self._settings.export_function_name)
        return ExportDesk(self.table, self.audit, start, new_id, self._clock)

    @cached_property
    def export_files(self) -> "ExportFiles":
        """The files of exports."""
        from laurel.exports.files import ExportFiles

        return ExportFiles(self._settings.export_bucket_name)

    @cached_property
    def own_credits(self) -> "OwnCreditDesk":
        """The credits from elsewhere."""
        from laurel.own_credits.own_desk import OwnCreditDesk
        from laurel.own_credits.proof_files import ProofFiles

        files = ProofFiles(self._settings.export_bucket_name)
        return OwnCreditDesk(self.table, files, self._settings.proof_url, new_id, self._clock)

    @cached_property
    def push(self) -> "PushCredits":
        """The credits that providers push."""
        from concurrent.futures import ThreadPoolExecutor

        from laurel.arrivals.push import PushCredits
        from laurel.delivery.queue import DeliveryQueue
        from laurel.learners.joined_addresses import JoinedAddresses
        from laurel.platform.aws import PARALLEL_CALLS

        queue, executor = DeliveryQueue(self._settings.delivery_queue_url), ThreadPoolExecutor(PARALLEL_CALLS)
        return PushCredits.on(
            self._ledger_table,
            queue,
            executor,
            self._clock,
            lambda: self.date_at(self._clock()),
            JoinedAddresses(self.registry),
        )

    @cached_property
    def awards(self) -> "AwardCredits":
        """The credits that staff award."""
        from laurel.organizer.award import AwardCredits

        return AwardCredits(self.push.rows, self.push.queue, self._clock, self.push.today)

    @property
    def comments_from(self) -> int:
        """How many learners must have evaluated a session before staff see its comments."""
        return self._settings.comments_from_evaluations

    @cached_property
    def pace(self) -> "PaceDesk":
        """Participant lists and quarterly reports."""
        from laurel.pace.desk import PaceDesk

        return PaceDesk(self.catalog, self.claims, self.certificates)

    @cached_property
    def report_columns(self) -> "tuple[ReportColumn, ...]":
        """The columns of the quarterly report."""
        from laurel.pace.report_columns import read_columns

        return read_columns(self._settings.pace_report_columns)

    @property
    def roster_every_days(self) -> int | None:
        """Every how many days a roster is expected; None: it is not."""
        return self._settings.roster_expected_days or None

    @cached_property
    def provider_changes(self) -> "ProviderChanges":
        """The corrections and withdrawals of providers."""
        from laurel.arrivals.provider_changes import ProviderChanges

        return ProviderChanges(self.push, self.report_once, self.registry)

    def acting_staff(self, who: Caller, why: str | None = None) -> "Acting":
        """The caller as a member of staff who acts on another's data."""
        from laurel.audit.acts import Actor
        from laurel.audit.log import Acting

        return Acting(self.audit, Actor.staff(who.learner_id), why)

    def acting_provider(self, who: ProviderCaller, why: str) -> "Acting":
        """The caller as a provider's program, or as a member of its staff."""
        from laurel.audit.acts import Actor
        from laurel.audit.log import Acting

        actor = Actor.client(who.client_id) if isinstance(who, MachineClient) else Actor.staff(who.learner_id)
        return Acting(self.audit, actor, why)

    def acting_learner(self, who: Caller) -> "Acting":
        """The caller as a learner who acts on their own data."""
        from laurel.audit.acts import Actor
        from laurel.audit.log import Acting

        return Acting(self.audit, Actor.learner(who.learner_id))

    def shown(self, credits: "Iterable[Credit]") -> "list[Credit]":
        """`credits` with the name of their provider instead of its folder: to be shown, never to be stored."""
        found = list(credits)
        names = self.names if found else NO_NAMES
        return [replace(one, provider=names.name(one.provider)) for one in found]

    def shown_to_staff(self, who: Caller, credits: "Iterable[Credit]") -> "list[Credit]":
        """`credits` as `shown`; the staff of a provider see nothing in them of the roster or of a profile."""
        from laurel.organizer.staff_views import as_provider_sees

        found = self.shown(credits)
        return found if who.is_staff else [as_provider_sees(one) for one in found]

    def next_night(self, after: datetime) -> datetime | None:
        """When (UTC) the first nightly run after `after` begins; None if that is not known."""
        from laurel.nightly.schedule import next_night

        return next_night(self._settings.night_schedule, self._settings.night_time_zone, after)

    def date_at(self, at: datetime) -> date:
        """The date at the instant `at` in the time zone of the nightly run, by which memberships are checked."""
        return at.astimezone(self.zone).date()


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return Dependencies(ClaimApiSettings.read(), utc_now)
