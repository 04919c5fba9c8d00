"""Activities and what opens them, as items of the claims table: keys and one mapping each way.

An activity is one item, its document compressed: the rules always need all of it, and a meeting of 1,000 sessions
is a few dozen kilobytes. What the library lists lies beside it in `summary`, which the index `library` carries.

The Badge IDs of a meeting are lists too, spread over `BADGE_SHARDS` items by what the code looks like, so that
20,000 of them are replaced by one transaction and opening a claim reads one small item or two. A badge has an item of
its own once a learner has taken it. Group IDs are one list; a group has an item of its own once somebody has used it,
which counts.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from laurel.catalog.access_codes import look_alike
from laurel.catalog.activity import Activity
from laurel.catalog.library import LIBRARY_SHARD, LibraryEntry, entry_of, library_order
from laurel.platform.ids import shard_of
from laurel.platform.table import Item, Key

LARGEST_DOCUMENT = 380_000
"""Bytes of a compressed document; DynamoDB takes items of 400 KB, and the summary needs room too."""
BADGE_SHARDS = 16


class DocumentTooLarge(Exception):
    """The document does not fit into the table even when compressed. The message says by how much."""


@dataclass(frozen=True, slots=True)
class StoredActivity:
    """An activity as the catalog holds it; every write counts `revision` up."""

    activity: Activity
    revision: int


@dataclass(frozen=True, slots=True)
class Group:
    """A site that a Group ID was given to, and how many learners it serves."""

    site: str
    capacity: int


def activity_key(activity_id: str) -> Key:
    """Where the activity is."""
    return f"ACTIVITY#{activity_id}", "DOCUMENT"


def keys_of_badge_lists(activity_id: str, badge: str) -> list[Key]:
    """Where the lists are that name the badge (a key by `access_code_key`) if it is valid, or one that looks like it.

    Lists are spread by what a code looks like; those put before that was so, by the code itself.
    """
    keys = badge_list_keys(activity_id)
    return list(dict.fromkeys(keys[int(shard_of(one, BADGE_SHARDS))] for one in (look_alike(badge), badge)))


def badge_list_keys(activity_id: str) -> list[Key]:
    """Where the lists of valid badges are."""
    return [(f"ACTIVITY#{activity_id}", f"BADGES#{shard:02d}") for shard in range(BADGE_SHARDS)]


def badge_key(activity_id: str, badge: str) -> Key:
    """Where it is noted who took the badge; nothing there means that nobody has."""
    return f"ACTIVITY#{activity_id}", f"BADGE#{badge}"


def taken_by(item: Item | None) -> str | None:
    """The learner who has taken the badge of an item of its key; None where nobody has, or it was freed."""
    return item.get("learner_id") if item else None


def group_list_key(activity_id: str) -> Key:
    """Where the list of groups is."""
    return f"ACTIVITY#{activity_id}", "GROUPS"


def group_key(activity_id: str, group: str) -> Key:
    """Where it is counted how many learners used the group; nothing there means none."""
    return f"ACTIVITY#{activity_id}", f"GROUP#{group}"


def activity_item(stored: StoredActivity) -> Item:
    """The item of an activity. Raises DocumentTooLarge."""
    activity = stored.activity
    pk, sk = activity_key(activity.id)
    document = _packed(activity.model_dump_json(), f"The activity {activity.id}")
    return {
        "pk": pk,
        "sk": sk,
        "document": document,
        "revision": stored.revision,
        "library_shard": LIBRARY_SHARD,
        "library_order": library_order(activity.starts_on, activity.id),
        "summary": entry_of(activity).as_attribute(),
    }


def stored_activity(item: Item) -> StoredActivity:
    """The activity of an item of its key."""
    return StoredActivity(_parsed(bytes(item["document"])), int(item["revision"]))


def library_entry(item: Item) -> LibraryEntry:
    """What the library lists of an activity, from an item of the index `library`."""
    return LibraryEntry.from_attribute(item["summary"])


def badge_items(activity_id: str, badges: Iterable[str], revision: int) -> list[Item]:
    """The lists of valid badges, one item a shard. Raises DocumentTooLarge."""
    keys = badge_list_keys(activity_id)
    shards: dict[Key, list[str]] = {key: [] for key in keys}
    for badge in sorted(badges):
        shards[keys[int(shard_of(look_alike(badge), BADGE_SHARDS))]].append(badge)
    return [
        {
            "pk": pk,
            "sk": sk,
            "document": _packed("\n".join(found), "The list of badges"),
            "revision": revision,
            "by_look": True,
        }
        for (pk, sk), found in shards.items()
    ]


def is_spread_by_look(item: Item | None) -> bool:
    """Whether all codes that look alike are in this one list, so that it can be told which of them is meant."""
    return bool(item and item.get("by_look"))


def badges_of(item: Item | None) -> frozenset[str]:
    """The valid badges of one list; none if there is no list."""
    return frozenset(_unpacked(item).split()) if item else frozenset()


def group_item(activity_id: str, groups: Mapping[str, Group], revision: int) -> Item:
    """The list of groups. Raises DocumentTooLarge."""
    pk, sk = group_list_key(activity_id)
    plain = {code: [group.site, group.capacity] for code, group in sorted(groups.items())}
    return {"pk": pk, "sk": sk, "document": _packed(json.dumps(plain), "The list of groups"), "revision": revision}


def groups_of(item: Item | None) -> dict[str, Group]:
    """The groups of the list, by code; none if there is no list."""
    plain = json.loads(_unpacked(item)) if item else {}
    return {code: Group(site, capacity) for code, (site, capacity) in plain.items()}


def _packed(text: str, what: str) -> bytes:
    packed = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    if len(packed) > LARGEST_DOCUMENT:
        raise DocumentTooLarge(
            f"{what} takes {len(packed):,} bytes compressed; at most {LARGEST_DOCUMENT:,} can be kept. Shorten it."
        )
    return packed


def _unpacked(item: Item) -> str:
    return gzip.decompress(bytes(item["document"])).decode()


# A warm function meets the same few activities over and over: those are neither unpacked nor validated again.
@lru_cache(maxsize=16)
def _parsed(document: bytes) -> Activity:
    return Activity.model_validate_json(gzip.decompress(document))
