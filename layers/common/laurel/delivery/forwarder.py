"""Forwarding: wake-ups come in, credits go to ASCP, what became of them goes into the ledger.

A credit is asked for first if an earlier attempt left it in doubt, leased before it is sent, and written once more with
its outcome: a hundred credits cost one read, two writes and one submission. Whatever ends this half-way leaves the
ledger such that nothing is lost and nothing is sent twice: a credit whose lease ended is in doubt, and is asked for.

Before anything is leased, the learners of claims are looked up once more: what ASCP surely does not have, and whose
learner does not agree to reporting any longer, is held back. That is one read more, where a batch holds such credits.

The queue only wakes. A message whose credit could not be delivered yet comes back after a wait; on its last return it
is let go, for the ledger says when the nightly run looks again. The dead-letter queue is left to what no wait can mend.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from laurel.delivery.ascp.contract import Accepted, NotHeld, Rejected
from laurel.delivery.circuit_breaker import GuardedAscp
from laurel.delivery.messages import Message, Messages, RedeliveryPolicy
from laurel.delivery.queue import DeliveryQueue
from laurel.delivery.submit import BatchSubmitter, Deferred, Outcome, ask_each, pause_for
from laurel.learners.consent import Consents
from laurel.ledger.consent import learners_of, without_consent
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import LOST_AFTER, reported_at
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.platform.clock import Clock
from laurel.platform.log import logger


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How long a credit is leased, how long after an attempt in doubt ASCP is asked, when messages come back."""

    lease: timedelta
    settle: timedelta
    returns: RedeliveryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a batch: ids of the messages that failed, and counts of credits, messages and submissions.

    Of the `rejected` ASCP did not judge the `unreadable`: it cannot read them, not even sent alone.
    `withheld` credits wait for their learner's consent.
    `held_back` credits were not even tried, since ASCP did not answer for others, or we could not sign in.
    `breaker_opened` counts how often a circuit breaker opened meanwhile, `cut_off` the calls to ASCP that ended at our
    deadline. `strangers` are results about credits that were not sent, `contradictions` credits whose results or
    receipts contradict each other, or an earlier receipt. `oldest_reported_at` is since when (UTC) the oldest of those
    that need another try is on its way.
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
    strangers: int
    contradictions: int
    oldest_reported_at: datetime | None


class Todo(Enum):
    """What is to be done for a credit that a message named."""

    SEND = auto()
    ASK = auto()
    WITHHOLD = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Wait:
    """It is not its time: to be looked at again in so many seconds."""

    seconds: int


type NextStep = Todo | Wait | NotHeld | Outcome


def todo(credit: Credit, *, now: datetime, settle: timedelta) -> Todo | Wait:
    """What to do for `credit` at `now` (pure)."""
    match credit.state:
        case State.REPORTED if not credit.in_doubt:
            return Todo.SEND
        case State.REPORTED:
            open_at = credit.timeline[-1].at + settle
        case State.SENDING:
            open_at = max(credit.due_at or now, credit.timeline[-1].at + settle)
        case _:
            return Todo.NOTHING
    # A second more, since SQS counts whole ones.
    return Todo.ASK if open_at <= now else Wait(int((open_at - now).total_seconds()) + 1)


class Forwarder:
    """Forwards batches. `new_id` names submissions, `draw` gives a random number from 0 up to 1."""

    def __init__(
        self,
        ledger: Ledger,
        consents: Consents,
        queue: DeliveryQueue,
        ascp: GuardedAscp,
        patience: RetryPolicy,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        draw: Callable[[], float],
    ) -> None:
        self._ledger = ledger
        self._consents = consents
        self._queue = queue
        self._ascp = ascp
        self._patience = patience
        self._clock = clock
        self._new_id = new_id
        self._draw = draw

    def forward(self, messages: Sequence[Message], *, until: datetime) -> Report:
        """Does what `messages` wake for; nothing is sent after `until` (UTC). The report names what is to come back.

        Raises TableBusy and what AWS refuses for good: then the whole batch comes back, and nothing is lost.
        """
        opened_before, cut_off_before = self._ascp.times_opened, self._ascp.cut_off
        wake_ups = Messages(messages, replace(self._patience.returns, draw=self._draw()))
        stored = self._ledger.get_many(wake_ups.credit_ids)
        wake_ups.keep(stored)
        batch = _Batch(self._patience, self._ledger, wake_ups)
        answers = self._with_consent(stored, self._answers(stored, until))
        submission_id, at = self._new_id(), self._clock()
        leased = batch.begin(stored, answers, submission_id, at=at)
        handover = BatchSubmitter(self._ascp, self._new_id, at, min(until, at + self._patience.lease))
        if leased:
            fates = handover.submit(submission_id, leased)
            batch.conclude(leased, fates, at=self._clock())
        self._queue.postpone(wake_ups.waits)
        since = [reported for one in wake_ups.not_done if (reported := reported_at(stored[one]))]
        return Report(
            failed=tuple(wake_ups.failed),
            accepted=batch.counts[State.ACCEPTED],
            rejected=batch.counts[State.REJECTED],
            unreadable=handover.unreadable,
            put_back=batch.counts[State.REPORTED],
            withheld=batch.counts[State.UNMATCHED],
            left_for_later=wake_ups.left_for_later,
            poison=wake_ups.poison,
            submissions=handover.submissions,
            held_back=sum(isinstance(one, Deferred) and (one.for_all or one.not_asked) for one in answers.values()),
            breaker_opened=self._ascp.times_opened - opened_before,
            cut_off=self._ascp.cut_off - cut_off_before,
            strangers=handover.strangers,
            contradictions=handover.contradictions + batch.contradictions,
            oldest_reported_at=min(since, default=None),
        )

    def _answers(self, stored: Mapping[str, Credit], until: datetime) -> Mapping[str, NextStep]:
        """What is to be done for each credit, those in doubt having been asked for."""
        now = self._clock()
        answers: dict[str, NextStep] = {
            credit_id: todo(credit, now=now, settle=self._patience.settle) for credit_id, credit in stored.items()
        }
        if closed_off := self._ascp.closed_off():
            waiting = [credit_id for credit_id, answer in answers.items() if answer in (Todo.SEND, Todo.ASK)]
            return answers | dict.fromkeys(waiting, pause_for(closed_off))
        in_doubt = [stored[credit_id] for credit_id, answer in answers.items() if answer is Todo.ASK]
        if not in_doubt:
            return answers
        # In another order each time, so that those over which ASCP fails do not always shut out the same others.
        in_doubt.sort(key=lambda _: self._draw())
        # Half of the time is kept for sending what was found not to be held; what could not be asked for waits.
        asked = ask_each(self._ascp, in_doubt, until=now + (until - now) / 2)
        answers |= asked
        halt = next((one for one in asked.values() if isinstance(one, Deferred) and one.for_all), None)
        if closed_off := self._ascp.closed_off():
            halt = pause_for(closed_off)
        if halt:
            # ASCP is busy or out of reach: nothing is leased only to be put back.
            sendable = [credit_id for credit_id, answer in answers.items() if answer in (Todo.SEND, NotHeld())]
            answers |= dict.fromkeys(sendable, halt)
        return answers

    def _with_consent(self, stored: Mapping[str, Credit], answers: Mapping[str, NextStep]) -> Mapping[str, NextStep]:
        """`answers`, in which what is surely not with ASCP is held back where its learner does not agree to that."""
        ours = [
            credit
            for credit_id, credit in stored.items()
            if answers[credit_id] == NotHeld() or (credit.state is State.REPORTED and not credit.in_doubt)
        ]
        missing = self._consents.missing_among(learners_of(ours).values())
        return {**answers, **dict.fromkeys(without_consent(ours, missing), Todo.WITHHOLD)}


class _Batch:
    """The writes of one batch: before ASCP is sent anything, and after."""

    def __init__(self, patience: RetryPolicy, ledger: Ledger, wake_ups: Messages) -> None:
        self._patience = patience
        self._ledger = ledger
        self._wake_ups = wake_ups
        self.counts: Counter[State] = Counter()
        self.contradictions = 0

    def begin(
        self, stored: Mapping[str, Credit], answers: Mapping[str, NextStep], submission_id: str, *, at: datetime
    ) -> list[Credit]:
        """Leases what is to be sent and settles what ASCP knows, in one write; gives back what was leased."""
        changes = []
        for credit_id, credit in stored.items():
            after = self._begun(credit, answers[credit_id], submission_id, at)
            if after:
                changes.append(Change(credit, after))
        return [credit for credit in self._save(changes) if credit.state is State.SENDING]

    def conclude(self, leased: Sequence[Credit], fates: Mapping[str, Outcome], *, at: datetime) -> None:
        """Writes what became of the leased credits."""
        self._save([Change(credit, self._concluded(credit, fates[credit.credit_id], at)) for credit in leased])

    def _begun(self, credit: Credit, answer: NextStep, submission_id: str, at: datetime) -> Credit | None:
        """`credit` after what `answer` says, or None if nothing is to be written."""
        match answer:
            case Todo.SEND | NotHeld():
                if credit.state is State.SENDING:
                    credit = credit.put_back(why="the lease ended", in_doubt=True, at=at, look_again_at=at)
                return credit.lease(submission_id, at=at, until=at + self._patience.lease)
            case Todo.WITHHOLD:
                if credit.state is State.SENDING:
                    credit = credit.put_back(why="the lease ended", in_doubt=True, at=at, look_again_at=at)
                return credit.withhold(at=at, not_held=True)
            case Accepted() | Rejected():
                return _settled(credit if credit.state is State.SENDING else credit.resume(at=at), answer, at)
            case Wait(seconds):
                return self._postponed(credit, seconds, at)
            case Deferred(at_least=at_least):
                return self._postponed(credit, max(at_least, self._wake_ups.backoff(credit.credit_id)), at)
            case Todo.NOTHING | Todo.ASK:
                return None

    def _postponed(self, credit: Credit, seconds: int, at: datetime) -> Credit | None:
        """Its message comes back; where it cannot, the next night must find the credit."""
        self._wake_ups.come_back(credit.credit_id, seconds)
        if credit.state is State.REPORTED and self._wake_ups.is_last(credit.credit_id):
            return credit.look_again(at + timedelta(seconds=seconds))
        return None

    def _concluded(self, credit: Credit, fate: Outcome, at: datetime) -> Credit:
        if not isinstance(fate, Deferred):
            return _settled(credit, fate, at)
        seconds = max(fate.at_least, self._wake_ups.backoff(credit.credit_id))
        if fate.in_doubt:
            seconds = max(seconds, int(self._patience.settle.total_seconds()) + 1)
        self._wake_ups.come_back(credit.credit_id, seconds)
        # A message that comes back wakes for it; only where that is lost has a night to look.
        grace = timedelta() if self._wake_ups.is_last(credit.credit_id) else LOST_AFTER
        look_again_at = at + timedelta(seconds=seconds) + grace
        return credit.put_back(why=fate.why, in_doubt=fate.in_doubt, at=at, look_again_at=look_again_at, sent=fate.sent)

    def _save(self, changes: Sequence[Change]) -> list[Credit]:
        """What was written. A credit that somebody else changed first is looked at again when its message returns."""
        written, lost = [], []
        for change, after in zip(changes, self._ledger.save(changes) if changes else (), strict=True):
            if after:
                written.append(after)
                self.counts[after.state] += change.before is not None and after.state is not change.before.state
                continue
            lost.append(change.after)
            credit_id, state = change.after.credit_id, change.after.state
            logger.warning("credit changed meanwhile", credit_id=credit_id, state=state)
            if state is not State.REPORTED:  # else that is arranged already
                self._wake_ups.come_back(credit_id, self._wake_ups.backoff(credit_id))
        self._compare_receipts({one.credit_id: one.receipt for one in lost if one.receipt})
        return written

    def _compare_receipts(self, given: Mapping[str, str]) -> None:
        """Counts the credits that somebody else wrote down first, under another receipt than ASCP has now `given`."""
        stored = self._ledger.get_many(given) if given else {}
        for credit_id, credit in stored.items():
            if credit.receipt and credit.receipt != given[credit_id]:
                logger.error("ASCP gave a credit two receipts", credit_id=credit_id)
                self.contradictions += 1


def _settled(credit: Credit, outcome: Accepted | Rejected, at: datetime) -> Credit:
    match outcome:
        case Accepted(receipt):
            return credit.accept(receipt, at=at)
        case Rejected(reason, detail, judged):
            return credit.reject(reason, detail=detail, at=at, judged=judged)
