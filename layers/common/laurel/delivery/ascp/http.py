"""One HTTP call to ASCP, bounded in time and size; how it can end is a value."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError

from laurel.delivery.ascp.connection import CONNECT_SECONDS, POOLS, deadline
from laurel.delivery.ascp.contract import NotSent, Unclear
from laurel.delivery.rate_limit import Pace
from laurel.delivery.retry import retry_after_seconds
from laurel.platform.clock import Clock
from laurel.platform.log import logger

READ_SECONDS = 20.0  # for a whole call, from the name server to the last byte of the answer
LEAST_SECONDS = 3.0  # a call that has less time than this left is not begun
MOST_BYTES = 1024 * 1024
IDLE = timedelta(seconds=50)
PARALLEL_CALLS = 8
_CHUNK = 4096


_NO_TIME = NotSent("no time was left to send it", ours=True)
_TOO_LATE = Unclear("ASCP did not answer in time", cut_off=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, `retry_after` in seconds (0 if not asked for), body, and what kind of body it says it is.

    `media_type` is in lower case and without parameters; empty where the answer names none, or several.
    """

    status: int
    retry_after: int
    body: bytes
    media_type: str = ""


class Wire:
    """HTTP to the server at `base_url`, over connections that are kept open; each call waits for its turn in `pace`."""

    def __init__(self, base_url: str, clock: Clock, pace: Pace | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._pace = pace
        self._used_at: datetime | None = None
        self._pool = urllib3.PoolManager(maxsize=PARALLEL_CALLS, retries=False)
        self._pool.pool_classes_by_scheme = POOLS

    def call(
        self, method: str, path: str, *, until: datetime, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply | NotSent | Unclear:
        """One call, not begun if `until` is near, and over by then and within READ_SECONDS, however ASCP behaves.

        A redirect is not followed.
        """
        if self._pace and not self._pace.take_turn(within=self._seconds_to(until) - LEAST_SECONDS):
            return _NO_TIME
        left = self._seconds_to(until)
        if left < LEAST_SECONDS:
            return _NO_TIME
        self._drop_idle()
        began, seconds = monotonic(), min(READ_SECONDS, left)
        with deadline(seconds):
            outcome = self._request(method, path, headers, body, seconds, until)
        if isinstance(outcome, Unclear | NotSent) and outcome.cut_off:
            told = {"method": method, "path": path.split("/")[1:3], "seconds": round(monotonic() - began, 1)}
            logger.warning("a call to ASCP was cut off at its deadline", extra={"why": outcome.why, **told})
        return outcome

    def _request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, seconds: float, until: datetime
    ) -> Reply | NotSent | Unclear:
        try:
            response = self._pool.request(
                method,
                self._base_url + path,
                headers={"User-Agent": "laurel", "Accept": "application/json, application/problem+json", **headers},
                body=body,
                timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
                redirect=False,
                preload_content=False,
            )
            content = self._read(response, until)
        except ConnectTimeoutError:
            return NotSent("ASCP could not be reached", cut_off=True)
        except NewConnectionError:
            return NotSent("ASCP could not be reached")
        except SSLError as error:
            return _tls_failure(error)
        except (ReadTimeoutError, TimeoutError):
            return _TOO_LATE
        except HTTPError as error:
            if isinstance(error.__cause__ or error.__context__, TimeoutError):
                return _TOO_LATE
            return Unclear(f"the connection to ASCP broke ({type(error).__name__})")
        if isinstance(content, Unclear):
            return content
        wait = retry_after_seconds(
            response.headers.getlist("Retry-After"), now=self._clock(), answered_at=response.headers.get("Date")
        )
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(response.status, wait, content, media_type)

    def _read(self, response: Any, until: datetime) -> bytes | Unclear:
        """The body, piece by piece: a server that drips or never ends must not hold us.

        The connection goes back to the pool once the body is read to its end, and is closed otherwise.
        """
        content = bytearray()
        try:
            # read1 gives what has come so far; read, which is all that a urllib3 before 2.2 has (the runtime brings its
            # own), waits for the whole piece, drop by drop.
            read = getattr(response, "read1", response.read)
            while piece := read(_CHUNK):
                content += piece
                if len(content) > MOST_BYTES:
                    return Unclear("ASCP's answer was too large")
                if self._seconds_to(until) <= 0:
                    return _TOO_LATE
            response.release_conn()
        finally:
            if not response.isclosed():
                response.close()
        return bytes(content)

    def _drop_idle(self) -> None:
        """Connections that slept while the function was frozen are not trusted: something between may have dropped
        them without a word, and a submission sent into the void would be in doubt for nothing.
        """
        now = self._clock()
        if self._used_at and now - self._used_at > IDLE:
            self._pool.clear()
        self._used_at = now

    def _seconds_to(self, until: datetime) -> float:
        return (until - self._clock()).total_seconds()


def _tls_failure(error: SSLError) -> NotSent | Unclear:
    """A certificate is refused before anything is sent; any other TLS error may come at any time."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in (*error.args, error.__cause__)):
        return NotSent("ASCP's certificate is not valid")
    return Unclear("the TLS connection to ASCP broke")
