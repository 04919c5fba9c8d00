"""`make reconcile`: compare what the ledger says of a period's credits with what ASCP answers, credit by credit.

What it compares, and what counts as a difference, is in `laurel.delivery.reconciliation`. The oldest credits that are
under way are listed, with why their last try failed.
"""

import argparse
import sys
from datetime import UTC, date, datetime, timedelta

from rich.console import Console

from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import read_secret
from laurel.delivery.rate_limit import Pace
from laurel.delivery.reconciliation import ANSWER_TIMEOUT, TRIES, Comparison, Reconciled, compare, under_way
from laurel.ledger.store import Ledger
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.deployed import Deployed, deployed
from local.progress import shown_count
from local.troubles import TroubleError, told

__all__ = ["ANSWER_TIMEOUT", "TRIES", "Comparison", "compare", "main", "reconcile", "show", "under_way"]


def reconcile(ledger: Ledger, ascp: Ascp, days: list[date]) -> Reconciled:
    """Compares all credits reported on `days`; says on standard error how far it is."""
    with shown_count(Console(stderr=True)) as count:
        count("Asking ASCP about the first credits")
        return Comparison(ledger, ascp, utc_now).of(days, lambda found: count(_how_far(found)))


def _how_far(found: Reconciled) -> str:
    return f"{found.compared:,} credits compared, {len(found.differences):,} differences so far"


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
