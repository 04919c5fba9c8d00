"""Forwarding: takes messages from the delivery queue, submits their credits to a partner, records the outcomes.

If an earlier attempt left a credit in doubt, the partner is asked for it first. A credit is leased before it is sent
and written again with its outcome: a hundred credits cost one read, two writes and one submission. If this stops
half-way, nothing is lost and nothing is sent twice: a credit with an expired lease is in doubt, and the partner is
asked for it.

Before the lease, the consent of the learners of claims is read again. A credit that the partner surely does not hold
is held back if its learner no longer agrees to reporting. This costs one more read if the batch holds such credits.

A credit that the partner accepted may have a follow-up, a correction or withdrawal, which is delivered in the same way
(`ledger.follow_ups`): here the outgoing part of a credit is read, and folded back into it when it is written.

A message only names a credit. While that credit cannot be delivered, its message comes back after a wait. After the
last retry the message is deleted; the ledger's `due_at` makes a later run pick the credit up. Only messages that can
never succeed go to the dead-letter queue.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from laurel.delivery.circuit_breaker import GuardedPartner
from laurel.delivery.messages import Message, Messages, RedeliveryPolicy
from laurel.delivery.outcomes import Deferred, Outcome, deferral
from laurel.delivery.partner import PARALLEL_CALLS, Accepted, NotHeld, NotSent, Rejected
from laurel.delivery.queue import DeliveryQueue
from laurel.delivery.submit import BatchSubmitter, ask_each
from laurel.learners.consent import Consents
from laurel.ledger.consent import learners_of, without_consent
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import LOST_AFTER, reported_at
from laurel.ledger.follow_ups import delivered, is_under_way, outgoing
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.platform.clock import Clock
from laurel.platform.log import logger


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How long a credit is leased, how long after an attempt in doubt to ask for it, and when messages come back."""

    lease: timedelta
    ask_after: timedelta
    redelivery: RedeliveryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a batch: ids of the messages that failed, and counts of credits, messages and submissions.

    `unreadable` counts the `rejected` credits that the partner did not judge: it cannot read them, not even sent alone.
    `withheld` credits wait for their learner's consent.
    `held_back` credits were not tried, because the partner did not answer for others or we could not sign in.
    `breaker_opened` counts how often a circuit breaker opened, `cut_off` the calls that ended at our deadline.
    `unexpected` counts results about credits that were not sent, `contradictions` credits with results or receipts that
    contradict each other or an earlier receipt. `oldest_reported_at` is when (UTC) the oldest credit that needs another
    try was reported.
    """

    failed: tuple[str, ...]
    accepted: int
    rejected: int
    unreadable: int
    put_back: int
    left_for_later: int
    poison: int
    submissions: int
    withheld: int
    held_back: int
    breaker_opened: int
    cut_off: int
    unexpected: int
    contradictions: int
    oldest_reported_at: datetime | None


class Todo(Enum):
    """What to do for a credit that a message names."""

    SEND = auto()
    ASK = auto()
    WITHHOLD = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Wait:
    """Too early: look at the credit again in so many seconds."""

    seconds: int


type NextStep = Todo | Wait | NotHeld | Outcome


def todo(credit: Credit, *, now: datetime, ask_after: timedelta) -> Todo | Wait:
    """What to do for `credit` at `now` (pure)."""
    match credit.state:
        case State.REPORTED if not credit.in_doubt:
            return Todo.SEND
        case State.REPORTED:
            open_at = credit.timeline[-1].at + ask_after
        case State.SENDING:
            open_at = max(credit.due_at or now, credit.timeline[-1].at + ask_after)
        case _:
            return Todo.NOTHING
    # One second more, because SQS counts whole seconds.
    return Todo.ASK if open_at <= now else Wait(int((open_at - now).total_seconds()) + 1)


class Forwarder:
    """Forwards batches. `new_id` gives the submission ids, `draw` a random number from 0 up to 1.

    At most `parallel_calls` lookups run at the same time.
    """

    def __init__(
        self,
        ledger: Ledger,
        consents: Consents,
        queue: DeliveryQueue,
        partner: GuardedPartner,
        retry_policy: RetryPolicy,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        draw: Callable[[], float],
        parallel_calls: int = PARALLEL_CALLS,
    ) -> None:
        self._ledger = ledger
        self._consents = consents
        self._queue = queue
        self._partner = partner
        self._retry_policy = retry_policy
        self._clock = clock
        self._new_id = new_id
        self._draw = draw
        self._parallel_calls = parallel_calls

    def forward(self, received: Sequence[Message], *, until: datetime) -> Report:
        """Forwards the credits of `received`; nothing is sent after `until` (UTC). The report names messages to retry.

        Raises TableBusy and errors from AWS that no retry fixes: then the whole batch comes back, and nothing is lost.
        """
        opened_before, cut_off_before = self._partner.times_opened, self._partner.cut_off
        messages = Messages(received, replace(self._retry_policy.redelivery, draw=self._draw()))
        held = self._ledger.get_many(messages.credit_ids)
        messages.keep_known(held)
        stored = {credit_id: outgoing(credit) for credit_id, credit in held.items()}
        batch = _Batch(self._retry_policy, self._ledger, messages, held)
        next_steps = self._next_steps(stored, until)
        submission_id, at = self._new_id(), self._clock()
        leased = batch.begin(stored, next_steps, submission_id, at=at)
        submitter = BatchSubmitter(self._partner, self._new_id, at, min(until, at + self._retry_policy.lease))
        if leased:
            outcomes = submitter.submit(submission_id, leased)
            batch.conclude(leased, outcomes, at=self._clock())
        self._queue.postpone(messages.waits)
        since = [reported for one in messages.unfinished if (reported := reported_at(stored[one]))]
        return Report(
            failed=tuple(messages.failed),
            accepted=batch.counts[State.ACCEPTED],
            rejected=batch.counts[State.REJECTED],
            unreadable=submitter.unreadable,
            put_back=batch.counts[State.REPORTED],
            withheld=batch.counts[State.UNMATCHED],
            left_for_later=messages.left_for_later,
            poison=messages.poison,
            submissions=submitter.submissions,
            held_back=sum(isinstance(one, Deferred) and (one.for_all or one.not_asked) for one in next_steps.values()),
            breaker_opened=self._partner.times_opened - opened_before,
            cut_off=self._partner.cut_off - cut_off_before,
            unexpected=submitter.unexpected,
            contradictions=submitter.contradictions + batch.contradictions,
            oldest_reported_at=min(since, default=None),
        )

    def _next_steps(self, stored: Mapping[str, Credit], until: datetime) -> Mapping[str, NextStep]:
        """The next step for each credit, after the partner was asked for those in doubt."""
        now = self._clock()
        first = {one: todo(credit, now=now, ask_after=self._retry_policy.ask_after) for one, credit in stored.items()}
        in_doubt = [stored[credit_id] for credit_id, step in first.items() if step is Todo.ASK]
        paused = self._partner.paused()
        # Half of the time is kept for sending.
        answers = {} if paused else self._asked(in_doubt, until=now + (until - now) / 2)
        pause = self._pause(paused or self._partner.paused(), answers.values())
        steps = {one: _unless_paused(answers.get(one, step), pause) for one, step in first.items()}
        withheld = self._without_consent(stored, steps)
        return {one: Todo.WITHHOLD if one in withheld else step for one, step in steps.items()}

    def _asked(self, in_doubt: Sequence[Credit], *, until: datetime) -> Mapping[str, Outcome | NotHeld]:
        """What the partner holds of `in_doubt`, by credit id."""
        # In a random order, so that credits on which the partner fails do not always block the same others.
        shuffled = sorted(in_doubt, key=lambda _: self._draw())
        return ask_each(self._partner, shuffled, until=until, parallel_calls=self._parallel_calls)

    def _pause(self, paused: NotSent | None, answers: Iterable[Outcome | NotHeld]) -> Deferred | None:
        """Why no credit can be sent now: do not lease credits only to put them back."""
        if paused:
            return deferral(paused, self._partner.name)
        return next((one for one in answers if isinstance(one, Deferred) and one.for_all), None)

    def _without_consent(self, stored: Mapping[str, Credit], steps: Mapping[str, NextStep]) -> Collection[str]:
        """Ids of the credits that the partner surely does not hold, and whose learner does not consent."""
        ours = [
            credit
            for credit_id, credit in stored.items()
            if steps[credit_id] == NotHeld() or (credit.state is State.REPORTED and not credit.in_doubt)
        ]
        missing = self._consents.missing_among(learners_of(ours).values())
        return without_consent(ours, missing)


def _unless_paused(step: NextStep, pause: Deferred | None) -> NextStep:
    """`step`, or the `pause` if the step is a call."""
    return pause if pause and step in (Todo.SEND, Todo.ASK, NotHeld()) else step


class _Batch:
    """The writes of one batch: before the submission, and after."""

    def __init__(
        self, retry_policy: RetryPolicy, ledger: Ledger, messages: Messages, held: Mapping[str, Credit]
    ) -> None:
        self._retry_policy = retry_policy
        self._ledger = ledger
        self._messages = messages
        self._held = dict(held)
        self.counts: Counter[State] = Counter()
        self.contradictions = 0

    def begin(
        self, stored: Mapping[str, Credit], next_steps: Mapping[str, NextStep], submission_id: str, *, at: datetime
    ) -> list[Credit]:
        """Leases the credits to send and records the outcomes that are known, in one write; returns the leased."""
        changes = []
        for credit_id, credit in stored.items():
            after = self._begun(credit, next_steps[credit_id], submission_id, at)
            if after:
                changes.append(Change(credit, after))
        return [credit for credit in self._save(changes) if credit.state is State.SENDING]

    def conclude(self, leased: Sequence[Credit], outcomes: Mapping[str, Outcome], *, at: datetime) -> None:
        """Writes the outcomes of the leased credits."""
        self._save([Change(credit, self._concluded(credit, outcomes[credit.credit_id], at)) for credit in leased])

    def _begun(self, credit: Credit, next_step: NextStep, submission_id: str, at: datetime) -> Credit | None:
        """`credit` after `next_step`, or None if there is nothing to write."""
        match next_step:
            case Todo.SEND | NotHeld():
                if credit.state is State.SENDING:
                    credit = credit.put_back(why="the lease ended", in_doubt=True, at=at, look_again_at=at)
                return credit.lease(submission_id, at=at, until=at + self._retry_policy.lease)
            case Todo.WITHHOLD:
                if credit.state is State.SENDING:
                    credit = credit.put_back(why="the lease ended", in_doubt=True, at=at, look_again_at=at)
                return credit.withhold(at=at, not_held=True)
            case Accepted() | Rejected():
                return _with_outcome(credit if credit.state is State.SENDING else credit.resume(at=at), next_step, at)
            case Wait(seconds):
                return self._postponed(credit, seconds, at)
            case Deferred(retry_after=retry_after):
                return self._postponed(credit, max(retry_after, self._messages.backoff(credit.credit_id)), at)
            case Todo.NOTHING | Todo.ASK:
                return None

    def _postponed(self, credit: Credit, seconds: int, at: datetime) -> Credit | None:
        """Sends the credit's message back; after the last retry, the next nightly run must find the credit."""
        self._messages.redeliver(credit.credit_id, seconds)
        if credit.state is State.REPORTED and self._messages.is_last(credit.credit_id):
            return credit.look_again(at + timedelta(seconds=seconds))
        return None

    def _concluded(self, credit: Credit, outcome: Outcome, at: datetime) -> Credit:
        if not isinstance(outcome, Deferred):
            return _with_outcome(credit, outcome, at)
        seconds = max(outcome.retry_after, self._messages.backoff(credit.credit_id))
        if outcome.in_doubt:
            seconds = max(seconds, int(self._retry_policy.ask_after.total_seconds()) + 1)
        self._messages.redeliver(credit.credit_id, seconds)
        # Its message comes back. A nightly run must look only if that message is lost.
        grace = timedelta() if self._messages.is_last(credit.credit_id) else LOST_AFTER
        look_again_at = at + timedelta(seconds=seconds) + grace
        return credit.put_back(
            why=outcome.why, in_doubt=outcome.in_doubt, at=at, look_again_at=look_again_at, sent=outcome.sent
        )

    def _save(self, changes: Sequence[Change]) -> list[Credit]:
        """The credits that were written. A credit that changed meanwhile is handled when its message comes back."""
        whole = [self._whole(change) for change in changes]
        written, lost = [], []
        for change, stored in zip(changes, self._ledger.save(whole) if whole else (), strict=True):
            if stored:
                after = change.after
                self._held[stored.credit_id] = stored
                written.append(after)
                if is_under_way(stored) and outgoing(stored).number != after.number:  # the next one goes out at once
                    self._messages.redeliver(stored.credit_id, 1)
                self.counts[after.state] += change.before is not None and after.state is not change.before.state
                continue
            lost.append(change.after)
            credit_id, state = change.after.credit_id, change.after.state
            logger.warning("credit changed meanwhile", credit_id=credit_id, state=state)
            if state is not State.REPORTED:  # otherwise its message comes back already
                self._messages.redeliver(credit_id, self._messages.backoff(credit_id))
        self._compare_receipts({one.credit_id: one for one in lost if one.receipt})
        return written

    def _whole(self, change: Change) -> Change:
        """The change of the whole credit, of which `change` is that of the outgoing part."""
        held = self._held[change.after.credit_id]
        return Change(held, delivered(held, change.after))

    def _compare_receipts(self, given: Mapping[str, Credit]) -> None:
        """Counts credits that another writer recorded first, with a receipt other than the one now `given`."""
        stored = self._ledger.get_many(given) if given else {}
        for credit_id, credit in stored.items():
            same = [one for one in (credit, credit.follow_up) if one and one.number == given[credit_id].number]
            if any(one.receipt and one.receipt != given[credit_id].receipt for one in same):
                logger.error("the partner gave a credit two receipts", credit_id=credit_id)
                self.contradictions += 1


def _with_outcome(credit: Credit, outcome: Accepted | Rejected, at: datetime) -> Credit:
    match outcome:
        case Accepted(receipt):
            return credit.accept(receipt, at=at)
        case Rejected(reason, detail, judged):
            return credit.reject(reason, detail=detail, at=at, judged=judged)
