"""The door of arriving credits: what it reads from an event of the stream, and what it may do."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from arrival_dependencies import build

from functions.match_arrivals import app
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.platform.runtime import MACHINE
from tests import stores
from tests.credits import a_credit
from tests.permitted import permitted

EVENT = Path(__file__).resolve().parents[2] / "events/match_arrivals.json"


@pytest.fixture
def here(ledger: Ledger, delivery_queue_url, monkeypatch):
    monkeypatch.setenv("LEDGER_TABLE_NAME", "LedgerTable")
    monkeypatch.setenv("CLAIMS_TABLE_NAME", stores.make_table("ClaimsTable"))
    monkeypatch.setenv("DELIVERY_QUEUE_URL", delivery_queue_url)
    monkeypatch.setenv("NIGHT_TIME_ZONE", "America/New_York")
    return build(MACHINE)


def test_the_date_is_that_of_the_schedules_zone(here):
    """The last evening of the year in New York, when it is another year in UTC."""
    evening = replace(MACHINE, clock=lambda: datetime(2027, 1, 1, 2, tzinfo=UTC))
    assert build(evening).arrivals.today() == date(2026, 12, 31)


def test_the_credit_of_the_sample_event_is_matched_within_the_functions_rights(here, ledger, capsys):
    event = json.loads(EVENT.read_text(encoding="utf-8"))
    credit_id = event["Records"][0]["dynamodb"]["Keys"]["pk"]["S"].removeprefix("CREDIT#")
    ledger.save([Change(None, a_credit(credit_id))])
    with permitted("MatchArrivalsRole"):
        app.match(here, event)
    assert ledger.get(credit_id).state is State.UNMATCHED
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [one["ArrivalsUnmatched"] for one in figures] == [[1.0]]
