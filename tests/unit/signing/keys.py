"""A key as KMS would hold it, a certificate authority, and a time-stamp authority, all in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from laurel.signing.chains import Chain, Subject, read_chain, self_made

AT = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
SUBJECT = Subject("Certificates", "Łódź Society & Sons", "US")


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of 2,048 bits for each name: making one takes long."""
    return rsa.generate_private_key(65537, 2048)


@dataclass
class KeyInMemory:
    """A client of KMS with one key; `calls` are the messages that it signed."""

    name: str = "signer"
    calls: list[bytes] = field(default_factory=list)

    def sign(self, **asked: Any) -> dict[str, Any]:
        assert (asked["MessageType"], asked["SigningAlgorithm"]) == ("RAW", "RSASSA_PKCS1_V1_5_SHA_256")
        assert len(asked["Message"]) <= 4096  # as KMS
        self.calls.append(asked["Message"])
        return {"Signature": signature(self.name, asked["Message"])}

    def get_public_key(self, **_: str) -> dict[str, Any]:
        return {"PublicKey": public_key(self.name)}


def signature(name: str, message: bytes) -> bytes:
    return rsa_key(name).sign(message, padding.PKCS1v15(), hashes.SHA256())


def public_key(name: str) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return rsa_key(name).public_key().public_bytes(serialization.Encoding.DER, form)


def self_made_pem(name: str = "signer", at: datetime = AT - timedelta(1), days: int = 730) -> bytes:
    return self_made(SUBJECT, public_key(name), lambda message: signature(name, message), at, days)


@cache
def self_made_chain(name: str = "signer") -> Chain:
    return read_chain(self_made_pem(name))


def in_pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(pem.armor("CERTIFICATE", one.dump()) for one in certificates)
