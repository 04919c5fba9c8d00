"""Providers whose files a night took and who are not on record are named to operators."""

from dataclasses import replace

import pytest

from laurel.nightly.metrics import run_figures
from laurel.platform.table import TableBusy
from tests.unit.nightly.nights import Nights, feed


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.asked = 0

    def known():
        nights.asked += 1
        return frozenset({"labce"})

    nights.dependencies = replace(nights.dependencies, known_providers=known)
    return nights


def test_a_provider_without_a_record_is_named_and_counted(nights):
    for provider in ("labce", "LabCE", "asm", "ASM"):
        nights.put(f"feed/{provider}/1.csv", feed((f"r-{provider}", "ana@example.org")))
    nights.put("feeds/misplaced/1.csv", feed(("r", "ana@example.org")))
    run = nights.new_run()
    report = run.run()
    assert report.providers_without_record == ("asm",)
    assert report.to_wire()["providers_without_record"] == ["asm"]
    assert run_figures(report, continued=False).counts["ProvidersWithoutRecord"] == 1
    assert nights.asked == 1


def test_a_night_without_feeds_does_not_ask(nights):
    assert nights.run()["providers_without_record"] == []
    assert nights.asked == 0


def test_records_that_cannot_be_read_stop_no_night(nights):
    def busy():
        raise TableBusy

    nights.dependencies = replace(nights.dependencies, known_providers=busy)
    nights.put("feed/asm/1.csv", feed(("r1", "ana@example.org")))
    report = nights.run()
    assert (report["complete"], report["credits"], report["providers_without_record"]) == (True, 1, [])
