"""What a nightly run says of itself: counts, files, durations, and whether they reconcile (pure)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.platform.clock import instant


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


@dataclass(slots=True, kw_only=True)
class RunReport:
    """The report of one nightly run. `complete` is False when it left work to the next: see `note` for why.

    `skipped` is True when another run was under way and this one did nothing. A night may have several parts: `part`
    counts them, `continues` names the run before this one, `requeue_from` the shard at which a run stopped queueing
    again what is due, `owed` says that this is to be all that is undelivered. `oldest_reported_at` is since when (UTC)
    the oldest credit that is due waits for its receipt, of those that this part of the night and the ones before saw.
    """

    run_id: str
    started_at: datetime
    finished_at: datetime
    tally: Tally
    files: list[FileReport]
    milliseconds: dict[str, int]
    complete: bool = True
    skipped: bool = False
    note: str = ""
    part: int = 1
    continues: str | None = None
    owed: bool = False
    requeue_from: int = 0
    oldest_reported_at: datetime | None = None

    @property
    def oldest_undelivered_seconds(self) -> float:
        """For how long the oldest credit that is due has been waiting for its receipt; 0 if there is none."""
        return (self.finished_at - self.oldest_reported_at).total_seconds() if self.oldest_reported_at else 0.0

    def to_wire(self) -> dict[str, Any]:
        """The function's answer, and the record in the ledger."""
        tally = self.tally
        return {
            "run_id": self.run_id,
            "started_at": instant(self.started_at),
            "finished_at": instant(self.finished_at),
            "rows": tally.rows,
            "credits": tally.credits,
            "repeats": tally.repeats,
            "rejected": tally.rejected,
            "resumed": tally.resumed,
            "reported": tally.reported,
            "unmatched": dict(sorted(tally.unmatched.items())),
            "requeued": tally.requeued,
            "queue_refused": tally.queue_refused,
            "files": [file.to_wire() for file in self.files],
            "milliseconds": self.milliseconds,
            "reconciles": tally.reconciles,
            "complete": self.complete,
            "skipped": self.skipped,
            "part": self.part,
            "continues": self.continues,
            "owed": self.owed,
            "requeue_from": self.requeue_from,
            "oldest_reported_at": self.oldest_reported_at and instant(self.oldest_reported_at),
            "note": self.note,
        }
