"""Plain values as DynamoDB's typed attributes, and back.

boto3's own serializer makes about ten checks for each value; a nightly run that writes a million credits would spend a
third of its time there. This module looks only at the type, which is enough for Laurel's items.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


class UnknownKind(TypeError):
    """A value or an attribute of a kind that Laurel's items do not use."""


def write_value(value: Any) -> dict[str, Any]:
    """`value` (text, whole number, boolean, None, list or dict of such) as an attribute. Raises UnknownKind."""
    kind = type(value)
    if kind is str:
        return {"S": value}
    if kind is bool:
        return {"BOOL": value}
    if kind is int:
        return {"N": str(value)}
    if kind is dict:
        return {"M": {name: write_value(one) for name, one in value.items()}}
    if kind is list or kind is tuple:
        return {"L": [write_value(one) for one in value]}
    if value is None:
        return {"NULL": True}
    return _write_rarer(value, kind)


def _write_rarer(value: Any, kind: type) -> dict[str, Any]:
    if isinstance(value, str):  # such as a StrEnum
        return {"S": str(value)}
    if kind is Decimal and value.is_finite():  # a number that was read
        return {"N": str(value)}
    if kind is bytes:
        return {"B": value}
    if isinstance(value, Mapping):
        return {"M": {name: write_value(one) for name, one in value.items()}}
    raise UnknownKind(f"{kind.__name__} cannot be stored")


def read_value(attribute: Mapping[str, Any]) -> Any:
    """The value that `attribute` holds; numbers as Decimal. Raises UnknownKind."""
    ((kind, value),) = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "N":
            return Decimal(value)
        case "M":
            return {name: read_value(one) for name, one in value.items()}
        case "L":
            return [read_value(one) for one in value]
        case "NULL":
            return None
        case "B":
            return bytes(value)
    raise UnknownKind(f"attributes of kind {kind} are not used")
