"""The errors of AWS as the packages above `platform` see them."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from urllib3.exceptions import ProtocolError

from laurel.platform.aws_errors import AwsError, AwsRefused, AwsSilent, aws_errors, translated


def refused(code, message="ana@example.org is unknown", status=400):
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "GetObject")  # type: ignore[arg-type]


def seen(error):
    with pytest.raises(AwsError) as caught, aws_errors():
        raise error
    return caught.value


def test_an_answer_with_an_error_gives_its_code_message_and_status():
    error = seen(refused("NoSuchKey", "gone", 404))
    assert isinstance(error, AwsRefused)
    assert (error.code, error.message, error.status) == ("NoSuchKey", "gone", 404)


def test_what_aws_said_is_not_printed():
    assert str(seen(refused("MessageRejected"))) == "MessageRejected"


@pytest.mark.parametrize(
    ("error", "will_pass"),
    [
        (EndpointConnectionError(endpoint_url="x"), True),
        (ReadTimeoutError(endpoint_url="x"), True),
        (NoCredentialsError(), False),
        (ProtocolError("cut off"), False),
    ],
)
def test_no_whole_answer_gives_the_name_of_the_error(error, will_pass):
    found = seen(error)
    assert isinstance(found, AwsSilent)
    assert (found.code, found.will_pass) == (type(error).__name__, will_pass)


@pytest.mark.parametrize(
    ("code", "will_pass"), [("ThrottlingException", True), ("ServiceUnavailable", True), ("AccessDenied", False)]
)
def test_a_busy_service_may_soon_answer(code, will_pass):
    assert seen(refused(code)).will_pass is will_pass


def test_an_answer_without_a_code_is_an_error_without_a_name():
    assert seen(ClientError({}, "GetObject")).code == ""


@pytest.mark.parametrize("error", [KeyError("x"), OSError(28, "full")])
def test_other_errors_are_let_through(error):
    with pytest.raises(type(error)) as caught, aws_errors():
        raise error
    assert caught.value is error
    assert translated(error) is None


def test_an_error_that_is_translated_stays_as_it_is():
    error = AwsSilent("ReadTimeoutError", will_pass=True)
    with pytest.raises(AwsSilent) as caught, aws_errors():
        raise error
    assert caught.value is error
    assert error.__cause__ is None
