"""The report of a nightly run: counts, files, durations, and whether they reconcile (pure)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laurel.intake.file_report import FileReport, Tally
from laurel.intake.freshness import Freshness
from laurel.platform.clock import instant


@dataclass(slots=True, kw_only=True)
class RunReport:
    """The report of one nightly run. `complete` is False if it left work to the next run; `note` says why.

    `skipped` is True if another run was under way and this one did nothing; `behind_arrival` if that one was for files
    that arrived. `arrival` says that this one is such a run. A night may have several parts: `part`
    counts them, `continues` names the run before this one, and `requeue_from` is the shard at which the run stopped
    queueing due credits. `messages_pending` says that the next part must queue all undelivered credits.
    `oldest_reported_at` is when (UTC) the oldest due credit without a receipt was reported, of all credits that this
    part of the night and the parts before it saw. `providers_without_record` sent feeds, and have no display name.
    `sources` are those that are expected; None if this run did not look at them.
    """

    run_id: str
    started_at: datetime
    finished_at: datetime
    tally: Tally
    files: list[FileReport]
    milliseconds: dict[str, int]
    complete: bool = True
    skipped: bool = False
    behind_arrival: bool = False
    arrival: bool = False
    note: str = ""
    part: int = 1
    continues: str | None = None
    messages_pending: bool = False
    requeue_from: int = 0
    oldest_reported_at: datetime | None = None
    providers_without_record: tuple[str, ...] = ()
    sources: tuple[Freshness, ...] | None = None

    @property
    def oldest_undelivered_seconds(self) -> float:
        """Seconds that the oldest due credit has waited for its receipt; 0 if there is none."""
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
            "behind_arrival": self.behind_arrival,
            "arrival": self.arrival,
            "part": self.part,
            "continues": self.continues,
            "owed": self.messages_pending,
            "requeue_from": self.requeue_from,
            "oldest_reported_at": self.oldest_reported_at and instant(self.oldest_reported_at),
            "providers_without_record": list(self.providers_without_record),
            "late_sources": [source.to_wire() for source in self.sources or () if source.is_late],
            "note": self.note,
        }
