"""Answers to what the world of the pictures does not know, made from the API's own description: each the smallest that
fits its schema, with one entry in each list, and no further page."""

import json
import re
from functools import cache
from typing import Any

from local.places import ROOT

_TEXT = {
    "date": "2026-06-04",
    "date-time": "2026-06-10T07:00:00Z",
    "email": "ana@example.org",
    "uri": "https://example.org/",
}
_A_TEXT = "a text"
_DEEP = 12  # a schema may contain itself


@cache
def _described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
    return found


def schema_answer(path: str) -> Any:
    """The answer to GET of this path; an empty object for a path that the API does not have."""
    asked = path.partition("?")[0]
    fitting = [shape for shape in _described()["paths"] if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", shape), asked)]
    for shape in sorted(fitting, key=lambda one: one.count("{")):
        if get := _described()["paths"][shape].get("get"):
            content = get["responses"]["200"].get("content", {})
            if schema := content.get("application/json", {}).get("schema"):
                return _example(schema, 0)
    return {}


def _field(name: str, schema: dict[str, Any], depth: int) -> Any:
    if name == "next_cursor":
        return None
    found = _example(schema, depth + 1)
    return _TEXT["date-time"] if name.endswith("_at") and found == _A_TEXT else found


def _example(schema: dict[str, Any], depth: int) -> Any:
    if "$ref" in schema:
        return _example(_described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _example(schema[several][0], depth)
    if schema.get("examples"):
        return schema["examples"][0]
    match schema.get("type"):
        case "object":
            known = schema.get("properties", {})
            return {name: _field(name, one, depth) for name, one in known.items() if depth < _DEEP}
        case "array":
            return [_example(schema["items"], depth + 1)] if depth < _DEEP and "items" in schema else []
        case "string":
            return _TEXT.get(schema.get("format", ""), _A_TEXT)
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return False
    return None
