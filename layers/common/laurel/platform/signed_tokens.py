"""Texts that only Laurel can write: a few bytes with a signature, for links and query parameters."""

import base64
import binascii
import hmac
import re
from collections.abc import Callable

_MAC_BYTES = 16
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


class SignedTokens:
    """Tokens for one `use`, signed with the key that `key` returns; a token for another use is not genuine.

    The key has at least 16 random bytes, and all instances of the API share it. It is read only when it is needed. A
    genuine token has at most `longest` characters.
    """

    def __init__(self, key: Callable[[], bytes], use: bytes, *, longest: int) -> None:
        self._key = key
        self._use = use
        self._longest = longest

    def write(self, body: bytes) -> str:
        """The token with `body`, which anyone can read. Raises ValueError for a short key."""
        return base64.urlsafe_b64encode(self._mac(body) + body).rstrip(b"=").decode()

    def read(self, token: str) -> bytes | None:
        """The body of `token`; None if Laurel did not write it for this use. Raises ValueError for a short key."""
        if len(token) > self._longest or not _ALPHABET.fullmatch(token):
            return None
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except binascii.Error:
            return None
        body = raw[_MAC_BYTES:]
        # Several texts can decode to the same bytes; only the one we wrote is genuine.
        return body if hmac.compare_digest(token, self.write(body)) else None

    def _mac(self, body: bytes) -> bytes:
        key = self._key()
        if len(key) < _MAC_BYTES:
            raise ValueError(f"the signing key must have at least {_MAC_BYTES} bytes")
        return hmac.digest(key, self._use + body, "sha256")[:_MAC_BYTES]
