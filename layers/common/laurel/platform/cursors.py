"""Cursors of paged lists: opaque, signed, and valid only for the list and filters they were made for.

A cursor names the last item shown, not a count, so items added or removed in between do not shift the pages.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence

from laurel.platform.refusal import ProblemFound
from laurel.platform.refusals import INVALID_CURSOR, OTHER_LISTS_CURSOR
from laurel.platform.signed_tokens import SignedTokens

_SCOPE_BYTES = 8
_LONGEST = 1400  # characters


class InvalidCursor(ProblemFound):
    """The cursor cannot be used. `problem` says what to do."""


class Cursors:
    """Cursors signed with the key that `key` returns; it is called only to write or read a cursor."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._tokens = SignedTokens(key, b"cursor", longest=_LONGEST)

    def write(self, scope: Sequence[str | None], position: Sequence[str]) -> str:
        """The cursor for what follows `position` in the list of `scope`: the list's name and its filters."""
        return self._tokens.write(_fingerprint(scope) + json.dumps(list(position), separators=(",", ":")).encode())

    def read(self, scope: Sequence[str | None], cursor: str, *, parameter: str = "cursor") -> list[str]:
        """The position in `cursor`, which was given as `parameter`.

        Raises InvalidCursor unless it was written for this scope.
        """
        body = self._tokens.read(cursor)
        if body is None:
            raise InvalidCursor(INVALID_CURSOR.at(parameter))
        if not hmac.compare_digest(body[:_SCOPE_BYTES], _fingerprint(scope)):
            raise InvalidCursor(OTHER_LISTS_CURSOR.at(parameter))
        position: list[str] = json.loads(body[_SCOPE_BYTES:])
        return position


def _fingerprint(scope: Sequence[str | None]) -> bytes:
    return hashlib.sha256(json.dumps(list(scope)).encode()).digest()[:_SCOPE_BYTES]
