"""What a function asks DynamoDB for, checked against its role in template.yaml: moto lets everybody do everything."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from laurel.platform import aws as aws_clients
from tests import stores

# The rights that the parts of a transaction need.
_PARTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}

type Asked = tuple[str, str, str]
"""An action without its prefix, a table or an index (`LedgerTable/index/due`), and the partition key, if any."""


@contextmanager
def permitted(role: str) -> Iterator[None]:
    """Fails after the block if something in it asked for more than `role`, a logical id of the template, may do.

    The right to put an item covers replacing one, so for the audit log it looks at the condition of each put too.
    """
    refused: list[Asked] = []
    replacing: list[str] = []

    def look(model: Any, params: dict[str, Any], **_: Any) -> None:
        body = json.loads(params["body"])
        refused.extend(one for one in _asked(model.name, body) if not _may(role, one))
        replacing.extend(_unconditional_entries(model.name, body))

    events = aws_clients.dynamodb().meta.events
    events.register("before-call.dynamodb", look)
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb", look)
    assert not refused, f"{role} may not: {refused}"
    assert not replacing, f"entries of the audit log could be replaced: {replacing}"


def _asked(operation: str, body: dict[str, Any]) -> Iterator[Asked]:
    match operation:
        case "BatchGetItem":
            for table, wanted in body["RequestItems"].items():
                yield from ((operation, table, _pk(key)) for key in wanted["Keys"])
        case "BatchWriteItem":
            for table, writes in body["RequestItems"].items():
                for [write] in (one.values() for one in writes):
                    yield operation, table, _pk(write.get("Key") or write["Item"])
        case "TransactWriteItems":
            for part in body["TransactItems"]:
                [(kind, write)] = part.items()
                yield _PARTS[kind], write["TableName"], _pk(write.get("Key") or write["Item"])
        case "Query" if index := body.get("IndexName"):
            yield operation, f"{body['TableName']}/index/{index}", ""
        case "Query":
            yield operation, body["TableName"], body["ExpressionAttributeValues"][":pk"]["S"]
        case _:
            yield operation, body["TableName"], _pk(body.get("Key") or body["Item"])


def _unconditional_entries(operation: str, body: dict[str, Any]) -> Iterator[str]:
    """The keys of audit entries that a request writes without the condition that there is none yet."""
    puts = [part["Put"] for part in body.get("TransactItems", []) if "Put" in part]
    for put in [body] if operation == "PutItem" else puts:
        if put["TableName"] == "AuditTable" and put.get("ConditionExpression") != "attribute_not_exists(pk)":
            yield _pk(put["Item"])


def _pk(key: dict[str, Any]) -> str:
    found: str = key["pk"]["S"]
    return found


def _may(role: str, asked: Asked) -> bool:
    action, resource, key = asked
    return any(
        f"dynamodb:{action}" in actions and resource in resources and (keys is None or _among(key, keys))
        for actions, resources, keys in _rights(role)
    )


def _among(key: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


@cache
def _rights(role: str) -> list[tuple[list[str], list[str], list[str] | None]]:
    """Actions, resources and partition keys (None: all of them) of each statement of `role`."""
    found = []
    for policy in stores.properties(role)["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            resources = [_name(one) for one in _listed(statement["Resource"])]
            [condition] = statement.get("Condition", {"": {}}).values()
            keys = condition.get("dynamodb:LeadingKeys")
            found.append((_listed(statement["Action"]), resources, keys and _listed(keys)))
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _name(resource: Any) -> str:
    """`LedgerTable/index/due` of a resource as the template names it."""
    match resource:
        case {"Fn::GetAtt": str(name)}:
            return name.removesuffix(".Arn")
        case {"Fn::Sub": str(text)}:
            return text.replace("${", "").replace(".Arn}", "")
    return ""
