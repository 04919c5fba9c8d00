"""Operators make, renew and end the machine clients of a provider, or of ASCLS. Each act is in the audit log.

The secret of a client is shown once, when it is made; neither the record nor the log has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.log import Acting, AuditLog
from laurel.catalog.client_pool import Clients, NewClient
from laurel.catalog.machine_clients import ClientRecord, MachineClients
from laurel.catalog.providers import Providers
from laurel.catalog.refusals import CLIENT_BUSY, CLIENT_ENDED, CLIENT_NOT_FOUND, OWNER_NOT_FOUND, TOO_MANY_CLIENTS
from laurel.platform.callers import ASCLS, Right
from laurel.platform.clock import Clock, instant
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere

OVERLAP_DAYS = 7
"""How long the old client still works after a new one took its place, unless somebody says otherwise."""
MOST_OVERLAP_DAYS = 30
MOST_CLIENTS = 20
"""The most clients in use of one owner; those that were replaced count until they end."""
RIGHTS_OF_PROVIDERS = (Right.WRITE_CREDITS, Right.READ_CREDITS)
RIGHTS_OF_ASCLS = (Right.WRITE_ROSTER,)


def rights_of(owner: str) -> tuple[Right, ...]:
    """The rights that clients of `owner` have unless somebody says otherwise."""
    return RIGHTS_OF_ASCLS if owner == ASCLS else RIGHTS_OF_PROVIDERS


@dataclass(frozen=True, slots=True)
class ClientDesk:
    """The acts of operators on machine clients."""

    pool: Clients
    clients: MachineClients
    providers: Providers
    audit: AuditLog
    clock: Clock

    def create(self, owner: str, name: str, rights: Sequence[Right], *, actor: Actor) -> NewClient | Refusal:
        """Makes a client of `owner` with these rights; its secret is in the answer and nowhere else.

        A client whose record could not be written is removed again; its tokens would be refused anyway. Raises
        TableBusy, AwsError.
        """
        if owner != ASCLS and self.providers.get(owner) is None:
            return OWNER_NOT_FOUND.refuse(owner=owner)
        if sum(one.is_in_use(self.clock()) for one in self.clients.of(owner)) >= MOST_CLIENTS:
            return TOO_MANY_CLIENTS.refuse(most=MOST_CLIENTS)
        made = self.pool.create(owner, name, rights)
        record = ClientRecord(
            client_id=made.client_id,
            owner=owner,
            name=name,
            rights=tuple(rights),
            created_at=self.clock(),
            created_by=actor.id,
        )
        added = False
        try:
            added = self.clients.add(record, self._entry(AuditAct.CLIENT_CREATED, actor, record))
        finally:
            if not added:
                self.pool.remove(made.client_id)
        return made if added else CLIENT_BUSY.refuse()

    def rotate(
        self, owner: str, client_id: str, *, actor: Actor, overlap_days: int = OVERLAP_DAYS
    ) -> NewClient | Refusal:
        """Makes a client with the name and rights of this one, which ends after `overlap_days` days; with 0 at once.

        Raises TableBusy, AwsError.
        """
        record = self._in_use(owner, client_id)
        if isinstance(record, Refusal):
            return record
        made = self.create(owner, record.name, record.rights, actor=actor)
        if isinstance(made, Refusal):
            return made
        ends_at = self.clock() + timedelta(days=overlap_days)
        if record.ends_at is None or ends_at < record.ends_at:
            entry = self._entry(AuditAct.CLIENT_REPLACED, actor, record, ends_at=instant(ends_at))
            if self.clients.end(record, ends_at, entry) is None:
                self.revoke(owner, made.client_id, actor=actor)  # nobody will read its secret
                return CLIENT_BUSY.refuse()
            if overlap_days == 0:
                self.pool.remove(client_id)
        return made

    def revoke(self, owner: str, client_id: str, *, actor: Actor) -> ClientRecord | Refusal:
        """Ends the client now: its tokens are refused within a minute, and it gets no new ones.

        Raises TableBusy, AwsError.
        """
        record = self._in_use(owner, client_id)
        if isinstance(record, Refusal):
            if record.code == CLIENT_ENDED.code:
                self.pool.remove(client_id)  # a replaced client whose days are over is still in the pool
            return record
        entry = self._entry(AuditAct.CLIENT_REVOKED, actor, record)
        ended = self.clients.end(record, self.clock(), entry)
        if ended is None:
            return CLIENT_BUSY.refuse()
        self.pool.remove(client_id)
        return ended

    def _in_use(self, owner: str, client_id: str) -> ClientRecord | Refusal:
        record = self.clients.get(owner, client_id)
        if record is None:
            return CLIENT_NOT_FOUND.refuse()
        return record if record.is_in_use(self.clock()) else CLIENT_ENDED.refuse()

    def _entry(self, act: AuditAct, actor: Actor, record: ClientRecord, **after: str) -> list[Elsewhere]:
        values = {"client_id": record.client_id, "client_name": record.name, **after}
        if act is AuditAct.CLIENT_CREATED:
            values["rights"] = ", ".join(record.rights)
        on = AuditSubject.provider(record.owner)
        return Acting(self.audit, actor).record(act, on=on, at=self.clock(), after=values)
