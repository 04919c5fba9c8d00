"""Sends an e-mail through Amazon SES and returns the outcome as a value.

An e-mail is never sent a second time to be safe: if SES does not answer, it may have been sent, and the outcome says
so. SES rarely refuses an e-mail because of its recipient: it accepts e-mail for addresses that bounced and suppresses
it. `MessageRejected` nearly always means our setup: an unverified identity, the sandbox, or paused sending.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from laurel.notices.email_layout import Attachment, NoticeEmail
from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, AwsSilent, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import AttachmentTypeDef, MessageHeaderTypeDef, MessageTypeDef

_TRIES = 5
_BUSY = "TooManyRequestsException"
# What SES says about an invalid address. All other messages are about our setup or about this one e-mail.
_OF_RECIPIENT = (
    "domain contains",
    "domain starts",
    "domain ends",
    "illegal address",
    "invalid domain name",
    "local address contains",
    "local address starts",
    "local address ends",
    "missing '@",
    "missing final '@",
    "user name is missing",
)
_OF_US = (
    "not verified",
    "failed the check",
    "paused",
    "suspended",
    "sandbox",
    "disabled",
    "shut down",
    "not authorized",
)
_NOT_SAID = frozenset({"MessageRejected", "BadRequestException"})  # the error's name does not say what is at fault


@dataclass(frozen=True, slots=True)
class Sent:
    """SES accepted it."""


@dataclass(frozen=True, slots=True)
class RecipientRefused:
    """SES does not send to this address; `code` is its error."""

    code: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """SES sends nothing at the moment; `code` is its error. The e-mail was not sent."""

    code: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """SES refused this e-mail without saying what is at fault; `code` is its error. The e-mail was not sent."""

    code: str


@dataclass(frozen=True, slots=True)
class MailUnclear:
    """SES did not answer: the e-mail may have been sent."""

    error: str


type MailOutcome = Sent | RecipientRefused | Unavailable | Unfit | MailUnclear


class Mailer:
    """Sends from `mail_from` with `configuration_set`, which suppresses addresses that bounced or complained."""

    def __init__(
        self,
        mail_from: str,
        configuration_set: str,
        client: "SESV2Client | None" = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._mail_from = mail_from
        self._configuration_set = configuration_set
        self._given = client
        self._sleep = sleep

    def send(
        self,
        to: str,
        email: NoticeEmail,
        unsubscribe_url: str | None = None,
        *,
        attachment: Attachment | None = None,
    ) -> MailOutcome:
        """Sends `email` to one address, with a file if there is one.

        Mail programs get `unsubscribe_url`, if there is one, too (RFC 8058).
        """
        for attempt in range(1, _TRIES + 1):
            try:
                with aws_errors():
                    self._send(to, email, unsubscribe_url, attachment)
            except AwsRefused as error:
                if error.code == _BUSY and attempt < _TRIES:
                    self._sleep(attempt)  # SES limits e-mails per second
                    continue
                return _judge(error.code, error.message.lower())
            except AwsSilent as error:
                return MailUnclear(error.code)
            return Sent()
        raise AssertionError("unreachable: the last try returns")

    def _send(self, to: str, email: NoticeEmail, unsubscribe_url: str | None, attachment: Attachment | None) -> None:
        headers: list[MessageHeaderTypeDef] = [{"Name": "Auto-Submitted", "Value": "auto-generated"}]
        if unsubscribe_url:
            headers[:0] = [
                {"Name": "List-Unsubscribe", "Value": f"<{unsubscribe_url}>"},
                {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
            ]
        message: MessageTypeDef = {
            "Subject": {"Data": email.subject, "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": email.text, "Charset": "UTF-8"},
                "Html": {"Data": email.html, "Charset": "UTF-8"},
            },
            "Headers": headers,
        }
        if attachment:
            message["Attachments"] = [_attached(attachment)]
        client = self._given or aws.sesv2()
        client.send_email(
            FromEmailAddress=self._mail_from,
            Destination={"ToAddresses": [to]},
            ConfigurationSetName=self._configuration_set,
            Content={"Simple": message},
        )


def _attached(file: Attachment) -> "AttachmentTypeDef":
    """The file in Base64, which changes none of its bytes on the way: the default of SES is text of seven bits."""
    return {
        "FileName": file.name,
        "ContentType": file.content_type,
        "ContentDisposition": "ATTACHMENT",
        "ContentTransferEncoding": "BASE64",
        "RawContent": file.data,
    }


def _judge(code: str, said: str) -> MailOutcome:
    """The outcome of the error `code`, by its name and SES's message `said` (lower case; it contains addresses)."""
    if code not in _NOT_SAID or any(words in said for words in _OF_US):
        return Unavailable(code)
    if code == "BadRequestException" and any(words in said for words in _OF_RECIPIENT):
        return RecipientRefused(code)
    return Unfit(code)
