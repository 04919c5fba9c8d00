"""Reads the claims of a token that the user pool has signed: RS256 alone, checked with the pool's public keys (pure).

The check of a signature needs no secret and compares whole blocks
(docs/decisions/2026-11-28-machine-clients.md says why no library does it).
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_LEAST_BITS = 2048
# PKCS #1 v1.5: the bytes before the digest in a block signed with SHA-256 (RFC 8017, 9.2).
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_LONGEST_TOKEN = 16_384


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An RSA key."""

    modulus: int
    exponent: int

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's for `message`, by RSASSA-PKCS1-v1_5 with SHA-256."""
        size = (self.modulus.bit_length() + 7) // 8
        value = int.from_bytes(signature)
        if self.modulus.bit_length() < _LEAST_BITS or len(signature) != size or value >= self.modulus:
            return False
        end = b"\x00" + _SHA256 + hashlib.sha256(message).digest()
        block = b"\x00\x01" + b"\xff" * (size - 2 - len(end)) + end
        return hmac.compare_digest(pow(value, self.exponent, self.modulus).to_bytes(size), block)


def keys_of(document: Mapping[str, Any]) -> dict[str, PublicKey]:
    """The RSA keys of a JSON Web Key Set, by `kid`. Raises KeyError, ValueError."""
    return {
        one["kid"]: PublicKey(int.from_bytes(_bytes(one["n"])), int.from_bytes(_bytes(one["e"])))
        for one in document["keys"]
        if one.get("kty") == "RSA"
    }


def key_id_of(token: str) -> str | None:
    """The `kid` of the key that should have signed the token; None if it is no token signed by RS256."""
    header = _header(token)
    kid = header.get("kid")
    return kid if header.get("alg") == "RS256" and isinstance(kid, str) else None


def claims_of(token: str, key: PublicKey, *, issuer: str, at: datetime) -> dict[str, Any] | None:
    """The claims of a token that `key` has signed, that `issuer` issued and that is valid at the instant `at`."""
    signed, _, signature = token.rpartition(".")
    try:
        if key_id_of(token) is None or not key.has_signed(signed.encode("ascii"), _bytes(signature)):
            return None
        claims = json.loads(_bytes(signed.partition(".")[2]))
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("iss") != issuer:
        return None
    expires = claims.get("exp")
    return claims if isinstance(expires, int) and at.timestamp() < expires else None


def _header(token: str) -> dict[str, Any]:
    if token.count(".") != 2 or len(token) > _LONGEST_TOKEN:
        return {}
    try:
        found = json.loads(_bytes(token.partition(".")[0]))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _bytes(text: str) -> bytes:
    """The bytes in base64url without padding. Raises ValueError."""
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64url") from error
