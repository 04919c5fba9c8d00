"""The attendance on record: for each e-mail address and activity, the time in each session.

It is kept by address, since a report comes before its people have claimed, or have an account.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from laurel.attendance.presence import Presence, PresenceBySession
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import ATTENDANCE, EXPIRES_AT
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, create

PREFIX = "ATTENDED#"
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Recorded:
    """The time in each session on record; `version` counts the changes, 0 if nothing is."""

    presence: PresenceBySession
    version: int = 0


NOTHING = Recorded({})


class Attendance:
    """The attendance in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, email_keys: Iterable[str], activity_id: str) -> dict[str, Recorded]:
        """What is on record for each of the addresses: one call for each hundred. Raises TableBusy."""
        keys = {attendance_key(one, activity_id): one for one in email_keys}
        found: dict[str, Recorded] = {}
        for some in batched(keys, _AT_ONCE):
            for key, item in self._table.get_many(some).items():
                found[keys[key]] = _recorded(item)
        return found

    def of_address(self, email_key: str) -> Iterator[tuple[str, Recorded]]:
        """What is on record for the address, by activity: one call for each megabyte. Raises TableBusy."""
        for item in self._table.query(None, "pk = :pk", pk=f"{PREFIX}{email_key}"):
            yield item["sk"], _recorded(item)

    def note(self, entries: Sequence[Elsewhere]) -> None:
        """Writes entries of the audit log: one call. Raises TableBusy."""
        if entries:
            self._table.write_all(entries)

    def save(
        self,
        activity_id: str,
        changes: Mapping[str, PresenceBySession],
        before: Mapping[str, Recorded],
        at: datetime,
    ) -> list[str]:
        """Writes the presence of each address if the record is still as `before`: one call for each hundred.

        Returns the addresses whose record somebody else changed meanwhile. Raises TableBusy.
        """
        puts = [_put(key, activity_id, one, before.get(key, NOTHING), at) for key, one in changes.items()]
        held: Sequence[bool] = self._table.put_each(puts)
        return [key for key, done in zip(changes, held, strict=True) if not done]


def attendance_key(email_key: str, activity_id: str) -> Key:
    """The table key of the attendance of this address at the activity."""
    return f"{PREFIX}{email_key}", activity_id


def _put(email_key: str, activity_id: str, found: PresenceBySession, before: Recorded, at: datetime) -> Put:
    pk, sk = attendance_key(email_key, activity_id)
    item: Item = {
        "pk": pk,
        "sk": sk,
        "sessions": {
            session_id: {
                "stated": one.stated,
                "spans": [[instant(start), instant(end)] for start, end in one.spans],
            }
            for session_id, one in found.items()
        },
        "version": before.version + 1,
        "updated_at": instant(at),
        EXPIRES_AT: ATTENDANCE.expires_at(at),
    }
    if before.version == 0:
        return create(item)
    return Put(item, "#version = :version", {"#version": "version"}, {":version": before.version})


def _recorded(item: Item) -> Recorded:
    presence = {
        session_id: Presence(
            tuple((read_instant(start), read_instant(end)) for start, end in one["spans"]), int(one["stated"])
        )
        for session_id, one in item["sessions"].items()
    }
    return Recorded(presence, int(item["version"]))
