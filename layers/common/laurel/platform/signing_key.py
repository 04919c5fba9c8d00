"""The key with which the API signs what it gives out and takes back, such as cursors."""

from functools import cache

from laurel.platform import aws


@cache
def signing_key(secret_id: str) -> bytes:
    """The key in the secret `secret_id`: read once a process, and only when it is needed."""
    return aws.secrets_manager().get_secret_value(SecretId=secret_id)["SecretString"].encode()
