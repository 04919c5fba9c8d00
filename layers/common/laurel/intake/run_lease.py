"""Where the ledger keeps the lease of the run that is under way."""

from datetime import datetime

from laurel.platform.clock import read_instant
from laurel.platform.table import Item, Key

LEASE_KEY: Key = ("RUN", "LEASE")


def is_held(lease: Item | None, at: datetime) -> bool:
    """Whether a run is under way `at` (UTC), from the item under LEASE_KEY."""
    return lease is not None and read_instant(lease["until"]) > at
