"""Sends the e-mails of one run, and stops when SES sends nothing."""

from enum import Enum, auto
from threading import Event
from typing import assert_never

from laurel.learners.held_addresses import key_or_none
from laurel.learners.profile import Profile
from laurel.notices.email_layout import NoticeEmail
from laurel.notices.mailer import Mailer, MailUnclear, RecipientRefused, Sent, Unavailable, Unfit
from laurel.notices.send_log import SendLog
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.clock import Clock
from laurel.platform.log import logger


class SendResult(Enum):
    """What became of an e-mail: `NOT_SENT` is certain, `UNCLEAR` may have been sent; `REFUSED` is the address."""

    SENT = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    UNCLEAR = auto()


class Sender:
    """The e-mails of one run. Once `halted`, SES sends nothing, and the rest is for the next run."""

    def __init__(self, mailer: Mailer, send_log: SendLog, links: UnsubscribeLinks, api_url: str, clock: Clock) -> None:
        self._mailer, self._send_log, self._links = mailer, send_log, links
        self._api_url, self._clock = api_url, clock
        self._halted = Event()
        self._had_unfit = Event()

    @property
    def halted(self) -> bool:
        """Whether SES sends nothing at the moment."""
        return self._halted.is_set()

    def unsubscribe_url(self, learner_id: str) -> str:
        """The link in the e-mail that works without a sign-in."""
        return f"{self._api_url}/v1/notices/stop?token={self._links.token(learner_id)}"

    def send(self, profile: Profile, email: NoticeEmail, unsubscribe_url: str) -> SendResult:
        """Sends `email` to the learner's current address, which must be there. An address that SES refused is noted."""
        address = str(profile.email)
        match self._mailer.send(address, email, unsubscribe_url):
            case Sent():
                return SendResult.SENT
            case RecipientRefused(code):
                self.log(profile, code)
                self._send_log.refuse(profile.learner_id, mail_key(address), self._clock())
                return SendResult.REFUSED
            case Unfit(code) if not self._had_unfit.is_set():
                # One bad e-mail must not stop the others in every run. A second one means that our setup is at fault.
                self._had_unfit.set()
                self.log(profile, code)
                return SendResult.NOT_SENT
            case Unavailable(code) | Unfit(code):
                self._halt(profile, code)
                return SendResult.NOT_SENT
            case MailUnclear(error):
                self._halt(profile, error)
                return SendResult.UNCLEAR
            case other:
                assert_never(other)

    def log(self, profile: Profile, code: str) -> None:
        """Logs that the learner's e-mail was not sent, because of `code`."""
        logger.warning("a notice was not sent", extra={"learner_id": profile.learner_id, "code": code})

    def _halt(self, profile: Profile, code: str) -> None:
        self._halted.set()
        self.log(profile, code)


def mail_key(email: str) -> str:
    """The normalized address; the address itself if it was recorded under older rules that allowed more."""
    return key_or_none(email) or email
