"""An HTTP server on a free port that answers what a test tells it, one answer after the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from threading import Event, Thread

from local.http_handler import HttpHandler


@dataclass(frozen=True)
class Seen:
    """A request that came in, over the connection from the client's `port`."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    port: int


@dataclass(frozen=True)
class Say:
    """An answer; `length` lies about the size of the body, `drop` ends the connection without an answer.

    With `drip` so many seconds go by before each byte of the body.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    drop: bool = False
    drip: float = 0.0


class ScriptedServer:
    """Answers `script` in order, then 500; keeps every request in `seen`, and counts the bytes it `dripped`.

    If `respond` is given, it answers each request instead of the script.
    """

    def __init__(self) -> None:
        self.script: list[Say] = []
        self.respond: Callable[[Seen], Say] | None = None
        self.seen: list[Seen] = []
        self.url = ""
        self.over = Event()
        self.dripped = 0


class _Server(ThreadingHTTPServer):
    """The server that runs `told`."""

    def __init__(self, told: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told = told


class _Handler(HttpHandler):
    server: _Server

    def answer(self) -> None:
        told = self.server.told
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        told.seen.append(Seen(self.command, self.path, headers, body, self.client_address[1]))
        scripted = told.script.pop(0) if told.script else Say(500)
        say = told.respond(told.seen[-1]) if told.respond else scripted
        self.close_connection = say.drop or say.length is not None
        if say.drop:
            return
        # Only the second adds a Date of today.
        (self.send_response_only if "Date" in say.headers else self.send_response)(say.status)
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(say.body) if say.length is None else say.length))
        self.end_headers()
        if say.drip:
            self.drip(say)
        else:
            self.wfile.write(say.body)

    def drip(self, say: Say) -> None:
        """Sends the body byte by byte."""
        told = self.server.told
        self.wfile.flush()
        for byte in say.body:
            if told.over.wait(say.drip):
                return
            told.dripped += 1
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    do_GET = do_POST = answer  # noqa: N815  # the names http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            """The client went away: nothing to do."""


@contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """A server that runs until the end of the block."""
    told = ScriptedServer()
    server = _Server(told)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield told
    finally:
        told.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
