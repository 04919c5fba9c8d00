"""The world of the tests of notices."""

import pytest

from laurel.platform.table import Table
from tests.unit.notices.telling import World


@pytest.fixture
def world(ledger_table: Table) -> World:
    """Nobody has signed in, and there is no credit."""
    return World(ledger_table)
