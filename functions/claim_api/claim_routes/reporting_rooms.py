"""What the routes of the CE organizer and of staff's work with credits need: made when the first of them is called."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from laurel.delivery.queue import DeliveryQueue
from laurel.intake.report_once import ReportOnce
from laurel.ledger.credit import Credit
from laurel.ledger.store import Ledger
from laurel.nightly.run_records import RunRecords
from laurel.nightly.schedule import next_night
from laurel.organizer.staff_actions import StaffCredits
from laurel.platform.clock import utc_now
from laurel.platform.provider_names import ProviderNames
from laurel.platform.settings import ClaimApiSettings
from laurel.platform.table import Table
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True)
class ReportingRooms:
    """The stores on the ledger's table, staff's desk, and when nights begin."""

    ledger: Ledger
    roster: Roster
    desk: StaffCredits
    runs: RunRecords
    names: ProviderNames
    schedule: str
    time_zone: str

    def shown(self, credits: Iterable[Credit]) -> list[Credit]:
        """`credits` with the name of their provider in place of its folder: to be shown, never to be stored."""
        return [replace(one, provider=self.names.name(one.provider)) for one in credits]

    def next_night(self, after: datetime) -> datetime | None:
        """When (UTC) the first nightly run behind `after` begins; None if that is not known."""
        return next_night(self.schedule, self.time_zone, after)

    def date_at(self, at: datetime) -> date:
        """The date at the instant `at` in the time zone of the nights, by which memberships are judged."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


@cache
def reporting_rooms() -> ReportingRooms:
    """The rooms of this process."""
    settings = ClaimApiSettings.read()
    table = Table(settings.ledger_table_name)
    ledger, roster = Ledger(table), Roster(table)
    return ReportingRooms(
        ledger=ledger,
        roster=roster,
        desk=StaffCredits(
            table=table,
            ledger=ledger,
            once=ReportOnce(ledger, None),
            roster=roster,
            queue=DeliveryQueue(settings.delivery_queue_url),
            clock=utc_now,
            zone=ZoneInfo(settings.night_time_zone),
        ),
        runs=RunRecords(table),
        names=ProviderNames.read(settings.provider_names),
        schedule=settings.night_schedule,
        time_zone=settings.night_time_zone,
    )
