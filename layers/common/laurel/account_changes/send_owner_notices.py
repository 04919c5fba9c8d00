"""Sends the notices about addresses that moved and accounts that were joined.

The e-mail goes out before the notice is removed: it may come twice, but it is never missing.
"""

from dataclasses import dataclass

from laurel.account_changes.owner_notice_email import compose_notice
from laurel.learners.owner_notices import take_off, waiting_notices
from laurel.notices.mailer import Mailer, RecipientRefused, Sent
from laurel.platform.log import logger
from laurel.platform.table import Table


@dataclass(frozen=True, slots=True)
class OwnerNoticeSender:
    """Sends the pending notices of `table` (the claims table). Without `mailer` the stack sends no e-mail."""

    table: Table
    mailer: Mailer | None
    portal_url: str
    contact: str

    def send_all(self) -> int:
        """Sends each notice; returns how many wait on: SES did not take them, or did not answer. Raises TableBusy."""
        waiting = 0
        for notice in waiting_notices(self.table):
            if self.mailer is None:
                take_off(self.table, notice.learner_id, notice.notice_id)
                continue
            outcome = self.mailer.send(notice.to, compose_notice(notice, self.portal_url, self.contact))
            extra = {"kind": notice.kind.value, "outcome": type(outcome).__name__}
            if isinstance(outcome, Sent | RecipientRefused):
                logger.info("a notice to the owner of an address was sent", extra=extra)
                take_off(self.table, notice.learner_id, notice.notice_id)
            else:
                logger.warning("a notice to the owner of an address was not sent", extra=extra)
                waiting += 1
        return waiting
