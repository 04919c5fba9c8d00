"""What a nightly run counts, and what became of each file that it looked at (pure)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from laurel.ledger.credit import Credit
from laurel.ledger.states import State


@dataclass(slots=True)
class Tally:
    """What became of rows and credits, counted.

    `credits` are new from the rows; `resumed` were in the ledger before (claims, fixes, roster changes);
    `requeued` had no receipt in time, or perhaps never a message, and were put on the queue again; `queue_refused` of
    the messages were not taken by SQS and wait for a later night.
    """

    rows: int = 0
    credits: int = 0
    repeats: int = 0
    rejected: int = 0
    resumed: int = 0
    reported: int = 0
    unmatched: Counter[str] = field(default_factory=Counter)
    requeued: int = 0
    queue_refused: int = 0

    def count_settled(self, credits: Iterable[Credit]) -> None:
        """Counts credits by the state in which matching left them."""
        for credit in credits:
            if credit.state is State.REPORTED:
                self.reported += 1
            else:
                self.unmatched[str(credit.reason)] += 1

    def add(self, other: Self) -> None:
        """Adds the counts of `other`."""
        for name in ("rows", "credits", "repeats", "rejected", "resumed", "reported", "requeued", "queue_refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.unmatched.update(other.unmatched)

    @property
    def reconciles(self) -> bool:
        """Whether every row, and every credit taken up, is accounted for."""
        return (
            self.rows == self.credits + self.repeats + self.rejected
            and self.credits + self.resumed == self.reported + self.unmatched.total()
        )


class FileOutcome(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    REFUSED = "refused"  # unusable as a whole; the reason says why
    PUT_OFF = "put_off"  # could not be read to its end; the next night tries again
    BEGUN = "begun"  # read in part; what follows goes on behind the last row that was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file. `milliseconds` it took; for a roster, `members` it has and addresses that `changed`.

    In a run's report the counts are of that run alone: one that went on in a file did so behind the row on the line
    `behind`. `again_on` (YYYY-MM-DD) is when rows can be taken whose dates lie in the future.

    Of a roster that was only begun, `changed` are the addresses found so far that are to change.
    """

    key: str
    outcome: FileOutcome
    reason: str | None = None
    message: str | None = None
    rows: int = 0
    credits: int = 0
    repeats: int = 0
    rejected: int = 0
    members: int | None = None
    changed: int | None = None
    behind: int | None = None
    again_on: str | None = None
    milliseconds: int = 0

    def to_wire(self) -> dict[str, Any]:
        """As JSON has it; what does not apply is left out."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}
