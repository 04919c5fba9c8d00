"""Signs documents with a key in KMS and the X.509 certificates that the operator installed for it.

What a signature needs beyond boto is imported with the first document.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.signing.signing_metrics import SigningMetrics

if TYPE_CHECKING:
    from asn1crypto import cms
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

    from laurel.signing.authorities import Authorities
    from laurel.signing.chains import Chain, Subject
    from laurel.signing.time_stamps import TimeStamps
    from laurel.signing.web import Web

_READ_AGAIN = timedelta(minutes=5)
# A signature without its certificates and its time stamp.
_ROOM = 1_536


class Signer(Protocol):
    """Signs documents."""

    def increment(self, pdf: bytes, texts: Collection[str] = ()) -> bytes | None:
        """What a document of typst's with these texts needs at its end to be signed; None if it cannot be now."""


@dataclass(frozen=True, slots=True)
class _Read:
    chain: "Chain | None"
    at: datetime


class KmsSigner:
    """Signs with the RSA key `key_id`; its certificates are in the bucket, its time stamps from `time_stamp_url`.

    Without a time-stamp authority (an empty URL), signatures are of level B-B; with one B-LT, or B-T if the certificate
    authorities do not say that the certificates are valid.
    """

    def __init__(
        self,
        key_id: str,
        bucket: str,
        clock: Clock,
        metrics: SigningMetrics,
        *,
        time_stamp_url: str = "",
        kms: "KMSClient | None" = None,
        s3: "S3Client | None" = None,
        web: "Web | None" = None,
    ) -> None:
        self._key_id, self._bucket, self._clock, self._metrics = key_id, bucket, clock, metrics
        self._time_stamp_url = time_stamp_url
        self._given_kms, self._given_s3, self._given_web = kms, s3, web
        self._read: _Read | None = None
        self._kept_authorities: Authorities | None = None
        self._kept_time_stamps: TimeStamps | None = None

    def increment(self, pdf: bytes, texts: Collection[str] = ()) -> bytes | None:
        """One call to KMS, at most one for a time stamp; now and then one to S3, and some to the authorities.

        None, with a metric for the alarm, while no valid certificate is installed: learners get their documents.
        Raises AwsError if KMS does not sign.
        """
        now = self._clock()
        chain = self._chain(now)
        if chain is None:
            self._metrics.unsigned()
            return None
        from laurel.signing.increment import SignatureFacts, with_place_for_signature
        from laurel.signing.signed_data import signed_data

        room = _ROOM + sum(len(one.dump()) for one in chain) + self._room_for_time_stamp()
        facts = SignatureFacts(_signer_name(chain), "This certificate is as it was issued.", now)
        info = self._authorities.info(chain, now) if self._time_stamp_url else None
        unsigned = with_place_for_signature(pdf, facts, room, info, texts)
        signature = signed_data(unsigned.signed_part, chain, self.sign, self._time_stamp)
        return unsigned.with_signature(signature)[len(pdf) :]

    def sign(self, message: bytes) -> bytes:
        """The signature of at most 4,096 bytes: one call. Raises AwsError."""
        with aws_errors():
            # RAW: KMS makes the digest, so that it is the digest of these bytes.
            answer = self._kms.sign(
                KeyId=self._key_id, Message=message, MessageType="RAW", SigningAlgorithm="RSASSA_PKCS1_V1_5_SHA_256"
            )
            return answer["Signature"]

    def public_key(self) -> bytes:
        """The public key (SubjectPublicKeyInfo, in DER): one call. Raises AwsError."""
        with aws_errors():
            return self._kms.get_public_key(KeyId=self._key_id)["PublicKey"]

    def signing_request(self, subject: "Subject") -> bytes:
        """A request for a certificate of this key, for a certificate authority (PEM). Raises AwsError."""
        from laurel.signing.chains import signing_request

        return signing_request(subject, self.public_key(), self.sign)

    def self_made(self, subject: "Subject", days: int) -> bytes:
        """A certificate that the key signs for itself (PEM). Raises AwsError."""
        from laurel.signing.chains import self_made

        return self_made(subject, self.public_key(), self.sign, self._clock(), days)

    @property
    def _kms(self) -> "KMSClient":
        return self._given_kms or aws.kms()

    @property
    def _authorities(self) -> "Authorities":
        if self._kept_authorities is None:
            from laurel.signing.authorities import Authorities

            self._kept_authorities = Authorities(self._time_stamps.stamp, self._metrics, self._web)
        return self._kept_authorities

    @property
    def _time_stamps(self) -> "TimeStamps":
        if self._kept_time_stamps is None:
            from laurel.signing.time_stamps import TimeStamps

            self._kept_time_stamps = TimeStamps(self._time_stamp_url, self._web, self._clock)
        return self._kept_time_stamps

    @property
    def _web(self) -> "Web":
        if self._given_web is None:
            from laurel.signing.web import Web

            self._given_web = Web()
        return self._given_web

    def _room_for_time_stamp(self) -> int:
        if not self._time_stamp_url:
            return 0
        from laurel.signing.time_stamps import MOST_BYTES

        return MOST_BYTES

    def _time_stamp(self, signature: bytes) -> "cms.ContentInfo | None":
        if not self._time_stamp_url:
            return None
        token = self._time_stamps.stamp(signature)
        if token is None:
            self._metrics.without_time_stamp()
        else:
            self._authorities.expect(token)
        return token

    def _chain(self, now: datetime) -> "Chain | None":
        """The installed certificates, if the signer's is valid now: read every 5 minutes, so that new ones count."""
        if self._read is None or now - self._read.at >= _READ_AGAIN:
            self._read = _Read(self._installed(now), now)
        from laurel.signing.chains import signs_at

        return self._read.chain if self._read.chain and signs_at(self._read.chain, now) else None

    def _installed(self, now: datetime) -> "Chain | None":
        from laurel.signing.chains import UnusableChain, chain_key, days_left, read_chain

        try:
            with aws_errors():
                client = self._given_s3 or aws.s3()
                text = client.get_object(Bucket=self._bucket, Key=chain_key(self._key_id))["Body"].read()
            chain = read_chain(text)
        except AwsRefused as error:
            # For a missing key S3 answers "forbidden" to callers that may not list the bucket.
            if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return None
            raise
        except UnusableChain as error:
            logger.error("the signing certificate is unusable", extra={"why": str(error)})
            return None
        self._metrics.days_left(days_left(chain, now))
        return chain


def _signer_name(chain: "Chain") -> str:
    subject = chain[0].subject.native
    return str(subject.get("organization_name") or subject.get("common_name") or "")
