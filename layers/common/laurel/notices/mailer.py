"""Sending a notice through Amazon SES: what became of it, as a value.

A mail is never sent twice to be sure: where SES gives no answer, nobody knows whether it went out, and that is told.
SES refuses hardly anything because of the recipient: it takes mail for addresses that bounced, and leaves it out by
itself. `MessageRejected` nearly always means us: an identity that is not verified, the sandbox, sending that is paused.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from laurel.notices.notice_email import Letter
from laurel.platform import aws

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

_TRIES = 5
_BUSY = "TooManyRequestsException"
# What SES says of an address that cannot be one. Every other word is about us, or about this one mail.
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
_NOT_SAID = frozenset({"MessageRejected", "BadRequestException"})  # the error's name does not say whose fault it is


@dataclass(frozen=True, slots=True)
class Sent:
    """SES has taken it."""


@dataclass(frozen=True, slots=True)
class RecipientRefused:
    """SES does not send to this address; `code` is its error."""

    code: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """SES sends nothing at present; `code` is its error. The mail was not sent."""

    code: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """SES did not take this mail and did not say whose fault it is; `code` is its error. The mail was not sent."""

    code: str


@dataclass(frozen=True, slots=True)
class MailUnclear:
    """There was no answer: it may have been sent."""

    error: str


type MailOutcome = Sent | RecipientRefused | Unavailable | Unfit | MailUnclear


class Mailer:
    """Sends as `mail_from`, by `configuration_set` (which leaves out addresses that bounced or complained)."""

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

    def send(self, to: str, letter: Letter, stop_url: str) -> MailOutcome:
        """Sends `letter` to one address. `stop_url` is offered to mail programs as well (RFC 8058)."""
        for attempt in range(1, _TRIES + 1):
            try:
                self._send(to, letter, stop_url)
            except ClientError as error:
                code = str(error.response["Error"]["Code"])
                if code == _BUSY and attempt < _TRIES:
                    self._sleep(attempt)  # SES counts mails by the second
                    continue
                return _judge(code, str(error.response["Error"].get("Message", "")).lower())
            except BotoCoreError as error:
                return MailUnclear(type(error).__name__)
            return Sent()
        raise AssertionError("unreachable: the last try returns")

    def _send(self, to: str, letter: Letter, stop_url: str) -> None:
        client = self._given or aws.sesv2()
        client.send_email(
            FromEmailAddress=self._mail_from,
            Destination={"ToAddresses": [to]},
            ConfigurationSetName=self._configuration_set,
            Content={
                "Simple": {
                    "Subject": {"Data": letter.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": letter.text, "Charset": "UTF-8"},
                        "Html": {"Data": letter.html, "Charset": "UTF-8"},
                    },
                    "Headers": [
                        {"Name": "List-Unsubscribe", "Value": f"<{stop_url}>"},
                        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
                        {"Name": "Auto-Submitted", "Value": "auto-generated"},
                    ],
                }
            },
        )


def _judge(code: str, said: str) -> MailOutcome:
    """Whose fault the error `code` is, by its name and by what SES `said` (in lower case; it names addresses)."""
    if code not in _NOT_SAID or any(words in said for words in _OF_US):
        return Unavailable(code)
    if code == "BadRequestException" and any(words in said for words in _OF_RECIPIENT):
        return RecipientRefused(code)
    return Unfit(code)
