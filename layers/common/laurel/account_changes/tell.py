"""Tells the owner of the former address about a change, by e-mail.

The e-mail goes out before the record says so: it may come twice, but it is never missing. The seven days count from the
e-mail.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from laurel.account_changes.change_email import ChangeMailLinks, compose_change
from laurel.account_changes.change_links import ChangeLinks, LinkUse
from laurel.account_changes.changes import UNDO_WITHIN, AccountChange, ChangeState
from laurel.account_changes.records import find_change, rewritten
from laurel.learners.records import from_item, key_of, profile_write
from laurel.notices.mailer import Mailer, RecipientRefused, Sent
from laurel.platform.clock import Clock
from laurel.platform.log import logger
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.table import Table, Write


@dataclass(frozen=True, slots=True)
class ChangeTeller:
    """Sends the e-mails about changes in `table` (the claims table), with links to the portal at `portal_url`."""

    table: Table
    mailer: Mailer
    links: ChangeLinks
    portal_url: str
    contact: str
    clock: Clock

    def tell(self, change: AccountChange) -> bool:
        """Sends the e-mail about an open change and notes it; returns whether its owner knows. Raises TableBusy."""
        if change.state is not ChangeState.OPEN or change.told_at:
            return True
        at = self.clock()
        links = ChangeMailLinks(
            undo=self._link(change, LinkUse.UNDO), confirm=self._link(change, LinkUse.CONFIRM), contact=self.contact
        )
        outcome = self.mailer.send(change.former_email, compose_change(change, links))
        extra = {"learner_id": change.learner_id, "kind": change.kind.value, "outcome": type(outcome).__name__}
        if isinstance(outcome, Sent):
            logger.info("an e-mail about a change was sent", extra=extra)
        else:
            logger.warning("an e-mail about a change was not sent", extra=extra)
        return isinstance(outcome, Sent | RecipientRefused) and self._note(change, at)

    def _note(self, change: AccountChange, at: datetime) -> bool:
        """Notes that the e-mail went out at `at`: from then on the seven days count."""

        def attempt() -> bool | None:
            found = find_change(self.table, change.learner_id, change.change_id)
            if found is None or found.state is not ChangeState.OPEN or found.told_at:
                return True
            after, write = rewritten(found, replace(found, told_at=at, until=at + UNDO_WITHIN))
            writes: list[Write] = [write]
            profile = from_item(change.learner_id, self.table.get(key_of(change.learner_id)))
            if (new := profile.new_email) and new.change_id == change.change_id:
                counted = replace(new, counts_from=after.until)
                writes.append(profile_write(profile, replace(profile, new_email=counted, version=profile.version + 1)))
            return True if all(self.table.write_all(writes)) else None

        return retry_on_conflict(attempt) or False

    def _link(self, change: AccountChange, use: LinkUse) -> str:
        return f"{self.portal_url}/account-change?token={quote(self.links.token(change, use), safe='')}"
