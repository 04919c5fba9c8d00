"""What staff do with drafts of activities: save one, incomplete or not, discard it, publish it.

A draft changes nothing for learners. Each write is conditional: who saves over another's change is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from laurel.audit.log import Acting
from laurel.catalog.activity import Activity
from laurel.catalog.all_problems import parse_form
from laurel.catalog.new_codes import new_code
from laurel.catalog.records import DeletedActivity, DocumentTooLarge, StoredActivity
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.catalog.store import Catalog
from laurel.claims.refusals import ACTIVITY_CHANGED, ACTIVITY_TAKEN, NOT_OWN_PROVIDER
from laurel.claims.staff_catalog import ActivityPut, Owners, put_activity
from laurel.claims.store import Claims
from laurel.platform.clock import Clock, instant
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Problem, Refusal
from laurel.platform.refusals import INVALID
from laurel.platform.table import Item, Table
from laurel.workbench.copying import copied
from laurel.workbench.drafts import ActivityDraft, discarding, draft_key, draft_of, draft_write
from laurel.workbench.refusals import (
    DRAFT_BUSY,
    DRAFT_CHANGED,
    DRAFT_NOT_FOUND,
    DRAFT_TOO_LARGE,
    ID_TAKEN,
    PUBLISHED_MEANWHILE,
)


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft, and all that must be fixed before it can be published."""

    draft: ActivityDraft
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PresentDocument:
    """What a change begins with: the draft, or without one the published document.

    `revision` is that of the draft, 0 without one; `base` is the published revision that it changes.
    """

    activity_id: str
    document: Mapping[str, Any]
    revision: int
    base: int
    saved_at: str


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """What one member of staff may do: the drafts in `table` (the claims table) of whom `owners` names."""

    table: Table
    catalog: Catalog
    claims: Claims
    clock: Clock
    owners: Owners

    def find(self, activity_id: str) -> CheckedDraft | Refusal:
        """The draft of an activity: one read, and one more if it leaves out texts of its provider."""
        draft = self._own(self.table.get(draft_key(activity_id)))
        return draft if isinstance(draft, Refusal) else self._checked(draft)

    def present(self, activity_id: str) -> PresentDocument | Refusal:
        """The draft, or without one what is published: one read, or two."""
        draft = self._own(self.table.get(draft_key(activity_id)))
        if not isinstance(draft, Refusal):
            return PresentDocument(activity_id, draft.document, draft.revision, draft.base, draft.saved_at)
        stored = self.catalog.get(activity_id)
        if stored is None or not self.owners.may_save(stored.activity):
            return ACTIVITY_NOT_FOUND.refuse()
        document = stored.activity.model_dump(mode="json", exclude_none=True)
        return PresentDocument(activity_id, document, 0, stored.revision, stored.saved_at or "")

    def complete(self, activity_id: str) -> Activity | Refusal:
        """The activity that the draft would publish, or the published one; else all that must be fixed. Calls as
        `present`, and one if the document leaves out texts of its provider.
        """
        present = self.present(activity_id)
        if isinstance(present, Refusal):
            return present
        found = parse_form(self.owners.completed(present.document))
        return found if isinstance(found, Activity) else INVALID.refuse(errors=found)

    def checked(self, present: PresentDocument, document: Mapping[str, Any]) -> CheckedDraft:
        """What a draft with `document` would lack. Nothing is saved."""
        revision, base, saved_at = present.revision, present.base, present.saved_at
        return self._checked(ActivityDraft(present.activity_id, document, revision, base, saved_at))

    def save(
        self, activity_id: str, document: Mapping[str, Any], *, seen: int | None, base: int | None
    ) -> CheckedDraft | Refusal:
        """Saves `document`, valid or not, as the draft of `activity_id`: two reads and one write.

        `seen` is the revision of the draft that staff saw, 0 for none, None for any. `base` is the published revision
        that it changes, 0 for an activity that is new; None leaves it, or takes the present one.
        """
        own = self.owners.own
        if own is not None and document.get("provider_id") not in own:
            return INVALID.refuse(errors=[NOT_OWN_PROVIDER.at("provider_id", own=", ".join(sorted(own)))])

        def attempt() -> CheckedDraft | Refusal | None:
            return self._save(activity_id, document, seen, base)

        return retry_on_conflict(attempt) or DRAFT_BUSY.refuse()

    def copy(self, activity_id: str, new_id: str, starts_on: date) -> CheckedDraft | Refusal:
        """Begins a draft `new_id` with the document of an activity, moved to `starts_on`: three reads, one write.

        The program number is left out, and session codes are new.
        """
        stored = self.catalog.get(activity_id)
        if stored is None or not self.owners.may_save(stored.activity):
            return ACTIVITY_NOT_FOUND.refuse()
        return self.save(new_id, copied(stored.activity, new_id, starts_on, new_code), seen=0, base=0)

    def discard(self, activity_id: str, *, seen: int | None) -> ActivityDraft | Refusal:
        """Removes the draft: one read, one write. `seen` is the revision that staff saw; None for any."""

        def attempt() -> ActivityDraft | Refusal | None:
            draft = self._own(self.table.get(draft_key(activity_id)))
            if isinstance(draft, Refusal):
                return draft
            if seen not in (None, draft.revision):
                return DRAFT_CHANGED.refuse(version=draft.revision)
            done = self.table.write_all([discarding(draft, instant(self.clock()))])
            return draft if all(done) else None

        return retry_on_conflict(attempt) or DRAFT_BUSY.refuse()

    def publish(self, activity_id: str, *, seen: int | None, dry_run: bool, acting: Acting) -> ActivityPut | Refusal:
        """Puts the draft into the library in place of the revision that it changes, and removes it: all or nothing."""
        draft = self._own(self.table.get(draft_key(activity_id)))
        if isinstance(draft, Refusal):
            return draft
        if seen not in (None, draft.revision):
            return DRAFT_CHANGED.refuse(version=draft.revision)
        put = put_activity(
            self.catalog,
            self.claims,
            self.clock,
            activity_id,
            draft.document,
            dry_run=dry_run,
            if_match=draft.base,
            acting=acting,
            owners=self.owners,
            also=[discarding(draft, instant(self.clock()))],
        )
        if isinstance(put, Refusal) and put.code == ACTIVITY_CHANGED.code:
            return PUBLISHED_MEANWHILE.refuse(version=draft.revision)
        return put

    def _save(
        self, activity_id: str, document: Mapping[str, Any], seen: int | None, base: int | None
    ) -> CheckedDraft | Refusal | None:
        item, found = self.table.get(draft_key(activity_id)), self.catalog.find(activity_id)
        now, stored = draft_of(item), found if isinstance(found, StoredActivity) else None
        if (now and not self._is_own(now)) or self._is_anothers(found):
            return ACTIVITY_TAKEN.refuse()
        revision = now.revision if now else 0
        if base == 0 and seen == 0 and (now or stored):
            return ID_TAKEN.refuse("id", id=activity_id)
        if seen not in (None, revision):
            return DRAFT_CHANGED.refuse(version=revision)
        if base is None:
            base = now.base if now else stored.revision if stored else 0
        last = int(item["revision"]) if item else 0
        whole = {**document, "id": activity_id}
        draft = ActivityDraft(activity_id, whole, last + 1, base, instant(self.clock()))
        try:
            write = draft_write(draft, item)
        except DocumentTooLarge as error:
            return DRAFT_TOO_LARGE.refuse(what=error.what, size=error.size, largest=error.largest)
        return self._checked(draft) if all(self.table.write_all([write])) else None

    def _own(self, item: Item | None) -> ActivityDraft | Refusal:
        draft = draft_of(item)
        return draft if draft and self._is_own(draft) else DRAFT_NOT_FOUND.refuse()

    def _is_own(self, draft: ActivityDraft) -> bool:
        return self.owners.own is None or draft.provider_id in self.owners.own

    def _is_anothers(self, found: StoredActivity | DeletedActivity | None) -> bool:
        """Whether the activity under an ID, or the one that was deleted there, is not theirs."""
        if isinstance(found, DeletedActivity):
            return self.owners.own is not None and found.provider_id not in self.owners.own
        return found is not None and not self.owners.may_save(found.activity)

    def _checked(self, draft: ActivityDraft) -> CheckedDraft:
        found = parse_form(self.owners.completed(draft.document))
        if not isinstance(found, Activity):
            return CheckedDraft(draft, found)
        problem = self.owners.problem_of(found)
        return CheckedDraft(draft, (problem,) if problem else ())
