"""The composition root of the account guard: everything that its handler needs, built once per container."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from laurel.account_changes.watch import ChangeWatch
from laurel.audit.log import AuditLog
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.identities import Identities
from laurel.learners.pending_sign_ups import PendingSignUps
from laurel.learners.user_pool import UserPool
from laurel.platform.metrics import Figures
from laurel.platform.runtime import MACHINE, Runtime
from laurel.platform.settings import GuardAccountsSettings
from laurel.platform.signing_key import signing_key
from laurel.platform.table import Table

if TYPE_CHECKING:
    from laurel.account_changes.round import ChangeRound
    from laurel.account_changes.send_owner_notices import OwnerNoticeSender
    from laurel.account_changes.tell import ChangeTeller
    from laurel.catalog.client_pool import ClientPool

MOST_REMOVED = 300  # unconfirmed accounts in one run


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The tables, the sign-ups not yet confirmed, the user pool with a given ID, the backup bucket's name, and who
    notices changes.

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
    watch: ChangeWatch
    settings: GuardAccountsSettings
    most_removed: int = MOST_REMOVED
    known_clients: dict[str, bool] = field(default_factory=dict)

    def identities(self, user_pool_id: str) -> Identities:
        """The identities of the accounts in this user pool."""
        return Identities(self.table, self.user_pool(user_pool_id), self.runtime.clock)

    def changes_accounts(self, user_pool_id: str, client_id: str) -> bool:
        """Whether this client is the one whose tokens can change an account. One call in the life of a container.

        Raises AwsError.
        """
        known = self.known_clients
        if client_id not in known:
            known[client_id] = self.user_pool(user_pool_id).changes_accounts(client_id)
        return known[client_id]

    def client_pool(self, user_pool_id: str) -> "ClientPool":
        """The machine clients of this user pool."""
        from laurel.catalog.client_pool import ClientPool

        return ClientPool(user_pool_id)

    def teller(self) -> "ChangeTeller | None":
        """Who tells the owners of accounts about changes; None if the stack sends no e-mail."""
        from laurel.account_changes.change_links import ChangeLinks
        from laurel.account_changes.tell import ChangeTeller  # no sign-in without a change waits for these imports
        from laurel.notices.mailer import Mailer

        settings = self.settings
        if not settings.mail_from:
            return None
        return ChangeTeller(
            table=self.table,
            mailer=Mailer(settings.mail_from, settings.mail_configuration_set),
            links=ChangeLinks(partial(signing_key, settings.signing_secret_id)),
            portal_url=settings.portal_url,
            contact=settings.contact_email,
            clock=self.runtime.clock,
        )

    def owner_notices(self) -> "OwnerNoticeSender":
        """Who sends the notices about moved addresses and joined accounts."""
        from laurel.account_changes.send_owner_notices import OwnerNoticeSender
        from laurel.notices.mailer import Mailer

        settings = self.settings
        mailer = Mailer(settings.mail_from, settings.mail_configuration_set) if settings.mail_from else None
        return OwnerNoticeSender(self.table, mailer, settings.portal_url, settings.contact_email)

    def round(self) -> "ChangeRound":
        """The round over changes that have not ended."""
        from laurel.account_changes.pool_accounts import PoolAccounts
        from laurel.account_changes.round import ChangeRound
        from laurel.account_changes.settle import Settling

        settling = Settling(self.table, self.watch.registry)
        return ChangeRound(self.table, settling, self.teller(), PoolAccounts, self.runtime.clock)

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
    audit = AuditLog(Table(settings.audit_table_name), settings.audit_retention_years)
    registry = AddressRegistry(table, settings.ledger_table_name, runtime.clock, audit)
    return Dependencies(
        table=table,
        pending=PendingSignUps(table, runtime.clock),
        user_pool=UserPool,
        backup_bucket=settings.backup_bucket_name,
        ledger_table=Table(settings.ledger_table_name),
        runtime=runtime,
        portal_url=settings.portal_url,
        contact=settings.contact_email,
        watch=ChangeWatch(table, registry, audit, runtime.clock),
        settings=settings,
        most_removed=most_removed,
    )
