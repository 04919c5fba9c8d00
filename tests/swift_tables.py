"""moto's tables of DynamoDB without copying and comparing items that a call leaves alone.

`install` replaces some of moto's methods. `tests/unit/platform/test_swift_moto.py` compares both, call by call.
"""

import copy
from collections import defaultdict, deque
from types import SimpleNamespace
from typing import Any

import moto.dynamodb.models
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from pytest import MonkeyPatch

_MOST_BYTES = 405_000  # moto's own limit of an item
_INDEX_NAME = 6  # among the arguments of a query after the hash key


def install(patch: MonkeyPatch) -> None:
    """Use the quick ways, until `patch` is undone."""
    patch.setattr(DynamoType, "cast_value", property(_cast_value))
    patch.setattr(DynamoType, "__eq__", lambda self, other: self.type == other.type and _equal(self, other))
    patch.setattr(DynamoType, "__hash__", lambda self: hash((self.type, self.cast_value)))
    patch.setattr(DynamoType, "size", _size)
    patch.setattr(Item, "__init__", _make_item)
    patch.setattr(Table, "all_items", _all_items)
    patch.setattr(Table, "query", _query)
    patch.setattr(Table, "__deepcopy__", _copy_of_table, raising=False)
    patch.setattr(moto.dynamodb.models, "copy", SimpleNamespace(deepcopy=_kept_in_place))
    patch.setattr(ConditionExpressionParser, "_lex_condition_expression", _lex)
    patch.setattr(DynamoDBBackend, "update_item", _update_item)
    patch.setattr(DynamoDBBackend, "transact_write_items", _transact_write_items)


_cast_any_value = DynamoType.cast_value.fget
_all_items_of_any = Table.all_items
_query_any = Table.query
_update_in_place = DynamoDBBackend.update_item
_lex_any = ConditionExpressionParser._lex_condition_expression
_WORDS: dict[str, tuple[Any, ...]] = {}
_transact_any = DynamoDBBackend.transact_write_items


def _cast_value(self: DynamoType) -> Any:
    return self.value if self.type == DDBType.STRING else _cast_any_value(self)


def _equal(one: DynamoType, other: DynamoType) -> bool:
    return one.cast_value == other.cast_value


def _size(self: DynamoType) -> int:
    """As moto counts, without a copy of each part."""
    match self.type, self.value:
        case DDBType.MAP, held:
            return sum(len(name.encode()) + _size(one) for name, one in held.items())
        case DDBType.LIST, held:
            return sum(map(_size, held))
        case ((DDBType.STRING_SET | DDBType.NUMBER_SET | DDBType.BINARY_SET), held):
            return sum(map(_bytes, held))
        case _, bool():
            return 1
        case _, held:
            return _bytes(held)


def _bytes(held: Any) -> int:
    return len(held if isinstance(held, bytes) else str(held).encode())


def _make_item(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    """The size of an item is looked at once; moto does at each attribute."""
    self.hash_key, self.range_key = hash_key, range_key
    self.attrs = LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(self.attrs, name, DynamoType(value))
    if self.size() > _MOST_BYTES:
        raise ItemSizeTooLarge


def _has_text_keys(table: Table) -> bool:
    return bool(table.range_key_attr) and {table.hash_key_type, table.range_key_type} == {DDBType.STRING}


def _all_items(self: Table) -> list[Item]:
    """In order of their keys, which are text in all of our tables."""
    if not _has_text_keys(self):
        return list(_all_items_of_any(self))
    found = [item for items in self.items.values() for item in items.values()]
    return sorted(found, key=lambda item: (item.hash_key.value, item.range_key.value))


def _query(self: Table, hash_key: DynamoType, *more: Any, **named: Any) -> Any:
    """moto goes through the whole table in the order of its keys; this only through what the hash keys name."""
    if not _has_text_keys(self):
        return _query_any(self, hash_key, *more, **named)
    found = copy.copy(self)
    found.items = defaultdict(dict)
    if not more[_INDEX_NAME]:
        found.items[hash_key] = self.items.get(hash_key, {})
    else:
        wanted = named.get("hash_key_conditions") or []
        for key, held in self.items.items():
            some = {one: item for one, item in held.items() if all(_has(item, name, value) for name, value in wanted)}
            if some:
                found.items[key] = some
    return _query_any(found, hash_key, *more, **named)


def _has(item: Item, name: str, value: DynamoType) -> bool:
    held = item.attrs.get(name)
    return held is not None and held == value


def _lex(self: ConditionExpressionParser) -> deque[Any]:
    """The words of a condition are looked for once; nothing changes them."""
    condition = self.condition_expression or ""
    if condition not in _WORDS:
        _WORDS[condition] = tuple(_lex_any(self))
    return deque(_WORDS[condition])


def _transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """moto copies the tables, to go back to the copies. This keeps the items, which `_update_item` leaves alone."""
    before = [kept for one in transact_items for kept in _kept(self, next(iter(one.values())))]
    try:
        _transact_any(self, transact_items)
    except Exception:
        for place, key, item in before:
            if item is None:
                place.pop(key, None)
            else:
                place[key] = item
        raise


def _copy_of_table(self: Table, _memo: Any) -> Table:
    """Another table with the same items, which `_update_item` leaves alone."""
    found = copy.copy(self)
    found.items = type(self.items)(self.items.default_factory)
    found.items.update({key: dict(held) if self.range_key_attr else held for key, held in self.items.items()})
    return found


def _kept_in_place(value: Any) -> Any:
    """A table that a transaction would go back to stays where it is."""
    return value if isinstance(value, Table) else copy.deepcopy(value)


def _kept(backend: DynamoDBBackend, asked: dict[str, Any]) -> list[tuple[Any, Any, Item | None]]:
    """The place of an action's item, its key there, and the item, if there is one."""
    table = backend.tables.get(asked.get("TableName"))
    key = asked.get("Key") or asked.get("Item") or {}
    names = [name for name in (table and table.hash_key_attr, table and table.range_key_attr) if name]
    if not table or any(name not in key for name in names):
        return []
    hashed, *ranged = [DynamoType(key[name]) for name in names]
    place, at = (table.items[hashed], ranged[0]) if ranged else (table.items, hashed)
    return [(place, at, place.get(at))]


def _update_item(self: DynamoDBBackend, table_name: str, key: dict[str, Any], *more: Any, **named: Any) -> Item:
    """Changes a copy of the item, in its place; moto changes the item."""
    table = self.get_table(table_name)
    hashed, ranged = self.get_keys_value(table, key)
    if item := table.get_item(hashed, ranged):
        if ranged:
            table.items[hashed][ranged] = copy.deepcopy(item)
        else:
            table.items[hashed] = copy.deepcopy(item)
    return _update_in_place(self, table_name, key, *more, **named)
