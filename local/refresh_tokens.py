"""Refresh tokens of the local stack: each use replaces the token, which MiniStack leaves out."""

import secrets
import time
from collections.abc import Callable

GRACE = 60.0  # seconds that a replaced token still works; as `RefreshTokenRotation` in template.yaml


class ReusedTokenError(Exception):
    """The token was replaced more than `GRACE` seconds ago."""


class RefreshTokens:
    """The tokens that browsers hold, and MiniStack's token for each. `clock` gives seconds, and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._originals: dict[str, str] = {}
        self._replaced: dict[str, float] = {}

    def original(self, token: str) -> str:
        """MiniStack's own token: the first one of the sign-in."""
        return self._originals.get(token, token)

    def expect_usable(self, token: str) -> None:
        """Raises ReusedTokenError for a token that was replaced too long ago."""
        if self._clock() - self._replaced.get(token, self._clock()) > GRACE:
            raise ReusedTokenError

    def replace(self, token: str) -> str:
        """A new token in place of `token`."""
        self._replaced.setdefault(token, self._clock())
        fresh = secrets.token_urlsafe(32)
        self._originals[fresh] = self.original(token)
        return fresh
