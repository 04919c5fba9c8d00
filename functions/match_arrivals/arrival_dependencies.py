"""The composition root of arriving credits: everything that its handler needs, built once per container."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from laurel.arrivals.match_arrivals import MatchArrivals
from laurel.delivery.queue import DeliveryQueue
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.joined_addresses import JoinedAddresses
from laurel.ledger.store import Ledger
from laurel.platform.aws import PARALLEL_CALLS
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import MatchArrivalsSettings
from laurel.platform.table import Table
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The matching of arriving credits, and the runtime."""

    arrivals: MatchArrivals
    runtime: Runtime


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(MACHINE)


def build(runtime: Runtime) -> Dependencies:
    """The dependencies that the settings ask for."""
    settings = MatchArrivalsSettings.read()
    table = Table(settings.ledger_table_name)
    registry = AddressRegistry(Table(settings.claims_table_name), settings.ledger_table_name, runtime.clock)
    arrivals = MatchArrivals(
        ledger=Ledger(table),
        roster=Roster(table),
        aliases=Aliases(table),
        consents=Consents(table),
        queue=DeliveryQueue(settings.delivery_queue_url, now=runtime.seconds),
        executor=ThreadPoolExecutor(runtime.parallel_calls or PARALLEL_CALLS),
        clock=runtime.clock,
        today=lambda: runtime.clock().astimezone(settings.night_time_zone).date(),
        joined=JoinedAddresses(registry),
    )
    return Dependencies(arrivals, runtime)
