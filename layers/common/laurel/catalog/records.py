"""Activities and their access lists as items of the claims table: keys and one mapping each way.

An activity is one item with its document compressed: the rules always need all of it, and a meeting of 1,000 sessions
is a few dozen kilobytes. The library's line is in `summary`, which the index `library` includes.

The Badge IDs of a meeting are lists, spread over `BADGE_SHARDS` items by the look-alike form of the code. So one
transaction replaces 20,000 of them, and opening a claim reads one or two small items. A badge has an item of its own
once a learner has taken it. Group IDs are one list; a group has an item of its own, which counts, once somebody has
used it.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from laurel.catalog.access_codes import look_alike
from laurel.catalog.activity import Activity
from laurel.catalog.library import ARCHIVE_SHARD, LIBRARY_SHARD, LibraryEntry, entry_of, library_order
from laurel.catalog.refusals import DOCUMENT_TOO_LARGE
from laurel.platform.ids import shard_of
from laurel.platform.table import Item, Key

LARGEST_DOCUMENT = 380_000
"""Bytes of a compressed document; DynamoDB accepts items of 400 KB, and the summary needs space too."""
BADGE_SHARDS = 16


class DocumentTooLarge(Exception):
    """The document is too large for the table even when compressed. The message has the sizes."""

    def __init__(self, what: str, size: int) -> None:
        self.what, self.size, self.largest = what, f"{size:,}", f"{LARGEST_DOCUMENT:,}"
        super().__init__(DOCUMENT_TOO_LARGE.at("", what=what, size=self.size, largest=self.largest).message)


@dataclass(frozen=True, slots=True)
class StoredActivity:
    """An activity as stored; every write of its document increments `revision`.

    `saved_at` is the instant of that write and `saved_by` who wrote (`staff:` and their learner ID), both None from
    earlier releases; `archived_at` is the instant of the archiving, None for an activity of the library.
    """

    activity: Activity
    revision: int
    saved_at: str | None = None
    archived_at: str | None = None
    saved_by: str | None = None


@dataclass(frozen=True, slots=True)
class DeletedActivity:
    """What a deleted activity leaves in its place: its last revision, and its provider, who alone may use the ID again.

    What else is stored under the ID, such as earlier revisions, belongs to that provider (None: to operators).
    """

    revision: int
    provider_id: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A site with a Group ID, and how many learners it may serve."""

    site: str
    capacity: int


def activity_key(activity_id: str) -> Key:
    """The key of the activity."""
    return f"ACTIVITY#{activity_id}", "DOCUMENT"


def logo_key(activity_id: str) -> Key:
    """The key of the item with the logo of an activity's certificates: next to the activity, not in its document."""
    return f"ACTIVITY#{activity_id}", "LOGO"


def keys_of_badge_lists(activity_id: str, badge: str) -> list[Key]:
    """The keys of the lists that contain the badge (a key by `access_code_key`), if it is valid, or a similar one.

    Lists are spread by the look-alike form of the code; older lists by the code itself.
    """
    keys = badge_list_keys(activity_id)
    return list(dict.fromkeys(keys[int(shard_of(one, BADGE_SHARDS))] for one in (look_alike(badge), badge)))


def badge_list_keys(activity_id: str) -> list[Key]:
    """The keys of the lists of valid badges."""
    return [(f"ACTIVITY#{activity_id}", f"BADGES#{shard:02d}") for shard in range(BADGE_SHARDS)]


def badge_key(activity_id: str, badge: str) -> Key:
    """The key of the item that says who took the badge; without an item nobody has."""
    return f"ACTIVITY#{activity_id}", f"BADGE#{badge}"


def taken_by(item: Item | None) -> str | None:
    """The learner in the item of a badge; None if nobody has taken it, or it was freed."""
    return item.get("learner_id") if item else None


def group_list_key(activity_id: str) -> Key:
    """The key of the list of groups."""
    return f"ACTIVITY#{activity_id}", "GROUPS"


def group_key(activity_id: str, group: str) -> Key:
    """The key of the item that counts the learners who used the group; without an item none has."""
    return f"ACTIVITY#{activity_id}", f"GROUP#{group}"


def activity_item(stored: StoredActivity) -> Item:
    """The item of an activity. Raises DocumentTooLarge."""
    activity = stored.activity
    pk, sk = activity_key(activity.id)
    document = packed(activity.model_dump_json(), f"The activity {activity.id}")
    return {
        "pk": pk,
        "sk": sk,
        "document": document,
        "revision": stored.revision,
        "saved_at": stored.saved_at,
        "saved_by": stored.saved_by,
        "archived_at": stored.archived_at,
        "library_shard": ARCHIVE_SHARD if stored.archived_at else LIBRARY_SHARD,
        "library_order": library_order(activity.starts_on, activity.id),
        "summary": entry_of(activity).as_attribute(),
    }


def stored_activity(item: Item | None) -> StoredActivity | None:
    """The activity in its item; None without an item, or if it was deleted."""
    if item is None or "document" not in item:
        return None
    document, revision = _parsed(bytes(item["document"])), int(item["revision"])
    return StoredActivity(document, revision, item.get("saved_at"), item.get("archived_at"), item.get("saved_by"))


def deleted_activity(item: Item | None) -> DeletedActivity | None:
    """What a deleted activity left in its item; None without an item, or if it was not deleted."""
    if item is None or "deleted_at" not in item:
        return None
    return DeletedActivity(int(item["revision"]), item.get("provider_id"))


def library_entry(item: Item) -> LibraryEntry:
    """The library's line for an activity, from an item of the index `library`."""
    return LibraryEntry.from_attribute(item["summary"])


def badge_items(activity_id: str, badges: Iterable[str], revision: int) -> list[Item]:
    """The lists of valid badges, one item per shard. Raises DocumentTooLarge."""
    keys = badge_list_keys(activity_id)
    shards: dict[Key, list[str]] = {key: [] for key in keys}
    for badge in sorted(badges):
        shards[keys[int(shard_of(look_alike(badge), BADGE_SHARDS))]].append(badge)
    return [
        {
            "pk": pk,
            "sk": sk,
            "document": packed("\n".join(found), "The list of badges"),
            "revision": revision,
            "by_look": True,
        }
        for (pk, sk), found in shards.items()
    ]


def is_spread_by_look(item: Item | None) -> bool:
    """Whether all codes that look alike are in this one list, so that the intended one can be found."""
    return bool(item and item.get("by_look"))


def badges_of(item: Item | None) -> frozenset[str]:
    """The valid badges of one list; none if there is no list."""
    return frozenset(unpacked(item).split()) if item else frozenset()


def group_item(activity_id: str, groups: Mapping[str, Group], revision: int) -> Item:
    """The list of groups. Raises DocumentTooLarge."""
    pk, sk = group_list_key(activity_id)
    plain = {code: [group.site, group.capacity] for code, group in sorted(groups.items())}
    return {"pk": pk, "sk": sk, "document": packed(json.dumps(plain), "The list of groups"), "revision": revision}


def groups_of(item: Item | None) -> dict[str, Group]:
    """The groups of the list, by code; none if there is no list."""
    plain = json.loads(unpacked(item)) if item else {}
    return {code: Group(site, capacity) for code, (site, capacity) in plain.items()}


def packed(text: str, what: str) -> bytes:
    """`text` compressed, for an item; `what` names it in the error. Raises DocumentTooLarge."""
    packed = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    if len(packed) > LARGEST_DOCUMENT:
        raise DocumentTooLarge(what, len(packed))
    return packed


def unpacked(item: Item) -> str:
    """The text that `packed` compressed."""
    return gzip.decompress(bytes(item["document"])).decode()


# A warm function reads the same few activities again and again: it unpacks and validates each once.
@lru_cache(maxsize=16)
def _parsed(document: bytes) -> Activity:
    return Activity.model_validate_json(gzip.decompress(document))
