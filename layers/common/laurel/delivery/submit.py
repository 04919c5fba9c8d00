"""Submitting credits to a partner, and looking up those in doubt: the outcome of each, as a value.

Nothing is written here; `forwarder` writes.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from laurel.delivery.batching import TIME_BETWEEN_REFUSALS, Batches, refused_alone, refused_alone_at
from laurel.delivery.circuit_breaker import GuardedPartner
from laurel.delivery.outcomes import Deferred, Outcome, deferral, outcome_of, outcome_of_lookup
from laurel.delivery.partner import (
    PARALLEL_CALLS,
    Answered,
    Malformed,
    NotHeld,
    NotSent,
    Rejected,
    SubmissionOutcome,
    TooLarge,
    Unclear,
)
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import reference_of
from laurel.ledger.states import RejectedReason
from laurel.platform.log import logger

# After so many credits in a row refused alone, with no success in between, the credits are not the cause.
MOST_REFUSED_ALONE = 3
# After so many failed submissions in a row, the credits are not the cause either.
MOST_FAILURES = 2


def ask_each(
    partner: GuardedPartner, credits_: Sequence[Credit], *, until: datetime, parallel_calls: int = PARALLEL_CALLS
) -> dict[str, Outcome | NotHeld]:
    """What the partner holds of `credits_`, by credit id; looked up until `until` (UTC), some in parallel.

    Once it is busy, out of reach or refuses us, or time is up, no more are looked up: the others are deferred too.
    """
    deferrals: list[Deferred] = []
    lock = Lock()

    def ask(credit: Credit) -> Outcome | NotHeld:
        with lock:
            if deferrals:
                return deferrals[0]
        answer = outcome_of_lookup(credit, partner.ask(reference_of(credit), until=until), partner.name)
        # A deferral without doubt is not about this credit alone.
        if isinstance(answer, Deferred) and (answer.for_all or not answer.in_doubt):
            with lock:
                deferrals.append(answer)
        return answer

    if not credits_:
        return {}
    with ThreadPoolExecutor(min(parallel_calls, len(credits_))) as pool:
        answers = dict(zip((credit.credit_id for credit in credits_), pool.map(ask, credits_), strict=True))
    _log_questions(answers.values())
    return answers


@dataclass(slots=True)
class BatchSubmitter:
    """The submissions of one invocation: the outcome of each credit, and the number of submissions.

    It starts `at` (UTC). `unreadable` counts the credits that are refused for good without the partner's judgment,
    because it cannot read them. `unexpected` and `contradictions` add up the faults in its results (`Answered`).
    """

    partner: GuardedPartner
    new_id: Callable[[], str]
    at: datetime
    until: datetime
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    submissions: int = 0
    unreadable: int = 0
    unexpected: int = 0
    contradictions: int = 0
    _any_answered: bool = False
    _refused_in_a_row: int = 0
    _unreadable: dict[str, Rejected] = field(default_factory=dict)
    _sent: set[str] = field(default_factory=set)  # credits that this invocation sent at least once

    def submit(self, submission_id: str, leased: Sequence[Credit]) -> Mapping[str, Outcome]:
        """Submits `leased` in batches, the first under `submission_id`; the outcome of each credit.

        A submission that the partner cannot take as a whole is bisected until the faulty credit is alone and is
        refused. If it fails on credits that failed before, one of them may be the cause, and sending continues; after
        two failures in a row the rest is not sent, and is not in doubt.
        """
        batches = Batches(leased, partner=self.partner.name, most_credits=self.partner.most_credits)
        failures = 0
        while batch := batches.take():
            failure = self._submit(submission_id, batch, batches)
            submission_id = self.new_id()
            failures = failures + 1 if failure else 0
            if failure is None and self._refused_in_a_row >= MOST_REFUSED_ALONE:
                failure = Deferred(f"{self.partner.name} can read nothing at present")
            elif _may_be_one_credits_fault(failure) and batches.with_tried and failures < MOST_FAILURES:
                batches.failed()
                continue
            if failure:
                self._put_back(batches.left(), Deferred(failure.why, retry_after=failure.retry_after))
                break
        self._reject_unreadable(leased)
        return self.outcomes

    def _submit(self, submission_id: str, batch: tuple[Credit, ...], batches: Batches) -> Deferred | None:
        """Makes one submission; credits to send again go back to `batches`. A deferral if there was no answer."""
        outcome = self.partner.submit(submission_id, batch, until=self.until)
        if not isinstance(outcome, NotSent):
            self.submissions += 1
            self._sent.update(credit.credit_id for credit in batch)
        _log(submission_id, len(batch), outcome)
        match outcome:
            case Answered(results, unexpected, contradictions):
                self._any_answered, self._refused_in_a_row = True, 0
                self.unexpected += unexpected
                self.contradictions += contradictions
                self.outcomes.update((one, outcome_of(result, self.partner.name)) for one, result in results.items())
                batches.answered(batch)
                return None
            case Malformed() | TooLarge() if len(batch) > 1:
                batches.bisect(batch)
                return None
            case Malformed() | TooLarge():
                detail = outcome.detail if isinstance(outcome, Malformed) else f"too large for {self.partner.name}"
                self._unreadable[batch[0].credit_id] = Rejected(RejectedReason.INVALID, detail, judged=False)
                self._refused_in_a_row += 1
                return None
            case _:
                deferred = deferral(outcome, self.partner.name)
                self._put_back(batch, deferred)
                return deferred

    def _put_back(self, credits_: Sequence[Credit], deferred: Deferred) -> None:
        """Defers these credits, each marked as sent or not: half of a refused batch may never be sent again."""
        for credit in credits_:
            self.outcomes[credit.credit_id] = replace(deferred, sent=credit.credit_id in self._sent)

    def _reject_unreadable(self, leased: Sequence[Credit]) -> None:
        """Rejects a credit refused alone a second time, hours later; the first time the partner may be at fault.

        If other credits went out too and none succeeded, the fault may be ours, unless all were refused alone before.
        """
        name = self.partner.name
        first_refusals = {credit.credit_id: refused_alone_at(credit, name) for credit in leased}
        refused_before = {
            one for one, first in first_refusals.items() if first and self.at - first >= TIME_BETWEEN_REFUSALS
        }
        cause_is_known = self._any_answered or len(refused_before) == len(leased)
        if len(self._unreadable) > 1 and not self._any_answered:
            logger.error(
                "the partner could read no submission, not even of one credit",
                partner=name,
                refused=len(self._unreadable),
                credits=len(leased),
            )
        for credit_id, refusal in self._unreadable.items():
            sure = cause_is_known and credit_id in refused_before
            if sure:
                self.unreadable += 1
                logger.error("a credit is refused without the partner's judgment", credit_id=credit_id, partner=name)
            self.outcomes[credit_id] = refusal if sure else Deferred(refused_alone(name))


def _may_be_one_credits_fault(failure: Deferred | None) -> bool:
    """Whether one of the credits in the failed call may be the cause."""
    return failure is not None and failure.in_doubt and not failure.for_all


def _log(submission_id: str, credits_: int, outcome: SubmissionOutcome) -> None:
    fields: dict[str, object] = {"submission_id": submission_id, "credits": credits_, "outcome": type(outcome).__name__}
    match outcome:
        case Answered(unexpected=0, contradictions=0):
            logger.info("submission", extra=fields)
            return
        case Answered(unexpected=unexpected, contradictions=contradictions):
            fields["unexpected"] = unexpected  # results about credits that were not sent
            fields["contradictions"] = contradictions
        case NotSent(why) | Unclear(why):
            fields["why"] = why
        case _:
            pass
    logger.warning("submission", extra=fields)


def _log_questions(answers: Collection[Outcome | NotHeld]) -> None:
    """One line per batch: how many credits were looked up, with which outcomes, and why one was deferred."""
    fields: dict[str, object] = {"credits": len(answers), "outcomes": Counter(type(one).__name__ for one in answers)}
    why = next((one.why for one in answers if isinstance(one, Deferred)), None)
    if why is None:
        logger.info("questions", extra=fields)
    else:
        logger.warning("questions", extra=fields | {"why": why})
