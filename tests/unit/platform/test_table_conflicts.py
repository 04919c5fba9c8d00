"""A single write that meets a transaction on the same item: each kind that the table offers is sent again."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from laurel.platform import table as table_module
from laurel.platform.table import Table, TableBusy, Update, create

KEY = ("a", "b")
ITEM = {"pk": "a", "sk": "b"}
CONFLICT = "TransactionConflictException"
# Each method that writes without a transaction: the call that it makes, and what it answers.
SINGLE: dict[str, tuple[str, Callable[[Table], Any], Any]] = {
    "put": ("put_item", lambda one: one.put(create(ITEM)), True),
    "update": ("update_item", lambda one: one.update(Update(KEY, "SET #n = :n", None, {"#n": "n"}, {":n": 1})), ITEM),
    "delete": ("delete_item", lambda one: one.delete(KEY, where="pk", equals="a"), True),
    "put_many": ("batch_write_item", lambda one: one.put_many([ITEM]), None),
}
CONDITIONAL = {"put": False, "update": None, "delete": False}


class Held:
    """A DynamoDB client that answers the first `times` calls with the error `code`."""

    def __init__(self, times: int, code: str = CONFLICT) -> None:
        self.times = times
        self.code = code
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        def call(**_request: Any) -> dict[str, Any]:
            self.calls.append(name)
            if len(self.calls) <= self.times:
                raise ClientError({"Error": {"Code": self.code}}, name)
            return {"Attributes": {name: {"S": value} for name, value in ITEM.items()}}

        return call


def table(client: Held) -> Table:
    return Table("any", client, lambda _seconds: None)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", SINGLE)
def test_a_write_that_met_a_transaction_is_sent_again(method: str) -> None:
    call, write, answer = SINGLE[method]
    client = Held(times=2)
    assert write(table(client)) == answer
    assert client.calls == [call] * 3


@pytest.mark.parametrize("method", SINGLE)
def test_a_write_that_always_meets_a_transaction_is_given_up(method: str) -> None:
    with pytest.raises(TableBusy):
        SINGLE[method][1](table(Held(times=99)))


@pytest.mark.parametrize("method", CONDITIONAL)
def test_a_condition_that_does_not_hold_is_an_answer(method: str) -> None:
    client = Held(99, "ConditionalCheckFailedException")
    assert SINGLE[method][1](table(client)) is CONDITIONAL[method]
    assert len(client.calls) == 1


@pytest.mark.parametrize("method", SINGLE)
def test_what_can_never_pass_is_raised_at_once(method: str) -> None:
    client = Held(99, "AccessDeniedException")
    with pytest.raises(ClientError):
        SINGLE[method][1](table(client))
    assert len(client.calls) == 1


def test_every_single_write_of_laurel_is_tried_here() -> None:
    """A new one of DynamoDB's writes in `Table` needs its row above, and no other module calls DynamoDB."""
    layer = Path(table_module.__file__).parents[1]
    callers = {path.name for path in layer.rglob("*.py") if "aws.dynamodb()" in path.read_text(encoding="utf-8")}
    assert callers == {"table.py"}
    source = ast.parse(textwrap.dedent(inspect.getsource(table_module)))
    called = {node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute) and "_item" in node.attr}
    reads = {"get_item", "batch_get_item"}
    assert called - reads - {"transact_write_items"} == {call for call, _, _ in SINGLE.values()}
