"""The bucket of certificates: the printed documents, and the logos on them.

The key of a document ends with its digest, the key of a logo is its digest: the object under a key never changes.
"""

import base64
from http import HTTPStatus
from typing import TYPE_CHECKING

from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.file_name import disposition
from laurel.certificates.logo import Logo, LogoKind
from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PDF = "application/pdf"
LINK_SECONDS = 300
_LOGO_TYPES = {LogoKind.PNG: "image/png", LogoKind.SVG: "image/svg+xml"}


class LogoLost(Exception):
    """A logo of printed certificates is no longer in the bucket."""


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
        """Stores the document; S3 checks its digest. Doing it again does no harm."""
        self._client.put_object(
            Bucket=self._name,
            Key=key_of(certificate),
            Body=pdf,
            ContentType=PDF,
            ContentDisposition=disposition(certificate.content),
            ChecksumSHA256=base64.b64encode(bytes.fromhex(certificate.sha256)).decode(),
        )

    def keep_marked(self, certificate: Certificate, pdf: bytes) -> None:
        """Stores the copy of a certificate that is no longer valid, which says so. Doing it again does no harm."""
        self._client.put_object(Bucket=self._name, Key=_shown_key(certificate), Body=pdf, ContentType=PDF)

    def holds(self, certificate: Certificate) -> bool:
        """Whether the document is there: one call."""
        try:
            with aws_errors():
                self._client.head_object(Bucket=self._name, Key=key_of(certificate))
        except AwsRefused as error:
            # For a missing key S3 answers "forbidden" to callers that may not list the bucket.
            if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return False
            raise
        return True

    def document(self, certificate: Certificate) -> bytes | None:
        """The document; None if it is not there: one call."""
        try:
            with aws_errors():
                found = self._client.get_object(Bucket=self._name, Key=key_of(certificate))
                return found["Body"].read()
        except AwsRefused as error:
            if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
                return None
            raise

    def link(self, certificate: Certificate) -> str:
        """A link to the document, or to its marked copy if it is no longer valid; for 5 minutes: no call."""
        wanted = {
            "Bucket": self._name,
            "Key": _shown_key(certificate),
            "ResponseContentType": PDF,
            "ResponseContentDisposition": disposition(certificate.content, certificate.status),
        }
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS)

    def keep_logo(self, logo: Logo) -> None:
        """Stores a checked logo. Doing it again does no harm."""
        key, content_type = _logo_key(logo.sha256), _LOGO_TYPES[logo.kind]
        self._client.put_object(Bucket=self._name, Key=key, Body=logo.data, ContentType=content_type)

    def logo(self, sha256: str) -> Logo:
        """The logo with this digest: one call, none if this process has read it before. Raises LogoLost."""
        if sha256 not in self._logos:
            logo = self._read_logo(sha256)
            if logo.sha256 != sha256:
                raise LogoLost(f"the logo {sha256} has changed")
            self._logos[sha256] = logo
        return self._logos[sha256]

    def _read_logo(self, sha256: str) -> Logo:
        try:
            with aws_errors():
                found = self._client.get_object(Bucket=self._name, Key=_logo_key(sha256))
        except AwsRefused as error:
            if error.code in ("NoSuchKey", "AccessDenied"):
                raise LogoLost(f"the logo {sha256} is not in the bucket") from error
            raise
        kinds = {content_type: kind for kind, content_type in _LOGO_TYPES.items()}
        return Logo(kinds[found["ContentType"]], found["Body"].read())


def key_of(certificate: Certificate) -> str:
    """The key of the document."""
    return f"certificates/{certificate.number}/{certificate.sha256}.pdf"


def _shown_key(certificate: Certificate) -> str:
    if certificate.status is CertificateStatus.VALID:
        return key_of(certificate)
    return f"certificates/{certificate.number}/{certificate.sha256}-{certificate.status}.pdf"


def _logo_key(sha256: str) -> str:
    return f"logos/{sha256}"
