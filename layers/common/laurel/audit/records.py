"""How an entry of the audit log is stored: one mapping each way."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laurel.audit.acts import Actor, ActorKind, AuditAct, AuditSubject
from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Put, create

type Values = Mapping[str, Any]
"""Changed fields with their values: texts, whole numbers, booleans, None, or lists of such. Never a code or a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act: by whom, on whose data, when (UTC), the changed fields before and after, and the reason, if one was
    given.

    `about` names records by their IDs: `activity_id`, `claim_id`, `certificate`, `credit_id`, `other_learner_id`; of
    several that were seen at once `credit_ids` or `learner_ids`, with spaces between them.

    `entry_id` is the entry's place among those of its subject.
    """

    act: AuditAct
    actor: Actor
    on: AuditSubject
    at: datetime
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    why: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    entry_id: str = ""


def entry_write(entry: AuditEntry, *, kept_years: int, once_a_day: bool = False) -> Put:
    """The write of `entry`, which is removed `kept_years` years later; it never replaces another entry.

    With `once_a_day` the same actor, act and subject have one entry each day: the condition of a second one fails.
    """
    at = instant(entry.at)
    sk = f"{at[:10]}#{entry.act}#{entry.actor.id}" if once_a_day else f"{at}#{uuid.uuid4().hex[:12]}"
    return create(
        {
            "pk": entry.on.key,
            "sk": sk,
            "act": entry.act.value,
            "actor_id": entry.actor.id,
            "actor_kind": entry.actor.kind.value,
            "at": at,
            "before": dict(entry.before) or None,
            "after": dict(entry.after) or None,
            "why": entry.why,
            "about": dict(entry.about) or None,
            "expires_at": _expires_at(entry.at, kept_years),
        }
    )


def from_item(item: Item) -> AuditEntry:
    """The entry in `item`."""
    return AuditEntry(
        act=AuditAct(item["act"]),
        actor=Actor(ActorKind(item["actor_kind"]), item["actor_id"]),
        on=AuditSubject(item["pk"]),
        at=read_instant(item["at"]),
        before=item.get("before", {}),
        after=item.get("after", {}),
        why=item.get("why"),
        about=item.get("about", {}),
        entry_id=item["sk"],
    )


def changed_values(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the fields of `before` and `after` that differ; a field that one of them lacks counts as None."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def _expires_at(at: datetime, years: int) -> int:
    """When DynamoDB removes the entry, in seconds since 1970: `years` years of 365.25 days after `at`."""
    return int(at.timestamp()) + years * 31_557_600
