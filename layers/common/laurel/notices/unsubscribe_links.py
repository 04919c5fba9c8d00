"""The unsubscribe link in every notice, which works without a sign-in.

It names the learner and is signed, so that nobody can unsubscribe another learner by guessing. It never expires,
because an e-mail may be read at any time, and it allows nothing else.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable

_MAC_BYTES = 16
_SHAPE = re.compile(r"[A-Za-z0-9_-]{23,400}")
_PURPOSE = b"stop-notices"


class UnsubscribeLinks:
    """Links signed with the key from `key`, which is called when it is needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def token(self, learner_id: str) -> str:
        """The token of this learner's unsubscribe link."""
        body = learner_id.encode()
        return base64.urlsafe_b64encode(self._mac(body) + body).rstrip(b"=").decode()

    def learner_of(self, token: str) -> str | None:
        """The ID of the learner whom `token` unsubscribes; None if it is not from us or is incomplete."""
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
