"""A credit: one line in the ledger, and the only ways in which it may change (pure)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile
from typing import Any, Self

from laurel.ledger.states import NEXT, RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.ledger.timeline import Step as Step
from laurel.ledger.timeline import abridged

# Said in the timeline, which names no address.
MOVED = "its learner's present e-mail address"
AGREED = "its learner agreed to reporting"

# How the timeline says that a revocation withdrew a credit; it was the only sign of it before the reasons were kept.
REVOKED = "certificate {number} revoked: {reason}"
_REVOKED = re.compile(r"certificate [0-9A-Z-]+ revoked: ")

_NOT_YET_TAKEN = frozenset({State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED})


class IllegalTransition(Exception):
    """A credit was asked to enter a state that may not follow its present one."""


class Source(StrEnum):
    """Where a credit came from."""

    CLAIM = "claim"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """What can be corrected of a credit: whose it is, and what it was given for. Hours and days never change."""

    name: str
    provider: str
    activity_number: str
    activity_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit as the ledger holds it.

    `email` is as given, `email_key` as it is compared. `contact_hours` are hours of the statement's own type.
    `completed_on` is the calendar date in the activity's zone. `version` counts the writes and guards each of them.
    `due_at` (UTC) is when the nightly run must look at the credit again if nothing else moved it before:
    for `earned` at once, for `reported` when its message must be lost, for `sending` when its lease ends.
    An `unmatched` credit is due only after its learner asked for another try: else a change of the roster wakes it.
    `in_doubt` is set while ASCP may hold the credit without our knowing: it is asked for before it is sent again.
    `attempts` counts how often it was handed to ASCP, which may have taken it.
    `retries` counts the tries that the learner asked for on the day `retried_on` (UTC).
    `told` are the causes of which its learner was told by mail (`untold`).
    `resembles` is the credit that one held back as a likely duplicate looks like; `distinct` says that staff found it
    to be like no other, so that it is not held back again.
    `learner_id` is whose claim it comes from: only while that learner agrees to reporting is it sent. A provider's
    credit has none.
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
    told: tuple[str, ...] = ()
    resembles: str | None = None
    distinct: bool = False
    learner_id: str | None = None

    def report(
        self,
        *,
        member_number: str,
        at: datetime,
        look_again_at: datetime,
        why: str | None = None,
        by: str | None = None,
    ) -> Self:
        """Matched: with ASCLS under `member_number`, and to be handed on to ASCP; `why` and `by` if a person did it."""
        return self._enter(State.REPORTED, at, detail=why, by=by, due_at=look_again_at, member_number=member_number)

    def leave_unmatched(self, reason: UnmatchedReason, *, at: datetime) -> Self:
        """Not matched, for `reason`; waits until the roster or its e-mail changes."""
        return self._enter(State.UNMATCHED, at, reason=reason.value)

    def hold_back(self, resembled: str | None) -> Self:
        """Was about to be reported, but looks like the credit `resembled`: it is held for staff instead."""
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

    def tell_apart(self, *, why: str, at: datetime, by: str) -> Self:
        """Staff found that it is a credit of its own: the next night matches and sends it."""
        if not self.is_likely_duplicate:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} is not held as a likely duplicate")
        return self._enter(State.EARNED, at, detail=why, by=by, due_at=at, distinct=True)

    @property
    def is_likely_duplicate(self) -> bool:
        """Whether it is held for staff because it looks like another credit."""
        return self.state is State.UNMATCHED and self.reason == UnmatchedReason.LIKELY_DUPLICATE

    def withhold(self, *, at: datetime, by: str | None = None, not_held: bool = False) -> Self:
        """Its learner has not agreed to reporting, or not any longer: it waits until they do.

        `not_held`: ASCP said that it does not hold it. Else one that was in doubt stays so, and is asked for later.
        """
        in_doubt = self.in_doubt and not not_held
        reason = UnmatchedReason.NO_CONSENT.value
        return self._enter(State.UNMATCHED, at, reason=reason, by=by, member_number=None, in_doubt=in_doubt)

    def agree(self, *, at: datetime, by: str | None = None) -> Self:
        """Its learner agreed to reporting: it is matched by the next night."""
        if not self.waits_for_consent:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} does not wait for consent")
        return self._enter(State.EARNED, at, detail=AGREED, by=by, due_at=at)

    @property
    def waits_for_consent(self) -> bool:
        """Whether it is held back because its learner has not agreed to reporting."""
        return self.state is State.UNMATCHED and self.reason == UnmatchedReason.NO_CONSENT

    @property
    def can_be_withheld(self) -> bool:
        """Whether it is its learner's to hold back: nobody sent it, and it does not wait for them already."""
        open_ = self.state in (State.EARNED, State.UNMATCHED) or (self.state is State.REPORTED and not self.in_doubt)
        return open_ and not self.waits_for_consent

    def lease(self, submission_id: str, *, at: datetime, until: datetime) -> Self:
        """Taken by one forwarder until `until`, to go out as part of `submission_id`."""
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
        """Taken up again to settle the last attempt, which was in doubt; nothing is sent, so it counts as none."""
        return self._enter(State.SENDING, at, detail=self.submission_id, due_at=at)

    def accept(self, receipt: str, *, at: datetime) -> Self:
        """ASCP holds it, under `receipt`."""
        return self._enter(State.ACCEPTED, at, detail=receipt, receipt=receipt, in_doubt=False)

    def reject(self, reason: RejectedReason, *, detail: str | None, at: datetime, judged: bool = True) -> Self:
        """ASCP refused it, for `reason`; `detail` is ASCP's own words. Not `judged`: it could not even read it."""
        refused = self._enter(State.REJECTED, at, reason=reason.value, detail=detail, in_doubt=False)
        *before, last = refused.timeline
        return replace(refused, timeline=(*before, replace(last, judged=judged)))

    @property
    def unjudged(self) -> bool:
        """Whether it is refused, and not by ASCP's judgement: it could not read the credit, however it was sent."""
        present = takewhile(lambda step: step.state is self.state, reversed(self.timeline))
        return self.state is State.REJECTED and not all(step.judged for step in present)

    def put_back(self, *, why: str, in_doubt: bool, at: datetime, look_again_at: datetime, sent: bool = True) -> Self:
        """The attempt brought no outcome (`why`): back among the reported, to be tried again.

        One of which ASCP certainly took nothing, not `in_doubt`, counts as none. One that never left us, not `sent`,
        leaves no `sending` in the timeline: whoever reads that takes the credit for sent.
        """
        if not sent and self.timeline[-1].state is State.SENDING and len(self.timeline) > 1:
            unsent = replace(self, timeline=self.timeline[:-1])
            return unsent.put_back(why=why, in_doubt=in_doubt, at=at, look_again_at=look_again_at)
        attempts = self.attempts if in_doubt else max(0, self.attempts - 1)
        return self._enter(State.REPORTED, at, detail=why, due_at=look_again_at, in_doubt=in_doubt, attempts=attempts)

    def look_again(self, at: datetime | None) -> Self:
        """The nightly run looks at it again at `at` (None: not by itself); no step on its way."""
        return replace(self, due_at=at)

    def earn_again(self, *, why: str, at: datetime, by: str | None = None) -> Self:
        """Refused by ASCP and since mended (`why`): it is matched and sent again."""
        return self._enter(State.EARNED, at, detail=why, by=by, due_at=at, member_number=None)

    def retry(self, *, why: str, at: datetime, by: str) -> Self:
        """Its learner asks for another try: the next night matches what was unmatched, or refused by ASCP."""
        if self.state not in (State.UNMATCHED, State.REJECTED):
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} is not tried again on request")
        again = self.look_again(at) if self.state is State.UNMATCHED else self.earn_again(why=why, at=at, by=by)
        return replace(again, retried_on=at.date(), retries=self.retries_on(at.date()) + 1)

    def retries_on(self, day: date) -> int:
        """How often its learner asked for another try on `day` (UTC)."""
        return self.retries if self.retried_on == day else 0

    def withdraw(
        self,
        *,
        why: str,
        at: datetime,
        by: str | None = None,
        reason: WithdrawnReason = WithdrawnReason.BY_STAFF,
    ) -> Self:
        """Taken back, or reported by hand (`why`): it is not sent. The `reason` stands in the timeline alone."""
        after = self._enter(State.WITHDRAWN, at, detail=why, by=by)
        *steps, last = after.timeline
        return replace(after, timeline=(*steps, replace(last, reason=reason.value)))

    @property
    def withdrawn_for(self) -> WithdrawnReason | None:
        """Why it was withdrawn; None if it is not."""
        return _withdrawal(self)[0] if self.state is State.WITHDRAWN else None

    @property
    def is_revoked(self) -> bool:
        """Whether it is withdrawn and its certificate was revoked, before or after, and not printed again since."""
        return self.state is State.WITHDRAWN and _withdrawal(self)[-1] is WithdrawnReason.CERTIFICATE_REVOKED

    def undo_withdrawal(self, *, why: str, at: datetime, by: str | None = None) -> Self:
        """Withdrawn by mistake (`why`): it is matched and sent as if it were new. ASCP is asked first if in doubt."""
        if self.state is not State.WITHDRAWN:
            raise IllegalTransition(f"credit {self.credit_id}: {self.state} was not withdrawn")
        return self._enter(State.EARNED, at, detail=why, by=by, due_at=at, member_number=None)

    def claim_again(self, claimed: Self, *, why: str, at: datetime) -> Self:
        """Its claim was opened again and printed (`why`): under its own id, with what `claimed` says now.

        The id stays, and with it the reference by which ASCP knows a credit that it was sent before. What was withdrawn
        with its certificate goes out again. What was withdrawn for another reason stays so: ASCP may have it by hand.
        """
        if self.withdrawn_for is WithdrawnReason.CERTIFICATE_REVOKED:
            again = self.undo_withdrawal(why=why, at=at)
        else:
            again = self._note(why, at, reason=WithdrawnReason.CLAIMED_AGAIN)
        return replace(
            again,
            fingerprint=claimed.fingerprint,
            email=claimed.email,
            email_key=claimed.email_key,
            name=claimed.name,
            provider=claimed.provider,
            activity_number=claimed.activity_number,
            activity_title=claimed.activity_title,
            statement=claimed.statement,
            contact_hours=claimed.contact_hours,
            completed_on=claimed.completed_on,
            learner_id=claimed.learner_id,
        )

    def note(self, *, why: str, at: datetime, by: str | None = None) -> Self:
        """Something was done that leaves its state as it is, such as queueing it again."""
        return self._note(why, at, by=by)

    def note_revoked(self, *, why: str, at: datetime, by: str) -> Self:
        """Its certificate was revoked when it was already withdrawn, or is with ASCP: its state stays as it is."""
        if self.state is not State.WITHDRAWN:
            return self._note(why, at, by=by)
        return self._note(why, at, by=by, reason=WithdrawnReason.CERTIFICATE_REVOKED)

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether it may be taken back: not while it is being sent, nor once ASCP has accepted it."""
        return State.WITHDRAWN in NEXT[self.state]

    @property
    def can_be_corrected(self) -> bool:
        """Whether it may go out with other facts: before it is sent, after ASCP refused it, or asked for it first."""
        return self.state in _NOT_YET_TAKEN

    def correct(self, facts: CreditFacts, *, why: str, at: datetime, by: str) -> Self:
        """Goes out with these `facts` from now on (`why`); a step in the timeline, but no other state."""
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
        """Bears `email` from now on, its learner's present address; a step in the timeline, but no other state."""
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
    """Why `credit` was withdrawn, then what was noted since of its certificate."""
    steps = [*takewhile(lambda step: step.state is State.WITHDRAWN, reversed(credit.timeline))]
    first, *notes = map(_reason_of, reversed(steps))
    return [first or WithdrawnReason.BY_STAFF, *(one for one in notes if one)]


def _reason_of(step: Step) -> WithdrawnReason | None:
    if step.reason:
        return WithdrawnReason(step.reason)
    if (step.by or "").startswith("learner:"):
        return WithdrawnReason.BY_HAND
    return WithdrawnReason.CERTIFICATE_REVOKED if _REVOKED.match(step.detail or "") else None
