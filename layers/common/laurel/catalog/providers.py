"""The store of providers. All are under one key, so that one query reads them all: there are a few dozen."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from laurel.catalog.provider import Provider, StoredProvider
from laurel.platform.display_names import PARTITION
from laurel.platform.table import Elsewhere, Item, Key, Table, replace_seen


class Providers:
    """The providers in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self) -> tuple[StoredProvider, ...]:
        """Every provider, by ID, read consistently: one call. Raises TableBusy."""
        return tuple(map(_stored, self._table.query(None, "pk = :pk", pk=PARTITION)))

    def get(self, provider_id: str) -> StoredProvider | None:
        """The provider with this ID, read consistently: one call. Raises TableBusy."""
        item = self._table.get(provider_key(provider_id))
        return _stored(item) if item else None

    def save(
        self, provider_id: str, provider: Provider, *, seen: int | None, entries: Sequence[Elsewhere] = ()
    ) -> StoredProvider | None:
        """Writes the provider if the stored revision is still `seen` (None: not stored yet): one call.

        `entries` are written together with it. Returns the stored provider; None if somebody else wrote first.
        Raises TableBusy.
        """
        after = StoredProvider(provider_id, provider, (seen or 0) + 1)
        done = all(self._table.write_all([replace_seen(_item(after), seen), *entries]))
        return after if done else None


def provider_key(provider_id: str) -> Key:
    """The key of the record of the provider with this ID."""
    return PARTITION, provider_id


def _item(stored: StoredProvider) -> Item:
    pk, sk = provider_key(stored.provider_id)
    return {"pk": pk, "sk": sk, **stored.provider.model_dump(mode="json"), "revision": stored.revision}


def _stored(item: Item) -> StoredProvider:
    known = {name: _whole(item[name]) for name in Provider.model_fields if name in item}
    return StoredProvider(item["sk"], Provider.model_validate(known), int(item["revision"]))


def _whole(value: Any) -> Any:
    """The table gives whole numbers as Decimal."""
    return int(value) if isinstance(value, Decimal) else value
