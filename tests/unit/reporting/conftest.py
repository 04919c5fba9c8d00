"""The world of a forwarder, for the tests about it."""

from collections.abc import Iterator

import pytest

from laurel.ledger.store import Ledger
from tests.forwarding_world import World, a_world


@pytest.fixture
def world(ledger: Ledger) -> Iterator[World]:
    """A forwarder, the stand-in and a clock; the ledger is empty."""
    with a_world(ledger) as world:
        yield world
