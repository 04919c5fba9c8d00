"""The limits per caller on the local stack: the rate rules of limits.yaml, enforced as AWS WAF enforces them.

A caller is an address. Requests from this computer all have the same one; the header `X-Forwarded-For` gives another,
for tests. Only rules that count requests are here: there is nobody to block, and nothing is logged.
"""

import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import unquote

from local.template import read_template

type Matches = Callable[[str, Mapping[str, str], bytes], bool]
"""Whether a rule counts a request, by its path, its headers and its body."""

PORTAL = "PortalAcl"
SIGN_IN = "SignInAcl"
ADDRESS_HEADER = "X-Forwarded-For"
_INSPECTED = 16 * 1024  # bytes of a body that AWS WAF looks at in front of a user pool


@dataclass(frozen=True)
class Limited:
    """What a caller over a limit is answered. `body` is empty where the protected service writes its own."""

    rule: str
    status: int = 403
    headers: Mapping[str, str] | None = None
    content_type: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class _Rule:
    name: str
    limit: int
    seconds: float
    matches: "Matches"
    answer: Limited


class Limits:
    """The rate rules of a web ACL, and the requests that they counted. `now` gives seconds."""

    def __init__(self, acl: str, now: Callable[[], float] = time.monotonic) -> None:
        template = read_template("limits.yaml")
        given = template["Resources"][acl]["Properties"]
        defaults = {name: one.get("Default") for name, one in template["Parameters"].items()}
        rated = [one for one in given["Rules"] if isinstance(one, dict) and "RateBasedStatement" in one["Statement"]]
        bodies = given.get("CustomResponseBodies", {})
        self._rules = [_rule(one, defaults, bodies) for one in sorted(rated, key=lambda one: int(one["Priority"]))]
        self._now = now
        self._lock = Lock()
        self._counted: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def refusal(self, address: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Limited | None:
        """Count a request from `address`; gives the answer of the first rule whose limit it exceeds.

        `headers` has lower-case names; `body` is JSON, if a rule reads it. A refused request counts too, but not for
        the rules after that one.
        """
        now = self._now()
        with self._lock:
            for rule in self._rules:
                if not rule.matches(path, headers, body):
                    continue
                counted = self._counted[rule.name, address]
                while counted and counted[0] <= now - rule.seconds:
                    counted.popleft()
                counted.append(now)
                if len(counted) > rule.limit:
                    return rule.answer
        return None


def _rule(rule: Mapping[str, Any], defaults: Mapping[str, Any], bodies: Mapping[str, Any]) -> _Rule:
    rate = rule["Statement"]["RateBasedStatement"]
    if rate["AggregateKeyType"] != "IP":
        raise ValueError(f"{rule['Name']} of limits.yaml does not count by address.")
    matches = (
        _statement(rate["ScopeDownStatement"]) if "ScopeDownStatement" in rate else lambda path, headers, body: True
    )
    answer = _answer(rule["Name"], rule["Action"]["Block"], bodies)
    return _Rule(rule["Name"], int(defaults[rate["Limit"]]), float(rate["EvaluationWindowSec"]), matches, answer)


def _statement(statement: Mapping[str, Any]) -> Matches:
    """Whether a request matches the statement: an expression for its path, one header, or one value of its body."""
    ((kind, given),) = statement.items()
    if kind != "RegexMatchStatement":
        raise ValueError(f"limits.yaml has a {kind}, which the local stack does not know.")
    pattern = re.compile(given["RegexString"])
    decoded = "URL_DECODE" in [one["Type"] for one in given["TextTransformations"]]
    header = given["FieldToMatch"].get("SingleHeader", {}).get("Name")
    name = _value_of_body(given["FieldToMatch"])
    any_oversize = given["FieldToMatch"].get("JsonBody", {}).get("OversizeHandling") == "MATCH"

    def matches(path: str, headers: Mapping[str, str], body: bytes) -> bool:
        if any_oversize and len(body) > _INSPECTED:
            return True
        text = headers.get(header, "") if header else _value(body, name) if name else path
        return pattern.search(unquote(text) if decoded else text) is not None

    return matches


def _value_of_body(field: Mapping[str, Any]) -> str:
    """The name of the value in the body that a rule reads; empty if it reads none."""
    if "JsonBody" not in field:
        return ""
    (path,) = field["JsonBody"]["MatchPattern"]["IncludedPaths"]
    return str(path).removeprefix("/")


def _value(body: bytes, name: str) -> str:
    if len(body) > _INSPECTED:
        return ""  # cut off, and then no JSON
    try:
        return str(json.loads(body or b"{}").get(name, ""))
    except (ValueError, AttributeError):
        return ""


def _answer(name: str, block: Mapping[str, Any], bodies: Mapping[str, Any]) -> Limited:
    if "CustomResponse" not in block:
        return Limited(name)
    response = block["CustomResponse"]
    body = bodies[response["CustomResponseBodyKey"]]
    types = {"APPLICATION_JSON": "application/json", "TEXT_HTML": "text/html"}
    headers = {one["Name"]: str(one["Value"]) for one in response["ResponseHeaders"]}
    return Limited(name, int(response["ResponseCode"]), headers, types[body["ContentType"]], body["Content"].encode())
