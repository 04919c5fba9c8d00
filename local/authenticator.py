"""What an authenticator app shows."""

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def code_of(secret: str) -> str:
    """The six digits for this key (base32) now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    algorithm = SHA1()  # noqa: S303 - the one that authenticator apps have
    return TOTP(key, 6, algorithm, 30, enforce_key_length=False).generate(int(time.time())).decode()
