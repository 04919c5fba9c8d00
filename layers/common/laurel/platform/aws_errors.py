"""Errors of AWS: the only place where the packages above `platform` learn that a call failed.

botocore is imported when an error comes, so this costs nothing at a cold start.
"""

from collections.abc import Iterator
from contextlib import contextmanager

_BUSY = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
    }
)


class AwsError(Exception):
    """A call to AWS failed; `code` says how, without personal data. `will_pass`: the same call may soon succeed."""

    def __init__(self, code: str, *, will_pass: bool) -> None:
        super().__init__(code)
        self.code = code
        self.will_pass = will_pass


class AwsRefused(AwsError):
    """AWS answered with the error `code` and this HTTP status. Its `message` may hold personal data."""

    def __init__(self, code: str, message: str = "", status: int = 0) -> None:
        super().__init__(code, will_pass=code in _BUSY)
        self.message = message
        self.status = status


class AwsSilent(AwsError):
    """AWS gave no whole answer, so the call may have had its effect; `code` is the name of the SDK's error."""


@contextmanager
def aws_errors() -> Iterator[None]:
    """Raises AwsRefused and AwsSilent in place of the SDK's errors; lets other errors through."""
    try:
        yield
    except Exception as error:
        found = translated(error)
        if found is None or found is error:
            raise
        raise found from error


def translated(error: Exception) -> AwsError | None:
    """The error of AWS that `error` is; None if it is none."""
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError
    from urllib3.exceptions import HTTPError  # raised by the body of an answer

    match error:
        case AwsError():
            return error
        case ClientError():
            said = error.response.get("Error", {})
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            return AwsRefused(str(said.get("Code", "")), str(said.get("Message", "")), status)
        case BotoCoreError():
            return AwsSilent(type(error).__name__, will_pass=isinstance(error, ConnectionError | HTTPClientError))
        case HTTPError():
            return AwsSilent(type(error).__name__, will_pass=False)
        case _:
            return None
