"""Signs open badges and status lists with a key in KMS, RSA or ECDSA P-256, which never leaves it.

What a token needs beyond boto is imported with the first one.
"""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from laurel.open_badges.addresses import IssuerAddresses
from laurel.platform import aws
from laurel.platform.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_kms.literals import MessageTypeType, SigningAlgorithmSpecType

    from laurel.open_badges.tokens import TokenKey

_ALGORITHMS: "dict[str, SigningAlgorithmSpecType]" = {
    "RS256": "RSASSA_PKCS1_V1_5_SHA_256",
    "ES256": "ECDSA_SHA_256",
}
_LONGEST_MESSAGE = 4_096  # bytes


class BadgeSigner:
    """Signs with the key `key_id`."""

    def __init__(self, key_id: str, kms: "KMSClient | None" = None) -> None:
        self._key_id, self._given = key_id, kms
        self._key: TokenKey | None = None

    def public_key(self) -> "TokenKey":
        """The public key: one call, once in a process. Raises AwsError."""
        if self._key is None:
            from laurel.open_badges.tokens import TokenKey

            with aws_errors():
                self._key = TokenKey.read(self._kms.get_public_key(KeyId=self._key_id)["PublicKey"])
        return self._key

    def token(self, addresses: IssuerAddresses, payload: Mapping[str, Any]) -> str:
        """`payload` as a signed token: one call. Raises AwsError."""
        from laurel.open_badges.tokens import token

        key = self.public_key()
        algorithm = _ALGORITHMS[key.algorithm]

        def sign(message: bytes) -> bytes:
            # KMS makes the digest of a message that is short enough for it.
            kind: MessageTypeType = "RAW" if len(message) <= _LONGEST_MESSAGE else "DIGEST"
            said = message if kind == "RAW" else hashlib.sha256(message).digest()
            with aws_errors():
                return self._kms.sign(KeyId=self._key_id, Message=said, MessageType=kind, SigningAlgorithm=algorithm)[
                    "Signature"
                ]

        return token(key, addresses.key(key.key_id), payload, sign)

    @property
    def _kms(self) -> "KMSClient":
        return self._given or aws.kms()
