"""One HTTP call to ASCP, bounded in time and size; each way in which it can end is a value."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError

from laurel.delivery.partner import PARALLEL_CALLS, NotSent, Unclear
from laurel.delivery.rate_limit import Pace
from laurel.delivery.retry import retry_after_seconds
from laurel.platform.bounded_connections import CONNECT_SECONDS, POOLS, deadline
from laurel.platform.clock import Clock
from laurel.platform.log import logger

READ_SECONDS = 20.0  # for a whole call, from DNS to the last byte of the answer
LEAST_SECONDS = 3.0  # a call with less time left than this is not started
MOST_BYTES = 1024 * 1024
_CHUNK = 4096
_HEADERS = {
    "User-Agent": "laurel",
    "Accept": "application/json, application/problem+json",
    "Connection": "close",
}

_NO_TIME = NotSent("no time was left to send it", ours=True)
_TOO_LATE = Unclear("ASCP did not answer in time", cut_off=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, `retry_after` in seconds (0 if it names none), body and media type.

    `media_type` is in lower case and without parameters; empty if the answer names none, or several.
    """

    status: int
    retry_after: int
    body: bytes
    media_type: str = ""


class Wire:
    """HTTP to the server at `base_url`; each call waits for its turn in `pace`, and has a connection of its own."""

    def __init__(self, base_url: str, clock: Clock, pace: Pace | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._clock = clock
        self._pace = pace
        # One for all connections: it takes longer to make than a connection.
        context = ssl.create_default_context() if base_url.startswith("https:") else None
        self._pool = urllib3.PoolManager(maxsize=PARALLEL_CALLS, retries=False, ssl_context=context)
        self._pool.pool_classes_by_scheme = POOLS

    def call(
        self, method: str, path: str, *, until: datetime, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply | NotSent | Unclear:
        """One call, which ends by `until` (UTC) and within READ_SECONDS; not started if too little time is left.

        Redirects are not followed.
        """
        if self._pace and not self._pace.take_turn(within=self._seconds_to(until) - LEAST_SECONDS):
            return _NO_TIME
        left = self._seconds_to(until)
        if left < LEAST_SECONDS:
            return _NO_TIME
        began, seconds = monotonic(), min(READ_SECONDS, left)
        with deadline(seconds):
            outcome = self._request(method, path, headers, body, seconds, until)
        if isinstance(outcome, Unclear | NotSent) and outcome.cut_off:
            fields = {"method": method, "path": path.split("/")[1:3], "seconds": round(monotonic() - began, 1)}
            logger.warning("a call to ASCP was cut off at its deadline", extra={"why": outcome.why, **fields})
        return outcome

    def _request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, seconds: float, until: datetime
    ) -> Reply | NotSent | Unclear:
        try:
            response = self._pool.request(
                method,
                self._base_url + path,
                headers={**_HEADERS, **headers},
                body=body,
                timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
                redirect=False,
                preload_content=False,
            )
            content = self._read(response, until)
        except NewConnectionError:  # urllib3 counts it among the time-outs
            return NotSent("ASCP could not be reached")
        except ConnectTimeoutError:
            return NotSent("ASCP could not be reached", cut_off=True)
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
        """The body, read in pieces: a slow or endless answer must not hold us. The connection is closed after it."""
        content = bytearray()
        try:
            # read1 returns what has arrived so far. read waits for the whole piece; urllib3 before 2.2, which the
            # runtime may bring, has only read.
            read = getattr(response, "read1", response.read)
            while piece := read(_CHUNK):
                content += piece
                if len(content) > MOST_BYTES:
                    return Unclear("ASCP's answer was too large")
                if self._seconds_to(until) <= 0:
                    return _TOO_LATE
        finally:
            response.close()
        return bytes(content)

    def _seconds_to(self, until: datetime) -> float:
        return (until - self._clock()).total_seconds()


def _tls_failure(error: SSLError) -> NotSent | Unclear:
    """An invalid certificate fails before anything is sent; any other TLS error may come at any time."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in (*error.args, error.__cause__)):
        return NotSent("ASCP's certificate is not valid")
    return Unclear("the TLS connection to ASCP broke")
