"""The metrics of credits that were matched when they arrived."""

from laurel.arrivals.match_arrivals import Arrived
from laurel.platform.metrics import Figures


def arrival_figures(arrived: Arrived) -> Figures:
    """The figures of one batch. The alarms of the template read these names."""
    return Figures(
        counts={
            "ArrivalsReported": arrived.reported,
            "ArrivalsUnmatched": arrived.unmatched,
            "ArrivalMessagesRefused": arrived.queue_refused,
        }
    )
