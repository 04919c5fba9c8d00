"""The composition root of the weekly reconciliation: everything that its handler needs, built once per container."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import read_secret
from laurel.delivery.partner import Partner
from laurel.delivery.rate_limit import Pace
from laurel.ledger.store import Ledger
from laurel.nightly.continuation import invoke
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import ReconcileAscpSettings
from laurel.platform.table import Table

PER_SECOND = 10.0  # lookups: a fifth of the forwarders' default rate, since nobody waits for these


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The ledger, the partner that it is compared with, and `invoke`, which starts a function by its name.

    `invoke` takes the event as JSON and returns whether Lambda took it.
    """

    ledger: Ledger
    partner: Partner
    invoke: Callable[[str, bytes], bool]
    runtime: Runtime


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    settings = ReconcileAscpSettings.read()
    credentials = partial(read_secret, settings.ascp_secret_id)
    pace = Pace(PER_SECOND, now=MACHINE.seconds, wait=MACHINE.wait)
    ascp = Ascp(settings.ascp_base_url, credentials, MACHINE.clock, pace)
    return Dependencies(Ledger(Table(settings.ledger_table_name)), ascp, invoke, MACHINE)
