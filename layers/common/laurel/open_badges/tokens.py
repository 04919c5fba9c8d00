"""JSON Web Tokens and Keys, as open badges use them: RS256 and ES256 (RFC 7515, 7517, 7518, 7638) (pure)."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import algos, keys

from laurel.platform.base64url import base64url

type SignMessage = Callable[[bytes], bytes]

_COORDINATE = 32  # bytes of each number of P-256


class UnusableKey(Exception):
    """A bug: the key is neither RSA nor ECDSA P-256."""


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A public key: the algorithm of its signatures, its members as JSON Web Key, and its ID, which is its digest."""

    algorithm: str
    members: Mapping[str, str]

    @property
    def key_id(self) -> str:
        """The thumbprint of the key (RFC 7638)."""
        needed = {name: self.members[name] for name in ("crv", "e", "kty", "n", "x", "y") if name in self.members}
        return base64url(hashlib.sha256(_compact(needed)).digest())

    @classmethod
    def read(cls, der: bytes) -> "TokenKey":
        """The key in this SubjectPublicKeyInfo. Raises UnusableKey."""
        info = keys.PublicKeyInfo.load(der)
        if info.algorithm == "rsa":
            numbers = info["public_key"].parsed
            members = {"kty": "RSA", "n": _number(numbers["modulus"]), "e": _number(numbers["public_exponent"])}
            return cls("RS256", members)
        if info.algorithm == "ec" and info.curve == ("named", "secp256r1"):
            x, y = info["public_key"].to_coords()
            members = {"kty": "EC", "crv": "P-256", "x": _coordinate(x), "y": _coordinate(y)}
            return cls("ES256", members)
        raise UnusableKey(info.algorithm)

    def as_jwk(self, address: str) -> dict[str, str]:
        """The key as everyone may read it; `address` is where, and its ID."""
        return {**self.members, "kid": address, "alg": self.algorithm, "use": "sig"}


def token(key: TokenKey, address: str, payload: Mapping[str, Any], sign: SignMessage) -> str:
    """`payload` signed by this key, whose address the header names. `sign` signs as KMS does. Raises what it raises."""
    header = {"alg": key.algorithm, "kid": address, "typ": "JWT"}
    signed = f"{base64url(_compact(header))}.{base64url(_compact(payload))}"
    signature = sign(signed.encode())
    if key.algorithm == "ES256":
        signature = _two_numbers(signature)
    return f"{signed}.{base64url(signature)}"


def payload_of(compact: str) -> dict[str, Any]:
    """What a token of ours says, unchecked."""
    part = compact.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def _two_numbers(der: bytes) -> bytes:
    """An ECDSA signature as RFC 7518 wants it: both numbers, each with the length of the key."""
    both = algos.DSASignature.load(der)
    return b"".join(int(both[name].native).to_bytes(_COORDINATE) for name in ("r", "s"))


def _number(value: Any) -> str:
    number = int(value.native)
    return base64url(number.to_bytes((number.bit_length() + 7) // 8))


def _coordinate(number: int) -> str:
    return base64url(number.to_bytes(_COORDINATE))


def _compact(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
