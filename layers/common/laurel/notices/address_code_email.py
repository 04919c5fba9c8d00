"""The e-mail with a code that proves a mailbox to a profile."""

from dataclasses import dataclass
from html import escape

from laurel.learners.add_address import CodeSending
from laurel.learners.address_codes import DIGITS, VALID_FOR
from laurel.notices.email_layout import NoticeEmail
from laurel.notices.mailer import Mailer, MailUnclear, RecipientRefused, Sent
from laurel.platform.log import logger

_WHO_WRITES = "This e-mail is from Laurel, which keeps continuing-education credits for laboratory professionals."
_WHY = "Somebody who is signed in to Laurel wants to add this e-mail address to their account. If that is you, enter"
_NOT_YOU = (
    "If it was not you, you need not do anything: without the code, nobody can add your address. Give the code to"
    " nobody; we never ask for it."
)


@dataclass(frozen=True, slots=True)
class AddressCodeMailer:
    """Sends codes with `mailer`; None on a stack that sends no e-mail. The texts name the portal and whom to ask."""

    mailer: Mailer | None
    portal_url: str
    contact: str

    def send_code(self, to: str, code: str) -> CodeSending:
        """Sends it once."""
        if self.mailer is None:
            logger.warning("no code was sent: this stack sends no e-mail")
            return CodeSending.NOT_NOW
        outcome = self.mailer.send(to, compose(code, self.portal_url, self.contact))
        if isinstance(outcome, Sent | MailUnclear):
            return CodeSending.SENT
        logger.warning("no code was sent", extra={"outcome": type(outcome).__name__, "error": outcome.code})
        return CodeSending.ADDRESS_REFUSED if isinstance(outcome, RecipientRefused) else CodeSending.NOT_NOW


def compose(code: str, portal_url: str, contact: str) -> NoticeEmail:
    """The e-mail with `code` (pure)."""
    shown = f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"
    minutes = int(VALID_FOR.total_seconds()) // 60
    valid = f"It is valid for {minutes} minutes."
    ask = f"Questions? Write to {contact}."
    text = [_WHO_WRITES, f"{_WHY} this code at {portal_url}/profile:", f"    {shown}", valid, _NOT_YOU, ask]
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Your code</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f'<p>{_WHO_WRITES}</p><p>{_WHY} this code in <a href="{escape(portal_url)}/profile">your profile</a>:</p>'
        f'<p style="font-size: 1.5em"><strong>{shown}</strong></p><p>{valid}</p><p>{_NOT_YOU}</p>'
        f'<p>Questions? Write to <a href="mailto:{escape(contact)}">{escape(contact)}</a>.</p></body></html>\n'
    )
    return NoticeEmail(f"{shown} is your code for Laurel", "\n\n".join(text) + "\n", html)
