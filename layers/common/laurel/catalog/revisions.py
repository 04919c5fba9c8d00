"""The revision of an activity once more, in sixteen small items, so that many can print at the same moment.

Each certificate is printed on the condition that the activity has not changed since it was read. DynamoDB cancels a
transaction whose item is in another transaction at the same time, also if both only check it, and it counts a check as
two writes of the whole item. At the end of a meeting hundreds print within seconds. So each checks one of these items,
by its claim, and staff who save the activity write all of them.
"""

from laurel.platform.ids import shard_of
from laurel.platform.table import Check, Item, Put

REVISION_SHARDS = 16


def revision_writes(activity_id: str, revision: int) -> list[Put]:
    """What the transaction that saves `revision` of the activity writes too."""
    return [Put(_item(activity_id, shard, revision), "", {}, {}) for shard in range(REVISION_SHARDS)]


def unchanged(activity_id: str, revision: int, claim_id: str) -> Check:
    """The condition that nobody has saved the activity since `revision` of it was read.

    An activity that was last saved by an earlier release has no such items. A lower revision in them means that an
    earlier release saved it since.
    """
    item = _item(activity_id, int(shard_of(claim_id, REVISION_SHARDS)), revision)
    return Check(
        (item["pk"], item["sk"]),
        "attribute_not_exists(pk) OR #revision <= :seen",
        {"#revision": "revision"},
        {":seen": revision},
    )


def _item(activity_id: str, shard: int, revision: int) -> Item:
    return {"pk": f"ACTIVITY#{activity_id}", "sk": f"REVISION#{shard:02d}", "revision": revision}
