"""A credit: one entry in the ledger, and the only ways to change it (pure)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile
from typing import Any, Self

from laurel.ledger.customer_id import CustomerId
from laurel.ledger.earned_facts import with_facts_of
from laurel.ledger.states import NEXT, Action, RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.ledger.timeline import Step as Step
from laurel.ledger.timeline import abridged

# Details of timeline steps. The timeline contains no address.
MOVED = "its learner's present e-mail address"
AGREED = "its learner agreed to reporting"
JOINED = "the e-mail address of its learner's other account"

# The timeline detail of a credit withdrawn by a revocation. Older records have no reason and are recognized by it.
REVOKED = "certificate {number} revoked: {reason}"
_REVOKED = re.compile(r"certificate [0-9A-Z-]+ revoked: ")

_NOT_YET_TAKEN = frozenset({State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED})


class IllegalTransition(Exception):
    """The requested state cannot follow the credit's current state. This is a bug in the caller."""


class Source(StrEnum):
    """Where a credit came from."""

    CLAIM = "claim"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """The facts of a credit that can be corrected: the learner's name and the activity. Hours and date never change."""

    name: str
    provider: str
    activity_number: str
    activity_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit as the ledger holds it.

    `email` is as given, `email_key` is normalized for comparison. `contact_hours` are in the unit of the statement.
    `completed_on` is the calendar date in the activity's time zone. `version` counts the writes and guards each one.
    `due_at` (UTC) is when the nightly run must process the credit if nothing else has moved it:
    for `earned` at once, for `reported` when its message counts as lost, for `sending` when its lease ends.
    An `unmatched` credit is due only after its learner asked for a retry; otherwise a roster change triggers it.
    `in_doubt` is set while ASCP may have the credit without our knowing: we ask ASCP before we send it again.
    `attempts` counts how often it was sent to ASCP and may have arrived.
    `retries` counts the retries that the learner requested on the day `retried_on` (UTC).
    `notified` holds the keys of the notices that its learner was sent (`ledger.notifications`).
    `resembles` is the ID of the credit that a likely duplicate looks like; `distinct` is set once staff have decided
    that it is a separate credit, so that it is not held back again.
    `learner_id` is the learner of the claim it comes from: it is sent only while that learner consents to reporting.
    A provider's credit has none.
    `file_id` is the provider's file that it came with (`intake.feed_cards`); None for any other credit.
    `customer_id` is the ASCP customer ID that is sent with it, and who gave it; `provider_customer_id` is the one in
    the provider's row (`ledger.customer_id`).
    `sent_as` is the address key under which it goes to ASCP, if that is not its own: its learner has another account,
    which is joined, and is a member under that address.
    `follow_up` is the latest correction or withdrawal of a credit that ASCP accepted (`ledger.follow_ups`): a credit
    too, with `action`, the facts to send, and a state and timeline of its own. `number` counts them from 1. A follow-up
    has one itself if another comes after it.
    """

    credit_id: str
    reference: str
    fingerprint: str
    source: Source
    email: str
    email_key: str
    name: str
    provider: str
    activity_number: str
    activity_title: str
    statement: str
    contact_hours: Decimal
    completed_on: date
    timeline: tuple[Step, ...]
    state: State = State.EARNED
    version: int = 0
    reason: str | None = None
    detail: str | None = None
    attempts: int = 0
    receipt: str | None = None
    member_number: str | None = None
    submission_id: str | None = None
    in_doubt: bool = False
    due_at: datetime | None = None
    retried_on: date | None = None
    retries: int = 0
    notified: tuple[str, ...] = ()
    resembles: str | None = None
    distinct: bool = False
    learner_id: str | None = None
    file_id: str | None = None
    customer_id: CustomerId | None = None
    provider_customer_id: str | None = None
    sent_as: str | None = None
    action: Action = Action.ADD
    number: int = 0
    follow_up: Self | None = None

    @property
    def ascp_customer_id(self) -> str | None:
        """The ASCP customer ID that is sent with it."""
        return self.customer_id.value if self.customer_id else None

    @property
    def participant(self) -> str:
        """The address key by which ASCP knows, or gets to know, its learner."""
        return self.sent_as or self.email_key

    def report(
        self,
        *,
        member_number: str,
        at: datetime,
        look_again_at: datetime,
        why: str | None = None,
        by: str | None = None,
        sent_as: str | None = None,
    ) -> Self:
        """Matched to the ASCLS member `member_number` and queued for ASCP; `why` and `by` if a person did it.

        `sent_as` is the member's address if that is not the credit's own.
        """
        matched: dict[str, Any] = {"member_number": member_number, "sent_as": sent_as}
        return self._enter(State.REPORTED, at, detail=why, by=by, due_at=look_again_at, **matched)

    def leave_unmatched(self, reason: UnmatchedReason, *, at: datetime) -> Self:
        """Not matched, for `reason`. It waits until the roster or its e-mail address changes."""
        return self._enter(State.UNMATCHED, at, reason=reason.value)

    def hold_back(self, resembled: str | None) -> Self:
        """It was about to be reported but looks like the credit `resembled`: it is held for staff instead."""
        if self.state is not State.REPORTED:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} is not about to be reported")
        reason = UnmatchedReason.LIKELY_DUPLICATE.value
        step = Step(self.timeline[-1].at, State.UNMATCHED, reason)
        return replace(
            self,
            state=State.UNMATCHED,
            reason=reason,
            detail=None,
            due_at=None,
            member_number=None,
            resembles=resembled,
            timeline=(*self.timeline[:-1], step),
        )

    def mark_distinct(self, *, why: str, at: datetime, by: str) -> Self:
        """Staff decided that it is a separate credit: the next nightly run matches and sends it."""
        if not self.is_likely_duplicate:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} is not held as a likely duplicate")
        return self._enter(State.EARNED, at, detail=why, by=by, due_at=at, distinct=True)

    @property
    def is_likely_duplicate(self) -> bool:
        """Whether it is held for staff because it looks like another credit."""
        return self.state is State.UNMATCHED and self.reason == UnmatchedReason.LIKELY_DUPLICATE

    def withhold(self, *, at: datetime, by: str | None = None, not_held: bool = False) -> Self:
        """Its learner has not consented to reporting, or has withdrawn consent: it waits until they consent.

        `not_held`: ASCP said that it does not have it. Otherwise a credit in doubt stays in doubt, and we ask later.
        """
        in_doubt = self.in_doubt and not not_held
        reason = UnmatchedReason.NO_CONSENT.value
        return self._enter(State.UNMATCHED, at, reason=reason, by=by, member_number=None, in_doubt=in_doubt)

    def agree(self, *, at: datetime, by: str | None = None) -> Self:
        """Its learner agreed to reporting: the next nightly run matches it."""
        if not self.waits_for_consent:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} does not wait for consent")
        return self._enter(State.EARNED, at, detail=AGREED, by=by, due_at=at)

    @property
    def waits_for_consent(self) -> bool:
        """Whether it is held back because its learner has not agreed to reporting."""
        return self.state is State.UNMATCHED and self.reason == UnmatchedReason.NO_CONSENT

    @property
    def can_be_withheld(self) -> bool:
        """Whether its learner can hold it back: it was not sent, and it is not waiting for consent already."""
        open_ = self.state in (State.EARNED, State.UNMATCHED) or (self.state is State.REPORTED and not self.in_doubt)
        return open_ and not self.waits_for_consent

    def lease(self, submission_id: str, *, at: datetime, until: datetime) -> Self:
        """Leased to one forwarder until `until`, to be sent as part of `submission_id`."""
        return self._enter(
            State.SENDING,
            at,
            detail=submission_id,
            due_at=until,
            submission_id=submission_id,
            attempts=self.attempts + 1,
            in_doubt=True,
        )

    def resume(self, *, at: datetime) -> Self:
        """Leased again to find out the result of the last attempt, which is in doubt. It is not sent again."""
        return self._enter(State.SENDING, at, detail=self.submission_id, due_at=at)

    def accept(self, receipt: str, *, at: datetime) -> Self:
        """ASCP accepted it and gave `receipt`."""
        return self._enter(State.ACCEPTED, at, detail=receipt, receipt=receipt, in_doubt=False)

    def reject(self, reason: RejectedReason, *, detail: str | None, at: datetime, judged: bool = True) -> Self:
        """ASCP refused it, for `reason`; `detail` is ASCP's text. `judged` is False if ASCP could not read it."""
        refused = self._enter(State.REJECTED, at, reason=reason.value, detail=detail, in_doubt=False)
        *before, last = refused.timeline
        return replace(refused, timeline=(*before, replace(last, judged=judged)))

    @property
    def unjudged(self) -> bool:
        """Whether it is rejected only because ASCP could not read it, in every form in which we sent it."""
        present = takewhile(lambda step: step.state is self.state, reversed(self.timeline))
        return self.state is State.REJECTED and not all(step.judged for step in present)

    def put_back(self, *, why: str, in_doubt: bool, at: datetime, look_again_at: datetime, sent: bool = True) -> Self:
        """The attempt had no result (`why`): the credit returns to `reported` and is retried.

        If ASCP certainly has not received it (not `in_doubt`), the attempt is not counted. If we never sent it (not
        `sent`), the timeline keeps no `sending` step, because a reader would take the credit for sent.
        """
        if not sent and self.timeline[-1].state is State.SENDING and len(self.timeline) > 1:
            unsent = replace(self, timeline=self.timeline[:-1])
            return unsent.put_back(why=why, in_doubt=in_doubt, at=at, look_again_at=look_again_at)
        attempts = self.attempts if in_doubt else max(0, self.attempts - 1)
        return self._enter(State.REPORTED, at, detail=why, due_at=look_again_at, in_doubt=in_doubt, attempts=attempts)

    def look_again(self, at: datetime | None) -> Self:
        """The nightly run processes it again at `at` (None: never automatically). Adds no timeline step."""
        return replace(self, due_at=at)

    def earn_again(self, *, why: str, at: datetime, by: str | None = None) -> Self:
        """Refused by ASCP and fixed since (`why`): it is matched and sent again."""
        return self._enter(State.EARNED, at, detail=why, by=by, due_at=at, member_number=None)

    def retry(self, *, why: str, at: datetime, by: str) -> Self:
        """Its learner requests a retry: the unmatched or refused credit becomes due for matching."""
        if self.state not in (State.UNMATCHED, State.REJECTED):
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} is not tried again on request")
        again = self.look_again(at) if self.state is State.UNMATCHED else self.earn_again(why=why, at=at, by=by)
        return replace(again, retried_on=at.date(), retries=self.retries_on(at.date()) + 1)

    def retries_on(self, day: date) -> int:
        """How many retries its learner requested on `day` (UTC)."""
        return self.retries if self.retried_on == day else 0

    def withdraw(
        self, *, why: str, at: datetime, by: str | None = None, reason: WithdrawnReason = WithdrawnReason.BY_STAFF
    ) -> Self:
        """Withdrawn, or entered at ASCP by hand (`why`): it is not sent. Only the timeline keeps the `reason`."""
        after = self._enter(State.WITHDRAWN, at, detail=why, by=by)
        *steps, last = after.timeline
        return replace(after, timeline=(*steps, replace(last, reason=reason.value)))

    @property
    def withdrawn_for(self) -> WithdrawnReason | None:
        """Why it was withdrawn; None if it is not."""
        return _withdrawal(self)[0] if self.state is State.WITHDRAWN else None

    @property
    def is_revoked(self) -> bool:
        """Whether it is withdrawn, and its certificate was revoked (before or after) and not printed again since."""
        return self.state is State.WITHDRAWN and _withdrawal(self)[-1] is WithdrawnReason.CERTIFICATE_REVOKED

    def undo_withdrawal(self, *, why: str, at: datetime, by: str | None = None) -> Self:
        """Withdrawn by mistake (`why`): it is matched and sent like a new credit. If in doubt, ASCP is asked first."""
        if self.state is not State.WITHDRAWN:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} was not withdrawn")
        if self.receipt:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} by ASCP")
        return self._enter(State.EARNED, at, detail=why, by=by, due_at=at, member_number=None)

    def claim_again(self, claimed: Self, *, why: str, at: datetime) -> Self:
        """Its claim was reopened and printed (`why`): the credit keeps its ID and takes the facts of `claimed`.

        The ID also gives the reference by which ASCP recognizes a credit it has received before. A credit withdrawn
        with its certificate is sent again. One withdrawn for another reason stays withdrawn: it may be at ASCP by hand.
        """
        if self.withdrawn_for is WithdrawnReason.CERTIFICATE_REVOKED:
            again = self.undo_withdrawal(why=why, at=at)
        else:
            again = self._note(why, at, reason=WithdrawnReason.CLAIMED_AGAIN)
        return replace(with_facts_of(claimed, again), learner_id=claimed.learner_id)

    def note(self, *, why: str, at: datetime, by: str | None = None) -> Self:
        """Adds a timeline step for an action that does not change the state, such as queueing it again."""
        return self._note(why, at, by=by)

    def note_revoked(self, *, why: str, at: datetime, by: str) -> Self:
        """Its certificate was revoked when it was withdrawn already, or is at ASCP: the state does not change."""
        if self.state is not State.WITHDRAWN:
            return self._note(why, at, by=by)
        return self._note(why, at, by=by, reason=WithdrawnReason.CERTIFICATE_REVOKED)

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether it can be withdrawn: not while it is being sent, and not after ASCP has accepted it."""
        return State.WITHDRAWN in NEXT[self.state]

    @property
    def can_be_corrected(self) -> bool:
        """Whether its facts can still be corrected: ASCP does not have it. In doubt, ASCP may have it as it is."""
        return self.state in _NOT_YET_TAKEN and not self.in_doubt

    def correct(self, facts: CreditFacts, *, why: str, at: datetime, by: str) -> Self:
        """From now on it is sent with these `facts` (`why`). Adds a timeline step; the state does not change."""
        if not self.can_be_corrected:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} has been sent as it was")
        step = Step(at, self.state, self.reason, why, by)
        return replace(
            self,
            name=facts.name,
            provider=facts.provider,
            activity_number=facts.activity_number,
            activity_title=facts.activity_title,
            timeline=(*abridged(self.timeline), step),
        )

    def refused_as(self, reason: RejectedReason) -> bool:
        """Whether ASCP ever refused it for `reason`."""
        return any(step.state is State.REJECTED and step.reason == reason for step in self.timeline)

    def move(self, email: str, email_key: str, *, at: datetime) -> Self:
        """It gets its learner's current address `email`. Adds a timeline step; the state does not change."""
        if self.state not in (State.EARNED, State.UNMATCHED):
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} keeps its e-mail address")
        step = Step(at, self.state, self.reason, MOVED)
        return replace(self, email=email, email_key=email_key, timeline=(*abridged(self.timeline), step))

    def _note(self, why: str, at: datetime, *, by: str | None = None, reason: WithdrawnReason | None = None) -> Self:
        step = Step(at, self.state, reason.value if reason else self.reason, why, by)
        return replace(self, timeline=(*abridged(self.timeline), step))

    def _enter(
        self,
        state: State,
        at: datetime,
        *,
        reason: str | None = None,
        detail: str | None = None,
        by: str | None = None,
        due_at: datetime | None = None,
        **changes: Any,
    ) -> Self:
        if state not in NEXT[self.state]:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} is never followed by {state}")
        step = Step(at, state, reason, detail, by)
        return replace(
            self,
            state=state,
            reason=reason,
            detail=detail,
            due_at=due_at,
            timeline=(*abridged(self.timeline), step),
            **changes,
        )


def _withdrawal(credit: Credit) -> list[WithdrawnReason]:
    """Why `credit` was withdrawn, then the later notes about its certificate."""
    steps = [*takewhile(lambda step: step.state is State.WITHDRAWN, reversed(credit.timeline))]
    first, *notes = map(_reason_of, reversed(steps))
    return [first or WithdrawnReason.BY_STAFF, *(one for one in notes if one)]


def _reason_of(step: Step) -> WithdrawnReason | None:
    if step.reason:
        return WithdrawnReason(step.reason)
    if (step.by or "").startswith("learner:"):
        return WithdrawnReason.BY_HAND
    return WithdrawnReason.CERTIFICATE_REVOKED if _REVOKED.match(step.detail or "") else None
