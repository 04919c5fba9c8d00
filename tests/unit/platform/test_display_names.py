"""The display names of providers: from their records, read once a minute, and never a reason to fail."""

import pytest

from laurel.catalog.provider import Provider
from laurel.catalog.providers import Providers
from laurel.platform import aws as aws_clients
from laurel.platform.display_names import DisplayNames
from laurel.platform.provider_names import ProviderNames
from laurel.platform.table import Table
from tests import stores

SETTING = ProviderNames({"labce": "LabCE of old", "asm": "ASM"})


@pytest.fixture
def claims_table(aws: None) -> Table:
    return Table(stores.make_table("ClaimsTable"))


@pytest.fixture
def calls(claims_table: Table) -> list[str]:
    made: list[str] = []
    aws_clients.dynamodb().meta.events.register("before-call.dynamodb", lambda model, **_: made.append(model.name))
    return made


def put(table: Table, provider_id: str, name: str, seen: int | None = None) -> None:
    provider = Provider(display_name=name, contact_email="education@example.org", time_zone="America/Chicago")
    assert Providers(table).save(provider_id, provider, seen=seen)


def test_a_record_names_a_provider_before_the_setting_does(claims_table: Table) -> None:
    put(claims_table, "labce", "LabCE")
    names = DisplayNames(claims_table, SETTING)()
    assert [names.name(one) for one in ("labce", "LABCE", "asm", "other")] == ["LabCE", "LabCE", "ASM", "other"]
    assert names.folder("labce") == names.folder("LabCE") == "labce"


def test_names_are_read_again_after_a_minute(claims_table: Table, calls: list[str]) -> None:
    now = [0.0]
    names = DisplayNames(claims_table, now=lambda: now[0])
    put(claims_table, "labce", "LabCE")
    calls.clear()
    assert names().name("labce") == "LabCE"
    put(claims_table, "labce", "LabCE Online", seen=1)
    calls.clear()
    now[0] = 59.9
    assert (names().name("labce"), calls) == ("LabCE", [])
    now[0] = 60.0
    assert (names().name("labce"), calls) == ("LabCE Online", ["Query"])


def test_without_the_table_the_last_names_are_used(aws: None, caplog: pytest.LogCaptureFixture) -> None:
    assert DisplayNames(Table("none"), SETTING)().name("labce") == "LabCE of old"
    assert "could not be read" in caplog.text
