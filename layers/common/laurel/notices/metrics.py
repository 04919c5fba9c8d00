"""The metrics of sending notices."""

from laurel.notices.send_notices import NoticesReport
from laurel.platform.metrics import Figures


def notice_figures(*reports: NoticesReport) -> Figures:
    """The figures of `reports` together. The alarms of the template read these names."""
    return Figures(
        counts={
            "NoticesSent": sum(one.sent for one in reports),
            "NoticesRefused": sum(one.refused for one in reports),
            "NoticesFailed": sum(one.failed for one in reports),
        }
    )
