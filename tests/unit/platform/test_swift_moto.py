"""The quick ways of `tests/swift_moto.py` answer every call as moto itself does."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models.dynamo_type import Item

from tests import stores, swift_moto

KINDS: dict[str, Any] = {
    "text": {"S": "Ünïcode"},
    "number": {"N": "1.50"},
    "yes": {"BOOL": True},
    "nothing": {"NULL": True},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["b", "a"]},
    "numbers": {"NS": ["1", "20"]},
    "blobs": {"BS": [b"a", b"bc"]},
    "empty": {"S": ""},
    "list": {"L": [{"S": "a"}, {"M": {"b": {"N": "2"}, "c": {"B": b"x"}}}, {"L": []}]},
    "map": {"M": {"a": {"S": "b"}, "deep": {"M": {"n": {"NULL": True}, "bs": {"BS": [b"z"]}}}}},
}


@pytest.fixture
def by_moto_itself() -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Runs a function with moto as it is."""

    def run(function: Callable[[], Any]) -> Any:
        swift_moto.PATCH.undo()
        try:
            return function()
        finally:
            swift_moto.install(swift_moto.PATCH)

    yield run
    assert Item.__init__ is swift_moto._make_item


def key(pk: str, sk: str = "S") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def put(pk: str, sk: str = "S", condition: str | None = None, **more: Any) -> dict[str, Any]:
    condition_of = {"ConditionExpression": condition} if condition else {}
    return {"Put": {"TableName": "LedgerTable", "Item": {**key(pk, sk), **more}, **condition_of}}


def update(pk: str, condition: str | None = None) -> dict[str, Any]:
    condition_of = {"ConditionExpression": condition} if condition else {}
    change = {
        "UpdateExpression": "SET #m.#a = :a ADD #n :n",
        "ExpressionAttributeNames": {"#m": "map", "#a": "a", "#n": "number"},
        "ExpressionAttributeValues": {":a": {"S": "changed"}, ":n": {"N": "1"}},
    }
    return {"Update": {"TableName": "LedgerTable", "Key": key(pk), **change, **condition_of}}


FREE = "attribute_not_exists(pk)"
# Each transaction with what it comes to: the second and the last go back to what was.
TRANSACTIONS = [
    [put("A", **KINDS), put("B", "1", FREE), put("B", "0"), put("B", "2", text={"S": "x"})],
    [put("B", "0", text={"S": "lost"}), put("C"), put("A", condition=FREE)],
    [update("A"), put("D", gsi={"S": "g"})],
    [update("A"), put("E"), {"Delete": {"TableName": "LedgerTable", "Key": key("B", "2")}}, put("B", "1", FREE)],
]


def answers() -> list[Any]:
    """What a table comes to, call by call."""
    stores.make_table("LedgerTable")
    dynamodb = boto3.client("dynamodb")
    told: list[Any] = []

    def tell(operation: str, **asked: Any) -> None:
        try:
            answer = getattr(dynamodb, operation)(**asked)
            told.append({name: value for name, value in answer.items() if name != "ResponseMetadata"})
        except ClientError as error:
            told.append((error.response["Error"], error.response.get("CancellationReasons")))

    for items in TRANSACTIONS:
        tell("transact_write_items", TransactItems=items)
        tell("scan", TableName="LedgerTable")
    at_b = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "B"}}}
    for more in ({}, {"Limit": 1}, {"ScanIndexForward": False}, {"ExclusiveStartKey": key("B", "0")}):
        tell("query", TableName="LedgerTable", **at_b, **more)
    tell("get_item", TableName="LedgerTable", Key=key("A"))
    tell("batch_get_item", RequestItems={"LedgerTable": {"Keys": [key("A"), key("B", "1"), key("Z")]}})
    change = {one: value for one, value in update("A")["Update"].items() if one != "Key"}
    tell("update_item", Key=key("A"), ReturnValues="ALL_NEW", **change)
    tell("update_item", Key=key("A"), **{**change, "ConditionExpression": FREE})
    tell("put_item", TableName="LedgerTable", Item={**key("F"), "much": {"S": "x" * 404_000}})
    tell("put_item", TableName="LedgerTable", Item={**key("F"), "much": {"S": "x" * 406_000}})
    tell("put_item", TableName="LedgerTable", Item={**key("F"), "a": {"S": "x" * 203_000}, "b": {"S": "x" * 203_000}})
    tell("delete_item", TableName="LedgerTable", Key=key("A"), ReturnValues="ALL_OLD")
    tell("scan", TableName="LedgerTable", Limit=2)
    return told


def test_every_call_is_answered_as_by_moto_itself(request, by_moto_itself):
    request.getfixturevalue("aws")
    quick = answers()
    boto3.client("dynamodb").delete_table(TableName="LedgerTable")
    slow = by_moto_itself(answers)
    assert len(quick) == len(slow) > 20
    for ours, theirs in zip(quick, slow, strict=True):
        assert ours == theirs
