"""The audit log's store: adds entries, and reads those of a learner, an activity or an actor.

An entry of an act is part of the act's own transaction (`AuditLog.record`): there is no act without its entry and no
entry without its act. An entry of a read is written before the answer is given (`AuditLog.note`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from laurel.audit.acts import Actor, ActorKind, AuditAct, AuditSubject
from laurel.audit.records import AuditEntry, Values, entry_write, from_item
from laurel.platform.table import Elsewhere, Item, Table

_KEYS = ("pk", "sk")
_KEYS_BY_ACTOR = ("pk", "sk", "actor_id")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, latest first, and the position of the next page; None at the end."""

    entries: list[AuditEntry]
    position: list[str] | None


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The audit log in `table`; an entry is kept for `kept_years` years."""

    table: Table
    kept_years: int

    def record(
        self,
        *,
        actor: Actor,
        act: AuditAct | str,
        on: AuditSubject | str,
        at: datetime,
        before: Values | None = None,
        after: Values | None = None,
        why: str | None = None,
        about: Mapping[str, str] | None = None,
        once_a_day: bool = False,
    ) -> Elsewhere:
        """The write of an entry, for the transaction of the act, whatever table that starts in.

        `on` is a learner's ID or another subject. `before` and `after` hold the changed fields and their values, never
        a code or a token. With `once_a_day` the condition of a repetition on the same day fails. Raises
        ValueError for an act that `AuditAct` does not have.
        """
        subject = AuditSubject.learner(on) if isinstance(on, str) else on
        entry = AuditEntry(
            act=AuditAct(act),
            actor=actor,
            on=subject,
            at=at,
            before=before or {},
            after=after or {},
            why=why,
            about=about or {},
        )
        return Elsewhere(self.table.name, entry_write(entry, kept_years=self.kept_years, once_a_day=once_a_day))

    def note(self, entry: AuditEntry, *, once_a_day: bool = False) -> None:
        """Writes the entry of a read, or of an attempt that was refused: one call. Raises TableBusy.

        With `once_a_day` a repetition on the same day adds nothing.
        """
        self.table.put(entry_write(entry, kept_years=self.kept_years, once_a_day=once_a_day))

    def of(self, subject: AuditSubject, *, limit: int, after: list[str] | None = None) -> AuditPage:
        """The entries of `subject`, latest first, after the position `after`: one call. Raises TableBusy."""
        start = dict(zip(_KEYS, after, strict=True)) if after else None
        page = self.table.page(None, "pk = :pk", pk=subject.key, limit=limit, after=start, descending=True)
        return AuditPage([from_item(item) for item in page.items], _position(page.last_key, _KEYS))

    def of_all(self, subjects: Sequence[AuditSubject], *, limit: int, after: list[str] | None = None) -> AuditPage:
        """The entries of all `subjects`, latest first, as `of`: one call for each. Raises TableBusy."""
        if len(subjects) == 1:
            return self.of(subjects[0], limit=limit, after=after)
        found: list[Item] = []
        more = False
        for subject in subjects:
            # Two subjects may have entries with the same sort key: those of the later partition come first.
            last = after and (after[1] if subject.key >= after[0] else f"{after[1]}\0")
            start: Item | None = {"pk": subject.key, "sk": last} if last else None
            page = self.table.page(None, "pk = :pk", pk=subject.key, limit=limit, after=start, descending=True)
            found += page.items
            more = more or page.last_key is not None
        found.sort(key=lambda item: (item["sk"], item["pk"]), reverse=True)
        shown = found[:limit]
        position = [shown[-1]["pk"], shown[-1]["sk"]] if shown and (more or len(found) > limit) else None
        return AuditPage([from_item(item) for item in shown], position)

    def by(self, actor_id: str, *, limit: int, after: list[str] | None = None) -> AuditPage:
        """What `actor_id` did, latest first: one call, to an index that lags by a moment. Raises TableBusy."""
        start = dict(zip(_KEYS_BY_ACTOR, after, strict=True)) if after else None
        page = self.table.page("actor", "actor_id = :actor", actor=actor_id, limit=limit, after=start, descending=True)
        return AuditPage([from_item(item) for item in page.items], _position(page.last_key, _KEYS_BY_ACTOR))


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts and why, for a use case that records it in `log`. Without a log it records nothing."""

    log: AuditLog | None
    actor: Actor
    why: str | None = None

    def record(
        self,
        act: AuditAct,
        *,
        on: AuditSubject | str,
        at: datetime,
        before: Values | None = None,
        after: Values | None = None,
        about: Mapping[str, str] | None = None,
    ) -> list[Elsewhere]:
        """The writes of an entry, for the transaction of the act; parameters as for `AuditLog.record`."""
        if self.log is None:
            return []
        entry = self.log.record(
            actor=self.actor, act=act, on=on, at=at, before=before, after=after, why=self.why, about=about
        )
        return [entry]

    def note(
        self,
        act: AuditAct,
        *,
        on: AuditSubject | str,
        at: datetime,
        about: Mapping[str, str] | None = None,
        once_a_day: bool = False,
    ) -> None:
        """Writes the entry of a read or of a refused attempt: one call. Raises TableBusy."""
        if self.log:
            subject = AuditSubject.learner(on) if isinstance(on, str) else on
            entry = AuditEntry(act=act, actor=self.actor, on=subject, at=at, why=self.why, about=about or {})
            self.log.note(entry, once_a_day=once_a_day)


UNRECORDED = Acting(None, Actor(ActorKind.SYSTEM, ""))
"""For code that calls a use case without an audit log, such as a test of something else."""


def _position(last_key: Item | None, names: tuple[str, ...]) -> list[str] | None:
    return [last_key[name] for name in names] if last_key else None
