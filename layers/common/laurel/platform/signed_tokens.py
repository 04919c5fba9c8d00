"""Texts that only Laurel can write: a few bytes with a signature, for links and query parameters.

A text is `<signature and bytes>`, as the first key of a stack signs it, or `<key>.<signature and bytes>` with the ID of
a later key. So the key can be replaced, and what an earlier one signed stays genuine while it is in the ring.
"""

import base64
import binascii
import hmac
import re
import time
from collections.abc import Callable

from laurel.platform.base64url import base64url
from laurel.platform.key_ring import LEAST_BYTES, read_ring

_MAC_BYTES = LEAST_BYTES
_FORM = re.compile(r"(?:([a-z0-9]{1,16})\.)?([A-Za-z0-9_-]+)")


class SignedTokens:
    """Tokens for one `use`, signed with the newest key of the ring in the text that `key` returns.

    A token for another use is not genuine. A key has at least 16 random bytes, and all instances of the API share the
    ring. It is read only when it is needed. A genuine token has at most `longest` characters. `now` tells the seconds
    since 1970.
    """

    def __init__(
        self, key: Callable[[], bytes], use: bytes, *, longest: int, now: Callable[[], float] = time.time
    ) -> None:
        self._key = key
        self._use = use
        self._longest = longest
        self._now = now

    def write(self, body: bytes) -> str:
        """The token with `body`, which anyone can read. Raises ValueError for a short key."""
        newest = read_ring(self._key()).signing(self._now())
        return self._signed(newest.key_id, newest.key, body)

    def read(self, token: str) -> bytes | None:
        """The body of `token`; None if Laurel did not write it for this use. Raises ValueError for a short key."""
        form = _FORM.fullmatch(token) if len(token) <= self._longest else None
        if form is None:
            return None
        key_id, text = form.groups(default="")
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except binascii.Error:
            return None
        key = read_ring(self._key()).find(key_id)
        if key is None:
            return None
        body = raw[_MAC_BYTES:]
        # Several texts can decode to the same bytes; only the one we wrote is genuine.
        return body if hmac.compare_digest(token, self._signed(key_id, key, body)) else None

    def _signed(self, key_id: str, key: bytes, body: bytes) -> str:
        mac = hmac.digest(key, self._use + body, "sha256")[:_MAC_BYTES]
        text = base64url(mac + body)
        return f"{key_id}.{text}" if key_id else text
