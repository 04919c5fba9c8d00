"""The earlier revisions of an activity, each an item of its own with the key of the document.

The revision that a write replaces is kept by the same transaction, so that none is missing from then on. Revisions that
earlier releases replaced were not kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from laurel.catalog.records import StoredActivity, activity_item, stored_activity
from laurel.platform.table import Item, Key, Put, Table, create

_PREFIX = "VERSION#"


@dataclass(frozen=True, slots=True)
class KeptRevision:
    """A revision, and the instant at which it was saved; None where an earlier release saved it."""

    revision: int
    saved_at: str | None


def revision_key(activity_id: str, revision: int) -> Key:
    """The key of an earlier revision."""
    return f"ACTIVITY#{activity_id}", f"{_PREFIX}{revision:06d}"


def kept_revision(stored: StoredActivity) -> Put:
    """The write that keeps `stored` when another revision replaces it."""
    pk, sk = revision_key(stored.activity.id, stored.revision)
    whole = activity_item(stored)
    item: Item = {name: whole[name] for name in ("document", "revision", "saved_at")}
    return create({**item, "pk": pk, "sk": sk})


def earlier_revisions(table: Table, activity_id: str) -> Iterator[KeptRevision]:
    """The earlier revisions, the latest first: one call for each megabyte of documents."""
    items = table.query(None, "pk = :pk AND begins_with(sk, :start)", pk=f"ACTIVITY#{activity_id}", start=_PREFIX)
    found = [KeptRevision(int(item["revision"]), item.get("saved_at")) for item in items]
    yield from sorted(found, key=lambda one: one.revision, reverse=True)


def earlier_revision(table: Table, activity_id: str, revision: int) -> StoredActivity | None:
    """An earlier revision with its document: one call; None if it was not kept."""
    return stored_activity(table.get(revision_key(activity_id, revision)))
