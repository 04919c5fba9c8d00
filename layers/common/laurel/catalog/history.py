"""The earlier revisions of an activity, each an item of its own with the key of the document.

The revision that a write replaces is kept by the same transaction, so that none is missing from then on. Revisions that
earlier releases replaced were not kept.
"""

from laurel.catalog.records import StoredActivity, activity_item
from laurel.platform.table import Item, Key, Put, create

VERSION_PREFIX = "VERSION#"


def revision_key(activity_id: str, revision: int) -> Key:
    """The key of an earlier revision of an activity."""
    return f"ACTIVITY#{activity_id}", f"{VERSION_PREFIX}{revision:06d}"


def kept_revision(stored: StoredActivity) -> Put:
    """The write that keeps `stored` when another revision replaces it."""
    whole = activity_item(stored)
    item: Item = {name: whole[name] for name in ("document", "revision", "saved_at", "saved_by")}
    pk, sk = revision_key(stored.activity.id, stored.revision)
    return create({**item, "pk": pk, "sk": sk})
