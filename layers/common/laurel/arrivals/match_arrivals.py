"""Arrivals: credits that have just become due for matching are matched and queued at once, instead of at night.

The ledger's stream names them: a printed claim, a credit that staff released or that its learner tries again, a
withdrawal that was undone. Printing writes nothing more for it, and waits for nothing.

It may run twice, late, out of order, and during a nightly run. The ledger is read again, each change is conditional,
and a message only starts the work: the forwarder sends what the ledger says. If a process ends between the write and
the message, Lambda hands over the same records again, and the credit is queued then. The next nightly run matches or
queues the credits that are still missing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

from laurel.delivery.queue import DeliveryQueue
from laurel.intake.report_once import ReportOnce
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.joined_addresses import JoinedAddresses
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock
from laurel.roster.match_again import match_again
from laurel.roster.rematch import Rematcher, waits_for_a_match
from laurel.roster.store import Roster

BATCH = 100
# A credit is due at the instant of its last step, by the clock of another machine.
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a batch: credits now reported and unmatched, and messages that SQS refused."""

    reported: int = 0
    unmatched: int = 0
    queue_refused: int = 0


@dataclass(frozen=True, slots=True)
class MatchArrivals:
    """The stores, the queue and the clock. `today` gives the present date in the time zone of the schedule."""

    ledger: Ledger
    roster: Roster
    aliases: Aliases
    consents: Consents
    queue: DeliveryQueue
    executor: Executor
    clock: Clock
    today: Callable[[], date]
    joined: JoinedAddresses | None = None

    def match(self, credit_ids: Sequence[str]) -> Arrived:
        """Matches those of `credit_ids` that are due for matching, and queues those that are reported.

        Costs, for each hundred credits, one read of the credits, the reads of matching, and one transaction.
        Raises TableBusy, and errors of AWS that no retry fixes: then the whole batch may be tried again.
        """
        found: Counter[State] = Counter()
        to_queue: list[str] = []
        for batch in batched(credit_ids, BATCH):
            after = self._match_batch(batch)
            found.update(credit.state for credit in after)
            to_queue += [credit.credit_id for credit in after if credit.state is State.REPORTED]
        refused = self.queue.send(to_queue, self.executor) if to_queue else 0
        return Arrived(found[State.REPORTED], found[State.UNMATCHED], refused)

    def _match_batch(self, credit_ids: Sequence[str]) -> list[Credit]:
        """The credits after matching. Those reported before count too: their message may be missing."""
        credits = self.ledger.get_many(credit_ids).values()
        due = [credit for credit in credits if self._is_due(credit)]
        reported = [credit for credit in credits if credit.state is State.REPORTED]
        rematcher = Rematcher(self.roster, self.aliases, self.consents, self.clock, self.today(), self.joined)
        once = ReportOnce(self.ledger, self.aliases, self.joined)
        matched = match_again(once, rematcher, due) if due else None
        return [*reported, *(matched.saved if matched else ())]

    def _is_due(self, credit: Credit) -> bool:
        return waits_for_a_match(credit) and credit.due_at is not None and credit.due_at <= self.clock() + CLOCKS_DIFFER
