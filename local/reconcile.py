"""`make reconcile`: compare what the ledger says of a period's credits with what ASCP answers, credit by credit.

Changes nothing on either side. The period is by the day (UTC) on which a credit was first reported, or again after a
refusal; a failed try does not move it. Credits may move meanwhile: a difference counts only where the ledger says the
same before ASCP is asked and afterwards. What ASCP need not know yet is no difference: the oldest of these credits are
listed, with why their last try failed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import nsmallest
from itertools import batched, takewhile
from time import sleep

from laurel.ledger.credit import Credit
from laurel.ledger.deadline import reported_at
from laurel.ledger.states import RejectedReason, State
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock, utc_now
from laurel.platform.table import Table
from laurel.reporting.ascp import Ascp
from laurel.reporting.ascp_http import PARALLEL_CALLS
from laurel.reporting.ascp_sign_in import read_secret
from laurel.reporting.pace import Pace
from laurel.reporting.submission import Accepted, AskOutcome, Busy, NotHeld, NotSent, Rejected
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told

PATIENCE = timedelta(seconds=60)  # for one answer
LOOKS = 3  # at a credit that moves while it is looked at
TRIES = 5  # of a question that ASCP is too busy for
MOST_LISTED = 50  # credits under way: the oldest tell what is wrong
_UNDER_WAY = (State.REPORTED, State.SENDING)


@dataclass(frozen=True)
class Difference:
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
    differences: list[Difference]
    oldest_under_way: list[UnderWay]

    @property
    def under_way(self) -> int:
        """How many credits are under way."""
        return sum(self.states[state.value] for state in _UNDER_WAY)


def compare(credit: Credit, answer: AskOutcome, *, at: datetime) -> Difference | None:
    """What `credit` and ASCP's `answer` differ in at `at` (UTC; pure); None where they agree, or may in a moment."""
    if credit.state is State.SENDING and credit.due_at and at < credit.due_at and isinstance(answer, Accepted):
        return None  # a forwarder holds it, which is about to write down the receipt
    kind = _kind(credit, answer)
    return Difference(credit.credit_id, kind, _said_here(credit), _said_there(answer)) if kind else None


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
        case State.REJECTED, NotHeld() if credit.reason != RejectedReason.INVALID:
            return "refusal not known to ASCP"
        case _, Accepted():
            return "held by ASCP, not known here"
        # What is on its way ASCP need not know yet. A refusal from before a credit was mended stays with ASCP until it
        # is sent again.
        case _, NotHeld() | Rejected():
            return None
        case _:
            return "no answer"


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


class Comparison:
    """Compares credits of `ledger` with what `ascp` answers; `wait` waits so many seconds."""

    def __init__(self, ledger: Ledger, ascp: Ascp, clock: Clock, wait: Callable[[float], None] = sleep) -> None:
        self._ledger = ledger
        self._ascp = ascp
        self._clock = clock
        self._wait = wait

    def of(self, days: Iterable[date]) -> Reconciled:
        """All credits reported on `days`; some questions to ASCP go side by side."""
        found = Reconciled(0, Counter(), [], [])
        with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
            for batch in batched((one for day in days for one in self._ledger.reported_on(day)), 100):
                self._add(found, list(batch), pool)
        return found

    def _add(self, found: Reconciled, credit_ids: list[str], pool: Executor) -> None:
        credits_ = self._ledger.get_many(credit_ids)
        differences: dict[str, Difference] = {}
        moving = credits_
        for _ in range(LOOKS):
            compared = zip(moving.values(), pool.map(self._ask, moving), strict=True)
            differing = {one.credit_id: one for pair in compared if (one := compare(*pair, at=self._clock()))}
            # Read once more: what differs and is not as it was has moved between the two questions.
            after = self._ledger.get_many(differing) if differing else {}
            moving = {one: credit for one, credit in after.items() if credit.version != credits_[one].version}
            credits_ |= after
            differences |= {one: what for one, what in differing.items() if one not in moving}
            if not moving:
                break
        else:
            differences |= {one: differing[one] for one in moving}
        found.compared += len(credits_)
        found.states.update(credit.state.value for credit in credits_.values())
        found.differences += differences.values()
        on_their_way = [told for credit in credits_.values() if (told := under_way(credit))]
        found.oldest_under_way = nsmallest(MOST_LISTED, [*found.oldest_under_way, *on_their_way])

    def _ask(self, credit_id: str) -> AskOutcome:
        """ASCP's answer; asked again while ASCP is too busy for it, as far as patience goes."""
        until = self._clock() + PATIENCE
        for tried in range(1, TRIES + 1):
            answer = self._ascp.ask(credit_id, until=until)
            seconds = _too_busy(answer, at_least=2 ** (tried - 1))
            if not seconds or tried == TRIES or self._clock() + timedelta(seconds=seconds) >= until:
                break
            self._wait(seconds)
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


def reconcile(ledger: Ledger, ascp: Ascp, days: list[date]) -> Reconciled:
    """Compares all credits reported on `days`."""
    return Comparison(ledger, ascp, utc_now).of(days)


def days_between(first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both among them."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def show(found: Reconciled) -> None:
    """Prints every difference, the oldest credits that are under way, then the sum."""
    if found.differences:
        print(f"{'credit':<34}{'difference':<30}{'the ledger says':<40}ASCP says")
        for one in found.differences:
            print(f"{one.credit_id:<34}{one.kind:<30}{one.ledger:<40}{one.ascp}")
        print()
    _show_under_way(found)
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(found.states.items()))
    sums = f"{len(found.differences):,} differences, {found.under_way:,} under way"
    print(f"{found.compared:,} credits compared ({states or 'none'}): {sums}.")


def _show_under_way(found: Reconciled) -> None:
    if not found.oldest_under_way:
        return
    print(f"{'under way, the oldest first':<34}{'reported (UTC)':<20}{'it is':<20}why its last try failed")
    for one in found.oldest_under_way:
        print(f"{one.credit_id:<34}{one.since:%Y-%m-%d %H:%M}    {one.stands:<20}{one.why}")
    if more := found.under_way - len(found.oldest_under_way):
        print(f"... and {more:,} more. Staff find them all in the portal, at /staff/credits, by their state.")
    print()


def _ascp(stack: Deployed, per_second: float) -> Ascp:
    secret_id, client = stack.outputs["AscpSecretArn"], stack.client("secretsmanager")
    return Ascp(stack.ascp_url, lambda: read_secret(secret_id, client), utc_now, Pace(per_second))


def main() -> None:
    """Reconciles and prints. Raises TroubleError when there are differences."""
    today = datetime.now(UTC).date()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=today - timedelta(days=1))
    parser.add_argument("--to", dest="last", type=date.fromisoformat, default=today)
    parser.add_argument("--per-second", type=float, default=20, help="questions a second to ASCP (default 20)")
    options = parser.parse_args()
    if options.first > options.last:
        raise TroubleError("The period ends before it begins.", do="Give FROM and TO as days, the earlier one first.")
    stack = deployed(options.stack or None)
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    found = reconcile(ledger, _ascp(stack, options.per_second), days_between(options.first, options.last))
    show(found)
    if found.differences:
        raise TroubleError("The ledger and ASCP differ.", do="See docs/runbook.md, Reconcile with ASCP.")


if __name__ == "__main__":
    sys.exit(told(main))
