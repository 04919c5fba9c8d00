"""Requests to the API's function as API Gateway hands them over (payload 2.0), and its answers."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

_OF_PROVIDERS = ("/v1/providers/", "/v1/rosters/")
_TEXT = ("application/json", "text/")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The problem's code; only of problem documents."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        told = self.json()
        assert told["status"] == self.status
        assert told["type"].endswith(told["code"])
        return told["code"]


def learner(sub: str = "ana", **claims: str) -> dict[str, str]:
    """The claims of a learner's ID token, as the authorizer hands them over: all of them texts."""
    return {"sub": sub, "email": f"{sub}@example.org", "email_verified": "true", "token_use": "id", **claims}


def staff() -> dict[str, str]:
    return learner("sam", **{"cognito:groups": "[staff]"})


def staff_of(*providers: str, sub: str = "pat") -> dict[str, str]:
    """The claims of somebody who is staff of these providers and no operator."""
    return learner(sub, **{"cognito:groups": f"[{' '.join(f'provider:{one}' for one in providers)}]"})


def client(*scopes: str, client_id: str = "client-1") -> dict[str, str]:
    """The claims of a machine client's access token."""
    return {"sub": client_id, "client_id": client_id, "token_use": "access", "scope": " ".join(scopes)}


def request(
    method: str,
    path: str,
    claims: dict[str, str] | None = None,
    *,
    json_body: Any = None,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The event of a request; a JSON body brings its content type. Callers signed in just now, unless they say."""
    path, _, query = path.partition("?")
    given = {name.lower(): value for name, value in (headers or {}).items()}
    if json_body is not None:
        body = json.dumps(json_body).encode()
        given.setdefault("content-type", "application/json")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": given,
        "requestContext": {
            "http": {"method": method, "path": path},
            "stage": "$default",
            "requestId": "request-1",
            "domainName": "api.example.org",
        },
        "isBase64Encoded": False,
    }
    if query:
        found = parse_qs(query, keep_blank_values=True)
        event["queryStringParameters"] = {name: ",".join(values) for name, values in found.items()}
    if claims is not None:
        claims = {"auth_time": str(int(time.time())), **claims} if claims else claims
        own = path.startswith(_OF_PROVIDERS)
        event["requestContext"]["authorizer"] = (
            {"lambda": {"claims": claims}} if own else {"jwt": {"claims": claims, "scopes": None}}
        )
    if body is not None:
        plain = given.get("content-type", "").startswith(_TEXT)
        event["body"] = body.decode("utf-8", "replace") if plain else base64.b64encode(body).decode()
        event["isBase64Encoded"] = not plain
    return event


def answer_of(raw: dict[str, Any]) -> Answer:
    headers = {**raw.get("headers", {})}
    assert raw["isBase64Encoded"] == (headers.get("Content-Type") == "application/pdf")
    return Answer(raw["statusCode"], headers, raw["body"])
