"""What a call writes to DynamoDB, and how that goes over the wire. `laurel.platform.table` makes the calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from laurel.platform.attributes import read_value, write_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

type Item = dict[str, Any]
type Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Put:
    """A conditional write of a whole item: it succeeds only if `condition` holds for the stored item.

    `condition` is a DynamoDB expression, empty for none; `names` (#x) and `values` (:x) fill it.
    """

    item: Item
    condition: str
    names: Mapping[str, str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """A conditional change of single attributes; a missing item is created if `condition` allows it.

    `change` is an update expression (`SET #a = :a ADD #n :one`); `names` and `values` fill both expressions.
    """

    key: Key
    change: str
    condition: str | None
    names: Mapping[str, str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """Part of a transaction that writes nothing: the transaction succeeds only if `condition` holds for this item."""

    key: Key
    condition: str
    names: Mapping[str, str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delete:
    """Part of a transaction that removes an item; one that is not there is removed already."""

    key: Key


type Write = Put | Update | Check | Delete


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A write to another table, for a transaction that spans both."""

    table: str
    write: Write


def create(item: Item) -> Put:
    """A write that succeeds only if nothing is stored under the item's key."""
    return Put(item, "attribute_not_exists(pk)", {}, {})


def replace_seen(item: Item, seen: int | None) -> Put:
    """A write that succeeds only if the stored item still has the `revision` `seen` (None: no item)."""
    if seen is None:
        return create(item)
    return Put(item, "#revision = :seen", {"#revision": "revision"}, {":seen": seen})


def transacted(write: Write, table: str) -> "TransactWriteItemTypeDef":
    """`write` to `table` as a part of TransactWriteItems."""
    request: Any
    match write:
        case Put():
            request = {"Put": wire_put(write)}
        case Update():
            request = {"Update": wire_update(write)}
        case Check():
            request = {"ConditionCheck": {"Key": wire_key(write.key), **_condition(write)}}
        case Delete():
            request = {"Delete": {"Key": wire_key(write.key)}}
    for part in request.values():
        part["TableName"] = table
    return cast("TransactWriteItemTypeDef", request)


def wire_key(key: Key) -> dict[str, Any]:
    """`key` as DynamoDB takes it."""
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def wire_put(write: Put) -> dict[str, Any]:
    """The request of a put, without its table."""
    return {"Item": wire_item(write.item), **_condition(write)}


def wire_update(write: Update) -> dict[str, Any]:
    """The request of an update, without its table."""
    return {"Key": wire_key(write.key), "UpdateExpression": write.change, **_condition(write)}


def _condition(write: Put | Update | Check) -> dict[str, Any]:
    request: dict[str, Any] = {"ConditionExpression": write.condition} if write.condition else {}
    if write.names:
        request["ExpressionAttributeNames"] = dict(write.names)
    if write.values:
        request["ExpressionAttributeValues"] = {k: write_value(v) for k, v in write.values.items()}
    return request


def wire_item(item: Item) -> dict[str, Any]:
    """`item` as DynamoDB takes it: without attributes that are None."""
    return {name: write_value(value) for name, value in item.items() if value is not None}


def read_item(raw: Mapping[str, Any]) -> Item:
    """The item that DynamoDB gave."""
    return {name: read_value(value) for name, value in raw.items()}
