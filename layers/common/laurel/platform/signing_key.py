"""The secret with the keys that sign what the API issues and accepts again, such as cursors and links in e-mails."""

import time
from functools import cache

from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, aws_errors

KEPT_SECONDS = 300
"""A process reads the secret again after this time. A new key signs later than that (local/signing_keys.py)."""


class HeldSecret:
    """The text of a secret, read when it is needed and kept for a while."""

    def __init__(self, secret_id: str) -> None:
        self._secret_id = secret_id
        self._text: bytes | None = None
        self._until = 0.0

    def text(self, now: float) -> bytes:
        """The text as it was at most KEPT_SECONDS ago, or longer while Secrets Manager cannot be read."""
        if self._text is None or now >= self._until:
            try:
                with aws_errors():
                    self._text = (
                        aws.secrets_manager().get_secret_value(SecretId=self._secret_id)["SecretString"].encode()
                    )
            except AwsError:
                if self._text is None:
                    raise
            self._until = now + KEPT_SECONDS
        return self._text


@cache
def held_secret(secret_id: str) -> HeldSecret:
    """The copy of the secret in this process."""
    return HeldSecret(secret_id)


def signing_key(secret_id: str) -> bytes:
    """The text of the secret `secret_id`: one key, or a ring of keys (`laurel.platform.key_ring`)."""
    return held_secret(secret_id).text(time.monotonic())
