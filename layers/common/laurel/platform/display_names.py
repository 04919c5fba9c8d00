"""The display names of providers, from their records: read once a minute, so that a page costs no call for them."""

from collections.abc import Callable
from time import monotonic

from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.log import logger
from laurel.platform.provider_names import NO_NAMES, ProviderNames
from laurel.platform.table import Table, TableBusy

PARTITION = "PROVIDERS"
FRESH_FOR = 60.0  # seconds


class DisplayNames:
    """The names in the records of providers in `table`; `others` has names of providers without a record.

    `now` gives seconds on a monotonic clock. If the table cannot be read, the names read last are used: a missing name
    stops no page and no delivery.
    """

    def __init__(self, table: Table, others: ProviderNames = NO_NAMES, now: Callable[[], float] = monotonic) -> None:
        self._table, self._others, self._now = table, others, now
        self._names = others
        self._read_at: float | None = None

    def __call__(self) -> ProviderNames:
        """The names: one call if they are older than a minute."""
        if self._read_at is None or self._now() - self._read_at >= FRESH_FOR:
            self._read_at = self._now()
            try:
                with aws_errors():
                    items = list(self._table.query(None, "pk = :pk", pk=PARTITION))
            except (TableBusy, AwsError) as error:
                logger.warning("the names of providers could not be read", extra={"why": type(error).__name__})
            else:
                recorded = {item["sk"]: item["display_name"] for item in items}
                self._names = ProviderNames({**self._others.names, **recorded})
        return self._names
