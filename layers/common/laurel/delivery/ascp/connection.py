"""Connections to ASCP that keep to the deadline of a call, and never give one request the answer to another.

urllib3's connections, with three differences. What http.client does for `100 Continue` alone, they do for every
interim answer (1xx, RFC 9110, section 15.2): they read on to the final one. Every wait, from the name server to the
last byte, ends at the deadline of the call: a timeout that starts again with each byte would let a server that drips
hold us for as long as it likes. And a connection on which more came than one whole answer is not used again.
"""

import io
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPException, HTTPResponse, parse_headers
from threading import Thread
from time import monotonic
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError

CONNECT_SECONDS = 3.0  # for the name, the connection and TLS each
MOST_INTERIM = 20  # interim answers before the final one; more are no HTTP
_PIECE = 16 * 1024

_ends_at: ContextVar[float] = ContextVar("ends_at")


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Whatever these connections do within the block, in this thread, is over after so many seconds."""
    token = _ends_at.set(monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def seconds_left() -> float:
    """What is left of the call's time. Raises TimeoutError when it is over."""
    left = _ends_at.get() - monotonic()
    if left <= 0:
        raise TimeoutError("the deadline of the call is over")
    return left


class _Incoming(io.RawIOBase):
    """What comes over `sock`. Each wait ends at the deadline; once `closed_off`, nothing more is read from it."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self.closed_off = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.closed_off:
            return 0
        self._sock.settimeout(seconds_left())
        return int(self._raw.readinto(buffer) or 0)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    """The final answer to a request."""

    def __init__(self, sock: Any, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp.close()
        self._sock = sock
        self._incoming = _Incoming(sock)
        self.fp = io.BufferedReader(self._incoming)

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM + 1):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException("too many interim answers")

    def _close_conn(self) -> None:
        """Called once the answer is read. What came after it belongs to no request of ours."""
        self._incoming.closed_off = True
        decrypted = getattr(self._sock, "pending", int)()
        if decrypted or self.fp.peek(1):
            self._cut()
        super()._close_conn()  # type: ignore[misc]

    def _cut(self) -> None:
        """Ends the connection under the pool, which drops it as one that the server closed."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            """It is closed already."""


class _Bounded(HTTPConnection):
    """A connection whose every wait ends at the deadline."""

    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        """Looks the name up and connects. Name servers know no timeout of ours, so this waits beside them."""
        made: Future[socket.socket] = Future()
        within = min(CONNECT_SECONDS, seconds_left())
        Thread(target=_settle, args=(made, super()._new_conn), daemon=True).start()
        try:
            sock = made.result(within)
        except TimeoutError:
            made.add_done_callback(_close)
            raise ConnectTimeoutError(self, "the connection was not there in time") from None
        sock.settimeout(min(CONNECT_SECONDS, seconds_left()))  # all of the TLS handshake, which comes next
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None or not isinstance(data, bytes):
            super().send(data)
            return
        for start in range(0, len(data), _PIECE):
            self.sock.settimeout(seconds_left())
            self.sock.sendall(data[start : start + _PIECE])


class _BoundedTls(_Bounded, HTTPSConnection):
    """The same with TLS."""

    def connect(self) -> None:
        try:
            super().connect()
        except TimeoutError as error:  # nothing was sent yet
            raise ConnectTimeoutError(self, "the TLS connection was not there in time") from error


def _settle(made: "Future[socket.socket]", connect: Any) -> None:
    try:
        made.set_result(connect())
    except BaseException as error:  # noqa: BLE001 - it is raised where the connection is waited for
        made.set_exception(error)


def _close(made: "Future[socket.socket]") -> None:
    """Ends a connection that came when nobody waited for it any more."""
    if made.exception() is None:
        made.result().close()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Bounded


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _BoundedTls


POOLS = {"http": _Pool, "https": _TlsPool}
