"""What staff do with an activity as a whole: archive it, put it back, delete it while nobody has claimed it.

Each is one conditional transaction. A claim that is opened at the same moment as a deletion wins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.catalog.claim_marks import ended_marks
from laurel.catalog.history import kept_revision
from laurel.catalog.library import ARCHIVE_SHARD, LIBRARY_SHARD
from laurel.catalog.records import (
    StoredActivity,
    activity_key,
    badge_items,
    badge_list_keys,
    group_item,
    group_list_key,
    logo_key,
    stored_activity,
)
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.claims.refusals import ACTIVITY_BUSY, ACTIVITY_CHANGED
from laurel.claims.staff_catalog import Owners
from laurel.claims.store import Claims
from laurel.platform.clock import Clock, instant
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, Update, replace_seen
from laurel.workbench.drafts import draft_key, draft_of
from laurel.workbench.refusals import ACTIVITY_CLAIMED, ARCHIVED_ALREADY, DRAFT_IN_THE_WAY, NOT_ARCHIVED


@dataclass(frozen=True, slots=True)
class ActivityDesk:
    """What one member of staff may do with the activities in `table` (the claims table) of whom `owners` names."""

    table: Table
    claims: Claims
    clock: Clock
    owners: Owners
    acting: Acting

    def archive(self, activity_id: str, *, seen: int | None) -> StoredActivity | Refusal:
        """Takes the activity out of the library; its page and its claims stay. One read, one write.

        `seen` is the revision that staff saw; None for any.
        """

        def attempt() -> StoredActivity | Refusal | None:
            stored = self._found(activity_id, seen)
            if isinstance(stored, Refusal):
                return stored
            if stored.archived_at:
                return ARCHIVED_ALREADY.refuse()
            at = self.clock()
            write = _change(
                stored,
                "SET library_shard = :shard, archived_at = :at",
                "attribute_not_exists(archived_at)",
                {":shard": ARCHIVE_SHARD, ":at": instant(at)},
            )
            done = self.table.write_all([write, *self._entry(AuditAct.ACTIVITY_ARCHIVED, stored)])
            return replace(stored, archived_at=instant(at)) if all(done) else None

        return retry_on_conflict(attempt) or ACTIVITY_BUSY.refuse()

    def restore(self, activity_id: str, *, seen: int | None) -> StoredActivity | Refusal:
        """Puts an archived activity back into the library: one read, one write."""

        def attempt() -> StoredActivity | Refusal | None:
            stored = self._found(activity_id, seen)
            if isinstance(stored, Refusal):
                return stored
            if not stored.archived_at:
                return NOT_ARCHIVED.refuse()
            write = _change(
                stored,
                "SET library_shard = :shard REMOVE archived_at",
                "archived_at = :since",
                {":shard": LIBRARY_SHARD, ":since": stored.archived_at},
            )
            done = self.table.write_all([write, *self._entry(AuditAct.ACTIVITY_RESTORED, stored)])
            return replace(stored, archived_at=None) if all(done) else None

        return retry_on_conflict(attempt) or ACTIVITY_BUSY.refuse()

    def delete(self, activity_id: str, *, seen: int | None) -> StoredActivity | Refusal:
        """Deletes the activity, its logo and its lists of codes if nobody has opened a claim.

        Two reads, one query, one write. Attendance on record stays until it expires, as for any activity.
        The document is kept with the earlier revisions. Another activity of the same provider may
        take the ID: what is stored under it was never another's.
        """

        def attempt() -> StoredActivity | Refusal | None:
            stored = self._found(activity_id, seen)
            if isinstance(stored, Refusal):
                return stored
            lists = [*badge_list_keys(activity_id), group_list_key(activity_id)]
            items = self.table.get_many([draft_key(activity_id), logo_key(activity_id), *lists])
            if draft_of(items.get(draft_key(activity_id))):
                return DRAFT_IN_THE_WAY.refuse()
            if next(iter(self.claims.at_activity(activity_id)), None) is not None:
                return ACTIVITY_CLAIMED.refuse()
            marks = ended_marks(activity_id, stored.revision)
            others: list[Put | Update | Elsewhere] = [
                *_without_logo(activity_id, items),
                *_emptied(activity_id, items),
                *self._entry(AuditAct.ACTIVITY_DELETED, stored),
            ]
            done = self.table.write_all([self._ended(stored), *marks, kept_revision(stored), *others])
            if all(done):
                return stored
            return None if all(done[1 : 1 + len(marks)]) else ACTIVITY_CLAIMED.refuse()

        return retry_on_conflict(attempt) or ACTIVITY_BUSY.refuse()

    def _found(self, activity_id: str, seen: int | None) -> StoredActivity | Refusal:
        stored = stored_activity(self.table.get(activity_key(activity_id)))
        if stored is None or not self.owners.may_save(stored.activity):
            return ACTIVITY_NOT_FOUND.refuse()
        return stored if seen in (None, stored.revision) else ACTIVITY_CHANGED.refuse(version=stored.revision)

    def _ended(self, stored: StoredActivity) -> Put:
        """The write in place of the document: its revision and its provider alone, in no list."""
        pk, sk = activity_key(stored.activity.id)
        item: Item = {"pk": pk, "sk": sk, "revision": stored.revision + 1, "deleted_at": instant(self.clock())}
        return replace_seen({**item, "provider_id": stored.activity.provider_id}, stored.revision)

    def _entry(self, act: AuditAct, stored: StoredActivity) -> list[Elsewhere]:
        activity = stored.activity
        facts = {"revision": stored.revision, "title": activity.title}
        return self.acting.record(act, on=AuditSubject.activity(activity.id), at=self.clock(), before=facts)


def _change(stored: StoredActivity, change: str, condition: str, values: Mapping[str, str]) -> Update:
    """A change of the item of an activity, if it still has the revision and the state that were read."""
    key, names = activity_key(stored.activity.id), {"#revision": "revision"}
    return Update(key, change, f"#revision = :seen AND {condition}", names, {":seen": stored.revision, **values})


def _without_logo(activity_id: str, items: Mapping[Key, Item]) -> list[Update]:
    """The write that takes the logo away, if it is among `items`. The picture itself may be another activity's too."""
    key = logo_key(activity_id)
    return [Update(key, "REMOVE #sha256", None, {"#sha256": "sha256"}, {})] if key in items else []


def _emptied(activity_id: str, items: Mapping[Key, Item]) -> Iterator[Put]:
    """The writes that empty the lists of codes among `items`: another activity may take the ID."""
    for one in (*badge_items(activity_id, (), 0), group_item(activity_id, {}, 0)):
        if stored := items.get((one["pk"], one["sk"])):
            seen = int(stored["revision"])
            yield replace_seen({**one, "revision": seen + 1}, seen)
