"""One DynamoDB table: the only place that knows its wire format, its limits and its errors.

Items are plain dicts of strings, whole numbers, booleans, lists and dicts, with `pk` and `sk`. An attribute that is
None is not written, which keeps the indexes sparse.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from laurel.platform import aws
from laurel.platform.writes import (
    Check,
    Delete,
    Elsewhere,
    Item,
    Key,
    Put,
    Update,
    Write,
    create,
    read_item,
    replace_seen,
    transacted,
    wire_item,
    wire_key,
    wire_put,
    wire_update,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

__all__ = [
    "Check",
    "Delete",
    "Elsewhere",
    "Item",
    "Key",
    "Page",
    "Put",
    "Table",
    "TableBusy",
    "Update",
    "Write",
    "create",
    "replace_seen",
]
READ_BATCH = 100  # BatchGetItem
WRITE_BATCH = 25  # BatchWriteItem
TRANSACTION_BATCH = 100  # TransactWriteItems
_ROUNDS = 8
# Error codes that mean throttling. The SDK has already retried when they reach us.
_THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
# A transaction holds the item of a single write. The SDK does not retry it.
_CONFLICT = "TransactionConflictException"


class TableBusy(Exception):
    """DynamoDB throttled, or other writers conflicted, on every retry: the call may be repeated later.

    A call for many items may have written some of them; a transaction writes all or nothing.
    """


@dataclass(frozen=True, slots=True)
class Page:
    """Items of a query, and the key after which there are more; None at the end."""

    items: list[Item]
    last_key: Item | None


class Table:
    """The table `name`; `sleep` waits the given seconds between the rounds of a call."""

    def __init__(
        self, name: str, client: "DynamoDBClient | None" = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.name = name
        self._given = client
        self._sleep = sleep

    @property
    def _client(self) -> "DynamoDBClient":
        return self._given or aws.dynamodb()

    def get(self, key: Key) -> Item | None:
        """The item under `key`, read consistently, or None. Raises TableBusy."""
        answer = _ask(self._client.get_item, TableName=self.name, Key=wire_key(key), ConsistentRead=True)
        return read_item(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        """The items that exist among `keys`: one call for each hundred. Raises TableBusy."""
        found: dict[Key, Item] = {}
        for batch in batched(dict.fromkeys(keys), READ_BATCH):
            wanted: Any = {self.name: {"Keys": [wire_key(key) for key in batch], "ConsistentRead": consistent}}
            for _ in _rounds(self._sleep):
                answer = _ask(self._client.batch_get_item, RequestItems=wanted)
                for raw in answer["Responses"].get(self.name, []):
                    item = read_item(raw)
                    found[item["pk"], item["sk"]] = item
                wanted = answer.get("UnprocessedKeys")
                if not wanted:
                    break
        return found

    def put_many(self, puts: Iterable[Item], deletes: Iterable[Key] = ()) -> None:
        """Writes and deletes without conditions, 25 in each call: only for writes that may be repeated.

        Raises TableBusy.
        """
        requests: list[Any] = [{"PutRequest": {"Item": wire_item(item)}} for item in puts]
        requests += [{"DeleteRequest": {"Key": wire_key(key)}} for key in deletes]
        for batch in batched(requests, WRITE_BATCH):
            left: Any = {self.name: list(batch)}
            for _ in _rounds(self._sleep):
                try:
                    left = _ask(self._client.batch_write_item, RequestItems=left).get("UnprocessedItems")
                except ClientError as error:
                    if error.response["Error"]["Code"] != _CONFLICT:
                        raise
                    continue
                if not left:
                    break

    def put(self, write: Put) -> bool:
        """Writes one item. Returns True if its condition held, else False (nothing was written). Raises TableBusy."""
        return self._write_alone(self._client.put_item, **wire_put(write)) is not None

    def _write_alone(self, call: Callable[..., Any], **request: Any) -> Any:
        """The answer to the write of one item; None if its condition did not hold (nothing changed).

        Raises TableBusy, also if transactions on the same item kept conflicting.
        """
        for _ in _rounds(self._sleep):
            try:
                return _ask(call, TableName=self.name, **request)
            except ClientError as error:
                match error.response["Error"]["Code"]:
                    case "ConditionalCheckFailedException":
                        return None
                    case code if code == _CONFLICT:  # a transaction holds the item right now
                        continue
                    case _:
                        raise
        raise AssertionError("unreachable: the rounds end by raising")

    def put_each(self, writes: Sequence[Put]) -> list[bool]:
        """Writes items of one table, a hundred in each call. Returns for each whether its condition held.

        DynamoDB accepts a transaction fully or not at all: if some conditions fail, the other writes are sent again
        without them. Raises TableBusy.
        """
        return [held for (held,) in self.put_groups([[write] for write in writes])]

    def put_groups(self, groups: Sequence[Sequence[Put | Elsewhere]]) -> list[list[bool]]:
        """Like `put_each`, for groups of writes; each group is written fully or not at all.

        Returns for each write whether its condition held. No two groups may name the same item.
        """
        held: list[list[bool]] = []
        batch: list[Sequence[Put | Elsewhere]] = []
        for group in groups:
            if batch and sum(map(len, batch)) + len(group) > TRANSACTION_BATCH:
                held += self._put_groups(batch)
                batch = []
            batch.append(group)
        return held + self._put_groups(batch)

    def _put_groups(self, groups: Sequence[Sequence[Put | Elsewhere]]) -> list[list[bool]]:
        held = [[True] * len(group) for group in groups]
        for _ in _rounds(self._sleep):
            open_ = [n for n, ok in enumerate(held) if all(ok)]
            if not open_:
                return held
            outcome = self._transact([write for n in open_ for write in groups[n]])
            if outcome is None:
                return held
            results = iter(outcome)
            held = [[next(results) for _ in ok] if all(ok) else ok for ok in held]
        raise AssertionError("unreachable: the rounds end by raising")

    def write_all(self, writes: Sequence[Write | Elsewhere]) -> list[bool]:
        """Writes up to a hundred items, all or nothing: one call, also over several tables.

        Returns for each write whether its condition held: if all are True, everything was written, else nothing.
        Raises TableBusy, also if other writers kept conflicting.
        """
        for _ in _rounds(self._sleep):
            outcome = self._transact(writes)
            if outcome is None:
                return [True] * len(writes)
            if not all(outcome):
                return outcome
        raise AssertionError("unreachable: the rounds end by raising")

    def _transact(self, writes: Sequence[Write | Elsewhere]) -> list[bool] | None:
        """One transaction: None if it succeeded; else for each write whether its condition held.

        All True means that it was canceled for a temporary reason, such as another write at the same moment.
        """
        try:
            _ask(self._client.transact_write_items, TransactItems=[self._placed(write) for write in writes])
        except ClientError as error:
            if error.response["Error"]["Code"] != "TransactionCanceledException":
                raise
            reasons: list[Any] = error.response.get("CancellationReasons", [])
            held = [reason.get("Code") != "ConditionalCheckFailed" for reason in reasons]
            if len(held) != len(writes) or (all(held) and not _are_temporary(reasons)):
                raise
            return held
        return None

    def _placed(self, write: Write | Elsewhere) -> "TransactWriteItemTypeDef":
        return transacted(write.write, write.table) if isinstance(write, Elsewhere) else transacted(write, self.name)

    def update(self, write: Update) -> Item | None:
        """Changes one item and returns it as it is now; None if its condition did not hold (nothing changed).

        Raises TableBusy.
        """
        answer = self._write_alone(self._client.update_item, ReturnValues="ALL_NEW", **wire_update(write))
        return None if answer is None else read_item(answer["Attributes"])

    def delete(self, key: Key, *, where: str, equals: str | None) -> bool:
        """Deletes the item under `key` if its attribute `where` equals `equals`, or is absent if that is None.

        Returns whether it did. Raises TableBusy.
        """
        condition = "attribute_not_exists(#where)" if equals is None else "#where = :equals"
        values = {} if equals is None else {"ExpressionAttributeValues": {":equals": {"S": equals}}}
        asked: dict[str, Any] = {"ConditionExpression": condition, "ExpressionAttributeNames": {"#where": where}}
        return self._write_alone(self._client.delete_item, Key=wire_key(key), **asked, **values) is not None

    def query(self, index: str | None, condition: str, **values: str) -> Iterator[Item]:
        """The items of `index` (None: the table itself) that match `condition`, page by page, in key order.

        `condition` names attributes without a prefix and `values` as :name. Raises TableBusy.
        """
        request = self._query(index, condition, values)
        while True:
            answer = _ask(self._client.query, **request)
            yield from map(read_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def page(
        self,
        index: str | None,
        condition: str,
        *,
        limit: int,
        after: Item | None = None,
        descending: bool = False,
        **values: str,
    ) -> Page:
        """At most `limit` of the items that `query` would return, starting after the key `after`: one call.

        `after` holds the key attributes of table and index; it need not name an item that still exists.
        Raises TableBusy.
        """
        request = self._query(index, condition, values)
        request |= {"Limit": limit, "ScanIndexForward": not descending}
        if after:
            request["ExclusiveStartKey"] = wire_item(after)
        answer = _ask(self._client.query, **request)
        last = answer.get("LastEvaluatedKey")
        return Page([read_item(raw) for raw in answer["Items"]], read_item(last) if last else None)

    def _query(self, index: str | None, condition: str, values: Mapping[str, str]) -> Any:
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": {f":{name}": {"S": value} for name, value in values.items()},
        }
        if index:
            request["IndexName"] = index
        return request


def _ask[**P, A](call: Callable[P, A], *given: P.args, **request: P.kwargs) -> A:
    """DynamoDB's response to one call. Raises TableBusy if it throttles."""
    try:
        return call(*given, **request)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _THROTTLED:
            raise TableBusy(f"DynamoDB throttles: {code}") from error
        raise


def _rounds(sleep: Callable[[float], None]) -> Iterator[int]:
    """Rounds of one call that may need repeating: waits longer before each one, then raises TableBusy."""
    for n in range(_ROUNDS):
        if n:
            sleep(random.uniform(0, 0.05 * 2**n))  # noqa: S311  # spreads load, not for secrets
        yield n
    raise TableBusy(f"DynamoDB took no more after {_ROUNDS} rounds")


def _are_temporary(reasons: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a transaction was canceled only for temporary reasons: a conflicting write, or throttling."""
    temporary = {"None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
    return {str(reason.get("Code", "None")) for reason in reasons} <= temporary
