"""What ASCP may answer, and what its client is made of, for tests of that client."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from laurel.delivery.ascp.sign_in import Credentials
from tests.credits import a_credit
from tests.scripted_server import Say

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(seconds=50)


class Watch:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Vault:
    """Where the credentials come from; counts how often they are read."""

    def __init__(self) -> None:
        self.secret = "first"
        self.reads = 0

    def __call__(self) -> Credentials:
        self.reads += 1
        return Credentials("laurel", self.secret)


def token(name: str = "t1", **more: Any) -> Say:
    return Say(body=json.dumps({"access_token": name, "token_type": "Bearer", "expires_in": 3600, **more}).encode())


def say(status: int, content: object = None, **headers: str) -> Say:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Say(status, json.dumps(content or {}).encode(), named)


def problem(status: int, detail: str = "no", **headers: str) -> Say:
    """A refusal as the contract has it."""
    content = {"type": "about:blank", "title": "No", "status": status, "detail": detail}
    return say(status, content, Content_Type="application/problem+json", **headers)


ACCEPTED = say(200, {"results": [{"reference": "c1", "outcome": "accepted", "receipt": "R-1"}]})
CREDIT = a_credit(member_number="M1")
