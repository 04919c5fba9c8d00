"""DynamoDB in memory, as far as Laurel's nights use it: one table, its indexes, conditions and transactions.

It speaks DynamoDB's JSON, so the tests use the real boto3. `test_doubles.py` compares it with moto. An index may be
older than the table, as a real one. Items are never changed in place, so none needs to be copied.
"""

import re
from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

PAGE = 40  # items of a query: few, so that paging is part of every night


class Refused(Exception):
    """An error of DynamoDB's: its type, and what goes with it."""

    def __init__(self, kind: str, **more: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.more = more


@dataclass(frozen=True)
class Index:
    """An index by its hash attribute and its range attribute; `also` it holds these attributes, or all (None)."""

    hashed: str
    ranged: str | None = None
    also: frozenset[str] | None = None

    def holds(self, item: dict) -> dict:
        """The attributes of `item` that the index has."""
        if self.also is None:
            return item
        held = {"pk", "sk", self.hashed, self.ranged} | self.also
        return {name: value for name, value in item.items() if name in held}


_TABLE = Index("pk", "sk")


class Dynamo:
    """The table with these `indexes`, by name; `now` gives seconds."""

    def __init__(self, indexes: dict[str, Index], now) -> None:
        self.indexes = indexes
        self.now = now
        self.lag = 0.0
        self.items: dict[tuple[str, str], dict] = {}
        self._seen_by_indexes: dict[tuple[str, str], dict] = {}
        # What a query looks at: the items of each partition of the table (None) and of each index.
        self._partitions: dict[tuple[str | None, str], dict[tuple[str, str], dict]] = {}
        self._to_indexes: deque[tuple[float, tuple[str, str], dict | None]] = deque()
        self._tokens: dict[str, float] = {}

    def keep(self):
        """Remembers what is stored; what is given back brings it back."""
        kept = dict(self.items), dict(self._seen_by_indexes), deque(self._to_indexes)

        def bring_back() -> None:
            items, seen, to_indexes = kept
            self.items, self._seen_by_indexes, self._to_indexes = dict(items), dict(seen), deque(to_indexes)
            self._partitions.clear()
            for key, item in self.items.items():
                self._place(None, key, None, item)
            for key, item in self._seen_by_indexes.items():
                self._place_in_indexes(key, None, item)

        return bring_back

    def call(self, operation: str, request: dict) -> dict:
        """Answers one call. Raises Refused."""
        return getattr(self, f"_{operation}")(request)

    def _GetItem(self, request: dict) -> dict:  # noqa: N802  # the names of the operations
        item = self.items.get(_key(request["Key"]))
        return {"Item": item} if item else {}

    def _BatchGetItem(self, request: dict) -> dict:  # noqa: N802
        ((table, wanted),) = request["RequestItems"].items()
        keys = [_key(one) for one in wanted["Keys"]]
        if len(keys) > 100 or len(set(keys)) < len(keys):
            raise Refused("ValidationException")
        found = [self.items[key] for key in keys if key in self.items]
        return {"Responses": {table: found}, "UnprocessedKeys": {}}

    def _PutItem(self, request: dict) -> dict:  # noqa: N802
        self._expect(request, request["Item"])
        self._put(request["Item"])
        return {}

    def _UpdateItem(self, request: dict) -> dict:  # noqa: N802
        change = _SET_ONE.fullmatch(request["UpdateExpression"])
        if change is None:
            raise NotUnderstood(request["UpdateExpression"])
        self._expect(request, request["Key"])
        name = request["ExpressionAttributeNames"][change[1]]
        before = self.items.get(_key(request["Key"]), request["Key"])
        self._put({**before, name: request["ExpressionAttributeValues"][change[2]]})
        return {"Attributes": self.items[_key(request["Key"])]}

    def _DeleteItem(self, request: dict) -> dict:  # noqa: N802
        self._expect(request, request["Key"])
        self._store(_key(request["Key"]), None)
        return {}

    def _BatchWriteItem(self, request: dict) -> dict:  # noqa: N802
        (writes,) = request["RequestItems"].values()
        keys = [
            _key(write["PutRequest"]["Item"] if "PutRequest" in write else write["DeleteRequest"]["Key"])
            for write in writes
        ]
        if not 1 <= len(keys) <= 25 or len(set(keys)) < len(keys):
            raise Refused("ValidationException")
        for write in writes:
            if "PutRequest" in write:
                self._put(write["PutRequest"]["Item"])
            else:
                self._store(_key(write["DeleteRequest"]["Key"]), None)
        return {"UnprocessedItems": {}}

    def _TransactWriteItems(self, request: dict) -> dict:  # noqa: N802
        token = request.get("ClientRequestToken")
        if token in self._tokens:  # sent again, since the answer was lost: it counts once
            return {}
        puts = [write["Put"] for write in request["TransactItems"]]
        if len(puts) > 100 or len({_key(put["Item"]) for put in puts}) < len(puts):
            raise Refused("ValidationException")
        holds = self.conditions(request)
        if not all(holds):
            reasons = [{"Code": "None"} if held else {"Code": "ConditionalCheckFailed"} for held in holds]
            raise Refused("TransactionCanceledException", CancellationReasons=reasons)
        for put in puts:
            self._put(put["Item"])
        if token:
            self._tokens[token] = self.now()
        return {}

    def conditions(self, request: dict) -> list[bool]:
        """Which conditions of a transaction hold at present."""
        puts = [write["Put"] for write in request["TransactItems"]]
        return [self._holds(put, put["Item"]) for put in puts]

    def _Query(self, request: dict) -> dict:  # noqa: N802
        name = request.get("IndexName")
        index = self.indexes[name] if name else _TABLE
        hashed, ranged = index.hashed, index.ranged
        self._settle_indexes()
        values = request["ExpressionAttributeValues"]
        expression = request["KeyConditionExpression"]
        condition = parse(expression)
        partition = values[expression.removeprefix(f"{hashed} = ").split()[0]]["S"]
        items = self._partitions.get((name, partition), {})
        found = [item for item in items.values() if condition(item, {}, values)]
        found.sort(key=lambda item: (_text(item, ranged), item["pk"]["S"], item["sk"]["S"]))
        if start := request.get("ExclusiveStartKey"):
            after = (_text(start, ranged), start["pk"]["S"], start["sk"]["S"])
            found = [item for item in found if (_text(item, ranged), item["pk"]["S"], item["sk"]["S"]) > after]
        size = min(request.get("Limit", PAGE), PAGE)
        page = found[:size]
        last = {}
        if len(found) > size:
            names = {"pk", "sk", hashed, ranged} - {None}
            last = {"LastEvaluatedKey": {one: page[-1][one] for one in names}}
        return {"Items": [index.holds(one) for one in page], "Count": len(page), **last}

    def _expect(self, request: dict, keyed: dict) -> None:
        if not self._holds(request, keyed):
            raise Refused("ConditionalCheckFailedException")

    def _holds(self, request: dict, keyed: dict) -> bool:
        expression = request.get("ConditionExpression")
        if not expression:
            return True
        names = request.get("ExpressionAttributeNames", {})
        values = request.get("ExpressionAttributeValues", {})
        return parse(expression)(self.items.get(_key(keyed), {}), names, values)

    def _put(self, item: dict) -> None:
        self._store(_key(item), item)

    def _store(self, key: tuple[str, str], item: dict | None) -> None:
        self._place(None, key, self.items.get(key), item)
        _keep(self.items, key, item)
        self._to_indexes.append((self.now() + self.lag, key, item))

    def _settle_indexes(self) -> None:
        while self._to_indexes and self._to_indexes[0][0] <= self.now():
            _, key, item = self._to_indexes.popleft()
            self._place_in_indexes(key, self._seen_by_indexes.get(key), item)
            _keep(self._seen_by_indexes, key, item)

    def _place_in_indexes(self, key: tuple[str, str], before: dict | None, item: dict | None) -> None:
        for name in self.indexes:
            self._place(name, key, before, item)

    def _place(self, name: str | None, key: tuple[str, str], before: dict | None, item: dict | None) -> None:
        """In the partitions of the table, or of the index of this name, `item` takes the place of `before`."""
        hashed = self.indexes[name].hashed if name else _TABLE.hashed
        if before and hashed in before:
            del self._partitions[name, before[hashed]["S"]][key]
        if item and hashed in item:
            self._partitions.setdefault((name, item[hashed]["S"]), {})[key] = item


def _keep(items: dict[tuple[str, str], dict], key: tuple[str, str], item: dict | None) -> None:
    if item is None:
        items.pop(key, None)
    else:
        items[key] = item


def _key(item: dict) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _text(item: dict, name: str | None) -> str:
    return item.get(name, {}).get("S", "") if name else ""


_SET_ONE = re.compile(r"SET (#\w+) = (:\w+)")
_TOKEN = re.compile(r"\s*(<=|<|=|\(|\)|,|[#:]?[A-Za-z_]\w*(?:\.#?\w+)*)")


class NotUnderstood(BaseException):
    """This double does not know what an expression asks. No code under test may take that for trouble of a file's."""


@cache
def parse(expression: str):
    """The condition `expression` as a function of an item (wire form), names and values."""
    tokens = deque(_TOKEN.findall(expression))
    try:
        condition = _any_of(tokens)
    except (KeyError, IndexError, ValueError) as error:
        raise NotUnderstood(expression) from error
    if tokens:
        raise NotUnderstood(expression)
    return condition


def _any_of(tokens):
    parts = [_all_of(tokens)]
    while tokens and tokens[0] == "OR":
        tokens.popleft()
        parts.append(_all_of(tokens))
    return parts[0] if len(parts) == 1 else lambda *given: any(part(*given) for part in parts)


def _all_of(tokens):
    parts = [_one(tokens)]
    while tokens and tokens[0] == "AND":
        tokens.popleft()
        parts.append(_one(tokens))
    return parts[0] if len(parts) == 1 else lambda *given: all(part(*given) for part in parts)


def _one(tokens):
    first = tokens.popleft()
    if first == "(":
        inner, _ = _any_of(tokens), tokens.popleft()
        return inner
    if first in ("attribute_not_exists", "attribute_exists"):
        _, path, _ = tokens.popleft(), tokens.popleft(), tokens.popleft()
        wanted = first == "attribute_exists"
        return lambda item, names, _values: (_at(item, path, names) is not None) is wanted
    if first == "begins_with":
        _, path, _, value, _ = (tokens.popleft() for _ in range(5))
        return lambda item, names, values: _plain(_at(item, path, names) or {"S": ""}).startswith(_plain(values[value]))
    operator = tokens.popleft()
    if operator == "BETWEEN":
        low, _, high = (tokens.popleft() for _ in range(3))
        return lambda item, names, values: _compare(
            item, first, names, lambda at: _plain(values[low]) <= at <= _plain(values[high])
        )
    value = tokens.popleft()
    compare = {"=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b}[operator]
    return lambda item, names, values: _compare(item, first, names, lambda at: compare(at, _plain(values[value])))


def _compare(item, path, names, holds) -> bool:
    attribute = _at(item, path, names)
    return attribute is not None and holds(_plain(attribute))


def _at(item, path, names):
    """The attribute at `path` (`#a.#b`) of an item, or None."""
    attribute = {"M": item}
    for part in path.split("."):
        attribute = attribute.get("M", {}).get(names.get(part, part))
        if attribute is None:
            return None
    return attribute


def _plain(attribute):
    ((kind, value),) = attribute.items()
    return Decimal(value) if kind == "N" else value
