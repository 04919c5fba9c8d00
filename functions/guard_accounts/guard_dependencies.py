"""The composition root of the account guard: everything that its handler needs, built once per container."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from laurel.learners.identities import Identities
from laurel.learners.pending_sign_ups import PendingSignUps
from laurel.learners.user_pool import UserPool
from laurel.platform.metrics import Figures
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import GuardAccountsSettings
from laurel.platform.table import Table

MOST_REMOVED = 300  # unconfirmed accounts in one run


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The tables, the sign-ups not yet confirmed, the user pool with a given ID, and the backup bucket's name.

    `portal_url` and `contact` are named in e-mails.
    """

    table: Table
    pending: PendingSignUps
    user_pool: Callable[[str], UserPool]
    backup_bucket: str
    ledger_table: Table
    runtime: Runtime
    portal_url: str
    contact: str
    most_removed: int = MOST_REMOVED

    def identities(self, user_pool_id: str) -> Identities:
        """The identities of the accounts in this user pool."""
        return Identities(self.table, self.user_pool(user_pool_id), self.runtime.clock)

    def count(self, name: str, count: int = 1) -> None:
        """Publishes one metric."""
        self.runtime.publish(Figures(counts={name: count}))


@cache
def dependencies() -> Dependencies:
    """The dependencies of this container."""
    return build(MACHINE)


def build(runtime: Runtime, *, most_removed: int = MOST_REMOVED) -> Dependencies:
    """The dependencies that the settings ask for."""
    settings = GuardAccountsSettings.read()
    table = Table(settings.claims_table_name)
    return Dependencies(
        table=table,
        pending=PendingSignUps(table, runtime.clock),
        user_pool=UserPool,
        backup_bucket=settings.backup_bucket_name,
        ledger_table=Table(settings.ledger_table_name),
        runtime=runtime,
        portal_url=settings.portal_url,
        contact=settings.contact_email,
        most_removed=most_removed,
    )
