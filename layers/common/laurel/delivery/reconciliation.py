"""Reconciliation: compares the ledger with ASCP's answers, credit by credit.

It changes nothing on either side. A credit's day (UTC) is the day it was first reported, or reported again after a
refusal, or the day its latest correction or withdrawal was asked for; a failed attempt does not change it. Such a
follow-up is compared with its credit, by its own reference. Credits may change meanwhile: a difference counts only if
the ledger says the same before and after ASCP is asked. A credit that ASCP need not know yet is no difference.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import nsmallest
from itertools import batched, takewhile
from time import sleep

from laurel.delivery.partner import PARALLEL_CALLS, Accepted, AskOutcome, Busy, NotHeld, NotSent, Partner, Rejected
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import reported_at
from laurel.ledger.follow_ups import outgoing, reference_of
from laurel.ledger.states import RejectedReason, State
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock

ANSWER_TIMEOUT = timedelta(seconds=60)  # for one answer, with retries
LOOKS = 3  # comparisons of a credit that keeps changing
TRIES = 5  # of a lookup while ASCP is busy
MOST_LISTED = 50  # credits under way: the oldest show what is wrong
NO_ANSWER = "no answer"
NEVER_JUDGED = "never judged by ASCP"
_AT_ONCE = 100  # credits per read of the ledger
_UNDER_WAY = (State.REPORTED, State.SENDING)


@dataclass(frozen=True)
class LedgerDifference:
    """A credit about which the ledger and ASCP disagree, or about which ASCP gave no answer.

    `credit_id` is the reference that ASCP was asked for: a follow-up has `<ID of the credit>.<number>`.
    """

    credit_id: str
    kind: str
    ledger: str
    ascp: str


@dataclass(frozen=True, order=True)
class UnderWay:
    """A credit that ASCP has not judged: `since` when (UTC), its state (`stands`), and `why` its last try failed."""

    since: datetime
    credit_id: str
    stands: str
    why: str


@dataclass
class Reconciled:
    """How many credits were compared, how many are in each state, all differences, and the oldest under way.

    A credit with a follow-up under way counts as under way.
    """

    compared: int
    states: Counter[str]
    differences: list[LedgerDifference]
    oldest_under_way: list[UnderWay]

    @property
    def under_way(self) -> int:
        """How many credits are under way."""
        return sum(self.states[state.value] for state in _UNDER_WAY)


def compare(credit: Credit, answer: AskOutcome, *, at: datetime) -> LedgerDifference | None:
    """The difference between `credit` and ASCP's `answer` at `at` (UTC; pure); None if they agree or soon will."""
    if credit.state is State.SENDING and credit.due_at and at < credit.due_at and isinstance(answer, Accepted):
        return None  # a forwarder has leased it and is about to record the receipt
    kind = _kind(credit, answer)
    return LedgerDifference(reference_of(credit), kind, _said_here(credit), _said_there(answer)) if kind else None


def _kind(credit: Credit, answer: AskOutcome) -> str | None:
    match credit.state, answer:
        # ASCP's answer is about the addition, also for a credit that it has withdrawn since.
        case State.ACCEPTED | State.WITHDRAWN, Accepted(receipt) if credit.receipt:
            return None if receipt == credit.receipt else "another receipt"
        case State.ACCEPTED, NotHeld():
            return "not held by ASCP"
        case State.ACCEPTED, Rejected():
            return "refused by ASCP"
        case State.REJECTED, Rejected(reason):
            return None if reason == credit.reason else "another reason"
        # By the contract ASCP answers for each credit that it judged. The only refusal that we write without its
        # judgment is `invalid`: a credit that it could not read, or that was too large, even sent alone.
        case State.REJECTED, NotHeld() if credit.reason == RejectedReason.INVALID:
            return NEVER_JUDGED
        case State.REJECTED, NotHeld():
            return "refusal not known to ASCP"
        case _, Accepted():
            return "held by ASCP, not known here"
        # ASCP need not know a credit under way yet. A refusal from before a credit was fixed stays at ASCP until the
        # credit is sent again.
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
    """The state of `credit` if it is on its way to ASCP, else None (pure). Holds no personal data."""
    if credit.state not in _UNDER_WAY:
        return None
    since = reported_at(credit) or credit.timeline[-1].at
    stands = credit.state.value + ", in doubt" * credit.in_doubt
    return UnderWay(since, reference_of(credit), stands, _last_failure(credit))


def _last_failure(credit: Credit) -> str:
    """Why the last try brought no outcome. Steps by people (`by`) are skipped, and the first, which is no try."""
    steps = takewhile(lambda step: step.state is not State.EARNED, reversed(credit.timeline[1:]))
    whys = (step.detail for step in steps if step.state is State.REPORTED and step.detail and step.by is None)
    return next(whys, "no outcome yet" if credit.attempts else "not tried yet")


@dataclass
class Comparison:
    """Compares credits of `ledger` with the answers of `partner`; `wait` sleeps for so many seconds.

    Nothing is asked after `stop_at` (UTC), if given.
    """

    ledger: Ledger
    partner: Partner
    clock: Clock
    wait: Callable[[float], None] = sleep
    stop_at: datetime | None = None
    found: Reconciled = field(default_factory=lambda: Reconciled(0, Counter(), [], []))
    _receipts: dict[str, str] = field(default_factory=dict)  # receipt to reference

    def of(self, days: Iterable[date], watch: Callable[[Reconciled], None] = lambda _: None) -> Reconciled:
        """Compares all credits reported on `days`, with parallel lookups. `watch` is called after each batch."""
        with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
            for batch in batched((one for day in days for one in self.ledger.reported_on(day)), _AT_ONCE):
                self.add(batch, pool)
                watch(self.found)
        return self.found

    def add(self, credit_ids: Sequence[str], pool: Executor) -> list[LedgerDifference]:
        """Compares these credits, at most a hundred, adds the result to `found`, and returns their differences."""
        credits_ = self.ledger.get_many(credit_ids)
        found = self._differences(credits_, pool)
        differences = {one.credit_id: one for of_credit in found.values() for one in of_credit}
        parts = [part for credit in credits_.values() for part in _parts(credit)]
        differences |= {one.credit_id: one for one in map(self._shared_receipt, parts) if one}
        going = [outgoing(credit) for credit in credits_.values()]
        self.found.compared += len(credits_)
        self.found.states.update(one.state.value for one in going)
        self.found.differences += differences.values()
        on_their_way = [one_under_way for one in going if (one_under_way := under_way(one))]
        self.found.oldest_under_way = nsmallest(MOST_LISTED, [*self.found.oldest_under_way, *on_their_way])
        return list(differences.values())

    def _differences(self, credits_: dict[str, Credit], pool: Executor) -> dict[str, list[LedgerDifference]]:
        """The differences by credit id; `credits_` is updated to each credit as last read."""
        differences: dict[str, list[LedgerDifference]] = {}
        moving = credits_
        for _ in range(LOOKS):
            compared = zip(moving, pool.map(self._compared, moving.values()), strict=True)
            differing = {credit_id: found for credit_id, found in compared if found}
            # Read again: a credit that differs and has another version changed between the two reads.
            after = self.ledger.get_many(differing) if differing else {}
            moving = {one: credit for one, credit in after.items() if credit.version != credits_[one].version}
            credits_ |= after
            differences |= {one: what for one, what in differing.items() if one not in moving}
            if not moving:
                break
        else:
            differences |= {one: differing[one] for one in moving}
        return differences

    def _compared(self, credit: Credit) -> list[LedgerDifference]:
        """The differences of a credit and of its latest follow-up: one question for each."""
        answers = [(part, self._ask(reference_of(part))) for part in _parts(credit)]
        return [found for part, answer in answers if (found := compare(part, answer, at=self.clock()))]

    def _shared_receipt(self, credit: Credit) -> LedgerDifference | None:
        """The difference if ASCP gave the same receipt to a credit that was compared before."""
        if credit.receipt is None:
            return None
        reference = reference_of(credit)
        holder = self._receipts.setdefault(credit.receipt, reference)
        if holder == reference:
            return None
        return LedgerDifference(reference, "receipt of another credit", _said_here(credit), f"also that of {holder}")

    def _ask(self, reference: str) -> AskOutcome:
        """ASCP's answer; asked again while ASCP is busy, for at most ANSWER_TIMEOUT."""
        until = min(self.clock() + ANSWER_TIMEOUT, self.stop_at or datetime.max.replace(tzinfo=UTC))
        for tried in range(1, TRIES + 1):
            answer = self.partner.ask(reference, until=until)
            seconds = _too_busy(answer, at_least=2 ** (tried - 1))
            if not seconds or tried == TRIES or self.clock() + timedelta(seconds=seconds) >= until:
                break
            self.wait(seconds)
        return answer


def _parts(credit: Credit) -> list[Credit]:
    """The credit, and its latest follow-up: what ASCP knows under a reference of its own."""
    return [credit, credit.follow_up] if credit.follow_up else [credit]


def _too_busy(answer: AskOutcome, *, at_least: int) -> int:
    """Seconds to wait while ASCP is busy, also when it is too busy to issue a token; 0 if it is not busy."""
    match answer:
        case Busy(retry_after):
            return max(at_least, retry_after)
        case NotSent(retry_after=retry_after) if retry_after:
            return max(at_least, retry_after)
        case _:
            return 0
