"""The metrics of sending notices."""

from laurel.notices.send_notices import NoticesReport
from laurel.platform.metrics import Figures


def notice_figures(report: NoticesReport) -> Figures:
    """The figures of `report`. The alarms of the template read these names."""
    return Figures(
        counts={"NoticesSent": report.sent, "NoticesRefused": report.refused, "NoticesFailed": report.failed}
    )
