"""The runs of a day together, and what is over the limits of the alarms."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from laurel.nightly.nights import Night, nights_of
from laurel.nightly.run_records import RunRecords
from tests.unit.nightly.test_run_records import put

AT = datetime(2026, 11, 20, 7, tzinfo=UTC)


def a_run(at=AT, waited=None, **counts):
    """A stored report; `waited` are the hours for which its oldest credit had no receipt."""
    names = ("rows", "credits", "repeats", "rejected", "resumed", "reported")
    return {
        **{name: Decimal(counts.get(name, 0)) for name in names},
        "unmatched": {"not_a_member": Decimal(counts.get("unmatched", 0))},
        "started_at": at.isoformat(),
        "finished_at": at.isoformat(),
        "oldest_reported_at": waited and (at - timedelta(hours=waited)).isoformat(),
    }


def test_the_runs_of_a_day_are_one_night_the_latest_first():
    runs = [
        a_run(rows=5, credits=4, rejected=1, unmatched=2),
        a_run(AT + timedelta(hours=9), rows=2, repeats=2, resumed=3, reported=4, unmatched=5),
        a_run(AT.replace(day=18)),
    ]
    later, earlier = nights_of(runs)
    assert (later.day, later.runs, later.rows, later.credits, later.repeats, later.rejected) == (
        date(2026, 11, 20),
        2,
        7,
        4,
        2,
        1,
    )
    assert (later.resumed, later.reported, later.unmatched) == (3, 4, 7)
    assert (earlier.day, earlier.runs, earlier.rows) == (date(2026, 11, 18), 1, 0)


@pytest.mark.parametrize(
    ("rows", "rejected", "over"), [(50, 50, False), (51, 5, False), (51, 6, True), (100, 10, False)]
)
def test_the_share_of_rejected_rows_counts_as_for_the_alarm(rows, rejected, over):
    [night] = nights_of([a_run(rows=rows, credits=rows - rejected, rejected=rejected)])
    assert night.too_many_rejected is over


@pytest.mark.parametrize(
    ("waited", "days", "over"),
    [(None, 0.0, False), (72, 3.0, False), (73, 3.0, True), (180, 7.5, True)],
)
def test_the_oldest_credit_of_a_day_is_that_of_its_worst_run(waited, days, over):
    [night] = nights_of([a_run(waited=waited), a_run(AT + timedelta(hours=1))])
    assert (night.oldest_days, night.waits_too_long) == (days, over)
    assert night.oldest_seconds == (waited or 0) * 3600


def test_a_second_more_than_three_days_is_too_long():
    day = date(2026, 11, 20)
    waits = [Night(day=day, oldest_seconds=seconds).waits_too_long for seconds in (259_199, 259_200, 259_201)]
    assert waits == [False, False, True]


def test_the_last_days_are_read_over_the_turn_of_a_year(ledger_table):
    for at in (
        datetime(2026, 12, 1, tzinfo=UTC),
        datetime(2026, 12, 31, 7, tzinfo=UTC),
        datetime(2027, 1, 1, 7, tzinfo=UTC),
    ):
        put(ledger_table, at)
    found = RunRecords(ledger_table).since(date(2026, 12, 2), now=datetime(2027, 1, 2, tzinfo=UTC))
    assert [one["run_id"] for one in found] == ["20261231", "20270101"]
