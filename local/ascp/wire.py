"""Requests and answers of the stand-in, and the shapes of its answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from pydantic import ValidationError

type Json = Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None


@dataclass(frozen=True)
class Request:
    """One HTTP request as it came: header names in lower case, the path without its query, the body unparsed."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def body_length(self) -> int | None:
        """How many bytes the sender says the body has; None when it is unknown (chunked, or nonsense)."""
        length = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers or not (length.isascii() and length.isdecimal()):
            return None
        return int(length)

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case; empty when none was given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter, or None."""
        values = parse_qs(self.query).get(name)
        return values[0] if values else None


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, ready to send."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(content: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body."""
    return Answer(status, encode(content), headers=headers or {})


def problem(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A refusal as RFC 9457 problem details; `errors` name each wrong place as `{"path", "message"}`."""
    content: dict[str, Json] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        content["errors"] = errors
    return Answer(status, encode(content), "application/problem+json", headers or {})


def errors_in(refusal: ValidationError) -> list[dict[str, str]]:
    """The wrong places pydantic found, without the values: a body may hold names and addresses."""
    return [
        {"path": ".".join(str(part) for part in error["loc"]), "message": error["msg"]}
        for error in refusal.errors(include_url=False, include_context=False, include_input=False)
    ]


def encode(content: Json) -> bytes:
    """JSON as it goes on the wire: UTF-8, compact."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
