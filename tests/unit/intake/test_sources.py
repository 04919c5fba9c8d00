"""When each source last sent something: files, pushes, days in the schedule's time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.intake.freshness import NEVER, Freshness, LastSent, freshness
from laurel.intake.sources import ProviderOnRecord, PushNotes, Sources, providers_on_record
from laurel.platform.table import Table
from tests import stores

MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Sunday evening in New York
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def sources(ledger_table: Table) -> Sources:
    return Sources(ledger_table)


@pytest.mark.parametrize(("on", "days", "is_late"), [(28, 6, False), (29, 7, False), (30, 8, True)])
def test_days_are_calendar_days_of_the_schedule(on: int, days: int, is_late: bool) -> None:
    stands = freshness("labce", 7, LastSent(file_at=MONDAY), on=date(2026, 11, on), zone=NEW_YORK)
    assert (stands.days, stands.is_late) == (days, is_late)


def test_who_is_not_expected_or_not_awaited_is_not_late() -> None:
    on = date(2027, 11, 23)
    assert not freshness("labce", None, LastSent(file_at=MONDAY), on=on, zone=UTC).is_late
    assert not freshness("labce", 7, NEVER, on=on, zone=UTC).is_late
    assert freshness("labce", 7, LastSent(awaited_at=MONDAY), on=on, zone=UTC).is_late
    assert freshness("labce", 7, LastSent(file_at=MONDAY), on=date(2026, 11, 1), zone=UTC).days == 0
    sent = LastSent(file_at=MONDAY, awaited_at=MONDAY - timedelta(days=9))
    assert freshness("labce", 7, sent, on=MONDAY.date(), zone=UTC) == Freshness("labce", 7, MONDAY, 0)
    assert freshness("labce", 7, NEVER, on=on, zone=UTC) == Freshness("labce", 7, None, None)


def test_the_later_of_file_and_push_counts(sources: Sources) -> None:
    sources.await_from(MONDAY - timedelta(9), ["labce", "asm"])
    sources.note_files([("labce", MONDAY), ("labce", MONDAY - timedelta(1)), ("a#b", MONDAY)])
    sources.note_push("labce", MONDAY + timedelta(2))
    found = sources.all()
    assert {source: last.sent_at for source, last in found.items()} == {
        "a#b": MONDAY,
        "asm": None,
        "labce": MONDAY + timedelta(2),
    }
    assert found["asm"].awaited_at == MONDAY - timedelta(9)


def test_nothing_goes_back(sources: Sources) -> None:
    sources.note_files([("labce", MONDAY)])
    sources.note_push("labce", MONDAY)
    sources.note_files([("labce", MONDAY - timedelta(3))])
    sources.note_push("labce", MONDAY - timedelta(3))
    assert sources.all() == {"labce": LastSent(file_at=MONDAY, pushed_at=MONDAY)}


def test_pushes_are_noted_once_an_hour_and_never_fail(sources: Sources, caplog: pytest.LogCaptureFixture) -> None:
    now = [MONDAY]
    notes = PushNotes(sources, lambda: now[0])
    for minutes in (0, 59, 60):
        now[0] = MONDAY + timedelta(minutes=minutes)
        notes.note("labce")
        assert sources.all()["labce"].pushed_at == (MONDAY if minutes < 60 else now[0])
    PushNotes(Sources(Table("none")), lambda: MONDAY).note("labce")
    assert "a push was not noted" in caplog.text


def test_only_active_providers_are_expected(aws: None) -> None:
    table = Table(stores.make_table("ClaimsTable"))
    for name, active, every in (("labce", True, 7), ("asm", False, 7), ("society", True, None)):
        provider = Provider(
            display_name=name,
            contact_email="education@example.org",
            time_zone="America/Chicago",
            active=active,
            expected_every_days=every,
        )
        assert Providers(table).save(name, provider, seen=None)
    assert providers_on_record(table) == (
        ProviderOnRecord("asm", None, active=False),
        ProviderOnRecord("labce", 7),
        ProviderOnRecord("society", None),
    )
