"""`make reconcile`: compare what the ledger says of a period's credits with what ASCP answers, credit by credit.

Changes nothing on either side. The period is by the day (UTC) on which a credit was reported.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import batched

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from laurel.reporting.ascp import Ascp
from laurel.reporting.ascp_http import PARALLEL_CALLS
from laurel.reporting.ascp_sign_in import read_secret
from laurel.reporting.pace import Pace
from laurel.reporting.submission import Accepted, AskOutcome, NotHeld, Rejected
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told

PATIENCE = timedelta(seconds=60)  # for one answer


@dataclass(frozen=True)
class Difference:
    """A credit of which the ledger and ASCP say different things, or of which ASCP says nothing."""

    credit_id: str
    kind: str
    ledger: str
    ascp: str


@dataclass
class Reconciled:
    """How many credits were compared, how many of each state, and every difference."""

    compared: int
    states: Counter[str]
    differences: list[Difference]


def compare(credit: Credit, answer: AskOutcome) -> Difference | None:
    """What `credit` and ASCP's `answer` differ in (pure); None where they agree."""
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
        case _, Accepted():
            return "held by ASCP, not known here"
        # What ASCP could not even read it does not hold, and what is on its way it need not know yet. A refusal from
        # before a credit was mended stays with ASCP until it is sent again.
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


def reconcile(ledger: Ledger, ascp: Ascp, days: list[date]) -> Reconciled:
    """Compares all credits reported on `days`; some questions to ASCP go side by side."""
    found = Reconciled(0, Counter(), [])
    with ThreadPoolExecutor(PARALLEL_CALLS) as pool:
        for batch in batched(_reported(ledger, days), 100):
            credits_ = list(ledger.get_many(batch).values())
            answers = pool.map(lambda one: ascp.ask(one.credit_id, until=utc_now() + PATIENCE), credits_)
            compared = [compare(credit, answer) for credit, answer in zip(credits_, answers, strict=True)]
            found.compared += len(credits_)
            found.states.update(credit.state.value for credit in credits_)
            found.differences += [one for one in compared if one]
    return found


def _reported(ledger: Ledger, days: list[date]) -> Iterator[str]:
    for day in days:
        yield from ledger.reported_on(day)


def days_between(first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both among them."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def show(found: Reconciled) -> None:
    """Prints every difference, then the sum."""
    if found.differences:
        print(f"{'credit':<34}{'difference':<30}{'the ledger says':<40}ASCP says")
        for one in found.differences:
            print(f"{one.credit_id:<34}{one.kind:<30}{one.ledger:<40}{one.ascp}")
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(found.states.items()))
    print(f"{found.compared:,} credits compared ({states or 'none'}): {len(found.differences):,} differences.")


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
