"""When each activity's claim window closes, in order, so that a night finds the activities that close soon.

Every save of an activity writes one item. An item whose activity has another window by now, or is gone, counts for
nothing: who reads it looks at the activity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from laurel.catalog.activity import Activity
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import CLOSINGS, EXPIRES_AT
from laurel.platform.table import Key, Put, Table, Update

PARTITION = "CLOSINGS"


@dataclass(frozen=True, slots=True)
class Closing:
    """The claim window of the activity closes at `closes_at` (UTC). `reminded`: its open drafts were looked at once."""

    activity_id: str
    closes_at: datetime
    reminded: bool = False


class Closings:
    """The ends of claim windows in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def before(self, at: datetime) -> Iterator[Closing]:
        """What closes before `at` (UTC), the earliest first: one call for each megabyte. Raises TableBusy."""
        for item in self._table.query(None, "pk = :pk AND sk < :at", pk=PARTITION, at=instant(at)):
            yield Closing(item["activity_id"], read_instant(item["closes_at"]), item.get("reminded", False))

    def mark_reminded(self, closing: Closing) -> None:
        """Its drafts were looked at once; a later save takes the mark away. One call. Raises TableBusy."""
        values = {":activity": closing.activity_id, ":yes": True}
        is_kept = "activity_id = :activity"
        self._table.update(Update(_key(closing), "SET reminded = :yes", is_kept, {}, values))

    def remove(self, closing: Closing) -> None:
        """Removes it; a later save of the activity writes it again. One call. Raises TableBusy."""
        self._table.delete(_key(closing), where="activity_id", equals=closing.activity_id)


def closing_write(activity: Activity) -> Put:
    """The write that goes with every save of `activity`."""
    closing = Closing(activity.id, activity.claim_window.closes_at)
    pk, sk = _key(closing)
    item = {
        "pk": pk,
        "sk": sk,
        "activity_id": activity.id,
        "closes_at": instant(closing.closes_at),
        EXPIRES_AT: CLOSINGS.expires_at(closing.closes_at),
    }
    return Put(item, "", {}, {})


def _key(closing: Closing) -> Key:
    return PARTITION, f"{instant(closing.closes_at)}#{closing.activity_id}"
