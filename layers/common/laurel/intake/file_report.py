"""The counts of a nightly run, and the report of each file (pure)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from laurel.ledger.credit import Credit
from laurel.ledger.states import State


@dataclass(slots=True)
class Tally:
    """Counts of rows and credits.

    `credits` are new from the rows; `resumed` were in the ledger before (claims, fixes, roster changes); `requeued` had
    no receipt in time, or perhaps no message, and were queued again; `queue_refused` messages were refused by SQS and
    wait for a later run.
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

    def count_matched(self, credits: Iterable[Credit]) -> None:
        """Counts credits by their state after matching; one that ASCP has or had counts as reported."""
        for credit in credits:
            if credit.state is State.REPORTED or credit.receipt:
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
        """Whether every row and every credit is accounted for."""
        return (
            self.rows == self.credits + self.repeats + self.rejected
            and self.credits + self.resumed == self.reported + self.unmatched.total()
        )


class FileOutcome(StrEnum):
    """The outcome of a file."""

    TAKEN = "taken"
    REFUSED = "refused"  # unusable as a whole; the reason says why
    PUT_OFF = "put_off"  # could not be read to its end; the next run tries again
    BEGUN = "begun"  # read in part; the next part continues after the last row that was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The report of one file, which took `milliseconds`; for a roster, its `members` and the addresses that `changed`.

    In a run's report the counts are of that run alone; a run that continued a file started after the row on line
    `behind`. `again_on` (YYYY-MM-DD) is when the next row with a date in the future can be taken.

    For a roster that was applied in part, `changed` counts the changed addresses found so far. `noted` are its members
    whose ASCP customer ID is bad: they count without it, and their rows are handed back like rejected ones. `etag` is
    that of the version that was read, in the report of a run that finished it.
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
    noted: int | None = None
    behind: int | None = None
    again_on: str | None = None
    etag: str | None = None
    milliseconds: int = 0

    def to_wire(self) -> dict[str, Any]:
        """The report for JSON, without the fields that do not apply."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}
