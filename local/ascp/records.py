"""What the stand-in keeps of every request it saw. Secrets are masked before anything is written."""

import json
import re
from dataclasses import dataclass
from typing import Any

from local.ascp.state import State
from local.ascp.wire import Answer, Request

_MASK = "(hidden)"
_FORM_SECRET = re.compile(r"(client_secret=)[^&]*")
_TOKEN = re.compile(r'("access_token":")[^"]*')


@dataclass(frozen=True)
class SeenRequest:
    """A request as it is kept. `fault` is the kind applied; `status` and `answer` are None when none was given."""

    id: int
    at: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str
    status: int | None
    answer: str | None
    fault: str | None


class Records:
    """The durable list of requests."""

    def __init__(self, state: State) -> None:
        self._state = state

    def keep(self, request: Request, now: str, answer: Answer | None, fault: str | None) -> None:
        """Write one request down, with what is answered to it."""
        body = _FORM_SECRET.sub(rf"\1{_MASK}", request.body.decode(errors="replace"))
        told = None if answer is None else _TOKEN.sub(rf"\1{_MASK}", answer.body.decode(errors="replace"))
        with self._state.transaction() as rows:
            rows.execute(
                "INSERT INTO requests (at, method, path, query, headers, body, status, answer, fault)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    now,
                    request.method,
                    request.path,
                    request.query,
                    json.dumps(_without_secrets(request)),
                    body,
                    answer.status if answer else None,
                    told,
                    fault,
                ),
            )

    def seen(self, path_prefix: str = "", after: int = 0) -> list[SeenRequest]:
        """The requests under a path that came after the one with the id `after`, oldest first."""
        with self._state.transaction() as rows:
            found = rows.execute(
                "SELECT * FROM requests WHERE id > ? AND substr(path, 1, ?) = ? ORDER BY id",
                (after, len(path_prefix), path_prefix),
            ).fetchall()
        return [_seen(dict(row)) for row in found]

    def reset(self) -> None:
        """Forget every request."""
        with self._state.transaction() as rows:
            rows.execute("DELETE FROM requests")


def _seen(row: dict[str, Any]) -> SeenRequest:
    return SeenRequest(**{**row, "headers": json.loads(row["headers"])})


def _without_secrets(request: Request) -> dict[str, str]:
    """The headers; of Authorization and cookies only that they were there."""
    return {name: _MASK if name in {"authorization", "cookie"} else value for name, value in request.headers.items()}
