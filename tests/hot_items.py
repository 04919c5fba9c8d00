"""DynamoDB where many write at the same moment: what it cancels and throttles, in simulated time.

The other doubles answer one call after the other, so nothing ever conflicts there. Here a transaction holds its items
for a while, and an item takes a limited number of write units a second. The rules are AWS's: "Managing complex
workflows with DynamoDB transactions" (conflicts, two units a kilobyte) and "Designing partition keys" (1,000 units a
second).
"""

import heapq
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from laurel.platform.table import Key, TableBusy

UNITS_A_SECOND = 1000
SECONDS_HELD = 0.03  # how long a transaction over two tables takes
type Transaction = Mapping[Key, int]
"""The items of a transaction, each with its size in bytes."""


@dataclass
class HotItems:
    """Which items are in a transaction until when, and which units each has taken in the present second."""

    _held_until: dict[Key, float] = field(default_factory=dict)
    _units: dict[tuple[Key, int], int] = field(default_factory=lambda: defaultdict(int))

    def takes(self, transaction: Transaction, at: float) -> bool:
        """Whether the transaction at this second goes through. If not, another is at work or an item is too hot."""
        units = {(key, int(at)): 2 * math.ceil(size / 1024) for key, size in transaction.items()}
        for second, needed in units.items():
            self._units[second] += needed  # also what is canceled is counted
        conflict = any(self._held_until.get(key, 0) > at for key in transaction)
        if conflict or any(self._units[second] > UNITS_A_SECOND for second in units):
            return False
        self._held_until.update(dict.fromkeys(transaction, at + SECONDS_HELD))
        return True


@dataclass
class Outcome:
    """How many transactions went through or were given up, and the longest wait in seconds."""

    done: int = 0
    given_up: int = 0
    longest: float = 0.0


def all_at_once(
    transactions: Iterable[Transaction],
    *,
    within: float,
    rounds: Callable[[Callable[[float], None]], Iterator[int]],
    seed: int,
) -> Outcome:
    """Begins the transactions at random moments of `within` seconds; each is tried in `rounds` of the code under test.

    `rounds` is called with what it sleeps with, and raises TableBusy when it gives up.
    """
    items, outcome, draw = HotItems(), Outcome(), random.Random(seed)
    waits: list[float] = []
    events: list[tuple[float, int, float, Transaction, Iterator[int]]] = []
    for number, transaction in enumerate(transactions):
        begins = draw.uniform(0, within)
        heapq.heappush(events, (begins, number, begins, transaction, rounds(waits.append)))
    for _, _, _, _, trying in events:
        next(trying)
    while events:
        at, number, begins, transaction, trying = heapq.heappop(events)
        if items.takes(transaction, at):
            outcome.done += 1
            outcome.longest = max(outcome.longest, at - begins)
            continue
        waits.clear()
        try:
            next(trying)
        except TableBusy:
            outcome.given_up += 1
        else:
            heapq.heappush(events, (at + SECONDS_HELD + sum(waits), number, begins, transaction, trying))
    return outcome
