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
from laurel.ledger.listing import UNLISTED, in_state
from laurel.ledger.states import State, UnmatchedReason, WithdrawnReason
from laurel.ledger.store import Change, Ledger
from laurel.organizer.refusals import (
    CREDIT_BUSY,
    CREDIT_NOT_FOUND,
    CREDIT_REVOKED,
    ENTERED_BY_HAND,
    LIKELY_DUPLICATE,
    MEMBERSHIP_LAPSED,
    NEVER_REPORTED,
    NO_CONSENT,
    NOT_A_MEMBER_WITH_ADDRESS,
    NOT_RELEASABLE_IN,
    NOT_UNMATCHED_IN,
    NOT_WITHDRAWN_IN,
    TOO_WIDE,
)
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from laurel.roster import matching
from laurel.roster.follow_customer_id import id_for
from laurel.roster.member import Member
from laurel.roster.store import Roster

# A search for a reason may find nothing on a page: then so many are read before the answer says where to continue.
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What staff search for: one credit, the credits of one address, or those in one state.

    `email_key` is the normalized address; state, provider and reason filter the credits of an address, and provider and
    reason those in a state.
    """

    credit_id: str | None = None
    email_key: str | None = None
    state: State | None = None
    provider: str | None = None
    reason: str | None = None

    def has_reason(self, credit: Credit) -> bool:
        """Whether the credit has the reason that is searched for, if there is one."""
        return self.reason in (None, credit.reason)


@dataclass(frozen=True, slots=True)
class Found:
    """Credits, the position of the next page (None at the end), and the total (None if it was not counted)."""

    credits: list[Credit]
    position: list[str] | None
    total: int | None


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

    def find(self, search: Search, *, limit: int, after: list[str] | None) -> Found | Refusal:
        """The credits that match `search`. Costs one call by ID or by address; by state see `ledger.listing`."""
        if search.credit_id:
            credit = self.ledger.get(search.credit_id)
            return Found([credit] if credit else [], None, 1 if credit else 0)
        if search.email_key:
            return self._of_address(search, limit=limit, after=after)
        if search.state and search.state not in UNLISTED:
            return self._in_state(search, search.state, limit=limit, after=after)
        return TOO_WIDE.refuse("state")

    def only(self, found: Found, mine: Callable[[Credit], bool]) -> Found:
        """Those of `found` for which `mine` is true. They are not counted: the total would tell of the others."""
        return Found([one for one in found.credits if mine(one)], found.position, None)

    def _in_state(self, search: Search, state: State, *, limit: int, after: list[str] | None) -> Found:
        """The credits in the state. A reason may skip most: then more pages are read, up to _MOST_PAGES."""
        for _ in range(_MOST_PAGES):
            page = in_state(self.ledger, self.table, state, search.provider, limit=limit, after=after)
            found = [one for one in page.credits if search.has_reason(one)]
            if found or page.position is None:
                return Found(found, page.position, None)
            after = page.position
        return Found([], after, None)

    def _of_address(self, search: Search, *, limit: int, after: list[str] | None) -> Found:
        credits = [
            (_position(credit), credit)
            for credit in self.ledger.of_address(search.email_key or "")
            if search.state in (None, credit.state)
            and search.has_reason(credit)
            and (search.provider is None or search.provider.casefold() == credit.provider.casefold())
        ]
        credits.sort(key=lambda one: one[0], reverse=True)
        left = [one for one in credits if after is None or one[0] < after]
        page = left[:limit]
        return Found([credit for _, credit in page], page[-1][0] if len(left) > limit else None, len(credits))

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
        at = self.clock()
        match credit.state:
            case State.REJECTED if credit.member_number:
                earned = credit.earn_again(why=_why(acting), at=at, by=acting.actor.name)
                after = earned.report(
                    member_number=credit.member_number,
                    at=at,
                    look_again_at=at + LOST_AFTER,
                    why=_why(acting),
                    by=acting.actor.name,
                    sent_as=credit.sent_as,
                )
            case State.UNMATCHED if credit.is_likely_duplicate:
                after = credit.mark_distinct(why=_why(acting), at=at, by=acting.actor.name)
                return self._change(acting, AuditAct.CREDIT_RELEASED, credit, after)
            case State.REPORTED:
                after = credit.note(why=_why(acting), at=at, by=acting.actor.name)
            case State.SENDING if credit.due_at is None or credit.due_at <= at:  # its lease has ended
                after = credit.note(why=_why(acting), at=at, by=acting.actor.name)
            case _ if is_under_way(credit):
                after = credit.note(why=_why(acting), at=at, by=acting.actor.name)
            case _:
                return NOT_RELEASABLE_IN[credit.state].refuse()
        return self._send(acting, AuditAct.CREDIT_RELEASED, credit, after)

    def withdraw(self, credit_id: str, acting: Acting) -> Credit | Refusal:
        """Withdraws the credit: it is never sent, or, if ASCP has it, ASCP is asked to withdraw it.

        Refused while ASCP may have it. The same request again changes nothing.
        """
        return self._on_request(credit_id, acting, AuditAct.CREDIT_WITHDRAWN, requested.withdraw)

    def correct(self, credit_id: str, correction: CreditCorrection, acting: Acting) -> Credit | Refusal:
        """Corrects facts of a provider's credit: here, and at ASCP if ASCP has it. Refused while ASCP may have it."""

        def change(credit: Credit, request: requested.AskedChange) -> Credit | Refusal:
            return requested.correct(credit, correction.of(credit), request)

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
        request = requested.AskedChange(why=_why(acting), at=self.clock(), by=acting.actor.name)
        after = change(credit, request)
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
        credit = self.ledger.get(credit_id)
        if credit is None:
            return CREDIT_NOT_FOUND.refuse()
        if refusal := _not_undone(credit, not_at_ascp):
            return refusal
        if credit.receipt:
            return self._on_request(credit_id, acting, AuditAct.CREDIT_WITHDRAWAL_UNDONE, requested.restore)
        after = credit.undo_withdrawal(why=_why(acting), at=self.clock(), by=acting.actor.name)
        return self._change(acting, AuditAct.CREDIT_WITHDRAWAL_UNDONE, credit, after)

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


def _not_undone(credit: Credit, not_at_ascp: bool) -> Refusal | None:
    if credit.state is not State.WITHDRAWN:
        return NOT_WITHDRAWN_IN[credit.state].refuse()
    if credit.is_revoked:
        return CREDIT_REVOKED.refuse()
    if credit.withdrawn_for is WithdrawnReason.BY_HAND and not not_at_ascp:
        return ENTERED_BY_HAND.refuse()
    return None


def _why(acting: Acting) -> str:
    """The reason, in the words of the member of staff."""
    return acting.why or ""


def _position(credit: Credit) -> list[str]:
    return [credit.completed_on.isoformat(), credit.credit_id]
