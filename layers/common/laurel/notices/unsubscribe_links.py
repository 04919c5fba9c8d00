"""The link in every notice by which its reader gets no more of them, without a sign-in.

It names the learner and is signed, so that nobody can stop another's mail by guessing. It stays good for ever, since a
mail is read when it is read; and it is good for nothing else.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable

_MAC_BYTES = 16
_SHAPE = re.compile(r"[A-Za-z0-9_-]{23,400}")
_PURPOSE = b"stop-notices"


class StopLinks:
    """Links signed with what `key` gives (asked when it is first needed)."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def token(self, learner_id: str) -> str:
        """What the link to stop this learner's notices carries."""
        body = learner_id.encode()
        return base64.urlsafe_b64encode(self._mac(body) + body).rstrip(b"=").decode()

    def learner_of(self, token: str) -> str | None:
        """Whose notices `token` stops; None if it was not given out here, or not whole."""
        if not _SHAPE.fullmatch(token):
            return None
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except binascii.Error:
            return None
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        return body.decode() if hmac.compare_digest(mac, self._mac(body)) else None

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._key(), _PURPOSE + b"\0" + body, "sha256")[:_MAC_BYTES]
