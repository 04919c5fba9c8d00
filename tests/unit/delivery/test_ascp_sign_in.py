"""The secret that holds who we are at ASCP."""

import boto3
import pytest

from laurel.delivery.ascp.sign_in import Credentials, CredentialsUnreadable, read_secret


def test_the_secret_is_read(aws: None) -> None:
    boto3.client("secretsmanager").create_secret(
        Name="ascp", SecretString='{"client_id": "laurel", "client_secret": "hush", "more": 1}'
    )
    assert read_secret("ascp") == Credentials("laurel", "hush")
    assert "hush" not in repr(read_secret("ascp"))


@pytest.mark.parametrize("text", ["hush", '{"client_id": "hush"}', '["hush"]', '"hush"', "null"])
def test_a_secret_of_another_form_is_refused_without_being_told(aws: None, text: str) -> None:
    boto3.client("secretsmanager").create_secret(Name="ascp", SecretString=text)
    with pytest.raises(CredentialsUnreadable, match="client_id and client_secret") as refusal:
        read_secret("ascp")
    assert "hush" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_secret_that_is_not_there_is_named_by_its_error(aws: None) -> None:
    with pytest.raises(CredentialsUnreadable, match="ResourceNotFoundException"):
        read_secret("ascp")
