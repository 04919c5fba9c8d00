"""The revisions of an activity that were public: listed, read, and restored as a draft.

The present one is the document; each earlier one is an item of its own (`laurel.catalog.history`). Documents are read
as JSON and not by today's rules, which an old one may not meet.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laurel.catalog.history import VERSION_PREFIX, revision_key
from laurel.catalog.records import activity_key, unpacked
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.platform.cursors import Cursors
from laurel.platform.refusal import Refusal
from laurel.platform.table import Item
from laurel.workbench.draft_desk import CheckedDraft, DraftDesk
from laurel.workbench.refusals import REVISION_NOT_FOUND


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """What the list shows of a revision.

    `saved_at` is when it became public, `saved_by` by whom (`staff:` and their learner ID); None from earlier releases.
    """

    revision: int
    saved_at: str | None
    saved_by: str | None
    title: str
    session_count: int


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """A page of earlier revisions, the latest first, and the present one. `next_cursor` is None at the end."""

    present: RevisionLine
    archived_at: str | None
    items: tuple[RevisionLine, ...]
    next_cursor: str | None

    @property
    def publishers(self) -> set[str]:
        """Who published these revisions, as `saved_by` has them."""
        return {one.saved_by for one in (self.present, *self.items) if one.saved_by}


@dataclass(frozen=True, slots=True)
class Revisions:
    """The revisions of the activities that the staff of `desk` may change."""

    desk: DraftDesk

    def page(self, activity_id: str, *, limit: int, cursor: str | None, cursors: Cursors) -> RevisionPage | Refusal:
        """A page of the earlier revisions: two calls. Raises InvalidCursor."""
        present = self._present(activity_id)
        if isinstance(present, Refusal):
            return present
        pk, scope = activity_key(activity_id)[0], ("revisions", activity_id)
        after = cursors.read(scope, cursor)[0] if cursor else None
        page = self.desk.table.page(
            None,
            "pk = :pk AND begins_with(sk, :prefix)",
            limit=limit,
            after={"pk": pk, "sk": after} if after else None,
            descending=True,
            pk=pk,
            prefix=VERSION_PREFIX,
        )
        following = cursors.write(scope, [page.last_key["sk"]]) if page.last_key else None
        return RevisionPage(_line(present), present.get("archived_at"), tuple(map(_line, page.items)), following)

    def document(self, activity_id: str, revision: int) -> Mapping[str, Any] | Refusal:
        """The document of a revision: one call for the present one, two for an earlier one."""
        present = self._present(activity_id)
        if isinstance(present, Refusal):
            return present
        is_present = int(present["revision"]) == revision
        item = present if is_present else self.desk.table.get(revision_key(activity_id, revision))
        return _document(item) if item else REVISION_NOT_FOUND.refuse(revision=revision)

    def restore(self, activity_id: str, revision: int, *, seen: int | None) -> CheckedDraft | Refusal:
        """Saves the document of a revision as a draft: what is published stays until the draft is.

        `seen` is the revision of the draft that staff saw, 0 for none, None for any. The reads of `document`, and the
        calls of saving a draft.
        """
        found = self.document(activity_id, revision)
        if isinstance(found, Refusal):
            return found
        return self.desk.save(activity_id, found, seen=seen, base=None)

    def _present(self, activity_id: str) -> Item | Refusal:
        item = self.desk.table.get(activity_key(activity_id))
        if item is None or "document" not in item:
            return ACTIVITY_NOT_FOUND.refuse()
        own = self.desk.owners.own
        is_own = own is None or item["summary"].get("provider_id") in own
        return item if is_own else ACTIVITY_NOT_FOUND.refuse()


def _document(item: Item) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(unpacked(item))
    return found


def _line(item: Item) -> RevisionLine:
    document = _document(item)
    when, who = item.get("saved_at"), item.get("saved_by")
    return RevisionLine(int(item["revision"]), when, who, str(document["title"]), len(document["sessions"]))
