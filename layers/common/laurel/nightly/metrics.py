"""The metrics of a nightly run."""

from collections.abc import Sequence

from laurel.intake.file_report import FileOutcome
from laurel.intake.freshness import ROSTER_SOURCE, Freshness
from laurel.intake.places import ROSTER_PREFIX
from laurel.ledger.states import UnmatchedReason
from laurel.nightly.run_report import RunReport
from laurel.platform.metrics import Figures

_NOT_TAKEN = (FileOutcome.REFUSED, FileOutcome.PUT_OFF)


def run_figures(report: RunReport, *, continued: bool) -> Figures:
    """The figures of `report`. The alarms of the template read some of these names.

    `NightlyRuns` counts complete runs of the night only: a run that stops early each night, or one for files that
    arrived, must not pass for a night's work. Rows of
    feeds count as they are taken. Rows of a roster count once, when it comes into force, because each part of a night
    that applies it reads all of it.
    """
    tally = report.tally
    rosters = [one for one in report.files if one.outcome == FileOutcome.TAKEN and one.key.startswith(ROSTER_PREFIX)]
    counts = {
        "NightlyRuns": int(report.complete and not report.arrival),
        "ArrivalRuns": int(report.complete and report.arrival),
        "RunsNotReconciled": int(not tally.reconciles),
        "RunsUnfinished": int(not report.complete and not continued),
        "RunsGoneOnWith": int(continued),
        "RowsRead": tally.rows,
        "RowsRepeated": tally.repeats,
        "RowsRejected": tally.rejected,
        "RosterRowsRead": sum(roster.rows for roster in rosters),
        "RosterRowsRejected": sum(roster.rejected for roster in rosters),
        "CreditsTaken": tally.credits,
        "CreditsReported": tally.reported,
        "CreditsUnmatched": tally.unmatched.total(),
        **{f"CreditsUnmatched{_in_capitals(reason)}": tally.unmatched[reason] for reason in UnmatchedReason},
        "CreditsResumed": tally.resumed,
        "CreditsRequeued": tally.requeued,
        "MessagesRefused": tally.queue_refused,
        "ProvidersWithoutRecord": len(report.providers_without_record),
        "FilesTaken": sum(file.outcome == FileOutcome.TAKEN for file in report.files),
        "FilesNotTaken": sum(file.outcome in _NOT_TAKEN for file in report.files),
        **_late(report.sources),
    }
    durations = {f"{_in_capitals(stage)}Duration": took for stage, took in report.milliseconds.items()}
    return Figures(
        counts=counts,
        milliseconds={"RunDuration": sum(durations.values()), **durations},
        seconds={"OldestUndeliveredAge": report.oldest_undelivered_seconds},
    )


def source_figures(report: RunReport) -> list[Figures]:
    """The figures of each source that is expected; `source` is its provider's ID, or the folder of the roster."""
    return [
        Figures(counts={"DaysSinceSent": source.days}, dimensions={"source": source.source})
        for source in report.sources or ()
        if source.days is not None
    ]


def _late(sources: Sequence[Freshness] | None) -> dict[str, int]:
    """Nothing if the run did not look: the alarms stay as they are then."""
    if sources is None:
        return {}
    late = [source.source for source in sources if source.is_late]
    roster = late.count(ROSTER_SOURCE)
    return {"RostersLate": roster, "ProvidersLate": len(late) - roster}


def _in_capitals(word: str) -> str:
    return word.title().replace("_", "")
