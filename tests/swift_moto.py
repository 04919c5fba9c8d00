"""moto and botocore without work that no test looks at: the same answers in less than half of the time.

`install` replaces some of their methods. `tests/unit/platform/test_swift_moto.py` compares both, call by call.
"""

import copy
import os
from functools import cache
from typing import Any

import boto3
import botocore.hooks
import botocore.loaders
import botocore.parsers
import botocore.serialize
import botocore.session
import botocore.useragent
import moto.core.responses
import moto.sqs.models
import moto.utilities.aws_headers
from moto.core.models import botocore_stubber
from moto.core.parse import BaseJSONParser
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from pytest import MonkeyPatch

# What `tests/conftest.py` installs it with.
PATCH = MonkeyPatch()
_MOST_BYTES = 405_000  # moto's own limit of an item
_PLAIN = {DDBType.STRING, DDBType.NUMBER, DDBType.BOOLEAN, DDBType.NULL}


def install(patch: MonkeyPatch) -> None:
    """Use the quick ways, until `patch` is undone."""
    patch.setattr(botocore.session, "create_loader", cache(botocore.loaders.create_loader))
    patch.setattr(botocore.useragent.UserAgentString, "to_string", lambda _self: "laurel")
    patch.setattr(boto3, "client", _client)
    patch.setattr(botocore.hooks.EventAliaser, "_alias_event_name", _alias)
    patch.setattr(moto.core.responses, "method_names_from_class", _METHODS)
    for module in (moto.core.responses, moto.sqs.models):
        patch.setattr(module, "camelcase_to_underscores", _UNDERSCORES)
    patch.setattr(moto.utilities.aws_headers, "gen_amzn_requestid_long", _request_id)
    patch.setattr(BaseJSONParser, "_parse_structure", _parse_structure)
    patch.setattr(BaseJSONSerializer, "_serialize_type_structure", _serialize_structure)
    patch.setattr(botocore.serialize.JSONSerializer, "_serialize_type_structure", _ask_structure)
    patch.setattr(botocore.parsers.BaseJSONParser, "_handle_structure", _read_structure)
    patch.setattr(DynamoType, "cast_value", property(_cast_value))
    patch.setattr(DynamoType, "__eq__", lambda self, other: self.type == other.type and _equal(self, other))
    patch.setattr(DynamoType, "__hash__", lambda self: hash((self.type, self.cast_value)))
    patch.setattr(DynamoType, "size", _size)
    patch.setattr(Item, "__init__", _make_item)
    patch.setattr(Table, "all_items", _all_items)
    patch.setattr(Table, "__deepcopy__", _copy_of_table, raising=False)
    patch.setattr(DynamoDBBackend, "update_item", _update_item)


_make_client = boto3.client
_METHODS = cache(moto.core.responses.method_names_from_class)
_UNDERSCORES = cache(moto.core.responses.camelcase_to_underscores)
_ALIASES: dict[str, str] = {}
_alias_any = botocore.hooks.EventAliaser._alias_event_name
_parse_any_structure = BaseJSONParser._parse_structure
_serialize_any_structure = BaseJSONSerializer._serialize_type_structure
_ask_any_structure = botocore.serialize.JSONSerializer._serialize_type_structure
_read_any_structure = botocore.parsers.BaseJSONParser._handle_structure
_cast_any_value = DynamoType.cast_value.fget
_all_items_of_any = Table.all_items
_update_in_place = DynamoDBBackend.update_item


@cache
def _session(_region: str | None, _key: str | None) -> boto3.Session:
    return boto3.Session()


def _client(service: str, *more: Any, **named: Any) -> Any:
    """A plain client is made once for each session; the one that Laurel makes is never this one.

    While moto is up, each region and key has one session, though moto would renew it with each test.
    """
    if more or named:
        return _make_client(service, *more, **named)
    if boto3.DEFAULT_SESSION is None and botocore_stubber.enabled:
        boto3.DEFAULT_SESSION = _session(os.environ.get("AWS_DEFAULT_REGION"), os.environ.get("AWS_ACCESS_KEY_ID"))
    known = vars(boto3._get_default_session()).setdefault("laurel_clients", {})
    place = service, os.environ.get("AWS_ENDPOINT_URL")
    if place not in known:
        known[place] = _make_client(service)
    return known[place]


def _alias(self: Any, event: str) -> str:
    """botocore remembers the names of events for one client; they are the same for all."""
    if self._event_aliases is not botocore.hooks.EVENT_ALIASES:
        return str(_alias_any(self, event))
    if event not in _ALIASES:
        _ALIASES[event] = _alias_any(self, event)
    return _ALIASES[event]


def _request_id(headers: dict[str, Any] | None = None) -> str:
    if headers is not None:
        headers["x-amzn-requestid"] = "0" * 52
    return "0" * 52


def _parse_structure(self: Any, shape: Any, value: Any) -> Any:
    """moto reads a request: an attribute is as it came. moto looks for each of the ten kinds that it could have."""
    if shape.name == "AttributeValue" and _is_plain(value):
        return value
    return _parse_any_structure(self, shape, value)


def _serialize_structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """moto writes an answer: an attribute goes out as it is. moto looks for each kind under several names."""
    if shape.name == "AttributeValue" and _is_plain(value):
        self._default_serialize(serialized, value, shape, key)
    else:
        _serialize_any_structure(self, serialized, value, shape, key)


def _ask_structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """botocore writes a request."""
    if shape.name == "AttributeValue" and _is_plain(value):
        serialized[key] = value
    else:
        _ask_any_structure(self, serialized, value, shape, key)


def _read_structure(self: Any, shape: Any, value: Any) -> Any:
    """botocore reads an answer."""
    if shape.name == "AttributeValue" and _is_plain(value):
        return value
    return _read_any_structure(self, shape, value)


def _is_plain(value: Any) -> bool:
    """Whether an attribute is the same in JSON and in Python: one kind, and no bytes in it."""
    if type(value) is not dict or len(value) != 1:
        return False
    ((kind, held),) = value.items()
    if kind in _PLAIN:
        return type(held) in (str, bool)
    if kind == DDBType.MAP:
        return type(held) is dict and all(map(_is_plain, held.values()))
    return kind == DDBType.LIST and type(held) is list and all(map(_is_plain, held))


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


def _all_items(self: Table) -> list[Item]:
    """In order of their keys, which are text in all of our tables."""
    if not self.range_key_attr or {self.hash_key_type, self.range_key_type} != {DDBType.STRING}:
        return _all_items_of_any(self)
    found = [item for items in self.items.values() for item in items.values()]
    return sorted(found, key=lambda item: (item.hash_key.value, item.range_key.value))


def _copy_of_table(self: Table, _memo: Any) -> Table:
    """What a transaction goes back to. The items are not copied: `_update_item` leaves those that are there alone."""
    kept = copy.copy(self)
    kept.items = type(self.items)(self.items.default_factory)
    kept.items.update({key: dict(held) if self.range_key_attr else held for key, held in self.items.items()})
    return kept


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
