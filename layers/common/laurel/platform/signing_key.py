"""The key that signs tokens which the API issues and accepts again, such as cursors."""

from functools import cache

from laurel.platform import aws


@cache
def signing_key(secret_id: str) -> bytes:
    """The key in the secret `secret_id`: read once in each process, and only when needed."""
    return aws.secrets_manager().get_secret_value(SecretId=secret_id)["SecretString"].encode()
