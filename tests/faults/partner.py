"""The ASCP stand-in without a socket: its own desk and books, answered as urllib3 would, in simulated time."""

import io
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import urllib3
from urllib3.exceptions import NewConnectionError, ProtocolError, ReadTimeoutError

from local.ascp.books import Books
from local.ascp.desk import Desk
from local.ascp.faults import Faults
from local.ascp.intake import Intake
from local.ascp.participants import Participant
from local.ascp.records import Records
from local.ascp.server import LOCAL_CLIENT
from local.ascp.settings import Settings
from local.ascp.state import State
from local.ascp.tokens import Tokens
from local.ascp.wire import Request

URL = "https://ascp.example.org"


class Partner:
    """ASCP, which knows `participants`; `pass_time` lets so many seconds go by. While it is `down` no connection
    comes about.
    """

    def __init__(
        self,
        participants: list[Participant],
        clock: Callable[[], datetime],
        pass_time: Callable[[float], None],
        *,
        deduplicate: bool,
    ) -> None:
        self._state = state = State(None)
        self.books, self.faults, self.records = Books(state), Faults(), Records(state)
        self.books.know(participants)
        self.settings = Settings(deduplicate=deduplicate)
        self._desk = Desk(
            Intake(self.books, Tokens(state), LOCAL_CLIENT, self.settings, clock), self.faults, self.records, clock
        )
        self._pass_time = pass_time
        self.down = False
        self.refused = 0

    def keep(self) -> Callable[[], None]:
        """Remembers the books; what is given back brings them back."""
        tables = ("booked", "held", "refused", "submissions")
        with self._state.transaction() as rows:
            kept = {one: [tuple(row) for row in rows.execute(f"SELECT * FROM {one}")] for one in tables}

        def bring_back() -> None:
            with self._state.transaction() as rows:
                for table, found in kept.items():
                    rows.execute(f"DELETE FROM {table}")
                    if found:
                        rows.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
            self.records.reset()

        return bring_back

    def injected(self) -> Counter:
        """How often it failed, by kind of fault."""
        found = Counter({f"ascp {one.rule.kind}": one.fired for one in self.faults.tallies() if one.fired})
        return found + Counter({"ascp down": self.refused})

    def answer(self, method: str, url: str, *, headers: dict, body: bytes | None, timeout: Any, **_: Any) -> Any:
        """Answers a request, or fails as a connection fails."""
        if self.down:
            self.refused += 1
            raise NewConnectionError(None, "refused")  # type: ignore[arg-type]
        path, _, query = url.removeprefix(URL).partition("?")
        known = {name.lower(): value for name, value in headers.items()}
        known["content-length"] = str(len(body or b""))
        reply = self._desk.reply(Request(method, path, query, known, body or b""))
        if reply.wait_seconds:
            self._pass_time(min(reply.wait_seconds, timeout.read_timeout))
            if reply.wait_seconds >= timeout.read_timeout:
                raise ReadTimeoutError(None, url, "timed out")  # type: ignore[arg-type]
        if reply.answer is None:
            raise ProtocolError("reset")
        answer = reply.answer
        head = {"Content-Type": answer.content_type, **answer.headers}
        return urllib3.HTTPResponse(io.BytesIO(answer.body), head, answer.status, preload_content=False)
