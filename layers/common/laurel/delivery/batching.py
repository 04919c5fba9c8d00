"""How the leased credits are split into submissions to ASCP.

Credits with few attempts go out together. Credits that failed before start slowly: first one alone, then each batch is
twice as large as the last one that ASCP answered. Once ASCP has recovered, a hundred of them need seven submissions,
while a credit that ASCP fails on is soon isolated and no longer blocks others.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from laurel.delivery.ascp.contract import MOST_CREDITS
from laurel.ledger.credit import Credit
from laurel.ledger.states import State

# Least time between two refusals of a credit sent alone that both count: a fault at ASCP may last for hours.
TIME_BETWEEN_REFUSALS = timedelta(hours=4)
TRIED = 3  # attempts, including this one, after which the credit itself may be why ASCP fails
REFUSED_ALONE = "ASCP could not read it, sent alone"


class Batches:
    """The batches in which `leased` goes out.

    Credits with many failed attempts go last, since one of them may be why ASCP fails. After those go the credits that
    ASCP could not read, so that they do not stop the others.
    """

    def __init__(self, leased: Sequence[Credit]) -> None:
        in_order = sorted(leased, key=lambda credit: (was_refused_alone(credit), credit.attempts))
        self._fresh = [credit for credit in in_order if not _was_tried(credit)]
        self._tried = [credit for credit in in_order if _was_tried(credit)]
        self._bisected: list[tuple[Credit, ...]] = []
        self._size = 1
        self.with_tried = bool(self._tried)

    def take(self) -> tuple[Credit, ...]:
        """The next batch; empty if none is left."""
        if self._bisected:
            return self._bisected.pop()
        line, size = (self._fresh, MOST_CREDITS) if self._fresh else (self._tried, self._size)
        batch = tuple(line[:size])
        del line[:size]
        return batch

    def answered(self, batch: tuple[Credit, ...]) -> None:
        """ASCP answered `batch`: if it held credits that failed before, the next batch may be larger."""
        if _was_tried(batch[0]):
            self._size = min(MOST_CREDITS, 2 * len(batch))

    def failed(self) -> None:
        """ASCP failed on a batch: the next batch is one credit."""
        self._size = 1

    def bisect(self, batch: tuple[Credit, ...]) -> None:
        """Sends `batch`, of two credits or more, again next, in two halves."""
        middle = len(batch) // 2
        self._bisected += [batch[middle:], batch[:middle]]

    def left(self) -> list[Credit]:
        """The credits that were not taken."""
        return [*(credit for half in self._bisected for credit in half), *self._fresh, *self._tried]


def was_refused_alone(credit: Credit) -> bool:
    """Whether ASCP could not read the credit even when it was sent alone, since a person last acted on it."""
    return refused_alone_at(credit) is not None


def refused_alone_at(credit: Credit) -> datetime | None:
    """When ASCP first could not read the credit sent alone (UTC); None if that never happened."""
    steps = takewhile(lambda step: step.state is not State.EARNED and step.by is None, reversed(credit.timeline))
    return min((step.at for step in steps if step.detail == REFUSED_ALONE), default=None)


def _was_tried(credit: Credit) -> bool:
    return credit.attempts >= TRIED or was_refused_alone(credit)
