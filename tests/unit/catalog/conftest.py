"""Fixtures of the catalog's tests: the claims table, and the calls that were made to it."""

import pytest

from laurel.platform import aws as aws_clients
from laurel.platform.table import Table
from tests import stores


@pytest.fixture
def claims_table(aws: None) -> Table:
    """The claims table as the template defines it, empty."""
    return Table(stores.make_table("ClaimsTable"))


@pytest.fixture
def calls(claims_table: Table) -> list[str]:
    """The names of the DynamoDB calls made from now on; to be emptied at will."""
    made: list[str] = []
    events = aws_clients.dynamodb().meta.events
    events.register("before-call.dynamodb", lambda model, **_: made.append(model.name))
    return made
