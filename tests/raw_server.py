"""A server that sends exactly the bytes that a test tells it, with waits between them, over real sockets."""

import json
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

# The answer to one request: bytes to send, and seconds to wait.
type Script = Sequence[bytes | float]

TOKEN = json.dumps({"access_token": "t", "token_type": "Bearer", "expires_in": 3600}).encode()


def answer(status: int, body: bytes, media_type: str = "application/json") -> bytes:
    """A whole answer."""
    head = f"HTTP/1.1 {status} Any\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def not_held() -> bytes:
    """ASCP's 404."""
    content = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Never judged here."}
    return answer(404, json.dumps(content).encode(), "application/problem+json")


def held(reference: str) -> bytes:
    """ASCP's 200 to a question."""
    content = {"reference": reference, "outcome": "accepted", "receipt": f"R-{reference}", "reason": None}
    return answer(200, json.dumps(content).encode())


@dataclass
class RawServer:
    """Answers each request with what `reply` gives for its first line; counts connections and requests."""

    reply: Callable[[str], Script]
    url: str = ""
    connections: int = 0
    requests: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def serve(self, connection: socket.socket) -> None:
        """Answers one connection's requests until it ends."""
        with connection, connection.makefile("rb") as incoming:
            try:
                while first := incoming.readline().decode().strip():
                    length = 0
                    while line := incoming.readline().strip():
                        if line.lower().startswith(b"content-length:"):
                            length = int(line.partition(b":")[2])
                    incoming.read(length)
                    self.requests.append(first)
                    for part in self.reply(first):
                        if isinstance(part, float):
                            if self.over.wait(part):
                                return
                        else:
                            connection.sendall(part)
            except OSError:
                """The client went away: nothing to do."""


@contextmanager
def raw_server(reply: Callable[[str], Script]) -> Iterator[RawServer]:
    """A server that runs until the end of the block; /oauth/token is answered with a token unless `reply` is asked."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = RawServer(reply, f"http://127.0.0.1:{listening.getsockname()[1]}")

        def accept() -> None:
            while not server.over.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                server.connections += 1
                Thread(target=server.serve, args=(connection,), daemon=True).start()

        Thread(target=accept, daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            listening.shutdown(socket.SHUT_RDWR)
