"""What a nightly run says of itself: counts, files, durations, and whether they reconcile (pure)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laurel.intake.file_report import FileReport, Tally
from laurel.platform.clock import instant


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
