"""Whether anybody has opened a claim for an activity, so that it can be deleted while nobody has.

The index of claims lags the table by a moment. So the first learners leave marks, in the transaction that opens their
claim: each in one of sixteen small items, since a transaction conflicts with another one on the same item. Who deletes
an activity ends all marks, on the condition that none was left. A mark that is there stays, and costs no later learner
a write.
"""

from laurel.platform.ids import shard_of
from laurel.platform.table import Item, Key, Put, Update

MARK_SHARDS = 16


def mark_key(activity_id: str, learner_id: str) -> Key:
    """The key of the mark that this learner would leave."""
    return _key(activity_id, int(shard_of(learner_id, MARK_SHARDS)))


def marking(key: Key, item: Item | None, revision: int) -> Update | None:
    """The write that leaves the mark, given its item; None if it is there.

    It fails if somebody has deleted `revision` of the activity, the one that was read.
    """
    if item and item.get("is_claimed"):
        return None
    return Update(
        key,
        "SET is_claimed = :yes",
        "attribute_not_exists(deleted_revision) OR deleted_revision < :revision",
        {},
        {":yes": True, ":revision": revision},
    )


def ended_marks(activity_id: str, revision: int) -> list[Put]:
    """What the transaction writes that deletes `revision` of the activity: nobody has claimed it, and nobody will."""
    keys = (_key(activity_id, shard) for shard in range(MARK_SHARDS))
    items = ({"pk": pk, "sk": sk, "deleted_revision": revision} for pk, sk in keys)
    return [Put(item, "attribute_not_exists(is_claimed)", {}, {}) for item in items]


def _key(activity_id: str, shard: int) -> Key:
    return f"ACTIVITY#{activity_id}", f"CLAIMED#{shard:02d}"
