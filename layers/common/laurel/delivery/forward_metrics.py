"""The metrics of a batch of the forwarder."""

from datetime import datetime

from laurel.delivery.forwarder import Report
from laurel.platform.metrics import Figures


def batch_figures(report: Report, *, at: datetime) -> Figures:
    """The figures of `report` at `at` (UTC). The alarms of the template read these names."""
    counts = {
        "CreditsAccepted": report.accepted,
        "CreditsRejected": report.rejected,
        "CreditsUnreadable": report.unreadable,
        "CreditsPutBack": report.put_back,
        "CreditsWithheld": report.withheld,
        "CreditsHeldBack": report.held_back,
        "CreditsLeftForLater": report.left_for_later,
        "PoisonMessages": report.poison,
        "Submissions": report.submissions,
        "BreakerOpened": report.breaker_opened,
        "CallsCutOff": report.cut_off,
        "StrangeResults": report.unexpected,
        "ContradictingReceipts": report.contradictions,
    }
    oldest = (at - report.oldest_reported_at).total_seconds() if report.oldest_reported_at else 0.0
    return Figures(counts=counts, seconds={"OldestUndeliveredAge": oldest})
