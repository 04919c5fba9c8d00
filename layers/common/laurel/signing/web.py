"""Asks authorities on the web, within a time and a size, and nobody on a network of our own."""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address

import urllib3
from urllib3.exceptions import HTTPError

from laurel.platform.bounded_connections import POOLS, deadline


class NoAnswer(Exception):
    """A server gave no answer that can be read; the message says why."""


def is_public(address: str) -> bool:
    """Whether this IP address is of the internet: not of this machine, of a private network, or of AWS's metadata."""
    found = ip_address(address)
    return found.is_global and not found.is_multicast


class Web:
    """Asks servers whose IP address `may_reach` lets in."""

    def __init__(self, may_reach: Callable[[str], bool] = is_public) -> None:
        self._may_reach = may_reach
        self._pool = urllib3.PoolManager(retries=False)
        self._pool.pool_classes_by_scheme = POOLS

    def answer(
        self, url: str, seconds: float, most_bytes: int, question: bytes | None = None, question_type: str = ""
    ) -> bytes:
        """What the server answers within so many seconds, from DNS to the last byte: one call. Raises NoAnswer.

        Redirects are not followed: they could lead anywhere.
        """
        try:
            with deadline(seconds, self._may_reach):
                response = self._pool.request(
                    "GET" if question is None else "POST",
                    url,
                    body=question,
                    headers={"Content-Type": question_type} if question_type else {},
                    timeout=seconds,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    # Each wait for a piece ends at the deadline.
                    data = bytes(response.read(most_bytes + 1, decode_content=False))
                finally:
                    response.close()
        # An answer that breaks off or is late, and an address that is none.
        except (HTTPError, OSError, ValueError) as error:
            raise NoAnswer(str(error)) from error
        if response.status != HTTPStatus.OK:
            raise NoAnswer(f"the server answered {response.status}")
        if len(data) > most_bytes:
            raise NoAnswer(f"the answer has more than {most_bytes:,} bytes")
        return data
