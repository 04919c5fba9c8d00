"""Drafts of activities: stored next to the document under a key that no page of learners reads.

A draft is the JSON of a form, complete or not. It is one item, `DRAFT`, in the index `library` under a shard of its
own. A discarded or published draft keeps its revision, so that an old ETag never fits a later draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from laurel.catalog.library import DRAFT_SHARD
from laurel.catalog.library_pages import ShardOfLibrary
from laurel.catalog.records import packed, unpacked
from laurel.platform.table import Item, Key, Put, create, replace_seen

DRAFTS = ShardOfLibrary(DRAFT_SHARD, "DRAFT")
_LONGEST = 300
_SHOWN = ("title", "kind", "provider", "provider_id", "number", "starts_on", "ends_on", "location")


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """A draft: the document as staff typed it, its own revision, and the published revision that it changes.

    `base` is 0 for an activity that is not published. `saved_at` is the instant of the last change.
    """

    activity_id: str
    document: Mapping[str, Any]
    revision: int
    base: int
    saved_at: str

    @property
    def provider_id(self) -> str | None:
        """Whose draft it is; None: operators'."""
        named = self.document.get("provider_id")
        return named if isinstance(named, str) else None

    @property
    def line(self) -> "DraftLine":
        """What the list shows of it."""
        texts = {name: text for name in _SHOWN if (text := _text(self.document.get(name)))}
        sessions = self.document.get("sessions")
        count = len(sessions) if isinstance(sessions, list) else 0
        return DraftLine(self.activity_id, texts, count, self.base, self.saved_at)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """What the list shows of a draft: its short texts, without those that are missing."""

    activity_id: str
    texts: Mapping[str, str]
    session_count: int
    base: int
    saved_at: str

    @classmethod
    def of(cls, summary: Mapping[str, Any]) -> Self:
        """The line in the `summary` of an item of the index."""
        texts = {name: summary[name] for name in _SHOWN if name in summary}
        return cls(summary["id"], texts, int(summary["session_count"]), int(summary["base"]), summary["saved_at"])

    def as_attribute(self) -> dict[str, Any]:
        """The line as one attribute of an item."""
        facts = {"session_count": self.session_count, "base": self.base, "saved_at": self.saved_at}
        return {**self.texts, **facts, "id": self.activity_id}


def draft_key(activity_id: str) -> Key:
    """The key of the draft of an activity."""
    return f"ACTIVITY#{activity_id}", "DRAFT"


def draft_of(item: Item | None) -> ActivityDraft | None:
    """The draft in its item; None without one, or if it was discarded or published."""
    if item is None or "document" not in item:
        return None
    activity_id = item["pk"].removeprefix("ACTIVITY#")
    document = json.loads(unpacked(item))
    return ActivityDraft(activity_id, document, int(item["revision"]), int(item["base"]), item["saved_at"])


def draft_write(draft: ActivityDraft, item: Item | None) -> Put:
    """The write that saves `draft` over `item`, the one that was read. Raises DocumentTooLarge."""
    pk, sk = draft_key(draft.activity_id)
    new: Item = {
        "pk": pk,
        "sk": sk,
        "document": packed(json.dumps(draft.document, ensure_ascii=False), "The draft"),
        "revision": draft.revision,
        "base": draft.base,
        "saved_at": draft.saved_at,
        "library_shard": DRAFTS.name,
        "library_order": f"{draft.saved_at}#{draft.activity_id}",
        "summary": draft.line.as_attribute(),
    }
    return _over(new, item)


def discarding(draft: ActivityDraft, at: str) -> Put:
    """The write that removes `draft`, also from the list, if nobody has changed it."""
    pk, sk = draft_key(draft.activity_id)
    return replace_seen({"pk": pk, "sk": sk, "revision": draft.revision + 1, "discarded_at": at}, draft.revision)


def _over(new: Item, item: Item | None) -> Put:
    return replace_seen(new, int(item["revision"])) if item else create(new)


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
