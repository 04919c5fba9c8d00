"""Day first or month first: of `06/04/2026` the order is taken that puts people into a session, by default June 4."""

from datetime import datetime

from laurel.attendance.layouts import Columns
from laurel.attendance.match_report import MatchedReport, ReportSettings
from laurel.attendance.read_dates import matched_report
from laurel.attendance.tables import read_rows
from laurel.platform.refusal import Refusal
from tests.unit.attendance.test_reports import ONE, judged, told

HEADING = "Email,Join Time,Leave Time\n"
JUNE_4 = "06/04/2026 09:00,06/04/2026 10:00"
JUNE_4_DAY_FIRST = "04/06/2026 09:00,04/06/2026 10:00"
MAY_3 = "05/03/2026 09:00,05/03/2026 10:00"
DAY_13 = "13/04/2026 09:00,13/04/2026 10:00"


def report(*stays: str) -> str:
    return HEADING + "".join(f"{name}@example.org,{stay}\n" for name, stay in zip("abcde", stays, strict=False))


def statuses(*stays: str) -> list[str]:
    return [status for _, status, _ in told(judged(report(*stays), ONE))]


def matched(*stays: str) -> MatchedReport:
    rows = read_rows(report(*stays).encode())
    assert not isinstance(rows, Refusal)
    found = matched_report(rows, Columns(), ONE, ReportSettings(ONE.zone, 80))
    assert not isinstance(found, Refusal)
    return found


def test_the_month_is_first_once_every_row_can_be_read_and_somebody_was_in_a_session() -> None:
    stays = (JUNE_4, JUNE_4_DAY_FIRST, JUNE_4_DAY_FIRST)
    assert statuses(*stays) == ["taken", "not_in_session", "not_in_session"]


def test_a_row_that_cannot_be_read_lets_the_order_count_that_puts_more_people_into_a_session() -> None:
    stays = (JUNE_4, JUNE_4_DAY_FIRST, JUNE_4_DAY_FIRST, DAY_13)
    assert statuses(*stays) == ["not_in_session", "taken", "taken", "not_in_session"]


def test_with_nobody_in_a_session_the_order_counts_in_which_more_rows_can_be_read() -> None:
    assert statuses(DAY_13) == ["not_in_session"]


def test_the_month_is_first_if_both_orders_are_alike() -> None:
    [(row, _)] = matched(MAY_3).rows
    assert row.joined is not None
    assert row.joined.local == datetime(2026, 5, 3, 9)
