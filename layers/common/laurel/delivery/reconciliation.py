"""Reconciling: what the ledger says of credits compared with what ASCP answers, credit by credit.

Changes nothing on either side. The days are those (UTC) on which a credit was first reported, or again after a refusal;
a failed try does not move it. Credits may move meanwhile: a difference counts only where the ledger says the same
before ASCP is asked and afterwards. What ASCP need not know yet is no difference.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import nsmallest
from itertools import batched, takewhile
from time import sleep
from typing import Protocol

from laurel.delivery.ascp.contract import Accepted, AskOutcome, Busy, NotHeld, NotSent, Rejected
from laurel.delivery.ascp.http import PARALLEL_CALLS
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import reported_at
from laurel.ledger.states import RejectedReason, State
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock

PATIENCE = timedelta(seconds=60)  # for one answer
LOOKS = 3  # at a credit that moves while it is looked at
TRIES = 5  # of a question that ASCP is too busy for
MOST_LISTED = 50  # credits under way: the oldest tell what is wrong
NO_ANSWER = "no answer"
NEVER_JUDGED = "never judged by ASCP"
_AT_ONCE = 100  # credits: what one read of the ledger takes
_UNDER_WAY = (State.REPORTED, State.SENDING)


@dataclass(frozen=True)
class LedgerDifference:
    """A credit of which the ledger and ASCP say different things, or of which ASCP says nothing."""

    credit_id: str
    kind: str
    ledger: str
    ascp: str


@dataclass(frozen=True, order=True)
class UnderWay:
    """A credit without ASCP's judgement: reported `since` when (UTC), how it `stands`, why its last try failed."""

    since: datetime
    credit_id: str
    stands: str
    why: str


@dataclass
class Reconciled:
    """How many credits were compared, how many of each state, every difference, and the oldest that are under way."""

    compared: int
    states: Counter[str]
    differences: list[LedgerDifference]
    oldest_under_way: list[UnderWay]

    @property
    def under_way(self) -> int:
        """How many credits are under way."""
        return sum(self.states[state.value] for state in _UNDER_WAY)


def compare(credit: Credit, answer: AskOutcome, *, at: datetime) -> LedgerDifference | None:
    """What `credit` and ASCP's `answer` differ in at `at` (UTC; pure); None where they agree, or may in a moment."""
    if credit.state is State.SENDING and credit.due_at and at < credit.due_at and isinstance(answer, Accepted):
        return None  # a forwarder holds it, which is about to write down the receipt
    kind = _kind(credit, answer)
    return LedgerDifference(credit.credit_id, kind, _said_here(credit), _said_there(answer)) if kind else None


def _kind(credit: Credit, answer: AskOutcome) -> str | None:
    match credit.state, answer:
        case State.ACCEPTED, Accepted(receipt):
            return None if receipt == credit.receipt else "another receipt"
        case State.ACCEPTED, NotHeld():
            return "not held by ASCP"
        case State.ACCEPTED, Rejected():
            return "refused by ASCP"
        case State.REJECTED, Rejected(reason):
            return None if reason == credit.reason else "another reason"
        # By the contract ASCP answers about what it ever judged. The one refusal that we write without its judgement is
        # `invalid`, of a credit that it could not read, or take for its size, even when sent alone.
        case State.REJECTED, NotHeld() if credit.reason == RejectedReason.INVALID:
            return NEVER_JUDGED
        case State.REJECTED, NotHeld():
            return "refusal not known to ASCP"
        case _, Accepted():
            return "held by ASCP, not known here"
        # What is on its way ASCP need not know yet. A refusal from before a credit was fixed stays with ASCP until it
        # is sent again.
        case _, NotHeld() | Rejected():
            return None
        case _:
            return NO_ANSWER


def _said_here(credit: Credit) -> str:
    return " ".join(filter(None, [credit.state.value, credit.receipt, credit.reason, "in doubt" * credit.in_doubt]))


def _said_there(answer: AskOutcome) -> str:
    match answer:
        case Accepted(receipt):
            return f"accepted {receipt}"
        case Rejected(reason):
            return f"rejected {reason}"
        case NotHeld():
            return "not held"
        case _:
            return str(getattr(answer, "why", type(answer).__name__))


def under_way(credit: Credit) -> UnderWay | None:
    """How `credit` stands that is on its way to ASCP (pure); None if it is not. Names nobody."""
    if credit.state not in _UNDER_WAY:
        return None
    since = reported_at(credit) or credit.timeline[-1].at
    stands = credit.state.value + ", in doubt" * credit.in_doubt
    return UnderWay(since, credit.credit_id, stands, _last_failure(credit))


def _last_failure(credit: Credit) -> str:
    """Why its last try on its present way brought no outcome. What people wrote (`by`) is passed over."""
    steps = takewhile(lambda step: step.state is not State.EARNED, reversed(credit.timeline))
    whys = (step.detail for step in steps if step.state is State.REPORTED and step.detail and step.by is None)
    return next(whys, "no outcome yet" if credit.attempts else "not tried yet")


class Asks(Protocol):
    """Whoever can be asked what ASCP holds."""

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        """As Ascp.ask."""


@dataclass
class Comparison:
    """Compares credits of `ledger` with what `ascp` answers; `wait` waits so many seconds.

    Nothing is asked after `stop_at` (UTC), where that is given.
    """

    ledger: Ledger
    ascp: Asks
    clock: Clock
    wait: Callable[[float], None] = sleep
    stop_at: datetime | None = None
    found: Reconciled = field(default_factory=lambda: Reconciled(0, Counter(), [], []))
    _receipts: dict[str, str] = field(default_factory=dict)  # whose each receipt is

    def of(self, days: Iterable[date], watch: Callable[[Reconciled], None] = lambda _: None) -> Reconciled:
        """All credits reported on `days`; some questions to ASCP go side by side. `watch` sees each step."""
        with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
            for batch in batched((one for day in days for one in self.ledger.reported_on(day)), _AT_ONCE):
                self.add(batch, pool)
                watch(self.found)
        return self.found

    def add(self, credit_ids: Sequence[str], pool: Executor) -> list[LedgerDifference]:
        """Compares these credits, at most a hundred, and adds what is `found`; the differences among them."""
        credits_ = self.ledger.get_many(credit_ids)
        differences = self._differences(credits_, pool)
        differences |= {one.credit_id: one for one in map(self._shared_receipt, credits_.values()) if one}
        self.found.compared += len(credits_)
        self.found.states.update(credit.state.value for credit in credits_.values())
        self.found.differences += differences.values()
        on_their_way = [told for credit in credits_.values() if (told := under_way(credit))]
        self.found.oldest_under_way = nsmallest(MOST_LISTED, [*self.found.oldest_under_way, *on_their_way])
        return list(differences.values())

    def _differences(self, credits_: dict[str, Credit], pool: Executor) -> dict[str, LedgerDifference]:
        """The differences by credit; `credits_` holds each credit as it was last read."""
        differences: dict[str, LedgerDifference] = {}
        moving = credits_
        for _ in range(LOOKS):
            compared = zip(moving.values(), pool.map(self._ask, moving), strict=True)
            differing = {one.credit_id: one for pair in compared if (one := compare(*pair, at=self.clock()))}
            # Read once more: what differs and is not as it was has moved between the two questions.
            after = self.ledger.get_many(differing) if differing else {}
            moving = {one: credit for one, credit in after.items() if credit.version != credits_[one].version}
            credits_ |= after
            differences |= {one: what for one, what in differing.items() if one not in moving}
            if not moving:
                break
        else:
            differences |= {one: differing[one] for one in moving}
        return differences

    def _shared_receipt(self, credit: Credit) -> LedgerDifference | None:
        """Whether ASCP gave its receipt to another credit too, of those that were compared before."""
        if credit.receipt is None:
            return None
        holder = self._receipts.setdefault(credit.receipt, credit.credit_id)
        if holder == credit.credit_id:
            return None
        return LedgerDifference(
            credit.credit_id, "receipt of another credit", _said_here(credit), f"also that of {holder}"
        )

    def _ask(self, credit_id: str) -> AskOutcome:
        """ASCP's answer; asked again while ASCP is too busy for it, as far as patience goes."""
        until = min(self.clock() + PATIENCE, self.stop_at or datetime.max.replace(tzinfo=UTC))
        for tried in range(1, TRIES + 1):
            answer = self.ascp.ask(credit_id, until=until)
            seconds = _too_busy(answer, at_least=2 ** (tried - 1))
            if not seconds or tried == TRIES or self.clock() + timedelta(seconds=seconds) >= until:
                break
            self.wait(seconds)
        return answer


def _too_busy(answer: AskOutcome, *, at_least: int) -> int:
    """For how many seconds ASCP is too busy to answer; 0 if it is not that. A token may be what it is too busy for."""
    match answer:
        case Busy(retry_after):
            return max(at_least, retry_after)
        case NotSent(retry_after=retry_after) if retry_after:
            return max(at_least, retry_after)
        case _:
            return 0
