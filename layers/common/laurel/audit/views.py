"""Entries of the audit log as they go over the wire."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.audit.acts import ActorKind, AuditAct
from laurel.audit.records import AuditEntry


class AuditModel(BaseModel):
    """Base of the views: frozen."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class AuditChange(AuditModel):
    """A field that changed, with its values as text; null for a field that was or is empty."""

    field: str = Field(examples=["name_as_printed"])
    before: str | None
    after: str | None


class AuditLine(AuditModel):
    """One act: its name, by what kind of person, when, why, and the changed fields."""

    at: AwareDatetime
    act: AuditAct
    by: ActorKind
    why: str | None = Field(description="The reason that was given.")
    changes: tuple[AuditChange, ...]
    activity_id: str | None
    claim_id: str | None
    certificate: str | None = Field(description="The number of the certificate.")
    credit_ids: tuple[str, ...]


class MyAuditLine(AuditLine):
    """An act on the caller's data."""

    by_you: bool = Field(description="Whether you did it yourself.")

    @classmethod
    def of(cls, entry: AuditEntry, learner_id: str, joined: Collection[str] = ()) -> Self:
        """`entry` as the learner `learner_id` sees it, with whom `joined` are joined: staff and other accounts are not
        named.
        """
        own = entry.actor.kind is ActorKind.LEARNER and entry.actor.id in (learner_id, *joined)
        return cls(**_shared(entry), by_you=own)


class StaffAuditLine(AuditLine):
    """An act, with the IDs of the person who acted and of the learner whose data it was."""

    actor_id: str
    learner_id: str | None

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """`entry` as staff see it."""
        return cls(**_shared(entry), actor_id=entry.actor.id, learner_id=entry.on.learner_id)


class MyAuditPage(AuditModel):
    """A page of the acts on the caller's data, latest first."""

    items: tuple[MyAuditLine, ...]
    next_cursor: str | None

    @classmethod
    def of(
        cls, entries: Iterable[AuditEntry], learner_id: str, next_cursor: str | None, joined: Collection[str] = ()
    ) -> Self:
        """The page as it goes over the wire."""
        return cls(items=tuple(MyAuditLine.of(one, learner_id, joined) for one in entries), next_cursor=next_cursor)


class StaffAuditPage(AuditModel):
    """A page of acts, latest first."""

    items: tuple[StaffAuditLine, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, entries: Iterable[AuditEntry], next_cursor: str | None) -> Self:
        """The page as it goes over the wire."""
        return cls(items=tuple(map(StaffAuditLine.of, entries)), next_cursor=next_cursor)


def _shared(entry: AuditEntry) -> dict[str, Any]:
    credits = entry.about.get("credit_ids") or entry.about.get("credit_id") or ""
    return {
        "at": entry.at,
        "act": entry.act,
        "by": entry.actor.kind,
        "why": entry.why,
        "changes": _changes(entry.before, entry.after),
        "activity_id": entry.about.get("activity_id") or entry.on.activity_id,
        "claim_id": entry.about.get("claim_id"),
        "certificate": entry.about.get("certificate"),
        "credit_ids": tuple(credits.split()),
    }


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[AuditChange, ...]:
    names = dict.fromkeys([*before, *after])
    return tuple(
        AuditChange(field=name, before=_text(before.get(name)), after=_text(after.get(name))) for name in names
    )


def _text(value: Any) -> str | None:
    match value:
        case None | "" | []:
            return None
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
