"""A single write that meets a transaction on the same item."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from laurel.platform.table import Table, TableBusy, create


class Held:
    """A DynamoDB client whose item is held by transactions for the next `times` puts."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.puts = 0

    def put_item(self, **_request: Any) -> dict[str, Any]:
        self.puts += 1
        if self.puts <= self.times:
            raise ClientError({"Error": {"Code": "TransactionConflictException"}}, "PutItem")
        return {}


def table(client: Held) -> Table:
    return Table("any", client, lambda _seconds: None)  # type: ignore[arg-type]


def test_a_write_that_met_a_transaction_is_sent_again() -> None:
    client = Held(times=2)
    assert table(client).put(create({"pk": "a", "sk": "b"}))
    assert client.puts == 3


def test_a_write_that_always_meets_a_transaction_is_given_up() -> None:
    with pytest.raises(TableBusy):
        table(Held(times=99)).put(create({"pk": "a", "sk": "b"}))
