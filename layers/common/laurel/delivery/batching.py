"""How the leased credits are split into submissions to a partner (pure).

Credits with few attempts go out together. Credits that failed before start slowly: first one alone, then each batch is
twice as large as the last one that the partner answered. Once it has recovered, a hundred of them need seven
submissions, while a credit that it fails on is soon isolated and no longer blocks others.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from laurel.ledger.credit import Credit
from laurel.ledger.states import State

# Least time between two refusals of a credit sent alone that both count: a fault at a partner may last for hours.
TIME_BETWEEN_REFUSALS = timedelta(hours=4)
TRIED = 3  # attempts, including this one, after which the credit itself may be why the partner fails


def refused_alone(partner: str) -> str:
    """The detail of a step after which the partner of this name could not read the credit, sent alone."""
    return f"{partner} could not read it, sent alone"


class Batches:
    """The batches in which `leased` goes out to the `partner` of this name, of at most `most_credits` each.

    Credits with many failed attempts go last, since one of them may be why the partner fails. After those go the
    credits that it could not read, so that they do not stop the others.
    """

    def __init__(self, leased: Sequence[Credit], *, partner: str, most_credits: int) -> None:
        self._most_credits = most_credits
        refused = {credit.credit_id for credit in leased if refused_alone_at(credit, partner)}
        self._tried_ids = refused | {credit.credit_id for credit in leased if credit.attempts >= TRIED}
        in_order = sorted(leased, key=lambda credit: (credit.credit_id in refused, credit.attempts))
        self._fresh = [credit for credit in in_order if not self._was_tried(credit)]
        self._tried = [credit for credit in in_order if self._was_tried(credit)]
        self._bisected: list[tuple[Credit, ...]] = []
        self._size = 1
        self.with_tried = bool(self._tried)

    def take(self) -> tuple[Credit, ...]:
        """The next batch; empty if none is left."""
        if self._bisected:
            return self._bisected.pop()
        line, size = (self._fresh, self._most_credits) if self._fresh else (self._tried, self._size)
        batch = tuple(line[:size])
        del line[:size]
        return batch

    def answered(self, batch: tuple[Credit, ...]) -> None:
        """The partner answered `batch`: if it held credits that failed before, the next batch may be larger."""
        if self._was_tried(batch[0]):
            self._size = min(self._most_credits, 2 * len(batch))

    def failed(self) -> None:
        """The partner failed on a batch: the next batch is one credit."""
        self._size = 1

    def bisect(self, batch: tuple[Credit, ...]) -> None:
        """Sends `batch`, of two credits or more, again next, in two halves."""
        middle = len(batch) // 2
        self._bisected += [batch[middle:], batch[:middle]]

    def left(self) -> list[Credit]:
        """The credits that were not taken."""
        return [*(credit for half in self._bisected for credit in half), *self._fresh, *self._tried]

    def _was_tried(self, credit: Credit) -> bool:
        return credit.credit_id in self._tried_ids


def refused_alone_at(credit: Credit, partner: str) -> datetime | None:
    """When the partner of this name first could not read the credit sent alone (UTC), since a person last acted on it.

    None if that never happened.
    """
    steps = takewhile(lambda step: step.state is not State.EARNED and step.by is None, reversed(credit.timeline))
    return min((step.at for step in steps if step.detail == refused_alone(partner)), default=None)
