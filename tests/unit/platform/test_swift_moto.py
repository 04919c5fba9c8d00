"""The quick ways of `tests/swift_moto.py` answer every call as moto itself does."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.retries.quota import RetryQuota
from moto.dynamodb.models.dynamo_type import Item

from laurel.platform import aws as aws_clients
from tests import swift_moto, swift_tables

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
    assert Item.__init__ is swift_tables._make_item


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


def delete(pk: str, sk: str = "S") -> dict[str, Any]:
    return {"Delete": {"TableName": "LedgerTable", "Key": key(pk, sk)}}


FREE = "attribute_not_exists(pk)"
# Some of these transactions go back to what was.
TRANSACTIONS = [
    [put("A", **KINDS), put("B", "1", FREE), put("B", "0"), put("B", "2", text={"S": "x"})],
    [put("B", "0", text={"S": "lost"}), put("C"), put("A", condition=FREE)],
    [update("A"), put("D", gsi={"S": "g"})],
    [update("A"), put("E"), delete("B", "2"), delete("Z"), put("B", "1", FREE)],
    [put("B", "0", text={"S": "twice"}), update("A"), put("B", "0")],
    [put("B", "3", year={"S": "2026"}, day={"S": str(day)}) for day in range(2)],
    [put("B", str(day), year={"S": f"202{day % 2}"}, day={"S": f"0{9 - day}"}) for day in range(4, 9)],
    [put("G", "1", year={"S": "2020"}, day={"S": "05"}), put("G", "2", year={"S": "2020"}), delete("B", "5")],
]


def make_tables() -> None:
    """One as Laurel has it, with an index by year, and one whose items have a key of one part."""
    names = ("pk", "sk", "year", "day")
    index = [{"AttributeName": "year", "KeyType": "HASH"}, {"AttributeName": "day", "KeyType": "RANGE"}]
    whole = {"BillingMode": "PAY_PER_REQUEST"}
    boto3.client("dynamodb").create_table(
        TableName="LedgerTable",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{"IndexName": "years", "KeySchema": index, "Projection": {"ProjectionType": "ALL"}}],
        **whole,
    )
    boto3.client("dynamodb").create_table(
        TableName="Numbers",
        AttributeDefinitions=[{"AttributeName": "n", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "n", "KeyType": "HASH"}],
        **whole,
    )


class Told:
    """What the tables come to, call by call."""

    def __init__(self) -> None:
        self.dynamodb = boto3.client("dynamodb")
        self.all: list[Any] = []

    def __call__(self, operation: str, **asked: Any) -> None:
        try:
            answer = getattr(self.dynamodb, operation)(**asked)
            self.all.append({name: value for name, value in answer.items() if name != "ResponseMetadata"})
        except ClientError as error:
            self.all.append((error.response["Error"], error.response.get("CancellationReasons")))

    def transactions(self) -> None:
        for items in TRANSACTIONS:
            self("transact_write_items", TransactItems=items)
            self("scan", TableName="LedgerTable")

    def queries(self) -> None:
        at_b = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "B"}}}
        for more in ({}, {"Limit": 1}, {"ScanIndexForward": False}, {"ExclusiveStartKey": key("B", "0")}):
            self("query", TableName="LedgerTable", **at_b, **more)
        later = {"KeyConditionExpression": "pk = :pk AND sk > :sk", "FilterExpression": "attribute_exists(#y)"}
        values = {":pk": {"S": "B"}, ":sk": {"S": "1"}}
        named = {"ExpressionAttributeNames": {"#y": "year"}, "ExpressionAttributeValues": values}
        self("query", TableName="LedgerTable", **later, **named)
        self("query", TableName="LedgerTable", IndexName="none", **at_b)
        self("query", TableName="Nowhere", **at_b)
        self("query", TableName="LedgerTable", KeyConditionExpression="sk = :pk", ExpressionAttributeValues=values)

    def queries_of_an_index(self) -> None:
        of_year = {"KeyConditionExpression": "#y = :y", "ExpressionAttributeNames": {"#y": "year"}}
        start = {**key("B", "6"), "year": {"S": "2020"}, "day": {"S": "03"}}
        ways = (
            {},
            {"Limit": 1},
            {"ScanIndexForward": False},
            {"ProjectionExpression": "pk"},
            {"ExclusiveStartKey": start},
        )
        for year in ("2020", "2021", "1999"):
            asked = {"IndexName": "years", **of_year, "ExpressionAttributeValues": {":y": {"S": year}}}
            for more in ways:
                self("query", TableName="LedgerTable", **asked, **more)

    def keys_of_one_part(self) -> None:
        for number in ("3", "20", "1"):
            self("put_item", TableName="Numbers", Item={"n": {"N": number}, **KINDS})
        self("update_item", TableName="Numbers", Key={"n": {"N": "3"}}, UpdateExpression="REMOVE empty")
        one = {"KeyConditionExpression": "n = :n", "ExpressionAttributeValues": {":n": {"N": "3"}}}
        self("query", TableName="Numbers", **one)
        gone = {"Delete": {"TableName": "Numbers", "Key": {"n": {"N": "20"}}}}
        self("transact_write_items", TransactItems=[gone, put("A", condition=FREE)])
        self("scan", TableName="Numbers")

    def tables(self) -> None:
        self("list_tables")
        table = self.dynamodb.describe_table(TableName="LedgerTable")["Table"]
        made_at = table.pop("CreationDateTime")
        self.all += [{one: value for one, value in table.items() if one != "TableId"}, made_at.utcoffset()]
        assert abs((datetime.now(UTC) - made_at).total_seconds()) < 60

    def single_items(self) -> None:
        self("get_item", TableName="LedgerTable", Key=key("A"))
        self("batch_get_item", RequestItems={"LedgerTable": {"Keys": [key("A"), key("B", "1"), key("Z")]}})
        change = {one: value for one, value in update("A")["Update"].items() if one != "Key"}
        self("update_item", Key=key("A"), ReturnValues="ALL_NEW", **change)
        self("update_item", Key=key("A"), **{**change, "ConditionExpression": FREE})
        half = {"S": "x" * 203_000}
        for much in ({"much": {"S": "x" * 404_000}}, {"much": {"S": "x" * 406_000}}, {"a": half, "b": half}):
            self("put_item", TableName="LedgerTable", Item={**key("F"), **much})
        self("delete_item", TableName="LedgerTable", Key=key("A"), ReturnValues="ALL_OLD")
        self("scan", TableName="LedgerTable", Limit=2)


def answers() -> list[Any]:
    make_tables()
    told = Told()
    told.transactions()
    told.queries()
    told.queries_of_an_index()
    told.keys_of_one_part()
    told.tables()
    told.single_items()
    return told.all


@pytest.mark.slow
def test_every_call_is_answered_as_by_moto_itself(request, by_moto_itself):
    request.getfixturevalue("aws")
    quick = answers()
    for name in ("LedgerTable", "Numbers"):
        boto3.client("dynamodb").delete_table(TableName=name)
    slow = by_moto_itself(answers)
    assert len(quick) == len(slow) > 50
    for ours, theirs in zip(quick, slow, strict=True):
        assert ours == theirs


def as_in_the_next_test() -> Any:
    for client in (aws_clients.session, aws_clients.dynamodb):
        client.cache_clear()
    return aws_clients.dynamodb()


def listen(client: Any) -> None:
    client.meta.events.register("before-call.dynamodb", lambda **_: None)


def replace(client: Any) -> None:
    client.put_item = None


def use_up_retries(_client: Any) -> None:
    RetryQuota().acquire(5)


@pytest.mark.parametrize("touch", [listen, replace, use_up_retries])
def test_a_client_is_used_again_as_long_as_it_is_as_it_was_made(aws, touch):
    client = as_in_the_next_test()
    assert as_in_the_next_test() is client
    touch(client)
    assert as_in_the_next_test() is not client
