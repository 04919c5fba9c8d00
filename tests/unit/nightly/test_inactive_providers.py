"""Files of a provider that is not active are refused, with what to do."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from laurel.intake.sources import ProviderOnRecord, Sources
from laurel.nightly.source_watch import SourceWatch
from tests.unit.nightly.nights import Nights, feed, rejected


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    nights = Nights(ledger_table, delivery_queue_url, intake_bucket)
    nights.active = False

    def providers():
        return [ProviderOnRecord("asm", None), ProviderOnRecord("labce", None, active=nights.active)]

    watch = SourceWatch(
        providers=providers, sources=Sources(ledger_table), roster_every_days=None, zone=ZoneInfo("UTC")
    )
    nights.dependencies = replace(nights.dependencies, watch=watch)
    return nights


def test_a_file_of_an_inactive_provider_is_refused_with_what_to_do_and_others_are_taken(nights):
    for provider in ("labce", "LabCE", "asm"):
        nights.put(f"feed/{provider}/1.csv", feed((f"r-{provider}", "ana@example.org")))
    report = nights.run()
    outcomes = {one["key"]: (one["outcome"], one.get("reason")) for one in report["files"]}
    assert outcomes == {
        "feed/labce/1.csv": ("refused", "provider_inactive"),
        "feed/LabCE/1.csv": ("refused", "provider_inactive"),
        "feed/asm/1.csv": ("taken", None),
    }
    assert report["credits"] == 1
    (row,) = rejected(nights, "feed/labce/1.csv")
    assert (row["reason"], "operator" in row["message"]) == ("provider_inactive", True)


def test_once_the_provider_is_active_again_the_file_comes_under_a_new_name(nights):
    nights.put("feed/labce/1.csv", feed(("r1", "ana@example.org")))
    nights.run()
    nights.active = True
    assert nights.run()["credits"] == 0
    nights.put("feed/labce/2.csv", feed(("r1", "ana@example.org")))
    assert nights.run()["credits"] == 1
