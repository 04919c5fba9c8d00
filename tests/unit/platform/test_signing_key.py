"""The secret is read again now and then, so that a new key and the end of an old one arrive everywhere."""

import boto3
import pytest
from botocore.exceptions import ClientError

from laurel.platform import aws as aws_clients
from laurel.platform.aws_errors import AwsError
from laurel.platform.signing_key import KEPT_SECONDS, HeldSecret


@pytest.fixture
def secret(aws: None) -> str:
    return boto3.client("secretsmanager").create_secret(Name="signing", SecretString="first")["ARN"]


def change(secret: str) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId=secret, SecretString="second")


def test_it_is_kept_for_five_minutes(secret: str) -> None:
    held = HeldSecret(secret)
    assert held.text(0) == b"first"
    change(secret)
    assert held.text(KEPT_SECONDS - 1) == b"first"
    assert held.text(KEPT_SECONDS) == b"second"
    assert KEPT_SECONDS <= 300


def test_one_that_cannot_be_read_again_is_kept(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held, lost = HeldSecret(secret), HeldSecret("arn:aws:secretsmanager:us-east-1:123456789012:secret:none")
    assert held.text(0) == b"first"
    change(secret)
    with monkeypatch.context() as patch:
        patch.setattr(aws_clients, "secrets_manager", Broken)
        assert held.text(KEPT_SECONDS) == b"first"
    assert held.text(2 * KEPT_SECONDS) == b"second"
    with pytest.raises(AwsError):
        lost.text(0)


class Broken:
    def get_secret_value(self, **_request: str) -> None:
        raise ClientError({"Error": {"Code": "InternalServiceError"}}, "GetSecretValue")
