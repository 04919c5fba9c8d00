"""Interim answers, answers that are not whole, and servers that are slow in every way, over raw sockets."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest

from laurel.delivery.ascp import http as ascp_http
from laurel.delivery.ascp.client import Ascp
from laurel.delivery.ascp.sign_in import Credentials
from laurel.delivery.partner import Accepted, Answered, AskOutcome, NotHeld, NotSent, Unclear
from laurel.platform import bounded_connections
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


@pytest.mark.slow
@pytest.mark.parametrize(
    "interim",
    [
        [EARLY_HINTS],
        [EARLY_HINTS, 0.1],
        [PROCESSING, 0.1],
        [CONTINUE, 0.1],
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
        assert server.connections == 7, "the token's, and one for each call"


def test_interim_answers_without_end_are_no_answer() -> None:
    with raw_server(with_token(lambda _: [EARLY_HINTS * 50, 0.1, not_held()])) as server:
        ascp = a_client(server)
        assert ask_all(ascp, "c1", "c2") == [Unclear("the connection to ASCP broke (ProtocolError)")] * 2


UNASKED: dict[str, Script] = {
    "with the first": [not_held() + not_held()],
    "a line end": [not_held() + b"\r\n"],
    "a byte": [not_held() + b"x"],
    "a little later": [not_held(), 0.05, not_held()],
    "after the next question": [not_held(), 0.15, not_held()],
    "half of it with the first": [not_held() + not_held()[:40], 0.15, not_held()[40:]],
    "many": [not_held() * 9, 0.15, not_held()],
    "to the whole body, without its length": [b"HTTP/1.1 204 No\r\n\r\n" + not_held()],
}


@pytest.mark.slow
@pytest.mark.parametrize("unasked", UNASKED)
def test_an_answer_that_nobody_asked_for_is_never_the_answer_to_the_next_call(unasked: str) -> None:
    """Were it read so, credit c2 would count as not held, or its submission as not taken, and be booked twice."""

    def reply(first: str) -> Script:
        reference = first.split()[1].rpartition("/")[2]
        if reference == "c1":
            return UNASKED[unasked]
        return [0.2, BOOKED if first.startswith("POST") else held(reference)]

    with raw_server(with_token(reply)) as server:
        ascp = a_client(server)
        assert ask_all(ascp, "c1", "c2")[1:] == [Accepted("R-c2")]
        ask_all(ascp, "c1")
        sleep(0.1)
        assert ascp.submit("s-1", [a_credit("c1", member_number="M1")], until=until()) == Answered(
            {"c1": Accepted("R-c1")}
        )


def test_a_token_that_is_given_twice_does_no_harm() -> None:
    given = answer(200, TOKEN)
    with raw_server(lambda first: [given, 0.05, given] if "/oauth/token" in first else [0.2, held("c1")]) as server:
        assert ask_all(a_client(server), "c1") == [Accepted("R-c1")]


@pytest.mark.parametrize("greeting", [not_held(), b"SSH-2.0-OpenSSH_9.2\r\n", b"x", b""], ids=range(4))
def test_what_a_server_says_before_it_is_asked_ends_the_call_and_nothing_is_sent(greeting: bytes) -> None:
    """An empty greeting: the server hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = ascp_http.Wire(f"http://127.0.0.1:{listening.getsockname()[1]}", utc_now)
        real = bounded_connections._Bounded._new_conn

        def connected(self: Any) -> socket.socket:
            sock = real(self)
            incoming, _ = listening.accept()
            incoming.sendall(greeting)
            held_open.append(incoming)
            if not greeting:
                incoming.close()
            sleep(0.05)
            return sock

        held_open: list[socket.socket] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(bounded_connections._Bounded, "_new_conn", connected)
            outcome = wire.call("POST", "/v1/submissions", until=until(), headers={}, body=b"{}")
        assert outcome == NotSent("ASCP could not be reached")
        if greeting:
            held_open[0].settimeout(1)
            with suppress(ConnectionResetError):
                assert held_open[0].recv(10) == b""


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        b"HTTP/1.1 404 No\r\nContent-Type: application/problem+json\r\nContent-Length: 500\r\n\r\n{",
        b"HTTP/1.1 404 No\r\nContent-Length: 9000000\r\n\r\n" + b" " * (ascp_http.MOST_BYTES + 10_000),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc",
    ],
    ids=["cut off", "too large", "half a chunk"],
)
def test_an_answer_that_was_not_read_to_its_end_is_not_the_next_ones(
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_time_that_is_left_is_a_deadline_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_http, "LEAST_SECONDS", 0.1)
    with raw_server(with_token(lambda _: DRIPS["a header"])) as server:
        ascp = a_client(server)
        ascp._sign_in.token(until=until())
        began = monotonic()
        assert ascp.ask("c1", until=until(0.6)) == TOO_LATE
        assert monotonic() - began < 1.5


@pytest.mark.slow
def test_a_token_that_drips_is_not_waited_for_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.5)
    with raw_server(lambda _: DRIPS["a header"]) as server:
        outcome = a_client(server).ask("c1", until=until())
        assert outcome == NotSent("no token: ASCP did not answer in time")
        assert outcome.cut_off
        assert [one.split()[1] for one in server.requests] == ["/oauth/token"]


@pytest.mark.slow
def test_a_server_that_takes_nothing_in_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire = ascp_http.Wire(f"http://127.0.0.1:{deaf.getsockname()[1]}", utc_now)
        began = monotonic()
        assert wire.call("POST", "/x", until=until(), headers={}, body=b" " * 30_000_000) == TOO_LATE
        assert monotonic() - began < 2


@pytest.mark.slow
def test_a_server_that_takes_a_little_at_a_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece is on its way in time, all of them together are not."""
    monkeypatch.setattr(ascp_http, "READ_SECONDS", 0.5)
    sent: list[float] = []

    class Slow:
        """A socket that takes each piece in time."""

        def __init__(self, sock: socket.socket) -> None:
            self._sock = sock

        def sendall(self, data: bytes) -> None:
            sleep(min(0.1, self._sock.gettimeout() or 0))
            sent.append(monotonic())

        def __getattr__(self, name: str) -> Any:
            return getattr(self._sock, name)

    real = bounded_connections._Bounded._new_conn
    monkeypatch.setattr(bounded_connections._Bounded, "_new_conn", lambda self: Slow(real(self)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = ascp_http.Wire(f"http://127.0.0.1:{listening.getsockname()[1]}", utc_now)
        assert wire.call("POST", "/x", until=until(), headers={}, body=b" " * 16_384 * 30) == TOO_LATE
    assert len(sent) < 8


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_connections, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: sleep(5))
    wire = ascp_http.Wire("http://ascp.example.org", utc_now)
    began = monotonic()
    outcome = wire.call("GET", "/x", until=until(), headers={})
    assert outcome == NotSent("ASCP could not be reached")
    assert monotonic() - began < 2


def test_tls_that_is_never_agreed_on_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_connections, "CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wire = ascp_http.Wire(f"https://127.0.0.1:{silent.getsockname()[1]}", utc_now)
        began = monotonic()
        outcome = wire.call("POST", "/x", until=until(), headers={}, body=b"{}")
        assert outcome == NotSent("ASCP could not be reached")
        assert monotonic() - began < 2
