"""Stores the lists of Badge IDs and Group IDs: a whole list replaces a whole list, all or nothing.

The valid badges are lists in sixteen items, replaced by one transaction; 20,000 badges as items of their own would
take 800 calls, and an interrupted upload would leave a mixture. Each write checks the revision that was read, so two
uploads at once cannot mix either, and a repeated upload changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import UNRECORDED, Acting
from laurel.catalog.activity import Activity, SessionCode
from laurel.catalog.list_files import NO_NAMES
from laurel.catalog.records import (
    DocumentTooLarge,
    Group,
    activity_key,
    badge_items,
    badge_key,
    badge_list_keys,
    badges_of,
    group_item,
    group_key,
    group_list_key,
    groups_of,
    stored_activity,
    taken_by,
)
from laurel.catalog.refusals import (
    INVALID_ROWS,
    LIST_CHANGED,
    LIST_REPLACED,
    LIST_TOO_LARGE,
    LIST_WITHOUT_ACTIVITY,
    WRONG_ACCESS,
)
from laurel.catalog.uploads import (
    Rows,
    Taken,
    check_left_out,
    check_shrunk,
    left_out,
    read_badges,
    read_groups,
    shrunk,
)
from laurel.platform.clock import Clock, utc_now
from laurel.platform.csv_records import ByteSource
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Item, Key, Table, replace_seen


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code that opens a claim. A badge has the learner who took it; a group has site, capacity and used places; a
    session code has the session and the site at which it is given out, if it is for one.
    """

    code: str
    site: str | None = None
    capacity: int | None = None
    used: int | None = None
    learner_id: str | None = None
    session_id: str | None = None


class AccessLists:
    """The lists of badges and groups in `table` (the claims table)."""

    def __init__(self, table: Table, clock: Clock = utc_now) -> None:
        self._table = table
        self._clock = clock

    def put_badges(
        self,
        activity_id: str,
        stream: ByteSource,
        *,
        dry_run: bool,
        if_match: int | None = None,
        acting: Acting = UNRECORDED,
        named: Mapping[str, str] = NO_NAMES,
    ) -> Taken | Refusal:
        """Replaces the activity's valid badges with those of a file: one read, and one write.

        `if_match` is the revision of the list that staff saw (0: none); None for any.

        A dry run only reads. A badge that a learner has claimed with must stay: one more read if badges are missing.
        """
        keys = badge_list_keys(activity_id)
        items = self._table.get_many([activity_key(activity_id), *keys])
        if refused := refuse_access(items, activity_id, "badge"):
            return refused
        seen = _revision(items.get(keys[0]))
        if if_match not in (None, seen or 0):
            return LIST_REPLACED.refuse(version=seen or 0)
        known = frozenset[str]().union(*(badges_of(items.get(key)) for key in keys))
        rows = read_badges(stream, named)
        # Read which badges are taken only if a badge would be removed.
        if missing := left_out(rows, known):
            check_left_out(rows, missing, self._taken(activity_id))
        if rows.errors:
            return _invalid(rows)
        outcome = Taken(len(rows.found), len(rows.found.keys() - known), len(known - rows.found.keys()), 0, dry_run)
        entry = self._entry(acting, AuditAct.BADGES_PUT, activity_id, outcome, seen)
        return self._write(outcome, lambda: badge_items(activity_id, rows.found, (seen or 0) + 1), seen, entry)

    def put_groups(
        self,
        activity_id: str,
        stream: ByteSource,
        *,
        dry_run: bool,
        if_match: int | None = None,
        acting: Acting = UNRECORDED,
        named: Mapping[str, str] = NO_NAMES,
    ) -> Taken | Refusal:
        """Replaces the activity's groups with those of a file: one read, and one write; `if_match` as for badges.

        A dry run only reads. A group that learners have claimed with must stay, with at least their number of
        places: one more read if a group is missing or smaller.
        """
        key = group_list_key(activity_id)
        items = self._table.get_many([activity_key(activity_id), key])
        if refused := refuse_access(items, activity_id, "group"):
            return refused
        seen = _revision(items.get(key))
        if if_match not in (None, seen or 0):
            return LIST_REPLACED.refuse(version=seen or 0)
        known = groups_of(items.get(key))
        rows = read_groups(stream, named)
        if smaller := shrunk(rows, known):
            check_shrunk(rows, smaller, self.used_groups(activity_id))
        if rows.errors:
            return _invalid(rows)
        outcome = _compared(known, rows.found, dry_run)
        entry = self._entry(acting, AuditAct.GROUPS_PUT, activity_id, outcome, seen)
        return self._write(outcome, lambda: [group_item(activity_id, rows.found, (seen or 0) + 1)], seen, entry)

    def codes(self, activity: Activity) -> tuple[ListedCode, ...]:
        """The codes that open a claim for the activity, in order, with who used them.

        Two calls, and one more for each megabyte of used codes; none for activities without lists.
        """
        match activity.access.type:
            case "badge":
                keys = badge_list_keys(activity.id)
                items = self._table.get_many(keys)
                known = sorted(frozenset[str]().union(*(badges_of(items.get(key)) for key in keys)))
                takers = {code: taken_by(item) for code, item in self._each(badge_key(activity.id, ""))}
                return tuple(ListedCode(code, learner_id=takers.get(code)) for code in known)
            case "group":
                key = group_list_key(activity.id)
                groups, used = groups_of(self._table.get_many([key]).get(key)), self.used_groups(activity.id)
                return tuple(
                    ListedCode(code, groups[code].site, groups[code].capacity, used.get(code, 0))
                    for code in sorted(groups)
                )
            case "session_code":
                return tuple(map(listed_session_code, activity.access.codes))
            case _:
                return ()

    def in_use(self, activity_id: str, access: str) -> int | None:
        """How many codes learners have claimed with, by the kind of access: one call for each megabyte.

        Badge IDs that are taken, and Group IDs with at least one learner; None for other kinds of access.
        """
        if access == "badge":
            return len(self._taken(activity_id))
        if access == "group":
            return sum(1 for used in self.used_groups(activity_id).values() if used)
        return None

    def _taken(self, activity_id: str) -> frozenset[str]:
        """The badges that learners have claimed with."""
        return frozenset(code for code, item in self._each(badge_key(activity_id, "")) if taken_by(item))

    def used_groups(self, activity_id: str) -> dict[str, int]:
        """The number of learners who have claimed with each group."""
        return {code: int(item["used"]) for code, item in self._each(group_key(activity_id, ""))}

    def _each(self, prefix: Key) -> Iterator[tuple[str, Item]]:
        pk, start = prefix
        for item in self._table.query(None, "pk = :pk AND begins_with(sk, :start)", pk=pk, start=start):
            yield item["sk"].removeprefix(start), item

    def _entry(
        self, acting: Acting, act: AuditAct, activity_id: str, outcome: Taken, seen: int | None
    ) -> list[Elsewhere]:
        """The entry of the audit log: how many codes, never a code."""
        counts = {"added": outcome.added, "removed": outcome.removed, "changed": outcome.changed}
        return acting.record(
            act,
            on=AuditSubject.activity(activity_id),
            at=self._clock(),
            before={"revision": seen or 0, "rows": outcome.rows - outcome.added + outcome.removed},
            after={"revision": (seen or 0) + 1, "rows": outcome.rows, **counts},
        )

    def _write(
        self, outcome: Taken, make: Callable[[], list[Item]], seen: int | None, entry: list[Elsewhere]
    ) -> Taken | Refusal:
        try:
            items = make()
        except DocumentTooLarge as error:
            return LIST_TOO_LARGE.refuse(what=error.what, size=error.size, largest=error.largest)
        if outcome.dry_run:
            return replace(outcome, revision=seen or 0)
        if all(self._table.write_all([*(replace_seen(item, seen) for item in items), *entry])):
            return replace(outcome, revision=(seen or 0) + 1)
        return LIST_CHANGED.refuse()


def listed_session_code(one: SessionCode) -> ListedCode:
    """A session code of the activity's document."""
    return ListedCode(one.code, site=one.site, session_id=one.session_id)


def refuse_access(items: Mapping[Key, Item], activity_id: str, access: Literal["badge", "group"]) -> Refusal | None:
    """Why an activity cannot have a list of this kind; None if it can. `items` holds the activity."""
    stored = stored_activity(items.get(activity_key(activity_id)))
    if stored is None:
        return LIST_WITHOUT_ACTIVITY.refuse()
    found = stored.activity.access.type
    if found != access:
        return WRONG_ACCESS.refuse(found=found, access=access)
    return None


def _invalid[V](rows: Rows[V]) -> Refusal:
    return INVALID_ROWS.refuse(errors=(one.problem for one in sorted(rows.errors, key=lambda one: one.line)))


def _compared(known: Mapping[str, Group], now: Mapping[str, Group], dry_run: bool) -> Taken:
    changed = sum(1 for code in known.keys() & now.keys() if known[code] != now[code])
    return Taken(len(now), len(now.keys() - known), len(known.keys() - now), changed, dry_run)


def _revision(item: Item | None) -> int | None:
    return int(item["revision"]) if item else None
