"""A request to DynamoDB on moto goes straight to moto's handler of DynamoDB, and its answer straight back.

moto makes a request of a web server of each, looks for its service among all addresses, and reads the parts that other
services put into addresses and forms. botocore signs each; moto on its own looks at no signature.
"""

import json
import re
from datetime import datetime
from functools import cache
from typing import Any

from botocore.parsers import JSONParser
from botocore.serialize import JSONSerializer
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.exceptions import HTTPException
from moto.core.models import botocore_stubber
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.core.serialize import TimestampSerializer
from moto.core.utils import get_service_model
from moto.dynamodb.models.dynamo_type import DDBType
from moto.dynamodb.responses import DynamoHandler, DynamoResult
from pytest import MonkeyPatch

_ADDRESS = re.compile(r"https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com/")
_TARGET = re.compile(r"DynamoDB_20120810\.(\w+)")
_PLAIN = {DDBType.STRING, DDBType.NUMBER, DDBType.BOOLEAN, DDBType.NULL}
_JSON = "application/x-amz-json-1.0"
_TIMES = TimestampSerializer(TimestampSerializer.TIMESTAMP_FORMAT_UNIX)
_NUMBERS = {"integer", "long", "float", "double"}

_ABOUT_ITEMS = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "TransactWriteItems"}
_REQUESTS = {f"{name}Input" for name in _ABOUT_ITEMS}
_ANSWERS = {f"{name}Output" for name in _ABOUT_ITEMS}


def install(patch: MonkeyPatch) -> None:
    """Use the quick ways, until `patch` is undone."""
    patch.setattr(BotocoreStubber, "process_request", _process_request)
    patch.setattr(RequestSigner, "sign", _sign)
    patch.setattr(DynamoHandler, "serialized", _serialized, raising=False)
    patch.setattr(DynamoHandler, "_enrich_response", staticmethod(_enriched), raising=False)
    patch.setattr(JSONParser, "_handle_json_body", _read)
    patch.setattr(JSONSerializer, "_serialize", _ask)


_process_any = BotocoreStubber.process_request
_sign_any = RequestSigner.sign
_read_any = JSONParser._handle_json_body
_ask_any = JSONSerializer._serialize
_serialize_any = BaseResponse.serialized


class _Unusual(Exception):
    """An answer that only moto itself can write."""


@cache
def _operation(name: str) -> Any:
    return get_service_model("dynamodb").operation_model(name)


def _text(value: str | bytes | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""


def _process_request(self: BotocoreStubber, request: Any) -> Any:
    place = _ADDRESS.fullmatch(request.url)
    target = _text(request.headers.get("X-Amz-Target"))
    named = _TARGET.fullmatch(target)
    if not place or not named:
        return _process_any(self, request)
    handler = DynamoHandler()
    handler.headers = {"x-amz-target": target, "Content-Type": _JSON}
    handler.querystring, handler.uri_match = {}, {}
    handler.response_headers = {"server": "amazon.com"}
    handler.region = place[1]
    handler.current_account = handler.get_current_account()
    handler.params = _asked(named[1], request.body)
    try:
        return handler.call_action()
    except HTTPException as error:
        return error.code, error.get_headers(), error.get_body()


def _asked(operation: str, body: bytes) -> Any:
    """The parameters: about items, they are as they came, if there are no bytes among them."""
    if operation in _ABOUT_ITEMS and not _has_bytes(body):
        return json.loads(body)
    return PROTOCOL_PARSERS["json"](_operation(operation)).parse({"body": body})


def _ask(self: JSONSerializer, serialized: dict[str, Any], value: Any, shape: Any, key: str | None = None) -> None:
    """botocore writes a request: about items, it is as it is asked for, if there are no bytes among them."""
    if key is None and shape.name in _REQUESTS and _is_json(value):
        serialized.update(value)
    else:
        _ask_any(self, serialized, value, shape, key)


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True


def read_as_it_is(self: JSONParser, raw_body: bytes, shape: Any) -> Any:
    """botocore reads an answer of a double of DynamoDB, which holds only what belongs into it."""
    if shape.name in _ANSWERS and not _has_bytes(raw_body):
        return json.loads(raw_body)
    return _read_any(self, raw_body, shape)


def _read(self: JSONParser, raw_body: bytes, shape: Any) -> Any:
    return (read_as_it_is if botocore_stubber.enabled else _read_any)(self, raw_body, shape)


def _has_bytes(body: bytes) -> bool:
    return b'"B"' in body or b'"BS"' in body


def _enriched(headers: dict[str, str], body: Any) -> tuple[dict[str, str], Any]:
    """With the number of the request, which moto puts into XML too."""
    headers["x-amzn-requestid"] = "0" * 52
    return headers, body


def _sign(self: RequestSigner, operation_name: str, request: Any, *more: Any, **named: Any) -> Any:
    """Without a signature, if it is for moto's DynamoDB."""
    if not (botocore_stubber.enabled and _ADDRESS.fullmatch(request.url)):
        _sign_any(self, operation_name, request, *more, **named)


def _serialized(self: DynamoHandler, action_result: ActionResult) -> Any:
    """What a table answers is almost as it is written; moto looks for each part under several names."""
    if type(action_result) not in (ActionResult, DynamoResult, EmptyResult):
        return _serialize_any(self, action_result)
    try:
        body = _written(action_result.result, _operation(self._get_action()).output_shape)
    except _Unusual:
        return _serialize_any(self, action_result)
    return 200, {"Content-Type": _JSON, **self.response_headers}, json.dumps(body)


def _written(value: Any, shape: Any) -> Any:
    """`value` in the shape of an answer. Raises _Unusual for errors, bytes, and objects of moto."""
    if shape.name == "AttributeValue":
        if is_plain(value):
            return value
    elif shape.type_name == "structure":
        if type(value) is dict and value.keys() <= shape.members.keys():
            return {name: _written(held, shape.members[name]) for name, held in value.items() if held is not None}
    elif shape.type_name == "list":
        if type(value) is list:
            return [_written(one, shape.member) for one in value]
    elif shape.type_name == "map":
        if type(value) is dict:
            return {name: _written(one, shape.value) for name, one in value.items()}
    elif shape.type_name == "string":
        if type(value) is str:
            return value
    elif (shape.type_name == "boolean" and type(value) is bool) or (
        shape.type_name in _NUMBERS and type(value) in (int, float)
    ):
        return value
    elif shape.type_name == "timestamp" and isinstance(value, datetime):
        return _TIMES._convert_timestamp_to_str(value, _TIMES.TIMESTAMP_FORMAT_UNIX)
    raise _Unusual


def is_plain(value: Any) -> bool:
    """Whether an attribute is the same in JSON and in Python: one kind, and no bytes in it."""
    if type(value) is not dict or len(value) != 1:
        return False
    ((kind, held),) = value.items()
    if kind in _PLAIN:
        return type(held) in (str, bool)
    if kind == DDBType.MAP:
        return type(held) is dict and all(map(is_plain, held.values()))
    return kind == DDBType.LIST and type(held) is list and all(map(is_plain, held))
