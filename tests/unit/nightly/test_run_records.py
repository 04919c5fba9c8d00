"""The reports of past nights, page by page, back to the first year."""

from datetime import UTC, datetime, timedelta

import pytest

from laurel.intake.file_report import Tally
from laurel.nightly.lease import Runs
from laurel.nightly.run_records import FIRST_YEAR, RunRecords
from laurel.nightly.run_report import RunReport
from laurel.platform.clock import utc_now

NOW = datetime(FIRST_YEAR + 2, 1, 2, 12, tzinfo=UTC)


def put(table, at):
    report = RunReport(run_id=f"{at:%Y%m%d}", started_at=at, finished_at=at, tally=Tally(), files=[], milliseconds={})
    Runs(table, utc_now).record(report.to_wire(), at)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_they_go_back_over_the_turns_of_years_to_the_first(ledger_table, limit):
    nights = [NOW - timedelta(days=n) for n in range(4)]  # two of this year, two of the last
    for at in nights:
        put(ledger_table, at)
    records, seen, after = RunRecords(ledger_table), [], None
    while True:
        items, after = records.page(now=NOW, limit=limit, after=after)
        assert len(items) <= limit
        seen += [item["run_id"] for item in items]
        if after is None:
            break
    assert seen == [f"{at:%Y%m%d}" for at in nights]


def test_a_year_without_a_run_is_passed_over(ledger_table):
    put(ledger_table, datetime(FIRST_YEAR, 12, 31, 7, tzinfo=UTC))
    items, after = RunRecords(ledger_table).page(now=NOW, limit=10, after=None)
    assert ([item["run_id"] for item in items], after) == ([f"{FIRST_YEAR}1231"], None)


def test_a_day_has_its_own_runs_alone(ledger_table):
    for at in (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1), NOW.replace(day=12)):
        put(ledger_table, at)
    assert len(RunRecords(ledger_table).of_day(NOW.date())) == 2
