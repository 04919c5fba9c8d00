"""The certificates' bucket: the documents as they were printed, and the logos that are printed on them.

The key of a document ends in its digest, that of a logo is its digest: what lies under a key never changes.
"""

import base64
from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from laurel.certificates.certificate import Certificate
from laurel.certificates.file_name import disposition
from laurel.certificates.logo import Logo, LogoKind
from laurel.platform import aws

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PDF = "application/pdf"
LINK_SECONDS = 300
_LOGO_TYPES = {LogoKind.PNG: "image/png", LogoKind.SVG: "image/svg+xml"}


class LogoLost(Exception):
    """A logo that certificates were printed with is not in the bucket any more."""


class Archive:
    """The bucket called `name`."""

    def __init__(self, name: str, client: "S3Client | None" = None) -> None:
        self._name = name
        self._given = client
        self._logos: dict[str, Logo] = {}

    @property
    def _client(self) -> "S3Client":
        return self._given or aws.s3()

    def keep(self, certificate: Certificate, pdf: bytes) -> None:
        """Stores the document, which S3 compares with its digest on arrival. Doing it again does no harm."""
        self._client.put_object(
            Bucket=self._name,
            Key=key_of(certificate),
            Body=pdf,
            ContentType=PDF,
            ContentDisposition=disposition(certificate.content),
            ChecksumSHA256=base64.b64encode(bytes.fromhex(certificate.sha256)).decode(),
        )

    def holds(self, certificate: Certificate) -> bool:
        """Whether the document is there: one call."""
        try:
            self._client.head_object(Bucket=self._name, Key=key_of(certificate))
        except ClientError as error:
            # Of a key that is not there S3 says "forbidden" to who may not list the bucket.
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return False
            raise
        return True

    def link(self, certificate: Certificate) -> str:
        """A link to the document that lasts 5 minutes: no call."""
        wanted = {
            "Bucket": self._name,
            "Key": key_of(certificate),
            "ResponseContentType": PDF,
            "ResponseContentDisposition": disposition(certificate.content),
        }
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS)

    def keep_logo(self, logo: Logo) -> None:
        """Stores a checked logo. Doing it again does no harm."""
        key, content_type = _logo_key(logo.sha256), _LOGO_TYPES[logo.kind]
        self._client.put_object(Bucket=self._name, Key=key, Body=logo.data, ContentType=content_type)

    def logo(self, sha256: str) -> Logo:
        """The logo with this digest: one call, and none for one that this process has met. Raises LogoLost."""
        if sha256 not in self._logos:
            logo = self._read_logo(sha256)
            if logo.sha256 != sha256:
                raise LogoLost(f"the logo {sha256} is another one now")
            self._logos[sha256] = logo
        return self._logos[sha256]

    def _read_logo(self, sha256: str) -> Logo:
        try:
            found = self._client.get_object(Bucket=self._name, Key=_logo_key(sha256))
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied"):
                raise LogoLost(f"the logo {sha256} is not in the bucket") from error
            raise
        kinds = {content_type: kind for kind, content_type in _LOGO_TYPES.items()}
        return Logo(kinds[found["ContentType"]], found["Body"].read())


def key_of(certificate: Certificate) -> str:
    """Where the document lies."""
    return f"certificates/{certificate.number}/{certificate.sha256}.pdf"


def _logo_key(sha256: str) -> str:
    return f"logos/{sha256}"
