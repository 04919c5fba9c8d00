"""The part of the composition root about credits, the roster and the audit log: `dependencies.py` has the rest."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from claim_routes.file_dependencies import FileDependencies
from laurel.platform.clock import Clock
from laurel.platform.settings import ClaimApiSettings
from laurel.platform.table import Table

if TYPE_CHECKING:
    from laurel.audit.log import AuditLog
    from laurel.intake.report_once import ReportOnce
    from laurel.learners.address_registry import AddressRegistry
    from laurel.ledger.store import Ledger
    from laurel.organizer.bulk_acts import BulkActs
    from laurel.organizer.staff_actions import StaffCredits
    from laurel.organizer.staff_search import StaffSearch
    from laurel.roster.store import Roster


class CreditDependencies(FileDependencies):
    """What the routes need to find credits, to act on them and to record it; `table` is that of the claims."""

    def __init__(self, settings: ClaimApiSettings, clock: Clock) -> None:
        super().__init__(settings, clock)
        self.zone = ZoneInfo(settings.night_time_zone)
        self.table = Table(settings.claims_table_name)

    @cached_property
    def audit(self) -> "AuditLog":
        """The audit log."""
        from laurel.audit.log import AuditLog

        return AuditLog(Table(self._settings.audit_table_name), self._settings.audit_retention_years)

    @cached_property
    def registry(self) -> "AddressRegistry":
        """The verified addresses and their learners."""
        from laurel.learners.address_registry import AddressRegistry

        return AddressRegistry(self.table, self._settings.ledger_table_name, self._clock, self.audit)

    @cached_property
    def ledger(self) -> "Ledger":
        """The credits."""
        from laurel.ledger.store import Ledger

        return Ledger(self._ledger_table)

    @cached_property
    def roster(self) -> "Roster":
        """The members of ASCLS."""
        from laurel.roster.store import Roster

        return Roster(self._ledger_table)

    @cached_property
    def staff_search(self) -> "StaffSearch":
        """The search of staff for credits."""
        from laurel.organizer.staff_search import StaffSearch

        return StaffSearch(self._ledger_table, self.ledger, self._providers_of_credits)

    @cached_property
    def report_once(self) -> "ReportOnce":
        """The writer for credits that may be reported."""
        from laurel.intake.report_once import ReportOnce
        from laurel.learners.aliases import Aliases
        from laurel.learners.joined_addresses import JoinedAddresses

        return ReportOnce(self.ledger, Aliases(self._ledger_table), JoinedAddresses(self.registry))

    @cached_property
    def staff_credits(self) -> "StaffCredits":
        """What staff do to credits."""
        from laurel.delivery.queue import DeliveryQueue
        from laurel.organizer.staff_actions import StaffCredits

        return StaffCredits(
            table=self._ledger_table,
            ledger=self.ledger,
            once=self.report_once,
            registry=self.registry,
            roster=self.roster,
            queue=DeliveryQueue(self._settings.delivery_queue_url),
            clock=self._clock,
            zone=self.zone,
        )

    @cached_property
    def bulk_acts(self) -> "BulkActs":
        """What staff do to many credits at once."""
        from concurrent.futures import ThreadPoolExecutor

        from laurel.delivery.queue import DeliveryQueue
        from laurel.organizer.bulk_acts import BulkActs
        from laurel.platform.aws import PARALLEL_CALLS

        return BulkActs(
            ledger=self.ledger,
            once=self.report_once,
            registry=self.registry,
            queue=DeliveryQueue(self._settings.delivery_queue_url),
            executor=ThreadPoolExecutor(PARALLEL_CALLS),
            clock=self._clock,
        )

    def _providers_of_credits(self) -> Iterable[str]:
        """All that are on record, and all that sent a file or rows: two calls."""
        from laurel.catalog.providers import Providers

        on_record = {one.provider_id for one in Providers(self.table).all()}
        return on_record | self.sources.all().keys()
