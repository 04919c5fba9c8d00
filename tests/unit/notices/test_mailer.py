"""Sending through SES: the requests, and what each kind of failure means."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from laurel.notices.email_layout import NoticeEmail
from laurel.notices.mailer import Mailer, MailUnclear, RecipientRefused, Sent, Unavailable, Unfit
from laurel.platform import aws as aws_clients

LETTER = NoticeEmail("One of your credits needs your action", "text: é 漢", "<p>html</p>")
NOT_VERIFIED = "Email address is not verified. The following identities failed the check in region US-EAST-1:"
STOP = "https://api.example.org/v1/notices/stop?token=t"


class Ses:
    """SES as a client; each call raises the next of `errors`, or is noted."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.sent: list[dict[str, Any]] = []
        self.calls = 0

    def send_email(self, **mail: Any) -> None:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(mail)


def refusal(code: str, said: str = "ana@example.org") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": said}}, "SendEmail")


def office(ses: Any, waits: list[float] | None = None) -> Mailer:
    return Mailer("ce@example.org", "laurel-notices", ses, sleep=(waits if waits is not None else []).append)


def test_a_mail_has_both_forms_and_the_headers_by_which_mail_programs_stop_it() -> None:
    ses = Ses()
    assert office(ses).send("ana@example.org", LETTER, STOP) == Sent()
    (mail,) = ses.sent
    assert mail["FromEmailAddress"] == "ce@example.org"
    assert mail["Destination"] == {"ToAddresses": ["ana@example.org"]}
    assert mail["ConfigurationSetName"] == "laurel-notices"
    simple = mail["Content"]["Simple"]
    assert simple["Body"]["Text"]["Data"] == LETTER.text
    assert simple["Body"]["Html"]["Data"] == LETTER.html
    assert {one["Name"]: one["Value"] for one in simple["Headers"]} == {
        "List-Unsubscribe": f"<{STOP}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def test_ses_takes_such_a_request(aws: None) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="ce@example.org")
    aws_clients.sesv2.cache_clear()
    sent = Mailer("ce@example.org", "laurel-notices").send("ana@example.org", LETTER, STOP)
    aws_clients.sesv2.cache_clear()
    assert sent == Sent()
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages
    assert message.destinations == {"ToAddresses": ["ana@example.org"]}


@pytest.mark.parametrize(
    "said",
    ["Missing final '@domain'", "Domain contains illegal character", "Local address contains control or whitespace"],
)
def test_an_address_that_cannot_be_one_is_told_apart(said: str) -> None:
    assert office(Ses(refusal("BadRequestException", said))).send("ana@example", LETTER, STOP) == RecipientRefused(
        "BadRequestException"
    )


@pytest.mark.parametrize(
    "code",
    [
        "AccountSuspendedException",
        "SendingPausedException",
        "MailFromDomainNotVerifiedException",
        "LimitExceededException",
        "AccessDeniedException",
        "NotFoundException",
    ],
)
def test_trouble_of_ours_is_no_trouble_of_the_address(code: str) -> None:
    ses = Ses(refusal(code))
    assert office(ses).send("ana@example.org", LETTER, STOP) == Unavailable(code)
    assert ses.calls == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("MessageRejected", f"{NOT_VERIFIED} ce@example.org"),
        ("MessageRejected", f"{NOT_VERIFIED} ana@example.org"),
        ("MessageRejected", "Sending suspended for this account."),
        ("MessageRejected", "Email sending for configuration set laurel-notices is paused"),
        ("BadRequestException", "Email address not verified"),
    ],
)
def test_an_identity_that_is_not_verified_or_may_not_send_is_our_trouble(code: str, said: str) -> None:
    assert office(Ses(refusal(code, said))).send("ana@example.org", LETTER, STOP) == Unavailable(code)


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_a_refusal_that_does_not_say_whose_fault_it_is_is_nobodys_yet(code: str) -> None:
    ses = Ses(refusal(code, "Message length is more than permitted"))
    assert office(ses).send("ana@example.org", LETTER, STOP) == Unfit(code)


def test_too_many_a_second_are_sent_after_a_wait() -> None:
    ses, waits = Ses(*[refusal("TooManyRequestsException")] * 2), []
    assert office(ses, waits).send("ana@example.org", LETTER, STOP) == Sent()
    assert waits == [1, 2]
    ses = Ses(*[refusal("TooManyRequestsException")] * 9)
    assert office(ses).send("ana@example.org", LETTER, STOP) == Unavailable("TooManyRequestsException")
    assert ses.calls == 5


def test_a_mail_without_an_answer_is_never_sent_again() -> None:
    ses = Ses(ReadTimeoutError(endpoint_url="https://email"))
    assert office(ses).send("ana@example.org", LETTER, STOP) == MailUnclear("ReadTimeoutError")
    assert ses.calls == 1


def test_the_client_itself_does_not_try_again_either(aws: None) -> None:
    aws_clients.sesv2.cache_clear()
    assert aws_clients.sesv2().meta.config.retries["total_max_attempts"] == 1
    aws_clients.sesv2.cache_clear()
