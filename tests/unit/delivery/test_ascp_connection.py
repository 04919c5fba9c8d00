"""Interim answers, answers that are not whole, and servers that are slow in every way, over raw sockets."""

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest

from laurel.delivery.ascp import connection as ascp_connection
from laurel.delivery.ascp import http as ascp_http
from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.partner import Accepted, Answered, AskOutcome, NotHeld, NotSent, Unclear
from laurel.platform.clock import utc_now
from tests.credits import a_credit
from tests.raw_server import TOKEN, RawServer, Script, answer, held, not_held, raw_server

EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
PROCESSING = b"HTTP/1.1 102 Processing\r\n\r\n"
BOOKED = answer(200, json.dumps({"results": [{"reference": "c1", "outcome": "accepted", "receipt": "R-c1"}]}).encode())
TOO_LATE = Unclear("ASCP did not answer in time")


def a_client(server: RawServer) -> Ascp:
    return Ascp(server.url, lambda: Credentials("laurel", "secret"), utc_now)


def until(seconds: float = 30) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def with_token(reply: Callable[[str], Script]) -> Callable[[str], Script]:
    return lambda first: [answer(200, TOKEN)] if "/oauth/token" in first else reply(first)


def ask_all(ascp: Ascp, *references: str) -> list[AskOutcome]:
    return [ascp.ask(one, until=until()) for one in references]


@pytest.mark.parametrize(
    "interim",
    [
        [EARLY_HINTS],
        [EARLY_HINTS, 0.3],
        [PROCESSING, 0.3],
        [CONTINUE, 0.3],
        [CONTINUE, PROCESSING, EARLY_HINTS, 0.1, EARLY_HINTS, 0.1, CONTINUE],
        [b"HTTP/1.1 199 Whatever\r\n\r\n", 0.1],
        [b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", 0.1],
        [EARLY_HINTS[:30], 0.1, EARLY_HINTS[30:], 0.1],
    ],
    ids=range(8),
)
def test_interim_answers_are_read_past(interim: Script) -> None:
    """Credit c1 is not held, all the others are: an answer that is taken for the next question's shows."""

    def reply(first: str) -> Script:
        reference = first.split()[1].rpartition("/")[2]
        if "/oauth/token" in first:
            return [*interim, answer(200, TOKEN)]
        if first.startswith("POST"):
            return [*interim, BOOKED]
        return [*interim, not_held() if reference == "c1" else held(reference)]

    with raw_server(reply) as server:
        ascp = a_client(server)
        outcomes = ask_all(ascp, "c1", "c2", "c3", "c1", "c4")
        assert outcomes == [NotHeld(), Accepted("R-c2"), Accepted("R-c3"), NotHeld(), Accepted("R-c4")]
        assert ascp.submit("s-1", [a_credit("c1", member_number="M1")], until=until()) == Answered(
            {"c1": Accepted("R-c1")}
        )
        assert server.connections == 1


def test_interim_answers_without_end_are_no_answer() -> None:
    with raw_server(with_token(lambda _: [EARLY_HINTS * 50, 0.1, not_held()])) as server:
        ascp = a_client(server)
        assert ask_all(ascp, "c1", "c2") == [Unclear("the connection to ASCP broke (ProtocolError)")] * 2


@pytest.mark.parametrize(
    "behind",
    [[not_held()], [b"\r\n"], [b"x"], [0.05, not_held()]],
    ids=["a second answer", "a line end", "a byte", "a second answer, later"],
)
def test_a_connection_on_which_more_came_than_one_answer_is_not_used_again(behind: Script) -> None:
    def reply(first: str) -> Script:
        if first.split()[1].endswith("c1"):
            first_part = not_held()
            return [first_part + behind[0]] if isinstance(behind[0], bytes) else [first_part, *behind]
        return [held(first.split()[1].rpartition("/")[2])]

    with raw_server(with_token(reply)) as server:
        ascp = a_client(server)
        assert ask_all(ascp, "c1") == [NotHeld()]
        sleep(0.2)
        assert ask_all(ascp, "c2", "c3") == [Accepted("R-c2"), Accepted("R-c3")]
        assert server.connections == 2


@pytest.mark.parametrize(
    "broken",
    [
        b"HTTP/1.1 404 No\r\nContent-Type: application/problem+json\r\nContent-Length: 500\r\n\r\n{",
        b"HTTP/1.1 404 No\r\nContent-Length: 9000000\r\n\r\n" + b" " * (ascp_http.MOST_BYTES + 10_000),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc",
    ],
    ids=["cut off", "too large", "half a chunk"],
)
def test_a_connection_whose_answer_was_not_read_to_its_end_is_not_used_again(
    broken: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(first: str) -> Script:
        reference = first.split()[1].rpartition("/")[2]
        return [broken, 0.5, not_held()] if reference == "c1" else [held(reference)]

    with raw_server(with_token(reply)) as server:
        ascp = a_client(server)
        ascp.ask("warm", until=until())
        monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.3)
        assert isinstance(ascp.ask("c1", until=until()), Unclear)
        monkeypatch.undo()
        sleep(0.3)
        assert ask_all(ascp, "c2", "c3") == [Accepted("R-c2"), Accepted("R-c3")]
        assert server.connections == 2


DRIPS: dict[str, Script] = {
    "silence": [20.0],
    "the status line": [part for byte in b"HTTP/1.1 200 OK\r\n" * 9 for part in (bytes([byte]), 0.1)],
    "a header": [b"HTTP/1.1 200 OK\r\nX-A: ", *[part for _ in range(200) for part in (b"a", 0.1)]],
    "the body": [
        b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n",
        *[part for _ in range(200) for part in (b"a", 0.1)],
    ],
    "chunks": [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        *[part for _ in range(200) for part in (b"1\r\na\r\n", 0.1)],
    ],
    "hints": [part for _ in range(200) for part in (b"HTTP/1.1 103 E\r\nX: ", 0.1, b"y\r\n\r\n", 0.1)],
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_call_ends_at_its_deadline_whatever_drips(
    drip: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with raw_server(with_token(lambda _: DRIPS[drip])) as server:
        ascp = a_client(server)
        ascp._sign_in.token(until=until())
        monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.6)
        began = monotonic()
        outcome = ascp.ask("c1", until=until())
        assert (outcome, outcome.cut_off) == (TOO_LATE, True)  # type: ignore[union-attr]
        assert 0.5 < monotonic() - began < 1.5
        [told] = [one for one in caplog.records if "cut off at its deadline" in one.message]
        assert (told.why, told.method, told.path) == (TOO_LATE.why, "GET", ["v1", "credits"])  # type: ignore[attr-defined]


def test_the_time_that_is_left_is_a_deadline_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_http, "LEAST_SECONDS", 0.1)
    with raw_server(with_token(lambda _: DRIPS["a header"])) as server:
        ascp = a_client(server)
        ascp._sign_in.token(until=until())
        began = monotonic()
        assert ascp.ask("c1", until=until(0.6)) == TOO_LATE
        assert monotonic() - began < 1.5


def test_a_token_that_drips_is_not_waited_for_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.5)
    with raw_server(lambda _: DRIPS["a header"]) as server:
        outcome = a_client(server).ask("c1", until=until())
        assert outcome == NotSent("no token: ASCP did not answer in time")
        assert outcome.cut_off
        assert [one.split()[1] for one in server.requests] == ["/oauth/token"]


def test_a_server_that_takes_nothing_in_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire = ascp_http.Wire(f"http://127.0.0.1:{deaf.getsockname()[1]}", utc_now)
        began = monotonic()
        assert wire.call("POST", "/x", until=until(), headers={}, body=b" " * 30_000_000) == TOO_LATE
        assert monotonic() - began < 2


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_connection, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: sleep(5))
    wire = ascp_http.Wire("http://ascp.example.org", utc_now)
    began = monotonic()
    outcome = wire.call("GET", "/x", until=until(), headers={})
    assert outcome == NotSent("ASCP could not be reached")
    assert monotonic() - began < 2


def test_tls_that_is_never_agreed_on_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_connection, "CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wire = ascp_http.Wire(f"https://127.0.0.1:{silent.getsockname()[1]}", utc_now)
        began = monotonic()
        outcome = wire.call("POST", "/x", until=until(), headers={}, body=b"{}")
        assert outcome == NotSent("ASCP could not be reached")
        assert monotonic() - began < 2
