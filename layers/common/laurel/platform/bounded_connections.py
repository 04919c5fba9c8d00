"""Connections that keep to the deadline of a call, and never give one request the answer to another.

They are urllib3's connections, with three differences. They skip every interim answer (1xx, RFC 9110, section 15.2) and
read on to the final one; http.client skips only `100 Continue`. Every wait, from DNS to the last byte, ends at the
deadline of the call; a timeout that starts again with each byte would let a slow server hold us without limit. And each
is for one request: HTTP/1.1 tells answers apart by their order alone, so a second answer to one request, whenever it
comes, would be read as the answer to the next. Bytes that are there before the request is sent end the connection.
"""

import io
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPException, HTTPResponse, parse_headers
from threading import Thread
from time import monotonic
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

CONNECT_SECONDS = 3.0  # for each of DNS, the connection and TLS
MOST_INTERIM = 20  # interim answers before the final one; more are an error
_PIECE = 16 * 1024

type MayReach = Callable[[str], bool]  # of an IP address

_ends_at: ContextVar[float] = ContextVar("ends_at")
_may_reach: ContextVar[MayReach | None] = ContextVar("may_reach")


@contextmanager
def deadline(seconds: float, may_reach: MayReach | None = None) -> Iterator[None]:
    """Bounds all that these connections do within the block, in this thread, to so many seconds.

    A server whose address `may_reach` refuses is sent nothing.
    """
    ends_at, reach = _ends_at.set(monotonic() + seconds), _may_reach.set(may_reach)
    try:
        yield
    finally:
        _ends_at.reset(ends_at)
        _may_reach.reset(reach)


def seconds_left() -> float:
    """Seconds left of the call's time. Raises TimeoutError when it is over."""
    left = _ends_at.get() - monotonic()
    if left <= 0:
        raise TimeoutError("the deadline of the call is over")
    return left


class _Incoming(io.RawIOBase):
    """The bytes received on `sock`. Each wait ends at the deadline."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
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
        self.fp = io.BufferedReader(_Incoming(sock))

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM + 1):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException("too many interim answers")


class _Bounded(HTTPConnection):
    """A connection for one request, on which every wait ends at the deadline."""

    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        """Resolves the name and connects, in a thread of its own, because name resolution takes no timeout."""
        made: Future[socket.socket] = Future()
        within = min(CONNECT_SECONDS, seconds_left())
        Thread(target=_complete, args=(made, super()._new_conn), daemon=True).start()
        try:
            sock = made.result(within)
        except TimeoutError:
            made.add_done_callback(_close)
            raise ConnectTimeoutError(self, "the connection was not there in time") from None
        may_reach = _may_reach.get()
        # The address that was reached: a name may have another one each time it is asked for.
        if may_reach and not may_reach(sock.getpeername()[0]):
            sock.close()
            raise NewConnectionError(self, "no server may be asked at this address")
        sock.settimeout(min(CONNECT_SECONDS, seconds_left()))  # for the whole TLS handshake, which comes next
        return sock

    def request(self, *args: Any, **more: Any) -> None:
        """Connects, and sends the request if nothing came before it."""
        if self.sock is None:
            self.connect()
        if _has_bytes(self.sock):
            raise NewConnectionError(self, "an answer came before the request")  # nothing was sent
        super().request(*args, **more)

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


def _has_bytes(sock: Any) -> bool:
    """Whether something came on a new connection, or its end. A TLS message without content is nothing."""
    sock.settimeout(0)
    try:
        sock.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True
    return True


def _complete(made: "Future[socket.socket]", connect: Any) -> None:
    try:
        made.set_result(connect())
    except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits for the connection
        made.set_exception(error)


def _close(made: "Future[socket.socket]") -> None:
    """Closes a connection that was made after its caller had given up."""
    if made.exception() is None:
        made.result().close()


class _Single:
    """A pool that keeps no connection: urllib3 puts it back by itself once the answer is read."""

    def _put_conn(self, conn: Any) -> None:
        if conn:
            conn.close()
        super()._put_conn(None)  # type: ignore[misc]


class _Pool(_Single, HTTPConnectionPool):
    ConnectionCls = _Bounded


class _TlsPool(_Single, HTTPSConnectionPool):
    ConnectionCls = _BoundedTls


POOLS = {"http": _Pool, "https": _TlsPool}
