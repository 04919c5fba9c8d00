"""One act of staff on many credits: each row is done, skipped or failed, and says why.

A dry run decides by the same rules and writes nothing. Each credit is one conditional write together with its entry in
the audit log, so the same request again skips the credits that it changed. Of two requests at the same moment one wins
for each credit.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.delivery.queue import DeliveryQueue
from laurel.intake.report_once import ReportOnce
from laurel.learners.address_registry import AddressRegistry
from laurel.ledger import requested
from laurel.ledger.audit_entries import credit_entry
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.refusals import FOLLOW_UP_UNDER_WAY
from laurel.ledger.requested import AskedChange
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.organizer import staff_rules
from laurel.organizer.refusals import CREDIT_BUSY, CREDIT_NOT_FOUND
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere


class BulkAct(StrEnum):
    """What staff can do to many credits at once."""

    RELEASE = "release"
    WITHDRAW = "withdraw"
    ENTERED_BY_HAND = "entered_by_hand"
    UNDO_WITHDRAWAL = "undo_withdrawal"


class BulkOutcome(StrEnum):
    """What became of a row; in a dry run, what would become of it."""

    DONE = "done"
    # Nothing is to be done, or the rules forbid it.
    SKIPPED = "skipped"
    # There is no such credit, or somebody changed it at the same moment.
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BulkRow:
    """The result for one credit: as it is now, or would be (None: not found), and why it was not changed."""

    credit_id: str
    outcome: BulkOutcome
    credit: Credit | None
    refusal: Refusal | None = None


type _Rule = Callable[[Credit, AskedChange], Credit | Refusal]
_AUDITED = {
    BulkAct.RELEASE: AuditAct.CREDIT_RELEASED,
    BulkAct.WITHDRAW: AuditAct.CREDIT_WITHDRAWN,
    BulkAct.ENTERED_BY_HAND: AuditAct.CREDIT_SELF_REPORTED,
    BulkAct.UNDO_WITHDRAWAL: AuditAct.CREDIT_WITHDRAWAL_UNDONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkActs:
    """Acts on many credits, and what they need. Calls to the queue run in parallel on `executor`."""

    ledger: Ledger
    once: ReportOnce
    registry: AddressRegistry
    queue: DeliveryQueue
    executor: Executor
    clock: Clock

    def do(
        self,
        act: BulkAct,
        credit_ids: Sequence[str],
        acting: Acting,
        *,
        mine: Callable[[Credit], bool],
        dry_run: bool,
        not_at_ascp: bool = False,
    ) -> list[BulkRow]:
        """The result for each of up to a hundred `credit_ids`, in order; of others than `mine` none is found.

        A dry run is one call. Otherwise two more, a transaction for some thirty credits, and a message for each credit
        that goes to ASCP. If the messages are not taken, the nightly run queues them again. Raises TableBusy.
        """
        request = AskedChange(why=acting.why or "", at=self.clock(), by=acting.actor.name)
        held = {one: credit for one, credit in self.ledger.get_many(credit_ids).items() if mine(credit)}
        rule = _rule_of(act, not_at_ascp)
        decided = {one: rule(credit, request) for one, credit in held.items()}
        changes = {
            one: Change(held[one], after)
            for one, after in decided.items()
            if isinstance(after, Credit) and after is not held[one]
        }
        stored = {one: change.after for one, change in changes.items()} if dry_run else self._save(act, acting, changes)
        if not dry_run:
            self._queue(held, decided, stored)
        return [_row(one, held.get(one), decided.get(one), one in changes, stored.get(one)) for one in credit_ids]

    def _save(self, act: BulkAct, acting: Acting, changes: Mapping[str, Change]) -> dict[str, Credit]:
        before = [change.before for change in changes.values() if change.before]
        holders = self.registry.holders_of({one.email_key for one in before if not one.learner_id}) if before else {}

        def entry(change: Change) -> Sequence[Elsewhere]:
            credit = change.before or change.after
            learner_id = credit.learner_id or holders.get(credit.email_key)
            on = AuditSubject.learner(learner_id) if learner_id else AuditSubject.many(acting.actor)
            return credit_entry(acting, _AUDITED[act], on, credit, change.after)

        saved = self.once.save(list(changes.values()), entry)
        return {one: credit for one, credit in zip(changes, saved, strict=True) if credit}

    def _queue(
        self, held: Mapping[str, Credit], decided: Mapping[str, Credit | Refusal], stored: Mapping[str, Credit]
    ) -> None:
        """Queues what goes to ASCP, also a follow-up that was asked for before: its message may be missing."""
        asked = [one for one, after in decided.items() if after is held[one] and is_under_way(held[one])]
        sent = [one for one, credit in stored.items() if credit.state in _SENT or is_under_way(credit)]
        self.queue.send([*sent, *asked], self.executor)


_SENT = frozenset({State.REPORTED, State.SENDING})


def _rule_of(act: BulkAct, not_at_ascp: bool) -> _Rule:
    match act:
        case BulkAct.RELEASE:
            return staff_rules.released_if_stuck
        case BulkAct.WITHDRAW:
            return requested.withdraw
        case BulkAct.ENTERED_BY_HAND:
            return staff_rules.entered_by_hand
        case BulkAct.UNDO_WITHDRAWAL:
            return partial(staff_rules.restored, not_at_ascp=not_at_ascp)


def _row(
    credit_id: str, held: Credit | None, decided: Credit | Refusal | None, is_changed: bool, stored: Credit | None
) -> BulkRow:
    if held is None:
        return BulkRow(credit_id, BulkOutcome.FAILED, None, CREDIT_NOT_FOUND.refuse())
    if isinstance(decided, Refusal):
        return BulkRow(credit_id, BulkOutcome.SKIPPED, held, decided)
    if not is_changed:  # ASCP was asked for it before
        return BulkRow(credit_id, BulkOutcome.SKIPPED, held, FOLLOW_UP_UNDER_WAY.refuse())
    if stored is None:
        return BulkRow(credit_id, BulkOutcome.FAILED, held, CREDIT_BUSY.refuse())
    return BulkRow(credit_id, BulkOutcome.DONE, stored)
