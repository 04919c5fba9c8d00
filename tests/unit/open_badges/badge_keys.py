"""A key for badges as KMS would hold it: RSA or ECDSA P-256, in memory."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils


@cache
def private_key(kind: str, name: str) -> Any:
    """A key for each kind and name: making one of RSA takes long."""
    return rsa.generate_private_key(65537, 2048) if kind == "RSA" else ec.generate_private_key(ec.SECP256R1())


@dataclass
class BadgeKey:
    """A client of KMS with one key; `calls` are the kinds of messages that it signed."""

    kind: str = "EC"
    name: str = "badges"
    calls: list[str] = field(default_factory=list)

    @property
    def pem(self) -> bytes:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return private_key(self.kind, self.name).public_key().public_bytes(serialization.Encoding.PEM, form)

    def get_public_key(self, **_: str) -> dict[str, Any]:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        key = private_key(self.kind, self.name).public_key()
        return {"PublicKey": key.public_bytes(serialization.Encoding.DER, form)}

    def sign(self, **asked: Any) -> dict[str, Any]:
        message, key = asked["Message"], private_key(self.kind, self.name)
        raw = asked["MessageType"] == "RAW"
        assert len(message) <= 4096 if raw else len(message) == 32  # as KMS
        digest: Any = hashes.SHA256() if raw else utils.Prehashed(hashes.SHA256())
        self.calls.append(asked["MessageType"])
        if self.kind == "RSA":
            assert asked["SigningAlgorithm"] == "RSASSA_PKCS1_V1_5_SHA_256"
            return {"Signature": key.sign(message, padding.PKCS1v15(), digest)}
        assert asked["SigningAlgorithm"] == "ECDSA_SHA_256"
        return {"Signature": key.sign(message, ec.ECDSA(digest))}
