"""The metrics of one part of the weekly reconciliation."""

from laurel.delivery.weekly_reconciliation import Period
from laurel.platform.metrics import Figures


def part_figures(before: Period, after: Period, *, continued: bool) -> Figures:
    """The figures of the part from `before` to `after`. The alarms of the template read these names."""
    counts = {
        "CreditsReconciled": after.compared - before.compared,
        "ReconcileDifferences": after.differences - before.differences,
        "ReconcileUnanswered": after.unanswered - before.unanswered,
        "ReconcileRuns": int(after.is_complete),
        "ReconcileUnfinished": int(not after.is_complete and not continued),
    }
    return Figures(counts=counts)
