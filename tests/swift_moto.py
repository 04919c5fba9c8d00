"""moto and botocore without work that no test looks at: the same answers in less than half of the time.

`install` replaces some of their methods. `tests/unit/platform/test_swift_moto.py` compares both, call by call.
"""

from functools import cache
from typing import Any

import botocore.parsers
import botocore.serialize
import moto.core.responses
import moto.sqs.models
import moto.utilities.aws_headers
from moto.core.parse import BaseJSONParser
from moto.core.serialize import BaseJSONSerializer
from pytest import MonkeyPatch

from tests import swift_clients, swift_requests, swift_tables
from tests.swift_requests import is_plain

# What `tests/conftest.py` installs it with.
PATCH = MonkeyPatch()


def install(patch: MonkeyPatch) -> None:
    """Use the quick ways, until `patch` is undone."""
    for part in (swift_clients, swift_requests, swift_tables):
        part.install(patch)
    patch.setattr(moto.core.responses, "method_names_from_class", _METHODS)
    for module in (moto.core.responses, moto.sqs.models):
        patch.setattr(module, "camelcase_to_underscores", _UNDERSCORES)
    for module in (moto.core.responses, moto.utilities.aws_headers):
        patch.setattr(module, "gen_amzn_requestid_long", _request_id)
    patch.setattr(BaseJSONParser, "_parse_structure", _parse_structure)
    patch.setattr(BaseJSONSerializer, "_serialize_type_structure", _serialize_structure)
    patch.setattr(botocore.serialize.JSONSerializer, "_serialize_type_structure", _ask_structure)
    patch.setattr(botocore.parsers.BaseJSONParser, "_handle_structure", _read_structure)


_METHODS = cache(moto.core.responses.method_names_from_class)
_UNDERSCORES = cache(moto.core.responses.camelcase_to_underscores)
_parse_any_structure = BaseJSONParser._parse_structure
_serialize_any_structure = BaseJSONSerializer._serialize_type_structure
_ask_any_structure = botocore.serialize.JSONSerializer._serialize_type_structure
_read_any_structure = botocore.parsers.BaseJSONParser._handle_structure


def _request_id(headers: dict[str, Any] | None = None) -> str:
    if headers is not None:
        headers["x-amzn-requestid"] = "0" * 52
    return "0" * 52


def _parse_structure(self: Any, shape: Any, value: Any) -> Any:
    """moto reads a request: an attribute is as it came. moto looks for each of the ten kinds that it could have."""
    if shape.name == "AttributeValue" and is_plain(value):
        return value
    return _parse_any_structure(self, shape, value)


def _serialize_structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """moto writes an answer: an attribute goes out as it is. moto looks for each kind under several names."""
    if shape.name == "AttributeValue" and is_plain(value):
        self._default_serialize(serialized, value, shape, key)
    else:
        _serialize_any_structure(self, serialized, value, shape, key)


def _ask_structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """botocore writes a request."""
    if shape.name == "AttributeValue" and is_plain(value):
        serialized[key] = value
    else:
        _ask_any_structure(self, serialized, value, shape, key)


def _read_structure(self: Any, shape: Any, value: Any) -> Any:
    """botocore reads an answer."""
    if shape.name == "AttributeValue" and is_plain(value):
        return value
    return _read_any_structure(self, shape, value)
