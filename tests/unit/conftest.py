"""The world of a forwarder, and ASCP's client with a server that answers as told, for the tests about them."""

import time
from collections.abc import Iterator

import pytest

from laurel.delivery.ascp.client import Ascp
from laurel.ledger.store import Ledger
from tests.ascp_words import Vault, Watch
from tests.forwarding_world import World, a_world
from tests.scripted_server import ScriptedServer, scripted_server


@pytest.fixture(scope="package", autouse=True)
def far_from_utc() -> Iterator[None]:
    """The machine's clock is 14 hours ahead of UTC, so a rule that took its date would be seen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Kiritimati")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def world(ledger: Ledger) -> Iterator[World]:
    """A forwarder, the stand-in and a clock; the ledger is empty."""
    with a_world(ledger) as world:
        yield world


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def ascp(server: ScriptedServer, watch: Watch, vault: Vault) -> Ascp:
    return Ascp(server.url, vault, watch)
