"""A night names providers without a record, and sources of which nothing came for longer than expected."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from laurel.intake.freshness import ROSTER_SOURCE
from laurel.intake.sources import SOURCES, ProviderOnRecord, Sources
from laurel.nightly.continuation import RunPart
from laurel.nightly.metrics import run_figures, source_figures
from laurel.nightly.source_watch import SourceWatch
from laurel.platform import aws
from laurel.platform.clock import instant, utc_now
from laurel.platform.table import TableBusy
from tests.unit.nightly.nights import OTHERS, Nights, feed, roster

LABCE = ProviderOnRecord("labce", None)
ARRIVAL = RunPart(arrival=True)


class Watched(Nights):
    """Nights with a watch over providers, of which a test says how often they are expected."""

    def __init__(self, table, queue_url, bucket):
        super().__init__(table, queue_url, bucket)
        self.asked = 0
        self.known = [LABCE]
        self.day = utc_now().date()
        self.sources = Sources(table)
        self.watch()

    def watch(self, *, roster_every_days=None):
        def providers():
            self.asked += 1
            return self.known

        watch = SourceWatch(
            providers=providers, sources=self.sources, roster_every_days=roster_every_days, zone=ZoneInfo("UTC")
        )
        self.dependencies = replace(self.dependencies, watch=watch)

    def after(self, days, part=None):
        return self.new_run(on=self.day + timedelta(days), part=part).run()


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Watched(ledger_table, delivery_queue_url, intake_bucket)


def late(report):
    return [(one["source"], one["every_days"], one["days"]) for one in report.to_wire()["late_sources"]]


def counts(report):
    figures = run_figures(report, continued=False).counts
    return figures.get("RostersLate"), figures.get("ProvidersLate")


def test_a_provider_without_a_record_is_named_and_counted(nights):
    for provider in ("labce", "LabCE", "asm", "ASM"):
        nights.put(f"feed/{provider}/1.csv", feed((f"r-{provider}", "ana@example.org")))
    nights.put("feeds/misplaced/1.csv", feed(("r", "ana@example.org")))
    report = nights.new_run().run()
    assert report.providers_without_record == ("asm",)
    assert report.to_wire()["providers_without_record"] == ["asm"]
    assert run_figures(report, continued=False).counts["ProvidersWithoutRecord"] == 1
    assert nights.asked == 1


def test_a_run_for_arrived_files_asks_only_if_it_read_a_feed(nights):
    assert nights.run(part=ARRIVAL)["providers_without_record"] == []
    assert nights.asked == 0
    nights.put("feed/asm/1.csv", feed(("r1", "ana@example.org")))
    assert nights.run(part=ARRIVAL)["providers_without_record"] == ["asm"]
    assert nights.asked == 1


def test_records_that_cannot_be_read_stop_no_night_and_leave_the_alarms_as_they_are(nights):
    def busy():
        raise TableBusy

    nights.dependencies = replace(nights.dependencies, watch=replace(nights.dependencies.watch, providers=busy))
    nights.put("feed/asm/1.csv", feed(("r1", "ana@example.org")))
    report = nights.new_run().run()
    assert (report.complete, report.tally.credits, report.providers_without_record) == (True, 0, ())
    assert counts(report) == (None, None)
    # Whether the provider is active is not known, so its file waits for the next run.
    assert [one.outcome for one in report.files] == ["put_off"]
    nights.watch()
    assert nights.new_run().run().tally.credits == 1


def test_a_provider_that_stops_sending_is_late_until_it_sends_again(nights):
    nights.known = [ProviderOnRecord("labce", 7), ProviderOnRecord("asm", None)]
    nights.put("feed/LabCE/1.csv", feed(("r1", "ana@example.org")))
    assert late(nights.after(0)) == []
    assert late(nights.after(7)) == []
    report = nights.after(8)
    assert late(report) == [("labce", 7, 8)]
    assert counts(report) == (0, 1)
    assert [(one.counts, one.dimensions) for one in source_figures(report)] == [
        ({"DaysSinceSent": 8}, {"source": "labce"})
    ]
    nights.put("feed/labce/2.csv", feed(("r2", "ana@example.org")))
    report = nights.after(1)  # the file is from today
    assert (late(report), counts(report)) == ([], (0, 0))


def test_one_that_pushes_is_not_late(nights):
    nights.known = [ProviderOnRecord("labce", 1)]
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.after(0)
    nights.sources.note_push("labce", utc_now() + timedelta(days=5))
    assert late(nights.after(6)) == []
    assert late(nights.after(7)) == [("labce", 1, 2)]


def test_one_that_never_sent_is_late_once_it_was_awaited_for_long_enough(nights):
    nights.known = [ProviderOnRecord("labce", 2)]
    nights.watch(roster_every_days=3)
    assert late(nights.after(0)) == []
    assert late(nights.after(3)) == [("labce", 2, 3)]
    report = nights.after(4)
    assert late(report) == [("labce", 2, 4), (ROSTER_SOURCE, 3, 4)]
    assert counts(report) == (1, 1)
    assert {one["sent_at"] for one in report.to_wire()["late_sources"]} == {None}


def test_a_roster_in_force_counts_from_when_it_was_written(nights):
    nights.watch(roster_every_days=3)
    nights.put("roster/ascls/1.csv", roster(*OTHERS))
    assert late(nights.after(3)) == []  # it comes into force in this very night
    assert late(nights.after(4)) == [(ROSTER_SOURCE, 3, 4)]
    nights.put("roster/ascls/2.csv", roster(*OTHERS, ("N", "new@example.org")))
    assert late(nights.after(3)) == []


def test_who_is_never_expected_stays_quiet(nights):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.after(0)
    report = nights.after(3000)
    assert (late(report), counts(report), source_figures(report)) == ([], (0, 0), [])


def test_only_a_complete_night_looks(nights):
    nights.known = [ProviderOnRecord("labce", 1)]
    nights.after(0)
    report = nights.after(9, part=ARRIVAL)
    assert (report.complete, late(report), counts(report)) == (True, [], (None, None))
    nights.seconds_left = lambda: 1.0
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    report = nights.after(9)
    assert (report.complete, late(report), counts(report)) == (False, [], (None, None))


def test_the_watch_costs_the_same_calls_however_many_providers_send(nights):
    made = []
    aws.dynamodb().meta.events.register("before-call.dynamodb", lambda model, **_: made.append(model.name))

    def night(name):
        for n in range(9):
            nights.put(f"feed/p{n}/{name}.csv", feed((f"{name}{n}", "ana@example.org")))
        made.clear()
        nights.after(0)
        return Counter(made)

    nights.known = [ProviderOnRecord(f"p{n}", 7) for n in range(9)]
    night("first")
    # S3 dates files by whole seconds, and both nights may be within one.
    items = nights.table.query(None, "pk = :pk", pk=SOURCES)
    nights.table.put_many([item | {"at": instant(utc_now() - timedelta(hours=1))} for item in items])
    watched = night("second")
    nights.dependencies = replace(nights.dependencies, watch=None)
    # When each last sent something, before and after the files; the new times. The providers are read elsewhere.
    assert watched - night("third") == Counter({"Query": 2, "BatchWriteItem": 1})
