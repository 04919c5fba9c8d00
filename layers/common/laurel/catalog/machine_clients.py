"""The records of machine clients: which program of whom has which client in the user pool. No secret is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.platform.callers import Right
from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, create


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRecord:
    """A machine client of `owner`, a provider or ASCLS. `name` is what operators call it.

    From `ends_at` on its tokens are refused; None while it is in use. `created_by` is an operator's learner ID.
    """

    client_id: str
    owner: str
    name: str
    rights: tuple[Right, ...]
    created_at: datetime
    created_by: str
    ends_at: datetime | None = None

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes of its tokens."""
        return frozenset(f"{self.owner}/{right}" for right in self.rights)

    def is_in_use(self, at: datetime) -> bool:
        """Whether its tokens are accepted at the instant `at`."""
        return self.ends_at is None or at < self.ends_at


class MachineClients:
    """The records of machine clients in `table` (the claims table), by owner."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, owner: str, client_id: str) -> ClientRecord | None:
        """The client of `owner` with this ID, read consistently: one call. Raises TableBusy."""
        item = self._table.get(_key(owner, client_id))
        return _record(item) if item else None

    def of(self, owner: str) -> list[ClientRecord]:
        """All clients of `owner`, the latest first: one call. Raises TableBusy."""
        found = [_record(item) for item in self._table.query(None, "pk = :pk", pk=_key(owner, "")[0])]
        return sorted(found, key=lambda one: one.created_at, reverse=True)

    def add(self, record: ClientRecord, entries: Sequence[Elsewhere]) -> bool:
        """Adds a record, with `entries`: one call. False if there is one under its ID. Raises TableBusy."""
        return all(self._table.write_all([create(_item(record)), *entries]))

    def end(self, record: ClientRecord, at: datetime, entries: Sequence[Elsewhere]) -> ClientRecord | None:
        """Ends the client at the instant `at`, with `entries`: one call.

        None if its end was changed since it was read. Raises TableBusy.
        """
        after = replace(record, ends_at=at)
        unchanged = "attribute_not_exists(ends_at)" if record.ends_at is None else "ends_at = :seen"
        values = {":seen": instant(record.ends_at)} if record.ends_at else {}
        write = Put(_item(after), f"attribute_exists(pk) AND {unchanged}", {}, values)
        return after if all(self._table.write_all([write, *entries])) else None


def _key(owner: str, client_id: str) -> Key:
    return f"CLIENTS#{owner}", client_id


def _item(record: ClientRecord) -> Item:
    pk, sk = _key(record.owner, record.client_id)
    return {
        "pk": pk,
        "sk": sk,
        "owner": record.owner,
        "client_name": record.name,
        "rights": [right.value for right in record.rights],
        "created_at": instant(record.created_at),
        "created_by": record.created_by,
        "ends_at": instant(record.ends_at) if record.ends_at else None,
    }


def _record(item: Item) -> ClientRecord:
    return ClientRecord(
        client_id=item["sk"],
        owner=item["owner"],
        name=item["client_name"],
        rights=tuple(map(Right, item["rights"])),
        created_at=read_instant(item["created_at"]),
        created_by=item["created_by"],
        ends_at=read_instant(item["ends_at"]) if item.get("ends_at") else None,
    )
