"""The signer asks KMS for each document, and S3 for its certificates now and then; metrics count what is missing."""

import io
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from botocore.exceptions import ClientError

from laurel.platform.aws_errors import AwsRefused
from laurel.platform.metrics import Figures
from laurel.signing.chains import chain_key
from laurel.signing.signer import KmsSigner
from laurel.signing.signing_metrics import SigningMetrics
from laurel.signing.web import Web
from local.verify_certificate import verify
from tests.unit.certificates.pages import printed
from tests.unit.certificates.samples import content
from tests.unit.signing.keys import AT, KeyInMemory, self_made_pem

KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"


@cache
def unsigned() -> bytes:
    """A certificate. Not printed while the tests are collected: typst starts threads."""
    return printed(content())


class Bucket:
    """A client of S3: what is in it, and which keys were read."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.read: list[str] = []
        self.error = ("AccessDenied", 403)  # what S3 says of a missing key to who may not list

    def get_object(self, **asked: str) -> dict[str, Any]:
        key = asked["Key"]
        self.read.append(key)
        if key not in self.objects:
            code, status = self.error
            raise ClientError(
                {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}, "GetObject"
            )
        return {"Body": io.BytesIO(self.objects[key])}


class World:
    """A signer with what it uses; `counts` are the metrics."""

    def __init__(self, time_stamp_url: str = "") -> None:
        self.now, self.counts = AT, dict[str, int]()
        self.kms, self.s3 = KeyInMemory(), Bucket()
        self.s3.objects[chain_key(KEY)] = self_made_pem()
        self.signer = KmsSigner(
            KEY,
            "bucket",
            lambda: self.now,
            SigningMetrics(self.hear),
            time_stamp_url=time_stamp_url,
            kms=self.kms,
            s3=self.s3,  # type: ignore[arg-type]
            web=Web(lambda _: True),
        )

    def hear(self, figures: Figures) -> None:
        for name, count in figures.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count

    def signed(self) -> bytes:
        end = self.signer.increment(unsigned())
        assert end
        return unsigned() + end


def test_a_document_is_signed_with_one_call_to_kms_and_the_certificates_are_read_once() -> None:
    world = World()
    assert all(one.good for one in verify(world.signed(), world.s3.objects[chain_key(KEY)]))
    world.signed()
    assert len(world.kms.calls) == 2
    assert world.s3.read == ["signing/1234abcd-12ab-34cd-56ef-1234567890ab.pem"]
    assert world.counts == {"SigningCertificateDaysLeft": 729}


def test_certificates_that_are_installed_later_count_within_five_minutes() -> None:
    world = World()
    pem = world.s3.objects.pop(chain_key(KEY))
    assert world.signer.increment(unsigned()) is None
    world.s3.objects[chain_key(KEY)] = pem
    world.now += timedelta(minutes=4, seconds=59)
    assert world.signer.increment(unsigned()) is None
    world.now += timedelta(seconds=1)
    assert world.signer.increment(unsigned())
    assert world.counts["CertificatesUnsigned"] == 2


@pytest.mark.parametrize("status", [403, 404])
def test_without_certificates_learners_get_their_documents_and_operators_an_alarm(status: int) -> None:
    world = World()
    world.s3.objects.clear()
    world.s3.error = ("NoSuchKey", status)
    assert world.signer.increment(unsigned()) is None
    assert world.kms.calls == []
    assert world.counts == {"CertificatesUnsigned": 1}


def test_an_error_of_s3_is_no_reason_to_leave_a_document_unsigned() -> None:
    world = World()
    world.s3.objects.clear()
    world.s3.error = ("SlowDown", 503)
    with pytest.raises(AwsRefused):
        world.signer.increment(unsigned())


@pytest.mark.parametrize(
    "spoil", [lambda _: b"nothing", lambda _: self_made_pem(at=AT - timedelta(10), days=10)], ids=["damaged", "expired"]
)
def test_certificates_that_cannot_sign_are_as_none(spoil: Callable[[bytes], bytes]) -> None:
    world = World()
    world.s3.objects[chain_key(KEY)] = spoil(b"")
    assert world.signer.increment(unsigned()) is None
    assert world.counts["CertificatesUnsigned"] == 1


def test_a_certificate_that_expires_between_two_documents_signs_no_more() -> None:
    world = World()
    world.s3.objects[chain_key(KEY)] = self_made_pem(at=AT - timedelta(1), days=1)
    world.now = AT - timedelta(seconds=1)
    assert world.signer.increment(unsigned())
    world.now = AT
    assert world.signer.increment(unsigned()) is None


def test_kms_that_does_not_sign_is_an_error_and_no_unsigned_document() -> None:
    world = World()

    def refuse(**_: str) -> None:
        raise ClientError({"Error": {"Code": "KMSInvalidStateException", "Message": ""}}, "Sign")

    world.kms.sign = refuse  # type: ignore[assignment, method-assign]
    with pytest.raises(AwsRefused):
        world.signer.increment(unsigned())
    assert "CertificatesUnsigned" not in world.counts
