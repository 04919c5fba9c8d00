"""The e-mail that says that an export is ready: with the portal's address, never with a link to the file."""

from dataclasses import dataclass
from html import escape

from laurel.exports.export import Export, ExportKind, with_notified
from laurel.exports.records import Exports
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.profile import speech_of
from laurel.notices.email_layout import NoticeEmail
from laurel.notices.mailer import Mailer, Sent, Unavailable, Unfit
from laurel.platform.log import logger
from laurel.platform.problems import RefusedRequest
from laurel.platform.speech import Speech

SUBJECT = "Your data is ready to download"
_WHO_WRITES = "This e-mail is from Laurel, which sends your continuing-education credits through ASCLS to ASCP."


@dataclass(frozen=True, slots=True)
class ReadyMail:
    """Sends the e-mail once. Without a `mailer` (the stack sends no e-mail) it sends nothing."""

    exports: Exports
    registry: AddressRegistry
    mailer: Mailer | None
    portal_url: str
    contact: str

    def send(self, export: Export) -> bool:
        """Notifies the learner of a ready copy of their data, once. A call that dies half-way sends nothing.

        Of a file with certificates nobody is notified: it is made while its learner looks at the page.
        Returns False if SES did not take the e-mail and the address is not the reason: a later call sends it.
        """
        if export.kind is not ExportKind.DATA or export.notified or self.mailer is None:
            return True
        try:
            profile = self.registry.profile_of(export.learner_id)
        except RefusedRequest:  # the account was erased
            return True
        noted = with_notified(export)
        if not self.exports.replace(export, noted) or not profile.email:
            return True
        email = compose(export, self.portal_url, self.contact, speech_of(profile))
        outcome = self.mailer.send(profile.email, email, None)
        extra = {"learner_id": export.learner_id, "outcome": type(outcome).__name__}
        if isinstance(outcome, Sent):
            logger.info("a learner was notified of their export", extra=extra)
            return True
        logger.warning("the e-mail about an export was not sent", extra=extra)
        if isinstance(outcome, Unavailable | Unfit):
            self.exports.replace(noted, with_notified(noted, notified=False))
            return False
        return True


def compose(export: Export, portal_url: str, contact: str, say: Speech) -> NoticeEmail:
    """The e-mail about this export. It names nobody and has no link that works without a log-in."""
    page, until = f"{portal_url}/profile/data", say.day(export.available_until.date())
    asked = say("You asked for a file with your data. It is ready.")
    how = say("Log in and download it until {until}. Then it is removed.", until=until)
    other = say("You did not ask for it? Then somebody may know your password: set a new one, and write to us.")
    hello, ask, who_writes = say("Hello,"), say("Questions? Write to"), say(_WHO_WRITES)
    text = "\n".join(
        [
            hello,
            "",
            who_writes,
            "",
            asked,
            "",
            how,
            "",
            page,
            "",
            other,
            "",
            f"{ask} {contact}.",
            "",
        ]
    )
    html = (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8"><title>{say(SUBJECT)}</title></head>'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>{hello}</p><p>{escape(who_writes)}</p><p>{escape(asked)}</p><p>{escape(how)}</p>"
        f'<p><a href="{escape(page)}">{say("Your data")}</a></p><p>{escape(other)}</p>'
        f'<p>{ask} <a href="mailto:{escape(contact)}">{escape(contact)}</a>.</p></body></html>\n'
    )
    return NoticeEmail(say(SUBJECT), text, html)
