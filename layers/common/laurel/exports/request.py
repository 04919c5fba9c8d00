"""A learner asks for an export, and looks at where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import AuditLog
from laurel.exports.export import DAY, MOST_A_DAY, PAUSE, Export, ExportKind, ExportState, asked_lately
from laurel.exports.records import from_item, key_of, write_of
from laurel.exports.refusals import EXPORT_BUSY, EXPORT_TOO_SOON, TOO_MANY_EXPORTS
from laurel.learners.records import expect_not_erased
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Check, Elsewhere, Table, Write

type Start = Callable[[Export], None]
"""Starts the function that makes an export, without waiting for its end."""


_ACTS = {ExportKind.DATA: AuditAct.DATA_EXPORTED, ExportKind.CERTIFICATES: AuditAct.CERTIFICATES_EXPORTED}


@dataclass(frozen=True, slots=True)
class ExportDesk:
    """Takes requests for exports; `table` is the claims table."""

    table: Table
    audit: AuditLog
    start: Start
    new_id: Callable[[], str]
    clock: Clock

    def look(self, who: Caller, kind: ExportKind = ExportKind.DATA) -> Export | None:
        """The caller's export of this kind; None if there is none, or its time is over. One call.

        Raises RefusedRequest if the account was erased.
        """
        found = self._read(who.learner_id, kind)
        return None if found is None or found.is_over(self.clock()) else found

    def ask(self, who: Caller, kind: ExportKind = ExportKind.DATA) -> Export | Refusal:
        """The export that is made for the caller: the one that is being made, or else a new one.

        A request and its audit entry are one transaction; then the function is started. If that fails, asking again
        starts it. Two calls. Raises TableBusy, AwsError, and RefusedRequest if the account was erased.
        """

        def attempt() -> Export | Refusal | None:
            before, at = self._read(who.learner_id, kind), self.clock()
            if before is not None and before.state_at(at) in (ExportState.WAITING, ExportState.MAKING):
                return before
            return _too_often(before, kind, at) or self._request(before, who.learner_id, kind, at)

        outcome: Export | Refusal = retry_on_conflict(attempt) or EXPORT_BUSY.refuse()
        if isinstance(outcome, Export) and outcome.state is ExportState.WAITING:
            self.start(outcome)
        return outcome

    def _read(self, learner_id: str, kind: ExportKind) -> Export | None:
        mine, profile = key_of(learner_id, kind), profile_key(learner_id)
        items = self.table.get_many([mine, profile])
        expect_not_erased(profile_from_item(learner_id, items.get(profile)))
        return from_item(items[mine]) if mine in items else None

    def _request(self, before: Export | None, learner_id: str, kind: ExportKind, at: datetime) -> Export | None:
        asked = (*asked_lately(before, at), at) if kind is ExportKind.CERTIFICATES else ()
        export = Export(learner_id=learner_id, export_id=self.new_id(), requested_at=at, kind=kind, asked=asked)
        writes: list[Write | Elsewhere] = [
            write_of(before, export),
            # An erasure that starts at the same moment comes first or finds the export.
            Check(profile_key(learner_id), "attribute_not_exists(#erased_at)", {"#erased_at": "erased_at"}, {}),
            self.audit.record(actor=Actor.learner(learner_id), act=_ACTS[kind], on=learner_id, at=at),
        ]
        return export if all(self.table.write_all(writes)) else None


def _too_often(before: Export | None, kind: ExportKind, at: datetime) -> Refusal | None:
    """Why no other export of this kind is made yet; `before` is the latest, which is not being made."""
    if kind is ExportKind.CERTIFICATES:
        asked = asked_lately(before, at)
        if len(asked) < MOST_A_DAY:
            return None
        left = asked[-MOST_A_DAY] + DAY - at
        return TOO_MANY_EXPORTS.refuse(most=MOST_A_DAY, retry_after=ceil(left.total_seconds()))
    if before is None or before.state_at(at) is not ExportState.READY or at >= before.requested_at + PAUSE:
        return None
    seconds = ceil((before.requested_at + PAUSE - at).total_seconds())
    return EXPORT_TOO_SOON.refuse(minutes=ceil(seconds / 60), retry_after=seconds)
