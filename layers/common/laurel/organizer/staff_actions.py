"""Staff actions on credits: find, release, withdraw, correct, assign to a member.

The credit's timeline records each action with who did it and why; the learner sees the action and the reason. Each
action is one read and one conditional write (assigning reads the roster too), and one message if the credit is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.delivery.queue import DeliveryQueue
from laurel.intake.report_once import ReportOnce
from laurel.learners.address_registry import AddressRegistry
from laurel.ledger import requested
from laurel.ledger.audit_entries import credit_entry
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.follow_ups import CreditCorrection, is_under_way
from laurel.ledger.identify import identified
from laurel.ledger.states import State, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from laurel.organizer import staff_rules
from laurel.organizer.refusals import (
    CREDIT_BUSY,
    CREDIT_CHANGED,
    CREDIT_NOT_FOUND,
    LIKELY_DUPLICATE,
    MEMBERSHIP_LAPSED,
    NEVER_REPORTED,
    NO_CONSENT,
    NOT_A_MEMBER_WITH_ADDRESS,
    NOT_UNMATCHED_IN,
)
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from laurel.roster import matching
from laurel.roster.follow_customer_id import id_for
from laurel.roster.member import Member
from laurel.roster.store import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCredits:
    """Staff actions and what they need. The date in `zone`, the nightly run's, decides if a membership is active."""

    table: Table
    ledger: Ledger
    once: ReportOnce
    registry: AddressRegistry
    roster: Roster
    queue: DeliveryQueue
    clock: Clock
    zone: ZoneInfo

    def members_sharing(self, credits: list[Credit]) -> dict[str, list[Member]]:
        """The members who share the address of an ambiguous credit, by address. One call, none if no credit is one."""
        keys = {one.email_key for one in credits if one.reason == UnmatchedReason.AMBIGUOUS_EMAIL}
        return self.roster.members_of(keys) if keys else {}

    def release(self, credit_id: str, acting: Acting) -> Credit | Refusal:
        """Sends the credit (again): a refused credit unchanged; one stuck on its way to ASCP by a new message.

        A likely duplicate counts as a separate credit from now on. It is matched within minutes, or in the next nightly
        run.
        """
        credit = self.ledger.get(credit_id)
        if credit is None:
            return CREDIT_NOT_FOUND.refuse()
        after = staff_rules.released(credit, self._asked(acting))
        if isinstance(after, Refusal):
            return after
        if after.state is State.EARNED:  # a likely duplicate: the next run matches it
            return self._change(acting, AuditAct.CREDIT_RELEASED, credit, after)
        return self._send(acting, AuditAct.CREDIT_RELEASED, credit, after)

    def withdraw(self, credit_id: str, acting: Acting) -> Credit | Refusal:
        """Withdraws the credit: it is never sent, or, if ASCP has it, ASCP is asked to withdraw it.

        Refused while ASCP may have it. The same request again changes nothing.
        """
        return self._on_request(credit_id, acting, AuditAct.CREDIT_WITHDRAWN, requested.withdraw)

    def correct(
        self, credit_id: str, correction: CreditCorrection, acting: Acting, seen: int | None = None
    ) -> Credit | Refusal:
        """Corrects facts of a provider's credit: here, and at ASCP if ASCP has it. Refused while ASCP may have it.

        `seen` is the version that staff saw, if they say so: what somebody else has changed since is not written over.
        """

        def change(credit: Credit, request: requested.AskedChange) -> Credit | Refusal:
            after = requested.correct(credit, correction.of(credit), request)
            is_known = seen is None or credit.version == seen or after is credit
            return after if is_known else CREDIT_CHANGED.refuse(version=credit.version)

        return self._on_request(credit_id, acting, AuditAct.CREDIT_CORRECTED, change)

    def _on_request(
        self,
        credit_id: str,
        acting: Acting,
        act: AuditAct,
        change: Callable[[Credit, requested.AskedChange], Credit | Refusal],
    ) -> Credit | Refusal:
        """The credit after the `change`; a follow-up is queued, also again if it is under way already."""
        credit = self.ledger.get(credit_id)
        if credit is None:
            return CREDIT_NOT_FOUND.refuse()
        after = change(credit, self._asked(acting))
        if isinstance(after, Refusal):
            return after
        stored = credit if after is credit else self._change(acting, act, credit, after)
        if isinstance(stored, Credit) and is_under_way(stored):
            self.queue.send_one(credit_id)
        return stored

    def undo_withdrawal(self, credit_id: str, acting: Acting, *, not_at_ascp: bool = False) -> Credit | Refusal:
        """Undoes a withdrawal: the credit is matched and sent like a new one, soon or in the next nightly run.

        If ASCP had accepted the credit and withdrew it at our request, ASCP is asked to count it again.

        Refused if the certificate was revoked: reopen the claim instead. If the learner reported that they entered the
        credit by hand, staff must confirm that ASCP does not have it.
        """

        def change(credit: Credit, request: requested.AskedChange) -> Credit | Refusal:
            return staff_rules.restored(credit, request, not_at_ascp=not_at_ascp)

        return self._on_request(credit_id, acting, AuditAct.CREDIT_WITHDRAWAL_UNDONE, change)

    def assign(self, credit_id: str, member_number: str, acting: Acting) -> Credit | Refusal:
        """Assigns an unmatched credit to the member with this number, who must have its e-mail on the roster."""
        credit = self.ledger.get(credit_id)
        if credit is None:
            return CREDIT_NOT_FOUND.refuse()
        if credit.state is not State.UNMATCHED:
            return NOT_UNMATCHED_IN[credit.state].refuse()
        if credit.is_likely_duplicate:
            return LIKELY_DUPLICATE.refuse()
        if credit.waits_for_consent:
            return NO_CONSENT.refuse()
        found, own = self.roster.with_customer_ids_of([credit.email_key])
        members = found.get(credit.email_key, [])
        chosen = [member for member in members if member.member_number == member_number]
        if not chosen:
            return NOT_A_MEMBER_WITH_ADDRESS.refuse("member_number")
        at = self.clock()
        match matching.match(credit.statement, chosen, on=at.astimezone(self.zone).date()):
            case matching.Matched(number):
                after = credit.report(
                    member_number=number, at=at, look_again_at=at + LOST_AFTER, why=_why(acting), by=acting.actor.name
                )
                after = identified(after, id_for(after, members, own.get(credit.email_key)))
                return self._send(acting, AuditAct.CREDIT_MATCHED, credit, after)
            case reason:
                return (NEVER_REPORTED if reason is UnmatchedReason.NOT_REPORTABLE else MEMBERSHIP_LAPSED).refuse()

    def _asked(self, acting: Acting) -> requested.AskedChange:
        return requested.AskedChange(why=_why(acting), at=self.clock(), by=acting.actor.name)

    def _change(self, acting: Acting, act: AuditAct, before: Credit, after: Credit) -> Credit | Refusal:
        """Saves the change with its entry in the audit log."""
        on = self.subject_of(acting, before)
        (stored,) = self.once.save(
            [Change(before, after)], lambda change: credit_entry(acting, act, on, before, change.after)
        )
        return stored or CREDIT_BUSY.refuse()

    def subject_of(self, acting: Acting, credit: Credit) -> AuditSubject:
        """In whose record of the audit log the credit belongs: its learner's.

        A provider's credit belongs to the learner who holds its address: one call. If nobody does, the record is the
        actor's own.
        """
        learner_id = credit.learner_id or self.registry.holders_of([credit.email_key]).get(credit.email_key)
        return AuditSubject.learner(learner_id) if learner_id else AuditSubject.many(acting.actor)

    def _send(self, acting: Acting, act: AuditAct, before: Credit, after: Credit) -> Credit | Refusal:
        """Saves, then queues. If the message is not sent, staff can release the credit again, or a nightly run does."""
        stored = self._change(acting, act, before, after)
        if isinstance(stored, Credit) and not stored.is_likely_duplicate:
            self.queue.send_one(stored.credit_id)
        return stored


def _why(acting: Acting) -> str:
    """The reason, in the words of the member of staff."""
    return acting.why or ""
