"""Decides whether a report writes the day or the month first (pure).

`08/09/2026` is August 9 in the United States and September 8 elsewhere, and reports do not say which. The right order
is the one in which the times can be read and are within the sessions of the activity; the month comes first if both do.
"""

from collections.abc import Sequence

from laurel.attendance.layouts import AttendanceRow, Columns, read_report
from laurel.attendance.match_report import MatchedReport, ReportSettings, match_report
from laurel.catalog.activity import Activity
from laurel.platform.refusal import Refusal
from laurel.platform.table_row import TableRow


def matched_report(
    rows: Sequence[TableRow], columns: Columns, activity: Activity, settings: ReportSettings
) -> MatchedReport | Refusal:
    """The report matched to the activity, by the order of day and month that fits; a refusal if it cannot be read."""
    month_first = _matched(rows, columns, activity, settings, day_first=False)
    if isinstance(month_first, Refusal) or _fits(month_first):
        return month_first
    day_first = _matched(rows, columns, activity, settings, day_first=True)
    if isinstance(day_first, Refusal):
        return month_first if any(month_first.people.values()) else day_first
    return day_first if _rank(day_first) > _rank(month_first) else month_first


def _matched(
    rows: Sequence[TableRow], columns: Columns, activity: Activity, settings: ReportSettings, *, day_first: bool
) -> MatchedReport | Refusal:
    seen = read_report(rows, columns, day_first=day_first)
    return seen if isinstance(seen, Refusal) else match_report(seen, activity, settings)


def _fits(matched: MatchedReport) -> bool:
    return not any(one.unreadable for one, _ in matched.rows) and any(matched.people.values())


def _rank(matched: MatchedReport) -> tuple[int, int]:
    """Better is more: people in a session, then rows that can be read."""
    readable: Sequence[AttendanceRow] = [one for one, _ in matched.rows if one.unreadable is None]
    return sum(map(bool, matched.people.values())), len(readable)
