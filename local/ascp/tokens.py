"""Access tokens: given for the right client id and secret, good until they expire or are taken back."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from local.ascp.state import State


@dataclass(frozen=True)
class Client:
    """Who may ask for tokens."""

    client_id: str
    client_secret: str

    def is_named_by(self, client_id: str, client_secret: str) -> bool:
        """Whether these are this client's id and secret."""
        return hmac.compare_digest(client_id.encode(), self.client_id.encode()) and hmac.compare_digest(
            client_secret.encode(), self.client_secret.encode()
        )


class Tokens:
    """The tokens in use. Only their hashes are kept, durably: a restart does not log anyone out."""

    def __init__(self, state: State) -> None:
        self._state = state

    def issue(self, now: datetime, lifetime_seconds: int) -> str:
        """A new token that is good for `lifetime_seconds`."""
        token = secrets.token_urlsafe(32)
        with self._state.transaction() as rows:
            rows.execute("DELETE FROM tokens WHERE expires_at <= ?", (now.timestamp(),))
            rows.execute("INSERT INTO tokens VALUES (?, ?)", (_hash(token), now.timestamp() + lifetime_seconds))
        return token

    def is_good(self, token: str, now: datetime) -> bool:
        """Whether a token was issued here and has not expired."""
        with self._state.transaction() as rows:
            found = rows.execute(
                "SELECT 1 FROM tokens WHERE token_hash = ? AND expires_at > ?", (_hash(token), now.timestamp())
            ).fetchone()
        return found is not None

    def take_back(self, token: str) -> None:
        """Let a token expire now."""
        with self._state.transaction() as rows:
            rows.execute("DELETE FROM tokens WHERE token_hash = ?", (_hash(token),))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
