"""Makes new Group IDs and adds them to the list of an activity.

The codes are random and easy to read out, and none is in use or looks like one that is. A request names itself with
`request_id`: the same request again gives the same codes and adds none, for as long as it is among the last ones and no
file has replaced the list.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.catalog.access_codes import access_code_key, look_alike
from laurel.catalog.access_lists import AccessLists, refuse_access
from laurel.catalog.records import (
    DocumentTooLarge,
    Group,
    activity_key,
    group_item,
    group_list_key,
    groups_of,
)
from laurel.catalog.refusals import LIST_CHANGED, LIST_TOO_LARGE
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Item, Table, replace_seen

MOST_AT_ONCE = 200
_REMEMBERED = 5  # requests


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedGroups:
    """`count` new Group IDs for `site`, each for `capacity` learners; `request_id` is the request's own."""

    request_id: str
    site: str
    capacity: int
    count: int


@dataclass(frozen=True, slots=True)
class NewGroups:
    """Adds to the lists in `table` (the claims table); `new_code` gives a random code."""

    table: Table
    lists: AccessLists
    new_code: Callable[[], str]
    clock: Clock

    def add(self, activity_id: str, wanted: WantedGroups, acting: Acting) -> dict[str, Group] | Refusal:
        """The new Group IDs with their sites, as they are in the list: two reads, and one write with its audit entry.

        The same request again is one read.
        """
        return retry_on_conflict(lambda: self._add(activity_id, wanted, acting)) or LIST_CHANGED.refuse()

    def _add(self, activity_id: str, wanted: WantedGroups, acting: Acting) -> dict[str, Group] | Refusal | None:
        key = group_list_key(activity_id)
        items = self.table.get_many([activity_key(activity_id), key])
        if refused := refuse_access(items, activity_id, "group"):
            return refused
        item = items.get(key)
        known, made = groups_of(item), _made(item)
        for one in made:
            if one["id"] == wanted.request_id:
                return {code: known[code] for code in one["codes"] if code in known}
        codes = self._codes(wanted.count, known.keys() | self.lists.used_groups(activity_id).keys())
        new = dict.fromkeys(codes, Group(wanted.site, wanted.capacity))
        seen = int(item["revision"]) if item else None
        try:
            after = group_item(activity_id, known | new, (seen or 0) + 1)
        except DocumentTooLarge as error:
            return LIST_TOO_LARGE.refuse(what=error.what, size=error.size, largest=error.largest)
        after["made"] = [*made, {"id": wanted.request_id, "codes": codes}][-_REMEMBERED:]
        # How many codes, never a code.
        entry = acting.record(
            AuditAct.GROUPS_PUT,
            on=AuditSubject.activity(activity_id),
            at=self.clock(),
            before={"revision": seen or 0, "rows": len(known)},
            after={"revision": (seen or 0) + 1, "rows": len(known) + len(new), "added": len(new)},
        )
        return new if all(self.table.write_all([replace_seen(after, seen), *entry])) else None

    def _codes(self, count: int, taken: Collection[str]) -> list[str]:
        """`count` new codes; none looks like another of them, or like one of the `taken` codes."""
        alike, codes = set(map(look_alike, taken)), list[str]()
        while len(codes) < count:
            code = access_code_key(self.new_code())
            if code and look_alike(code) not in alike:
                alike.add(look_alike(code))
                codes.append(code)
        return codes


def _made(item: Item | None) -> list[dict[str, Any]]:
    return list(item.get("made") or ()) if item else []
