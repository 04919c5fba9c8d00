"""Cursors of paged lists: opaque, signed, and valid only for the list and filters they were made for.

A cursor names the last item shown, not a count, so items added or removed in between do not shift the pages.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Sequence

from laurel.platform.refusal import ProblemFound
from laurel.platform.refusals import INVALID_CURSOR, OTHER_LISTS_CURSOR

_MAC_BYTES = 16
_SCOPE_BYTES = 8
_SHAPE = re.compile(r"[A-Za-z0-9_-]{32,1400}")


class InvalidCursor(ProblemFound):
    """The cursor cannot be used. `problem` says what to do."""


class Cursors:
    """Cursors signed with `key`, at least 16 random bytes that all instances of the API share.

    `key` can also be a function that returns the key; it is called only to write or read a cursor.
    """

    def __init__(self, key: bytes | Callable[[], bytes]) -> None:
        if isinstance(key, bytes):
            _check(key)
        self._key = key

    def write(self, scope: Sequence[str | None], position: Sequence[str]) -> str:
        """The cursor for what follows `position` in the list of `scope`: the list's name and its filters."""
        body = _fingerprint(scope) + json.dumps(list(position), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(body) + body).rstrip(b"=").decode()

    def read(self, scope: Sequence[str | None], cursor: str) -> list[str]:
        """The position in `cursor`. Raises InvalidCursor unless it was written for this scope."""
        body = self._genuine(cursor)
        if not hmac.compare_digest(body[:_SCOPE_BYTES], _fingerprint(scope)):
            raise InvalidCursor(OTHER_LISTS_CURSOR.at("cursor"))
        position: list[str] = json.loads(body[_SCOPE_BYTES:])
        return position

    def _genuine(self, cursor: str) -> bytes:
        if _SHAPE.fullmatch(cursor):
            try:
                raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            except binascii.Error:
                raw = b""
            mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
            # Several texts can decode to the same bytes; only the one we wrote is genuine.
            same = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == cursor
            if same and hmac.compare_digest(mac, self._mac(body)):
                return body
        raise InvalidCursor(INVALID_CURSOR.at("cursor"))

    def _mac(self, body: bytes) -> bytes:
        key = self._key if isinstance(self._key, bytes) else _check(self._key())
        return hmac.digest(key, b"cursor" + body, "sha256")[:_MAC_BYTES]


def _check(key: bytes) -> bytes:
    if len(key) < _MAC_BYTES:
        raise ValueError(f"the key of the cursors must have at least {_MAC_BYTES} bytes")
    return key


def _fingerprint(scope: Sequence[str | None]) -> bytes:
    return hashlib.sha256(json.dumps(list(scope)).encode()).digest()[:_SCOPE_BYTES]
