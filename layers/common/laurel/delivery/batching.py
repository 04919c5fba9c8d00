"""In which portions credits go out to ASCP.

Credits that were never or seldom tried go together. Those that were tried before and came back begin with one alone,
and each portion is twice as large as the one before that ASCP answered: one that is well again has a hundred of them in
seven submissions, while a credit that it cannot stomach soon stands alone and takes no neighbours with it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from laurel.delivery.ascp.contract import MOST_CREDITS
from laurel.ledger.credit import Credit
from laurel.ledger.states import State

# So much time lies between two refusals of a credit on its own that count: trouble of ASCP's may last for hours.
REFUSALS_APART = timedelta(hours=4)
TRIED = 3  # attempts, the present one included, from which on a credit may be what ASCP fails over
REFUSED_ALONE = "ASCP could not read it, sent alone"


class Batches:
    """What of `leased` is still to go out, and in which portions.

    What went out often and brought nothing goes last: it may be what ASCP fails over. After that goes what ASCP could
    not read, so that it does not end the batch before the others.
    """

    def __init__(self, leased: Sequence[Credit]) -> None:
        in_order = sorted(leased, key=lambda credit: (was_refused_alone(credit), credit.attempts))
        self._fresh = [credit for credit in in_order if not _was_tried(credit)]
        self._tried = [credit for credit in in_order if _was_tried(credit)]
        self._halves: list[tuple[Credit, ...]] = []
        self._size = 1
        self.with_tried = bool(self._tried)

    def take(self) -> tuple[Credit, ...]:
        """The next portion; empty if none is left."""
        if self._halves:
            return self._halves.pop()
        line, size = (self._fresh, MOST_CREDITS) if self._fresh else (self._tried, self._size)
        portion = tuple(line[:size])
        del line[:size]
        return portion

    def answered(self, portion: tuple[Credit, ...]) -> None:
        """ASCP had an answer to `portion`: if that held what was tried before, the next may be larger."""
        if _was_tried(portion[0]):
            self._size = min(MOST_CREDITS, 2 * len(portion))

    def failed(self) -> None:
        """ASCP failed over a portion: the next is one credit alone."""
        self._size = 1

    def halve(self, portion: tuple[Credit, ...]) -> None:
        """`portion`, of more than one, goes out again in two halves, next."""
        middle = len(portion) // 2
        self._halves += [portion[middle:], portion[:middle]]

    def left(self) -> list[Credit]:
        """What was not taken."""
        return [*(credit for half in self._halves for credit in half), *self._fresh, *self._tried]


def was_refused_alone(credit: Credit) -> bool:
    """Whether it came back as what ASCP cannot read even if it is sent alone, since a person last did something."""
    return refused_alone_at(credit) is not None


def refused_alone_at(credit: Credit) -> datetime | None:
    """When it first came back so (UTC); None if it never did."""
    steps = takewhile(lambda step: step.state is not State.EARNED and step.by is None, reversed(credit.timeline))
    return min((step.at for step in steps if step.detail == REFUSED_ALONE), default=None)


def _was_tried(credit: Credit) -> bool:
    return credit.attempts >= TRIED or was_refused_alone(credit)
