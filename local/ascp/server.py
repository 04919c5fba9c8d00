"""The stand-in as an HTTP server: sockets, and the wiring of its parts."""

import contextlib
import socket
import socketserver
import struct
import sys
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Self, cast

from local.ascp.books import Books
from local.ascp.contract import MAX_BODY_BYTES
from local.ascp.control import PREFIX, Control
from local.ascp.desk import Desk, Reply
from local.ascp.faults import Faults
from local.ascp.intake import Clock, Intake
from local.ascp.participants import Participant
from local.ascp.records import Records
from local.ascp.settings import Settings
from local.ascp.state import State
from local.ascp.tokens import Client, Tokens
from local.ascp.wire import Answer, Request
from local.http_handler import HttpHandler

HOST = "127.0.0.1"
LOCAL_CLIENT = Client("laurel-local", "laurel-local-secret")

_PATIENCE_SECONDS = 5.0
_PIECE_BYTES = 64 * 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class _Handler(HttpHandler):
    """One connection: reads requests and sends answers."""

    server: "_Server"

    def _handle(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        head = Request(self.command, path, query, headers)
        if head.body_length is None:
            self.close_connection = True  # nobody knows where the next request begins
        if path.startswith(PREFIX):
            request = replace(head, body=self.rfile.read(head.body_length or 0))
            self._send(self.server.control.answer(request))
        else:
            request = replace(head, body=self._body(head.body_length or 0))
            self._deliver(self.server.desk.reply(request))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _handle  # noqa: N815 - the names http.server looks for

    def _body(self, length: int) -> bytes:
        """The body, of which no more is kept than the contract allows; the rest is read all the same.

        Otherwise the client, still sending, would see a broken connection instead of the refusal.
        """
        body = self.rfile.read(min(length, MAX_BODY_BYTES))
        rest = length - len(body)
        while rest > 0 and (piece := self.rfile.read(min(rest, _PIECE_BYTES))):
            rest -= len(piece)
        return body

    def _deliver(self, reply: Reply) -> None:
        if reply.wait_seconds:
            self.server.stopping.wait(reply.wait_seconds)
        if reply.answer is not None:
            self._send(reply.answer)
        elif reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.rfile.close()
            self.wfile.close()
            self.connection.close()
        self.close_connection = self.close_connection or reply.answer is None

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: every request is on record already, without its secrets."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The stand-in's own clock, from which a date in Retry-After is counted."""
        at = self.server.clock() if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
        return format_datetime(at, usegmt=True)

    def version_string(self) -> str:
        """Name the stand-in, so that nobody takes it for ASCP."""
        return "Laurel-ASCP-stand-in"


class _Server(ThreadingHTTPServer):
    """Accepts connections and can end them all."""

    daemon_threads = True  # a test that forgets to stop must not hang; `end` waits for them itself
    request_queue_size = 128

    def __init__(self, port: int, desk: Desk, control: Control, clock: Clock) -> None:
        self.desk = desk
        self.clock = clock
        self.control = control
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._connections_changed = Condition()
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, as HTTPServer would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def get_request(self) -> tuple[socket.socket, object]:
        """Accept a connection and remember it."""
        connection, address = super().get_request()
        with self._connections_changed:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Close a connection and forget it."""
        super().shutdown_request(request)
        with self._connections_changed:
            self._connections.discard(cast(socket.socket, request))
            self._connections_changed.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no error of ours; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def end(self) -> None:
        """Stop accepting, end every wait and every open connection, and wait for their threads."""
        self.shutdown()
        self.stopping.set()
        with self._connections_changed:
            for connection in self._connections:
                with contextlib.suppress(OSError):  # it may be closing already
                    connection.shutdown(socket.SHUT_RD)
            self._connections_changed.wait_for(lambda: not self._connections, _PATIENCE_SECONDS)
        self.server_close()


class Ascp:
    """A running stand-in. Use it as a context manager, or call `stop`."""

    def __init__(self, server: _Server, state: State, books: Books, faults: Faults, records: Records) -> None:
        self.books = books
        self.faults = faults
        self.records = records
        self._server = server
        self._state = state
        self._thread: Thread | None = Thread(target=server.serve_forever, args=(0.05,), name="ascp", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The base address: what `ASCP_BASE_URL` is set to."""
        return f"http://{HOST}:{self._server.server_port}"

    def stop(self) -> None:
        """End it: open requests are answered or dropped, the state file is closed. A second call does nothing."""
        if self._thread is None:
            return
        self._server.end()
        self._thread.join()
        self._thread = None
        self._state.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _now() -> datetime:
    return datetime.now(UTC)


def start(
    *,
    port: int = 0,
    state: Path | None = None,
    participants: list[Participant] | None = None,
    client: Client = LOCAL_CLIENT,
    settings: Settings | None = None,
    clock: Clock = _now,
) -> Ascp:
    """Start a stand-in on the loopback interface and return at once, listening.

    `port` 0 takes a free one. `state` is the folder of the state file; None keeps it in memory. `participants` replace
    the ones in the state file; None leaves those. Raises OSError when the port is taken.
    """
    settings = settings.model_copy() if settings else Settings()
    opened = State(state)
    books, records, faults = Books(opened), Records(opened), Faults()
    if participants is not None:
        books.know(participants)
    intake = Intake(books, Tokens(opened), client, settings, clock)
    desk = Desk(intake, faults, records, clock)
    try:
        server = _Server(port, desk, Control(books, faults, records, settings), clock)
    except OSError:
        opened.close()
        raise
    return Ascp(server, opened, books, faults, records)
